#pragma once
#include <ObjectiveC/ObjectiveC.h>
#include <CoreGraphics/CoreGraphics.h>
#include <Darwin/Darwin.h>
#include <Dispatch/Dispatch.h>

#define FOUNDATION_EXPORT extern
#define DEPRECATED_MSG_ATTRIBUTE(reason) __attribute__((deprecated(reason)))
#define __deprecated_msg(reason) __attribute__((deprecated(reason)))
#define NS_ENUM(type, name) enum __attribute__((enum_extensibility(open))) name : type name; enum name : type
#define NS_OPTIONS(type, name) enum __attribute__((flag_enum, enum_extensibility(open))) name : type name; enum name : type
#define NS_EXTENSIBLE_STRING_ENUM __attribute__((swift_wrapper(struct)))
#define NS_SWIFT_DISCARDABLE __attribute__((swift_attr("@discardableResult")))
#define NS_DESIGNATED_INITIALIZER __attribute__((objc_designated_initializer))
#define NSUIntegerMax (~0UL)
#define SWIFT_BRIDGE(type) __attribute__((swift_bridge(#type)))
#define NS_SWIFT_SENDABLE __attribute__((swift_attr("@Sendable")))
#define NS_SWIFT_UI_ACTOR __attribute__((swift_attr("@UIActor")))
#define IOS(version) __attribute__((availability(ios, introduced = version)))

NS_ASSUME_NONNULL_BEGIN

typedef double NSTimeInterval;

SWIFT_BRIDGE(Swift.String)
@interface NSString : NSObject
@end
@interface NSMutableString : NSString
@end

SWIFT_BRIDGE(Swift.Array)
@interface NSArray<__covariant ObjectType> : NSObject
@end
@interface NSMutableArray<ObjectType> : NSArray<ObjectType>
@end

SWIFT_BRIDGE(Swift.Dictionary)
@interface NSDictionary<__covariant KeyType, __covariant ObjectType> : NSObject
@end
@interface NSMutableDictionary<KeyType, ObjectType> : NSDictionary<KeyType, ObjectType>
@end

SWIFT_BRIDGE(Swift.Set)
@interface NSSet<__covariant ObjectType> : NSObject
@end

@interface NSValue : NSObject
@end

NS_SWIFT_SENDABLE
@interface NSNumber : NSValue
@property (readonly) BOOL boolValue;
@property (readonly) double doubleValue;
@property (readonly) long long longLongValue NS_SWIFT_NAME(int64Value);
@end

SWIFT_BRIDGE(FoundationEssentials.URL)
@interface NSURL : NSObject
@end

SWIFT_BRIDGE(FoundationEssentials.Date)
@interface NSDate : NSObject
@end

SWIFT_BRIDGE(FoundationEssentials.Data)
@interface NSData : NSObject
@end

SWIFT_BRIDGE(Foundation.URLRequest)
@interface NSURLRequest : NSObject
@end

typedef NSString *NSErrorDomain;
SWIFT_BRIDGE(Swift.Error)
@interface NSError : NSObject
@property (readonly, copy) NSErrorDomain domain;
@property (readonly) NSInteger code;
@property (readonly, copy) NSString *localizedDescription;
@end
extern NSErrorDomain const NSURLErrorDomain;
enum : NSInteger { NSURLErrorCancelled = -999 };
// Linux's standard library lacks the type of `NSError **`; of this one Swift makes `throws` just the same.
#define NS_ERROR_OUT NSError *_Nullable const *_Nullable

@interface NSLock : NSObject
- (void)lock;
- (void)unlock;
@end

NS_SWIFT_NAME(Bundle)
@interface NSBundle : NSObject
@property (class, readonly, strong) NSBundle *mainBundle;
@property (nullable, readonly, copy) NSDictionary<NSString *, id> *infoDictionary;
@property (readonly, copy) NSURL *bundleURL;
- (nullable NSURL *)URLForResource:(nullable NSString *)name withExtension:(nullable NSString *)ext;
@end

