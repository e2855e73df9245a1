package app.capgo.backgroundtask;

import app.capgo.backgroundtask.core.Constants;
import com.getcapacitor.Plugin;

/**
 * Has no methods: that it is there tells JavaScript, at once, that nobody sees this page. The annotation is written out because
 * `npx cap sync` lists every class below a line that begins with the short form as a plugin of the app, and the page on screen would have it too.
 */
@com.getcapacitor.annotation.CapacitorPlugin(name = Constants.HEADLESS_MARKER_PLUGIN_NAME)
public final class CapgoBackgroundTaskHeadlessPlugin extends Plugin {}
