/** Periodic background tasks in TypeScript, run by WorkManager whether the app is open or not. */
package app.capgo.backgroundtask;
