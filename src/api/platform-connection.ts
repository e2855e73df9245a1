import type { PlatformKind } from '../core/options.js';
import type { TaskPlatform } from '../core/platform.js';
import type { Clock, Definitions, Log, Runner } from '../runner/ports.js';
import type { AsyncMethods } from './public-members.js';

/** Where tasks can run: the platform, and this runtime's side of it. */
export interface PlatformConnection {
  readonly kind: PlatformKind;
  readonly platform: TaskPlatform;
  readonly runner: Runner;
  /** A virtual device says it by itself; absent: the parts do. */
  readonly isHeadless?: () => boolean;
  /** A virtual device has its own time. Absent: the system's. */
  readonly time?: DeviceTime;
}

export interface DeviceTime {
  readonly now: () => number;
  /** Minutes from UTC, east is positive. */
  readonly utcOffset: () => number;
}

export interface BackgroundTaskParts {
  readonly definitions: () => Definitions;
  /** Made at the first need. Null where tasks cannot run: on a server, in Node, in jsdom. */
  readonly connection: () => PlatformConnection | null;
  /** Why there is no connection, where more is known than that this is no app; null where it is not. */
  readonly whyUnavailable?: () => string | null;
  readonly isHeadless: () => boolean;
  /** False in a service worker: its wakes claim by themselves, and a run outside of a wake would not be kept alive. */
  readonly attaches: boolean;
  /** A page loads them late; where that is not possible they are there. */
  readonly asyncMethods: (parts: BackgroundTaskParts, connection: PlatformConnection) => Promise<AsyncMethods>;
  /** What a page does once it has attached; it may load more for it. */
  readonly afterStart?: (parts: BackgroundTaskParts, connection: PlatformConnection) => Promise<void>;
  readonly clock: Clock;
  /** A new unique id: of an item without one. */
  readonly newId: () => string;
  readonly log: Log;
}
