/** A tasks module that cannot become a worker. The message is for the developer and complete: no stack is needed beside it. */
export class TasksModuleError extends Error {
  override readonly name = 'TasksModuleError';

  /** `sources`: files whose change may be the repair. */
  constructor(
    message: string,
    options?: ErrorOptions,
    readonly sources: readonly string[] = [],
  ) {
    super(message, options);
  }
}
