/**
 * What a task's callback reports. `Success = 1`, `Failed = 2`.
 *
 * @since 8.0.0
 */
export enum BackgroundTaskResult {
  /** The work is done; the next run is one interval away. */
  Success = 1,
  /** The work was not done; it is tried again as far as `maximumRetries` allows. */
  Failed = 2,
}

/**
 * Whether background tasks run on this device now. `Restricted = 1`, `Available = 2`.
 *
 * @since 8.0.0
 */
export enum BackgroundTaskStatus {
  /** The user, the system or the browser keeps tasks from running while the app is closed. */
  Restricted = 1,
  /** Tasks run while the app is closed. */
  Available = 2,
}

/**
 * The kind of JavaScript context that runs a callback.
 *
 * @since 8.2.0
 */
export type BackgroundTaskRuntime = 'page' | 'headless' | 'service-worker';

/**
 * What gave the app the chance to run.
 *
 * `work-manager`: Android WorkManager. `app-refresh`, `processing`: iOS BGAppRefreshTask and BGProcessingTask.
 * `periodic-sync`, `sync`: the browser's Periodic Background Sync and Background Sync. `timer`: a page's timer.
 * `foreground`: the app was opened or became visible. `online`: the network came back.
 * `enqueue` (since 8.2.0): the app enqueued an item while it was open. `test`: `triggerTaskWorkerForTestingAsync`.
 *
 * @since 8.2.0
 */
export type BackgroundTaskTrigger =
  'work-manager' | 'app-refresh' | 'processing' | 'periodic-sync' | 'sync' | 'timer' | 'foreground' | 'online' | 'enqueue' | 'test';

/**
 * How a run ended.
 *
 * `success`: the callback returned `Success` or nothing. `failed`: it returned `Failed`, threw or rejected.
 * `expired`: the system or the time limit cut it. `lost`: its runtime died holding it. `not-started`: nothing could be started or
 * nothing claimed it in time. `undefined`: no runtime had the callback. `cancelled`: the task was unregistered, or the item cancelled, meanwhile.
 * @since 8.2.0
 */
export type BackgroundTaskOutcome = 'success' | 'failed' | 'expired' | 'lost' | 'not-started' | 'undefined' | 'cancelled';

/**
 * Why a due task does not run now. `network`, `unmetered-network`, `charging`, `battery-not-low`, `storage-not-low`,
 * `device-idle`: a constraint of the task does not hold. `background-refresh`, `low-power-mode`, `permission`, `restricted-bucket`,
 * `launch-handler`, `identifier`, `protected-data`, `simulator`, `web-view`: the system or the set-up is in the way. Android alone says `quota` (the
 * app has used up the time that its jobs have), `standby` (the app is hardly used) and `doze` (the device lies still and sleeps); `quota`, `standby`
 * and `device-idle` since Android 14, where JobScheduler tells them:
 * https://developer.android.com/reference/android/app/job/JobScheduler#getPendingJobReason(int). Android 14 and 15 name one reason of a
 * job, later ones all. `window` (since 8.2.0): it is outside of the task's `window` now. `undefined`: the app does not define the task any more.
 *
 * @since 8.2.0
 */
export type BackgroundTaskBlocker =
  | 'network'
  | 'unmetered-network'
  | 'charging'
  | 'battery-not-low'
  | 'storage-not-low'
  | 'device-idle'
  | 'background-refresh'
  | 'low-power-mode'
  | 'permission'
  | 'restricted-bucket'
  | 'quota'
  | 'standby'
  | 'doze'
  | 'launch-handler'
  | 'identifier'
  | 'protected-data'
  | 'simulator'
  | 'web-view'
  | 'window'
  | 'undefined';

/**
 * For how long one thing has kept a task waiting.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskWait {
  /** What it was. */
  readonly blocker: BackgroundTaskBlocker;
  /** Milliseconds. Where several block at once, each counts by itself. */
  readonly ms: number;
  /**
   * False: the system's own history says so (Android 16 and newer). True: this runtime has seen it whenever it asked, so it is at least as long; what was
   * before its first look, and before its start, is not in it.
   */
  readonly observed: boolean;
}

/**
 * What every event about a run says.
 *
 * @since 8.0.0
 */
export interface BackgroundTaskEvent {
  /** The name given to `defineTask`. */
  readonly taskName: string;
  /** The id of this run; a further attempt has another id. */
  readonly taskId: string;
  /** When the run was opened, in milliseconds since the epoch. */
  readonly timestamp: number;
  /** True when `triggerTaskWorkerForTestingAsync` opened the run. This package always says it; an event made by other code may go without. */
  readonly test?: boolean;
}

