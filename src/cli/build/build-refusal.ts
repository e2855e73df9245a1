/** Something that a person has to do before the build can be done. */
export class BuildRefusal extends Error {}

/** What the operating system refuses: "EACCES: permission denied, open '/app/dist/index.html'". */
export function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** Whether the message alone tells a person what to do. */
export function isExplained(error: Error): boolean {
  return error instanceof BuildRefusal || error.name === 'TasksModuleError' || isFileError(error);
}
