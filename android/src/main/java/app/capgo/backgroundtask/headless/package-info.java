/** Runs the web view that nobody sees: Capacitor's bridge without a window, and the plugins that it loads. */
package app.capgo.backgroundtask.headless;