/**
 * The one argument of a task's callback. `Data` is what `enqueueTaskAsync` is given for this task.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskExecution<Data = unknown> extends BackgroundTaskEvent {
  /** True when `triggerTaskWorkerForTestingAsync` opened the run. */
  readonly test: boolean;
  /**
   * Which attempt this is, counted from 1; it starts again when the schedule moves on.
   *
   * @since 8.2.0
   */
  readonly attempt: number;
  /**
   * What woke the app.
   *
   * @since 8.2.0
   */
  readonly trigger: BackgroundTaskTrigger;
  /**
   * The kind of context that the callback runs in.
   *
   * @since 8.2.0
   */
  readonly runtime: BackgroundTaskRuntime;
  /**
   * What `enqueueTaskAsync` was given. Null when nothing was given, and in the runs of a registration.
   *
   * @since 8.2.0
   */
  readonly data: Data | null;
  /**
   * The id of the item that the run is for. Null in the runs of a registration.
   *
   * @since 8.2.0
   */
  readonly enqueuedId: string | null;
  /**
   * Says how far the run is, for `addTaskProgressListener` and `getPendingTaskRunsAsync`. Synchronous.
   *
   * `progress` is any value that is the same after a round trip through JSON, at most 1,024 bytes as JSON in UTF-8; else it throws
   * `INVALID_PROGRESS`. Call it as often as you like: all contexts of the app are told the newest value, at most four times a second; the last
   * value stands in the log. After the run has ended it does nothing.
   *
   * @since 8.2.0
   */
  readonly setProgress: (progress: unknown) => void;
  /**
   * Aborts when the run is cut: pass it to `fetch`. Its `reason` is a `BackgroundTaskError` with the code `EXPIRED`,
   * `UNREGISTERED` or `CANCELLED`.
   *
   * @since 8.2.0
   */
  readonly signal: AbortSignal;
  /**
   * When `signal` will abort at the latest, in milliseconds since the epoch.
   *
   * @since 8.2.0
   */
  readonly deadline: number;
}

/**
 * A task's work. Returning nothing counts as `Success`, a throw or a rejection as `Failed`.
 *
 * @since 8.0.0
 */
export type BackgroundTaskCallback<Data = unknown> = (
  execution: BackgroundTaskExecution<Data>,
) => BackgroundTaskResult | void | Promise<BackgroundTaskResult | void>;

/**
 * Options of `defineTask`.
 *
 * @since 8.2.0
 */
export interface DefineTaskOptions {
  /**
   * The kinds of context that may run the callback. Default: all. Give `['page', 'headless']` for work that needs a DOM or
   * Capacitor plugins that a service worker lacks.
   *
   * @since 8.2.0
   */
  runtimes?: readonly BackgroundTaskRuntime[];
}

/**
 * Options of `registerTaskAsync`.
 *
 * @since 8.0.0
 */
export interface BackgroundTaskOptions {
  /**
   * Minutes between two runs, at least. Default 720. Zero, negative, not finite or above 525,600: error `INVALID_OPTIONS`.
   * Below the platform's minimum (Android 15, else 1): raised to it, with one warning. Fractions are rounded up to a second.
   * iOS takes it as an earliest begin date; Chromium leaves 12 hours and more between two wakes of a closed page.
   */
  minimumInterval?: number;
  /**
   * Run only when the network is there. Default true. On Android the network must reach the internet, as
   * [WorkManager](https://developer.android.com/reference/androidx/work/NetworkType#CONNECTED) sees it; elsewhere as the system or browser says.
   */
  requiresNetwork?: boolean;
  /**
   * Run only on an unmetered network (Wi-Fi, say). Default false. iOS counts neither mobile data nor Low Data Mode as unmetered; a browser that does not
   * name its [connection](https://developer.mozilla.org/docs/Web/API/NetworkInformation/type) cannot honour it (`notHonoured`).
   *
   * @since 8.2.0
   */
  requiresUnmeteredNetwork?: boolean;
  /**
   * Run only while charging. Default false. On the web only a page knows it, where the browser has the
   * [Battery Status API](https://developer.mozilla.org/docs/Web/API/Battery_Status_API); a service worker runs the task without looking.
   *
   * @since 8.2.0
   */
  requiresCharging?: boolean;
  /**
   * Run only while the battery is not low: Android as the system says, a browser's page above 15 %, iOS above 20 % and not in Low Power Mode;
   * or while charging. Default false.
   *
   * @since 8.2.0
   */
  requiresBatteryNotLow?: boolean;
  /**
   * Run only while storage is not low. Default false. Android only
   * ([WorkManager](https://developer.android.com/reference/androidx/work/Constraints.Builder)); elsewhere it stands in `notHonoured`.
   *
   * @since 8.2.0
   */
  requiresStorageNotLow?: boolean;
  /**
   * Run only while the device is idle. Default false. Android only
   * ([WorkManager](https://developer.android.com/reference/androidx/work/Constraints.Builder)); iOS decides this by itself. Elsewhere it stands in `notHonoured`.
   *
   * @since 8.2.0
   */
  requiresDeviceIdle?: boolean;
  /**
   * Further attempts after `Failed` or a throw, 0 to 10, with exponential backoff from 30 seconds. Default 0.
   *
   * @since 8.2.0
   */
  maximumRetries?: number;
  /**
   * Seconds that a run may take, at least 1. Default and upper bound: what the platform gives (service worker 150, page on the web
   * 600, Android 540, iOS refresh 25).
   *
   * @since 8.2.0
   */
  timeLimit?: number;
  /**
   * Minutes from the registration to the first run, 0 (as soon as the conditions hold) to 525,600. Default: one interval. Fractions are rounded up
   * to a second. Once a run has settled it has no effect any more.
   *
   * @since 8.2.0
   */
  initialDelay?: number;
  /**
   * When of a day the task may run, in local time: `{ from: '22:00', to: '06:00' }`. Default: at any time. The interval counts from the start of
   * the window in which the last run settled; one that is shorter than the window counts from that run. `from` = `to`: error `INVALID_OPTIONS`; shorter than 30 minutes: one warning, because systems wake
   * apps at times of their own. A browser whose pages are closed rarely wakes inside a window.
   *
   * @since 8.2.0
   */
  window?: BackgroundTaskWindow;
}

