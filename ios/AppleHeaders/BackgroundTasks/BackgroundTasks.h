#pragma once
#include <Foundation/Foundation.h>

NS_ASSUME_NONNULL_BEGIN

@interface BGTaskRequest : NSObject
@property (nonatomic, readonly, copy) NSString *identifier;
@property (nonatomic, copy, nullable) NSDate *earliestBeginDate;
- (instancetype)init NS_UNAVAILABLE;
@end

@interface BGAppRefreshTaskRequest : BGTaskRequest
- (instancetype)initWithIdentifier:(NSString *)identifier;
@end

@interface BGProcessingTaskRequest : BGTaskRequest
- (instancetype)initWithIdentifier:(NSString *)identifier;
@property (nonatomic, assign) BOOL requiresNetworkConnectivity;
@property (nonatomic, assign) BOOL requiresExternalPower;
@end

@interface BGTask : NSObject
@property (nonatomic, readonly, copy) NSString *identifier;
@property (nonatomic, strong, nullable) void (^expirationHandler)(void);
- (instancetype)init NS_UNAVAILABLE;
- (void)setTaskCompletedWithSuccess:(BOOL)success NS_SWIFT_NAME(setTaskCompleted(success:));
@end

@interface BGProcessingTask : BGTask
@end

@interface BGAppRefreshTask : BGTask
@end

extern NSErrorDomain const BGTaskSchedulerErrorDomain NS_SWIFT_NAME(BGTaskScheduler.errorDomain);

@interface BGTaskScheduler : NSObject
@property (class, readonly, strong) BGTaskScheduler *sharedScheduler NS_SWIFT_NAME(shared);
- (instancetype)init NS_UNAVAILABLE;
- (BOOL)registerForTaskWithIdentifier:(NSString *)identifier usingQueue:(nullable dispatch_queue_t)queue launchHandler:(void (^)(__kindof BGTask *task))launchHandler NS_SWIFT_NAME(register(forTaskWithIdentifier:using:launchHandler:));
- (BOOL)submitTaskRequest:(BGTaskRequest *)taskRequest error:(NS_ERROR_OUT)error NS_REFINED_FOR_SWIFT;
- (void)submitTaskRequest:(BGTaskRequest *)taskRequest completionHandler:(void (NS_SWIFT_SENDABLE ^)(NSError *_Nullable error))completionHandler IOS(27.0) NS_SWIFT_NAME(submitTaskRequest(_:completionHandler:));
- (void)cancelTaskRequestWithIdentifier:(NSString *)identifier NS_SWIFT_NAME(cancel(taskRequestWithIdentifier:));
- (void)cancelAllTaskRequests;
- (void)getPendingTaskRequestsWithCompletionHandler:(void (NS_SWIFT_SENDABLE ^)(NSArray<BGTaskRequest *> *taskRequests))completionHandler;
@end

NS_ASSUME_NONNULL_END
