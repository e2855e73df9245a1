import type { RunError } from '../core/records.js';
import { boundedError } from '../core/run-errors.js';

const MAXIMUM_CODE_LENGTH = 64;

/**
 * What the log keeps of something thrown. Anything may be thrown, so every look at it may throw as well. Production builds keep
 * no stack: it names the app's files.
 */
export function capturedError(thrown: unknown, production: boolean): RunError {
  const name = property(thrown, 'name');
  const code = (name === 'BackgroundTaskError' && property(thrown, 'code')) || name || 'Error';
  const message = property(thrown, 'message') || described(thrown);
  const stack = production ? '' : property(thrown, 'stack');
  const text = stack.includes(message) ? stack : `${message}\n${stack}`.trim();
  return boundedError({ code: code.slice(0, MAXIMUM_CODE_LENGTH), message: text });
}

/** For a warning. */
export function errorText(thrown: unknown): string {
  const { code, message } = capturedError(thrown, true);
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
    // Neither has it a text.
  }
  return 'An error without a message.';
}
