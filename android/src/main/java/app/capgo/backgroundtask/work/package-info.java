/** WorkManager's side: one unique periodic work for each registered task, kept in line with the ledger. */
package app.capgo.backgroundtask.work;
