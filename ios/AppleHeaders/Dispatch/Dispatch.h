#pragma once
#include <ObjectiveC/ObjectiveC.h>

NS_SWIFT_NAME(DispatchQueue)
__attribute__((swift_attr("@Sendable")))
@interface OS_dispatch_queue : NSObject
@end
typedef OS_dispatch_queue *dispatch_queue_t;