/**
 * When of a day a task may run, as local wall-clock times.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskWindow {
  /** `HH:MM`, 00:00 to 23:59. In an hour that a clock change skips it means the end of the gap, in a doubled one its first occurrence. */
  from: string;
  /** `HH:MM`; a time before `from` is of the next day. In a doubled hour it means the last occurrence. */
  to: string;
}

/**
 * Options of `enqueueTaskAsync`.
 *
 * @since 8.2.0
 */
export interface EnqueueOptions<Data = unknown> {
  /**
   * Names the item within its task: enqueueing the same id again replaces it (see `existing`). A string of 1 to 128 characters without
   * control characters. Default: a new id.
   */
  id?: string;
  /**
   * What the callback gets as `data`: any value that is the same after a round trip through JSON (else `INVALID_DATA`), at most 8,192 bytes as JSON in UTF-8
   * (else `DATA_TOO_LARGE`). It lies unencrypted on the device. Default: null.
   */
  data?: Data;
  /**
   * What happens when an item of this id waits or runs already. `replace` (default): the new one takes the place of a waiting one; while the old one
   * runs, it waits, and the old one is not retried. `keep`: nothing is enqueued.
   */
  existing?: 'replace' | 'keep';
  /** Minutes before the item may run. Default 0, at most 525,600. Fractions are rounded up to a second. */
  initialDelay?: number;
  /** Run only when the network is there. Default true, whatever the task's registration says. */
  requiresNetwork?: boolean;
  /** Run only on an unmetered network. Default false. The platforms differ as in the options of `registerTaskAsync`. */
  requiresUnmeteredNetwork?: boolean;
  /** Run only while charging. Default false. The platforms differ as in the options of `registerTaskAsync`. */
  requiresCharging?: boolean;
  /** Run only while the battery is not low. Default false. The platforms differ as in the options of `registerTaskAsync`. */
  requiresBatteryNotLow?: boolean;
  /** Run only while storage is not low. Default false. Android only. */
  requiresStorageNotLow?: boolean;
  /** Run only while the device is idle. Default false. Android only. */
  requiresDeviceIdle?: boolean;
  /** Further attempts after `Failed` or a throw, 0 to 10, with exponential backoff from 30 seconds. Default 3. */
  maximumRetries?: number;
  /**
   * Seconds that a run may take, at least 1. Default and upper bound: what the platform gives (service worker 150, page on the web 600, Android 540, iOS
   * refresh 25).
   */
  timeLimit?: number;
}

/**
 * What `enqueueTaskAsync` has done.
 *
 * @since 8.2.0
 */
export interface EnqueueResult {
  /** The item's id. */
  readonly id: string;
  /** `created`: there was none of this id. `replaced`: it takes an earlier one's place. `kept`: the earlier one stays, and this one was dropped. */
  readonly change: 'created' | 'replaced' | 'kept';
}

/**
 * An item that waits or runs.
 *
 * @since 8.2.0
 */
