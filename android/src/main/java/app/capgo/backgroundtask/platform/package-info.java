/** What every Android part needs: the engine's thread, the log, calls of newer API levels. Knows no part of ours but core. */
package app.capgo.backgroundtask.platform;
