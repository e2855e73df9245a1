/**
 * Records, transitions and decisions, the same as src/core in TypeScript and held to it by contract/*.json. Plain Java:
 * nothing of Android is imported here. The times, ids, timers and files that it needs come in from outside.
 */
package app.capgo.backgroundtask.core;
