/**
 * Holds the records, transitions and decisions of src/core in TypeScript; contract/*.json keeps the two alike. It is plain Java and imports nothing
 * of Android. Times, ids, timers and files come in from outside.
 */
package app.capgo.backgroundtask.core;
