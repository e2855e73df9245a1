import type { Log } from '../../runner/ports.js';

export const consoleLog: Log = {
  warn: (message) => console.warn(`BackgroundTask: ${message}`),
};
