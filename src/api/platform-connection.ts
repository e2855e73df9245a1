import type { PlatformKind } from '../core/options.js';
import type { TaskPlatform } from '../core/platform.js';
import type { Clock, Definitions, Log, Runner } from '../runner/ports.js';
import type { AsyncMethods } from './public-members.js';

/** Where tasks can run: the platform, and this runtime's side of it. */
export interface PlatformConnection {
  readonly kind: PlatformKind;
  readonly platform: TaskPlatform;
  readonly runner: Runner;
  /** The kind of runtime, which a virtual device says by itself. Absent where the runtime's parts say it. */
  readonly isHeadless?: () => boolean;
  /** The time of a virtual device. Absent where the system's clock counts. */
  readonly time?: DeviceTime;
}

export interface DeviceTime {
  readonly now: () => number;
  /** Returns the offset from UTC in minutes; east is positive. */
  readonly utcOffset: () => number;
}

export interface BackgroundTaskParts {
  readonly definitions: () => Definitions;
  /** Returns the connection, which is made at the first call. Resolves with null where tasks cannot run: on a server, in Node, in jsdom. */
  readonly connection: () => PlatformConnection | null;
  /** Why there is no connection, where more is known than that this is no app; null where it is not. */
  readonly whyUnavailable?: () => string | null;
  readonly isHeadless: () => boolean;
  /** False in a service worker: its wakes claim by themselves, and a run outside of a wake would not be kept alive. */
  readonly attaches: boolean;
  /** Returns the methods that ask the platform. A page loads them late; a runtime that cannot load has them already. */
  readonly asyncMethods: (parts: BackgroundTaskParts, connection: PlatformConnection) => Promise<AsyncMethods>;
  /** Is called once a page has attached. It may load more code for what is done then. */
  readonly afterStart?: (parts: BackgroundTaskParts, connection: PlatformConnection) => Promise<void>;
  readonly clock: Clock;
  /** Returns a new unique id, for an item that was enqueued without one. */
  readonly newId: () => string;
  readonly log: Log;
}
