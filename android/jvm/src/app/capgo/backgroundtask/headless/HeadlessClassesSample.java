package app.capgo.backgroundtask.headless;

import app.capgo.backgroundtask.CapgoBackgroundTaskHeadlessPlugin;
import app.capgo.backgroundtask.CapgoBackgroundTaskPlugin;
import app.capgo.backgroundtask.HeadlessActivity;
import java.util.List;

/** The classes as the plugin hands them in. */
final class HeadlessClassesSample {

    static final HeadlessClasses CLASSES = new HeadlessClasses(
        List.of(CapgoBackgroundTaskPlugin.class, CapgoBackgroundTaskHeadlessPlugin.class),
        HeadlessActivity::new
    );

    private HeadlessClassesSample() {}
}