export interface EnqueuedTask<Data = unknown> {
  /** Names the item within its task. */
  readonly id: string;
  /** The task whose callback does the work. */
  readonly taskName: string;
  /** When it was enqueued, in milliseconds since the epoch. */
  readonly enqueuedAt: number;
  /** The earliest time of the next run in milliseconds since the epoch: the first delay and backoff are in it. */
  readonly eligibleAt: number;
  /** How many runs of it have ended `failed`, `expired` or `lost`. */
  readonly attempts: number;
  /** Whether a run of it is open. */
  readonly running: boolean;
  /** What keeps it from running now; empty when nothing does. */
  readonly blockedBy: readonly BackgroundTaskBlocker[];
  /** What it was enqueued with, if `includeData` asked for it; else null. */
  readonly data: Data | null;
}

/**
 * Options of `getEnqueuedAsync`.
 *
 * @since 8.2.0
 */
export interface EnqueuedOptions {
  /** Only this task's items. Default: every task's. */
  taskName?: string;
  /** How many at most. Default 100. */
  limit?: number;
  /** Whether to read the data too. Default false. */
  includeData?: boolean;
}

/**
 * How far a run is.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskProgressEvent {
  /** The name given to `defineTask`. */
  readonly taskName: string;
  /** The id of the run. */
  readonly taskId: string;
  /** The id of the item that it is for; null for a registration. */
  readonly enqueuedId: string | null;
  /** What the callback gave to `setProgress`. */
  readonly progress: unknown;
}

/**
 * The options as they hold on this platform, every default filled in.
 *
 * @since 8.2.0
 */
export interface EffectiveBackgroundTaskOptions {
  /** Minutes, after defaults and the platform's minimum. */
  readonly minimumInterval: number;
  /** Whether it waits for the network. */
  readonly requiresNetwork: boolean;
  /** Whether it waits for an unmetered network. */
  readonly requiresUnmeteredNetwork: boolean;
  /** Whether it waits until the device is charging. */
  readonly requiresCharging: boolean;
  /** Whether it waits while the battery is low. */
  readonly requiresBatteryNotLow: boolean;
  /** Whether it waits while storage is low. */
  readonly requiresStorageNotLow: boolean;
  /** Whether it waits until the device is idle. */
  readonly requiresDeviceIdle: boolean;
  /** Further attempts after a failure, 0 to 10. */
  readonly maximumRetries: number;
  /** Seconds; null where only the platform's own limit holds. */
  readonly timeLimit: number | null;
  /**
   * Minutes from the registration to the first run; null: one interval.
   *
   * @since 8.2.0
   */
  readonly initialDelay: number | null;
  /**
   * When of a day the task may run; null: at any time.
   *
   * @since 8.2.0
   */
  readonly window: Readonly<BackgroundTaskWindow> | null;
  /** The names of the options that this platform cannot honour (it runs the task without looking at them). */
  readonly notHonoured: readonly string[];
}

/**
 * A registered task.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskInfo {
  /** The name given to `registerTaskAsync`. */
  readonly name: string;
  /** The options in force here. */
  readonly options: EffectiveBackgroundTaskOptions;
  /** When it was first registered, in milliseconds since the epoch. */
  readonly registeredAt: number;
  /** The newest settled run, or null. */
  readonly lastRun: BackgroundTaskRun | null;
  /** The earliest time of the next run in milliseconds since the epoch; a time that has passed means "due". */
  readonly nextEligibleAt: number;
  /** What keeps the task from running now; empty when nothing does. */
  readonly blockedBy: readonly BackgroundTaskBlocker[];
  /**
   * What has kept the task waiting since it became due, longest first, at most 16; empty before that, and again when its schedule has moved on. It is as
   * complete as its source: see `observed`.
   *
   * @since 8.2.0
   */
  readonly waits: readonly BackgroundTaskWait[];
  /** True when runs fail to come although nothing known blocks them (see docs/troubleshooting.md). */
  readonly stalled: boolean;
}

/**
 * What went wrong in a run.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskRunError {
  /** One of the codes of `BackgroundTaskError`, or the name of the error that the callback threw. */
  readonly code: string;
  /** What was thrown, in words; at most 500 characters. */
  readonly message: string;
}

/**
 * One run, settled or open.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskRun extends BackgroundTaskEvent {
  /** True when `triggerTaskWorkerForTestingAsync` opened the run. */
  readonly test: boolean;
  /** What woke the app. */
  readonly trigger: BackgroundTaskTrigger;
  /** Which attempt it was, counted from 1. */
  readonly attempt: number;
  /** When a runtime took it, in milliseconds since the epoch, or null. */
  readonly claimedAt: number | null;
  /** When it was settled, in milliseconds since the epoch, or null while it is open. */
  readonly settledAt: number | null;
  /** The kind of runtime that took it, or null. */
  readonly runtime: BackgroundTaskRuntime | null;
  /** When the callback's time is over, in milliseconds since the epoch, or null before it is claimed. */
  readonly deadline: number | null;
  /** How it ended, or null while it is open. */
  readonly outcome: BackgroundTaskOutcome | null;
  /** Why it did not end well, or null. */
  readonly error: BackgroundTaskRunError | null;
  /**
   * The id of the item that the run is for; null for a registration.
   *
   * @since 8.2.0
   */
  readonly enqueuedId: string | null;
  /**
   * True when the item is gone with this run: it was done, given up or cancelled. False while it stays, and for a registration.
   *
   * @since 8.2.0
   */
  readonly final: boolean;
  /**
   * The last value given to `setProgress`, or null.
   *
   * @since 8.2.0
   */
  readonly progress: unknown;
}