NS_SWIFT_NAME(UserDefaults)
@interface NSUserDefaults : NSObject
@property (class, readonly, strong) NSUserDefaults *standardUserDefaults;
- (nullable id)objectForKey:(NSString *)defaultName;
- (void)removeObjectForKey:(NSString *)defaultName;
- (double)doubleForKey:(NSString *)defaultName;
- (nullable NSArray *)arrayForKey:(NSString *)defaultName;
- (nullable NSDictionary<NSString *, id> *)dictionaryForKey:(NSString *)defaultName;
- (nullable NSArray<NSString *> *)stringArrayForKey:(NSString *)defaultName;
- (NSDictionary<NSString *, id> *)dictionaryRepresentation;
@end

NS_SWIFT_NAME(ProcessInfo)
@interface NSProcessInfo : NSObject
@property (class, readonly, strong) NSProcessInfo *processInfo;
@property (readonly, getter=isLowPowerModeEnabled) BOOL lowPowerModeEnabled;
@end

NS_SWIFT_NAME(FileHandle)
@interface NSFileHandle : NSObject
+ (nullable instancetype)fileHandleForReadingFromURL:(NSURL *)url error:(NS_ERROR_OUT)error;
@end

NS_SWIFT_NAME(OperationQueue)
@interface NSOperationQueue : NSObject
@end

typedef NSString *NSNotificationName NS_EXTENSIBLE_STRING_ENUM NS_SWIFT_NAME(NSNotification.Name);
SWIFT_BRIDGE(Foundation.Notification)
@interface NSNotification : NSObject
@end

NS_SWIFT_NAME(NotificationCenter)
NS_SWIFT_SENDABLE
@interface NSNotificationCenter : NSObject
@property (class, readonly, strong) NSNotificationCenter *defaultCenter;
- (id<NSObject>)addObserverForName:(nullable NSNotificationName)name object:(nullable id)obj queue:(nullable NSOperationQueue *)queue usingBlock:(void (NS_SWIFT_SENDABLE ^)(NSNotification *notification))block;
@end

typedef NS_OPTIONS(NSUInteger, NSJSONReadingOptions) { NSJSONReadingMutableContainers = 1 };
typedef NS_OPTIONS(NSUInteger, NSJSONWritingOptions) { NSJSONWritingPrettyPrinted = 1 };
NS_SWIFT_NAME(JSONSerialization)
@interface NSJSONSerialization : NSObject
+ (BOOL)isValidJSONObject:(id)obj;
+ (nullable NSData *)dataWithJSONObject:(id)obj options:(NSJSONWritingOptions)opt error:(NS_ERROR_OUT)error;
+ (nullable id)JSONObjectWithData:(NSData *)data options:(NSJSONReadingOptions)opt error:(NS_ERROR_OUT)error;
@end
extern __nullable Class NSClassFromString(NSString *aClassName);

// From here on, what Capacitor's declarations name and the plugin does not use.
@interface NSNull : NSObject
@end
NS_SWIFT_NAME(Formatter)
@interface NSFormatter : NSObject
@end
NS_SWIFT_NAME(ISO8601DateFormatter)
@interface NSISO8601DateFormatter : NSFormatter
@end
@protocol NSXMLParserDelegate <NSObject>
@end
NS_SWIFT_NAME(URLAuthenticationChallenge)
@interface NSURLAuthenticationChallenge : NSObject
@end
NS_SWIFT_NAME(URLCredential)
@interface NSURLCredential : NSObject
@end
typedef NS_ENUM(NSInteger, NSURLSessionAuthChallengeDisposition) {
    NSURLSessionAuthChallengeRejectProtectionSpace = 3,
} NS_SWIFT_NAME(URLSession.AuthChallengeDisposition);
NS_SWIFT_NAME(URLSession)
@interface NSURLSession : NSObject
@end

NS_ASSUME_NONNULL_END
