/** The web view that nobody sees: Capacitor's bridge without a window, and which plugins it loads. */
package app.capgo.backgroundtask.headless;
