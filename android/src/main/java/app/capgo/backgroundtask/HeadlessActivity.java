package app.capgo.backgroundtask;

import app.capgo.backgroundtask.headless.WindowlessActivity;

/** Is named in the manifest, in the pending intents of plugins and in posted notifications, so its name never changes. */
public final class HeadlessActivity extends WindowlessActivity {}
