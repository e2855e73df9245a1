/** For the developer of the app. */
export const consoleLog = {
  warn: (message: string): void => console.warn(`BackgroundTask: ${message}`),
};
