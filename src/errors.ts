/** The stable codes of `BackgroundTaskError`; Java and Swift use the same strings (contract/constants.json). */
export const ERROR_CODES = [
  'INVALID_TASK_NAME',
  'INVALID_CALLBACK',
  'INVALID_OPTIONS',
  'TASK_NOT_DEFINED',
  'AMBIGUOUS_FINISH',
  'TOO_MANY_TASKS',
  'INVALID_DATA',
  'DATA_TOO_LARGE',
  'QUEUE_FULL',
  'INVALID_PROGRESS',
  'PLUGIN_OUTDATED',
  'UNAVAILABLE',
  'STORAGE_FAILED',
  'STORAGE_NEWER',
  'IDENTIFIER_NOT_PERMITTED',
  'LAUNCH_HANDLER_MISSING',
  'WORK_MANAGER_UNAVAILABLE',
  'QUOTA_EXCEEDED',
  'EXPIRED',
  'UNREGISTERED',
  'CANCELLED',
  'TIMEOUT',
  'NO_ANSWER',
  'NOT_CLAIMED',
  'WEB_VIEW_MISSING',
  'LOAD_FAILED',
  'START_TIMEOUT',
  'RENDERER_GONE',
  'SCRIPT_SILENT',
  'RUNTIME_DIED',
  'SYSTEM_STOP',
] as const;

/** One of the stable error codes. @since 8.2.0 */
export type BackgroundTaskErrorCode = (typeof ERROR_CODES)[number];

/** The one class of errors that this package throws and rejects with. @since 8.2.0 */
export class BackgroundTaskError extends Error {
  override readonly name = 'BackgroundTaskError';
  /** Stable: compare this, not the message. */
  readonly code: BackgroundTaskErrorCode;

  /** `message` says what failed, what was given, and what to do. */
  constructor(code: BackgroundTaskErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
