import type { RunError } from '../core/records.js';
import { boundedError } from '../core/run-errors.js';

const MAXIMUM_CODE_LENGTH = 64;

/** What the log keeps of something thrown. Anything may be thrown, so every look at it may throw as well. */
export function capturedError(thrown: unknown): RunError {
  const name = property(thrown, 'name');
  const code = (name === 'BackgroundTaskError' && property(thrown, 'code')) || name || 'Error';
  const message = property(thrown, 'message') || described(thrown);
  return boundedError({ code: code.slice(0, MAXIMUM_CODE_LENGTH), message: message.trim() });
}

/** For development builds only: a stack names the app's files. */
export function capturedWithStack(thrown: unknown): RunError {
  const { code, message } = capturedError(thrown);
  const stack = property(thrown, 'stack');
  return boundedError({ code, message: stack.includes(message) ? stack : `${message}\n${stack}`.trim() });
}

/** For a warning. */
export function errorText(thrown: unknown): string {
  const { code, message } = capturedError(thrown);
  return `${code}: ${message}`;
}

function property(thrown: unknown, key: string): string {
  try {
    const value = (thrown as Record<string, unknown>)[key];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

function described(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return `${typeof thrown === 'object' ? JSON.stringify(thrown) : (thrown as string)} was thrown.`;
  } catch {
    // Not even its text can be read.
  }
  return 'An error without a message.';
}
