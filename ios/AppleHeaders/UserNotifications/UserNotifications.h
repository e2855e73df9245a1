#pragma once
// What Capacitor's declarations name and the plugin does not use.
#include <Foundation/Foundation.h>

@interface UNNotification : NSObject
@end

@interface UNNotificationResponse : NSObject
@end

@interface UNUserNotificationCenter : NSObject
@end

@protocol UNUserNotificationCenterDelegate <NSObject>
@end

typedef NS_OPTIONS(NSUInteger, UNNotificationPresentationOptions) { UNNotificationPresentationOptionBadge = 1 };
