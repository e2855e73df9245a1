/** Holds what every Android part needs: the engine's thread, the log, calls of newer API levels. It knows no part of ours but core. */
package app.capgo.backgroundtask.platform;