/**
 * A run that was cut.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskExpirationEvent extends BackgroundTaskEvent {
  /** True when `triggerTaskWorkerForTestingAsync` opened the run. */
  readonly test: boolean;
  /** Milliseconds since the epoch at which the run is settled whatever the callback does: time to save what is needed. */
  readonly settlesAt: number;
  /** Why: `deadline`, `system`, or the platform's own word for the stop. */
  readonly reason: string;
}

/**
 * Why tasks do not run, or not as well as they could.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskStatusReason {
  /** A stable code, `PERIODIC_SYNC_NOT_PERMITTED` for example; the list stands in docs/troubleshooting.md. */
  readonly code: string;
  /** What it means and what to do about it. */
  readonly message: string;
}

/**
 * The status with its reasons.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskStatusDetails {
  /** The same as `getStatusAsync`. */
  readonly status: BackgroundTaskStatus;
  /** Why it is so, and what else tasks lack; empty when nothing is in the way. */
  readonly reasons: readonly BackgroundTaskStatusReason[];
  /** True when the system wakes the app for its tasks while it is closed. */
  readonly runsWhileClosed: boolean;
  /** Facts of the platform: permissions, buckets, versions. For people and logs; keys may change. */
  readonly platform: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Options of `getTaskRunsAsync`.
 *
 * @since 8.2.0
 */
export interface TaskRunsOptions {
  /** Only this task's runs. Default: every task's. */
  taskName?: string;
  /** How many at most. Default 100. */
  limit?: number;
}

/**
 * Options of `triggerTaskWorkerForTestingAsync`.
 *
 * @since 8.2.0
 */
export interface TriggerOptions {
  /**
   * `'headless'` takes the path of a closed app: no page is asked first. Default: as a real wake.
   *
   * @since 8.2.0
   */
  runtime?: 'headless';
  /**
   * Runs only this task. Default: every registered task.
   *
   * @since 8.2.0
   */
  taskName?: string;
  /**
   * Runs this item of the task `taskName`, which must be given, at once. It is settled as by any other run: it is gone when it succeeds.
   *
   * @since 8.2.0
   */
  enqueuedId?: string;
}

/**
 * Options of `getReportAsync`.
 *
 * @since 8.2.0
 */
export interface ReportOptions {
  /** Whether the messages of errors and of the status are in it. They may hold what your callbacks put into their errors. Default false: codes only. */
  messages?: boolean;
}

/**
 * A run in a report: without ids, data and progress.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskReportRun {
  /** The name given to `defineTask`. */
  readonly taskName: string;
  /** True for a run of an item of the queue, false for one of the registration. */
  readonly enqueued: boolean;
  /** What woke the app. */
  readonly trigger: BackgroundTaskTrigger;
  /** Which attempt it was, counted from 1. */
  readonly attempt: number;
  /** The kind of runtime that took it, or null. */
  readonly runtime: BackgroundTaskRuntime | null;
  /** When it was opened, in milliseconds since the epoch. */
  readonly timestamp: number;
  /** When a runtime took it, in milliseconds since the epoch, or null. */
  readonly claimedAt: number | null;
  /** When the callback's time is over, in milliseconds since the epoch, or null before it is claimed. */
  readonly deadline: number | null;
  /** When it was settled, in milliseconds since the epoch, or null while it is open. */
  readonly settledAt: number | null;
  /** How it ended, or null while it is open. */
  readonly outcome: BackgroundTaskOutcome | null;
  /** Why it did not end well, or null. `message` is null unless `messages` asked for it. */
  readonly error: { readonly code: string; readonly message: string | null } | null;
  /** True when the item is gone with this run. */
  readonly final: boolean;
}

