/** Returns whether the operating system refuses a file, in a sentence of its own: "EACCES: permission denied, open '/app/dist/index.html'". */
export function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
