// `@capgo/capacitor-background-task/testing`: for tests only; nothing of it belongs in an app.
export { createVirtualDevice } from './device/virtual-device.js';
export type { VirtualDevice, VirtualDeviceOptions } from './device/device-api.js';
export type { KillPoint } from './device/device-runs.js';
export type { ExplainedBlocker, Explanation } from './device/explanation.js';
export type { FakeTimers } from './device/fake-timers.js';
export type { Duration, Instant } from './device/instants.js';
export type { Timeline, TimelineEntry, TimelineKind } from './device/timeline.js';
export type { DeviceState } from './model/device-state.js';
export { PLATFORM_RULES } from './rules/rules.js';
export type { StandbyBucket } from './rules/android-rules.js';
export type { Rule, RuleStanding } from './rules/rule.js';
export type { Engagement } from './rules/web-rules.js';