/**
 * All that is known about the background work on a device, as one JSON document without personal data: for a bug report, and for
 * `createVirtualDevice({ from: report })` of `/testing`, which replays it.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskReport {
  /** The version of this document's form. */
  readonly reportVersion: 1;
  /** When the report was made, in milliseconds since the epoch. */
  readonly createdAt: number;
  /** The device's offset from UTC in minutes, east is positive. */
  readonly utcOffset: number;
  /** The versions that worked together. */
  readonly versions: {
    /** Of this package. */
    readonly package: string;
    /** Of the contract between JavaScript and the native part. */
    readonly contract: number;
    /** What the native part knows of it; null when it has not answered. */
    readonly nativeContract: number | null;
  };
  /** Where the app ran. */
  readonly platform: 'android' | 'ios' | 'web';
  /** As in `getStatusDetailsAsync`. */
  readonly status: BackgroundTaskStatus;
  /** As in `getStatusDetailsAsync`. */
  readonly runsWhileClosed: boolean;
  /** As in `getStatusDetailsAsync`; `message` is null unless `messages` asked for it. */
  readonly reasons: readonly { readonly code: string; readonly message: string | null }[];
  /** As in `getStatusDetailsAsync`; of addresses only the path. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** The registered tasks. `defined`: whether the runtime that made the report has a callback for the task. */
  readonly tasks: readonly (Omit<BackgroundTaskInfo, 'lastRun'> & { readonly defined: boolean })[];
  /** Items that wait or run, oldest first, without their ids and data. */
  readonly items: readonly Omit<EnqueuedTask, 'id' | 'data'>[];
  /** Open runs, then the settled ones that the log still holds, newest first. */
  readonly runs: readonly BackgroundTaskReportRun[];
}

/**
 * Removes a listener.
 *
 * @since 8.2.0
 */
export interface BackgroundTaskListenerHandle {
  /** Takes the listener out. A second call does nothing. */
  remove: () => Promise<void>;
}

/**
 * Options of the compatibility method `schedule`, all in seconds.
 *
 * @since 8.2.0
 */
export interface CompatScheduleOptions {
  /** Seconds between two runs. Default 900; less becomes 900. */
  period?: number;
  /** Seconds that a run may take. Default 30. */
  timeout?: number;
  /** Accepted and without effect. */
  flex?: number;
}

/**
 * Answer of the compatibility method `statusAsync`.
 *
 * @since 8.2.0
 */
export interface CompatStatus {
  /** Whether tasks run while the app is closed. */
  available: boolean;
  /** Why not, only when not available: `denied` when the user has switched it off, else `restricted`. */
  unavailableReason?: 'denied' | 'restricted';
}

/**
 * Periodic background tasks.
 *
 * Asynchronous methods reject with a `BackgroundTaskError`. On a server, in Node and in jsdom they reject with `UNAVAILABLE`. A query
 * that the platform has not answered for 30 seconds rejects with `NO_ANSWER`; registering and unregistering go on waiting, with a warning.
 */
export interface BackgroundTaskPlugin {
  /**
   * Gives a task its callback. Synchronous; call it at module scope, so that it is there as soon as the system starts the app.
   *
   * Defining a name again replaces the callback; a running one keeps its own. Errors (thrown): `INVALID_TASK_NAME`, `INVALID_CALLBACK`,
   * `INVALID_OPTIONS`.
   *
   * @param taskName 1 to 128 characters without control characters.
   * @param callback The task's work.
   * @param options Which kinds of context may run it. Default: all.
   * @since 8.0.0
   */
  defineTask<Data = unknown>(taskName: string, callback: BackgroundTaskCallback<Data>, options?: DefineTaskOptions): void;

  /**
   * Whether this runtime has a callback for the task. Synchronous. Error (thrown): `INVALID_TASK_NAME`.
   *
   * @param taskName The name given to `defineTask`.
   * @since 8.2.0
   */
  isTaskDefined(taskName: string): boolean;

  /**
   * Whether tasks can be registered and run here at all. False on a server, in Node, in jsdom and in a page without IndexedDB, where the other
   * asynchronous methods reject with `UNAVAILABLE`. Whether the system lets them run is `getStatusAsync`.
   *
   * @since 8.2.0
   */
  isAvailableAsync(): Promise<boolean>;

  /**
   * Registers a task to run about every `minimumInterval` minutes, for the first time one interval from now.
   *
   * It is kept across restarts. The same options again change nothing; other options change the registration in place.
   * A rejected call stores nothing. What the user or the system denies for now resolves, and shows in the status.
   * Android: [WorkManager](https://developer.android.com/reference/androidx/work/PeriodicWorkRequest). iOS:
   * [BGTaskScheduler](https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler). Web:
   * [Periodic Background Sync](https://developer.mozilla.org/docs/Web/API/Web_Periodic_Background_Synchronization_API) and timers.
   * Errors: `INVALID_TASK_NAME`, `INVALID_OPTIONS`, `TASK_NOT_DEFINED`, `TOO_MANY_TASKS`, `IDENTIFIER_NOT_PERMITTED`,
   * `LAUNCH_HANDLER_MISSING`, `PLUGIN_OUTDATED`, `STORAGE_FAILED`, `UNAVAILABLE`.
   *
   * @param taskName The name given to `defineTask`.
   * @param options When, and under which conditions. Default: every 720 minutes, with a network.
   * @since 8.0.0
   */
  registerTaskAsync(taskName: string, options?: BackgroundTaskOptions): Promise<void>;

