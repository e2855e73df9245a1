// The names that earlier versions of this package (8.1) exported: code that was written for them compiles and runs.
import type {
  BackgroundTaskEvent,
  BackgroundTaskListenerHandle,
  BackgroundTaskOptions,
  BackgroundTaskResult,
  BackgroundTaskStatus,
  CompatScheduleOptions,
} from './definitions.js';

/** @deprecated Use `CompatScheduleOptions`. @since 8.1.0 */
export type ReactNativeBackgroundTaskOptions = CompatScheduleOptions;

/** @deprecated Use `CompatStatus`, which knows the two reasons. @since 8.1.0 */
export interface ReactNativeBackgroundTaskStatus {
  available: boolean;
  unavailableReason?: string;
}

/** @deprecated `getStatusAsync` resolves with the status itself. @since 8.1.0 */
export interface GetStatusResult {
  status: BackgroundTaskStatus;
}

/** @deprecated The methods of `BackgroundTask` resolve with the value itself. @since 8.1.0 */
export interface BooleanResult {
  value: boolean;
}

/** @deprecated `getPendingTaskRunsAsync` resolves with the list itself. @since 8.1.0 */
export interface PendingTaskRunsResult {
  tasks: BackgroundTaskEvent[];
}

/** @deprecated `getRegisteredTasksAsync` resolves with the list itself. @since 8.1.0 */
export interface RegisteredTasksResult {
  tasks: string[];
}

/** @deprecated Return the result from the callback. @since 8.1.0 */
export interface FinishOptions {
  taskId: string;
  taskName?: string;
  /** Default `Success`. */
  result?: BackgroundTaskResult;
}

/** @deprecated `registerTaskAsync` takes the name and the options one by one. @since 8.1.0 */
export interface RegisterTaskOptions {
  taskName: string;
  options?: BackgroundTaskOptions;
}

/** @deprecated The methods of `BackgroundTask` take the name itself. @since 8.1.0 */
export interface TaskNameOptions {
  taskName: string;
}

/** @deprecated Use `BackgroundTask`; each member names what takes its place. @since 8.1.0 */
export interface NativeBackgroundTaskPlugin {
  /** @deprecated Use `BackgroundTask.registerTaskAsync`. Rejects as it does: a task that is not defined is refused. */
  registerTask(options: RegisterTaskOptions): Promise<void>;
  /** @deprecated Use `BackgroundTask.unregisterTaskAsync`. */
  unregisterTask(options: TaskNameOptions): Promise<void>;
  /** @deprecated Use `BackgroundTask.isTaskRegisteredAsync`. */
  isTaskRegistered(options: TaskNameOptions): Promise<BooleanResult>;
  /** @deprecated Use `BackgroundTask.getRegisteredTasksAsync`. */
  getRegisteredTasks(): Promise<RegisteredTasksResult>;
  /** @deprecated Use `BackgroundTask.getPendingTaskRunsAsync`. */
  getPendingTaskRuns(): Promise<PendingTaskRunsResult>;
  /** @deprecated Use `BackgroundTask.getStatusAsync`. */
  getStatus(): Promise<GetStatusResult>;
  /** @deprecated Use `BackgroundTask.triggerTaskWorkerForTestingAsync`. */
  triggerTaskWorkerForTesting(): Promise<BooleanResult>;
  /** @deprecated Return the result from the callback. Ends this run if it is under way in this runtime; any other id is ignored. */
  finish(options: FinishOptions): Promise<void>;
  /**
   * `backgroundTask` tells of the runs that this runtime has claimed; it hands out nothing, the callback given to `defineTask` does the work.
   *
   * @deprecated Use `defineTask`, and `BackgroundTask.addExpirationListener`.
   */
  addListener(
    eventName: 'backgroundTask' | 'expiration',
    listenerFunc: (event: BackgroundTaskEvent) => void,
  ): Promise<BackgroundTaskListenerHandle>;
}
