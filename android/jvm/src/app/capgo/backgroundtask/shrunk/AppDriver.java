package app.capgo.backgroundtask.shrunk;

import android.content.Context;
import androidx.work.Configuration;
import androidx.work.WorkManager;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Goes through the shrinker with the app, so that it knows WorkManager by the names that are left there. */
public final class AppDriver {

    private AppDriver() {}

    /** As androidx.startup starts WorkManager in each process of the app, with a clock that a test can move. */
    public static void startWorkManager(Context app, LongSupplier now) {
        WorkManager.initialize(
            app,
            new Configuration.Builder().setClock(now::getAsLong).setMinimumLoggingLevel(android.util.Log.DEBUG).build()
        );
    }

    /** The states of a unique work, as one text. */
    public static String states(Context app, String uniqueName) {
        try {
            StringBuilder states = new StringBuilder();
            for (var info : WorkManager.getInstance(app).getWorkInfosForUniqueWork(uniqueName).get(10, TimeUnit.SECONDS)) {
                states.append(info.getState()).append(' ').append(info.getNextScheduleTimeMillis()).append(';');
            }
            return states.toString();
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }
}
