/** Runs periodic background tasks that are written in TypeScript, by WorkManager, whether the app is open or not. */
package app.capgo.backgroundtask;