  /**
   * Enqueues one piece of work for a task: it is kept across restarts and runs once, as soon as its conditions hold; in a visible page at once.
   *
   * The task must be defined; it need not be registered. Resolves when the item, and the system's request to wake the app for it, are stored. A run that fails is
   * repeated as `maximumRetries` says; one that is cut or lost is repeated up to 20 times in a row; an item whose task no runtime defines for 30 days
   * is dropped. Items of a task run one after another. At most 1,000 wait in an app.
   * Android: [WorkManager](https://developer.android.com/reference/androidx/work/OneTimeWorkRequest). iOS:
   * [BGTaskScheduler](https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler). Web:
   * [Background Sync](https://developer.mozilla.org/docs/Web/API/Background_Synchronization_API); without it a closed page's items wait for the next visit.
   * Errors: `INVALID_TASK_NAME`, `INVALID_OPTIONS`, `INVALID_DATA`, `DATA_TOO_LARGE`, `TASK_NOT_DEFINED`, `QUEUE_FULL`, `PLUGIN_OUTDATED`,
   * `STORAGE_FAILED`, `STORAGE_NEWER`, `WORK_MANAGER_UNAVAILABLE`, `QUOTA_EXCEEDED`, `UNAVAILABLE`.
   *
   * @param taskName The name given to `defineTask`.
   * @param options What the callback gets, and when it may run. Default: as soon as there is a network.
   * @since 8.2.0
   */
  enqueueTaskAsync<Data = unknown>(taskName: string, options?: EnqueueOptions<Data>): Promise<EnqueueResult>;

  /**
   * Takes a task's items out of the queue, all of them or the one of this id. A running callback's `signal` aborts with the code `CANCELLED`; its run is
   * logged `cancelled`.
   *
   * An unknown name or id is no error. Errors: `INVALID_TASK_NAME`, `INVALID_OPTIONS`, `PLUGIN_OUTDATED`, `STORAGE_FAILED`, `UNAVAILABLE`.
   *
   * @param taskName The task whose items are taken out.
   * @param id Only this item. Default: all of the task.
   * @since 8.2.0
   */
  cancelEnqueuedAsync(taskName: string, id?: string): Promise<void>;

  /**
   * The items that wait or run, oldest first. Errors: `INVALID_TASK_NAME`, `INVALID_OPTIONS`, `PLUGIN_OUTDATED`, `UNAVAILABLE`.
   *
   * @param options Which items. Default: the oldest 100, without their data.
   * @since 8.2.0
   */
  getEnqueuedAsync(options?: EnqueuedOptions): Promise<EnqueuedTask[]>;

  /**
   * Ends a task's schedule. A running callback's `signal` aborts with the code `UNREGISTERED`; its run is logged `cancelled`. Items of the task stay
   * in the queue: `cancelEnqueuedAsync` takes them out.
   *
   * An unknown name is no error. Errors: `INVALID_TASK_NAME`, `STORAGE_FAILED`, `UNAVAILABLE`.
   *
   * @param taskName The name given to `registerTaskAsync`.
   * @since 8.0.0
   */
  unregisterTaskAsync(taskName: string): Promise<void>;

  /**
   * Ends every schedule, cancels every item, and leaves nothing behind (logging out). Errors as `unregisterTaskAsync`.
   *
   * @since 8.2.0
   */
  unregisterAllTasksAsync(): Promise<void>;

  /**
   * Whether a task is registered. Errors: `INVALID_TASK_NAME`, `UNAVAILABLE`.
   *
   * @param taskName The name given to `registerTaskAsync`.
   * @since 8.0.0
   */
  isTaskRegisteredAsync(taskName: string): Promise<boolean>;

  /**
   * The names of the registered tasks, sorted.
   *
   * @since 8.0.0
   */
  getRegisteredTasksAsync(): Promise<string[]>;

  /**
   * Whether tasks run while the app is closed, as the system says now.
   *
   * @since 8.0.0
   */
  getStatusAsync(): Promise<BackgroundTaskStatus>;

  /**
   * The status, why it is so, and what to do.
   *
   * @since 8.2.0
   */
  getStatusDetailsAsync(): Promise<BackgroundTaskStatusDetails>;

  /**
   * A registered task with its next time and what blocks it, or null when the name is not registered.
   *
   * @param taskName The name given to `registerTaskAsync`.
   * @since 8.2.0
   */
  getTaskAsync(taskName: string): Promise<BackgroundTaskInfo | null>;

