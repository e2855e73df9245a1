package app.capgo.backgroundtask;

import app.capgo.backgroundtask.core.Constants;
import com.getcapacitor.Plugin;

/**
 * Tells JavaScript by its presence alone, at once, that nobody sees this page; it has no methods. The annotation is written out because
 * `npx cap sync` lists every class below a line that begins with the short form as a plugin of the app, and the page on screen would have it too.
 */
@com.getcapacitor.annotation.CapacitorPlugin(name = Constants.HEADLESS_MARKER_PLUGIN_NAME)
public final class CapgoBackgroundTaskHeadlessPlugin extends Plugin {}
