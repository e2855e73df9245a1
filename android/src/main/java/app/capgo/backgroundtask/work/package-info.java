/** Keeps one unique periodic work in WorkManager for each registered task, in line with the ledger. */
package app.capgo.backgroundtask.work;
