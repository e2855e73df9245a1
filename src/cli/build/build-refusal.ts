import { isFileError } from '../file-error.js';

/** Something that a person has to do before the build can be done. */
export class BuildRefusal extends Error {}

/** Whether the message alone tells a person what to do. */
export function isExplained(error: Error): boolean {
  return error instanceof BuildRefusal || error.name === 'TasksModuleError' || isFileError(error);
}