  /**
   * The settled runs that the log still holds, newest first.
   *
   * @param options Which runs. Default: the newest 100 of all tasks.
   * @since 8.2.0
   */
  getTaskRunsAsync(options?: TaskRunsOptions): Promise<BackgroundTaskRun[]>;

  /**
   * The runs that are opened and not settled.
   *
   * @since 8.0.0
   */
  getPendingTaskRunsAsync(): Promise<BackgroundTaskRun[]>;

  /**
   * All that is known about the background work on this device, as one JSON document for a bug report: versions, facts, status, tasks, waiting items,
   * runs.
   *
   * It holds no item data, no progress and no ids; of errors the codes, and messages only with `{ messages: true }`. Names of tasks are in it.
   * `createVirtualDevice({ from: report })` of `@capgo/capacitor-background-task/testing` replays it. Errors: `INVALID_OPTIONS`, `UNAVAILABLE`.
   *
   * @param options Whether messages are in it. Default: codes only.
   * @since 8.2.0
   */
  getReportAsync(options?: ReportOptions): Promise<BackgroundTaskReport>;

  /**
   * Runs every registered task now, or one task or item, by the path of a real wake. Intervals and constraints are ignored, no schedule moves, nothing is
   * retried; an item is settled as by any other run.
   *
   * Resolves true when all runs have settled, whatever their outcome (a run held by the calling runtime is not waited for);
   * false when there is nothing to run.
   *
   * @param options What to run. Default: every registered task, as a real wake does.
   * @since 8.0.0
   */
  triggerTaskWorkerForTestingAsync(options?: TriggerOptions): Promise<boolean>;

  /**
   * Calls `listener` when a run that this runtime holds is cut. It has about 2 seconds (iOS: 1) to save what it needs.
   *
   * @param listener Gets the run that is cut.
   * @since 8.0.0
   */
  addExpirationListener(listener: (event: BackgroundTaskExpirationEvent) => void): Promise<BackgroundTaskListenerHandle>;

  /**
   * Calls `listener` with each run as it settles, whichever runtime ran it.
   *
   * @param listener Gets the settled run.
   * @since 8.2.0
   */
  addTaskRunListener(listener: (run: BackgroundTaskRun) => void): Promise<BackgroundTaskListenerHandle>;

  /**
   * Calls `listener` when a run says how far it is, whichever runtime runs it, at most four times a second for each run.
   *
   * @param listener Gets the newest value.
   * @since 8.2.0
   */
  addTaskProgressListener(listener: (event: BackgroundTaskProgressEvent) => void): Promise<BackgroundTaskListenerHandle>;

  /**
   * True where nobody sees the page: in a headless web view and in a service worker. An app's entry may skip its user interface.
   * Constant for the life of the runtime.
   *
   * @since 8.2.0
   */
  readonly isHeadless: boolean;

  /**
   * Compatibility with react-native-background-task: defines its one job.
   *
   * A callback that returns a promise or a result ends with it. One that returns nothing stays open until `finish()` or its timeout
   * (30 seconds, `schedule({ timeout })`), which settles it `failed`; a callback that visibly does neither is warned about.
   *
   * @param callback The job's work.
   * @since 8.0.0
   */
  define(callback: BackgroundTaskCallback): void;

  /**
   * Compatibility with react-native-background-task: registers its one job. Seconds.
   *
   * @param options Seconds. Default: every 900, at most 30 for a run.
   * @since 8.0.0
   */
  schedule(options?: CompatScheduleOptions): Promise<void>;

  /**
   * Compatibility with react-native-background-task: unregisters its one job.
   *
   * @since 8.0.0
   */
  cancel(): Promise<void>;

  /**
   * Compatibility with react-native-background-task: the status in its words.
   *
   * @since 8.0.0
   */
  statusAsync(): Promise<CompatStatus>;

  /**
   * Compatibility with react-native-background-task: ends the run that is under way in this runtime, as if its callback had returned
   * `result`. Default `Success`. Prefer to return the result from the callback.
   *
   * Of several runs, and in a runtime that has called `define`, it ends the one of `define` only. If several others are under way instead, it rejects with
   * `AMBIGUOUS_FINISH`. Without such a run it does nothing.
   * Resolves when the platform has been told. The callback is not stopped; until it ends this runtime takes no further run of the task.
   *
   * @param result How the run ended. Default `Success`.
   * @since 8.0.0
   */
  finish(result?: BackgroundTaskResult): Promise<void>;

  /**
   * `'denied'`
   *
   * @since 8.2.0
   */
  readonly UNAVAILABLE_DENIED: 'denied';

  /**
   * `'restricted'`
   *
   * @since 8.2.0
   */
  readonly UNAVAILABLE_RESTRICTED: 'restricted';
}
