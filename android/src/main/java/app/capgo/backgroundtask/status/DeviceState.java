package app.capgo.backgroundtask.status;

import android.app.job.JobScheduler;
import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.PackageInfo;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.os.BatteryManager;
import android.os.Build;
import android.os.PowerManager;
import androidx.webkit.WebViewCompat;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.Conditions;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.platform.ApiLevelCalls;
import app.capgo.backgroundtask.platform.ApiLevelCalls.PendingSince;
import app.capgo.backgroundtask.platform.PreviousProcess;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks the device for its state. Nothing is cached, because it changes while the process lives. */
public final class DeviceState {

    /** The limit is the one that WorkManager uses. */
    private static final float BATTERY_LOW = 0.15f;

    private final Context context;

    public DeviceState(Context context) {
        this.context = context.getApplicationContext();
    }

    /** Returns what keeps a task from running now, what JobScheduler says of its job included. */
    public List<Blocker> blockersOf(TaskRecord task, PendingJobs jobs) {
        Conditions conditions = conditions();
        List<Blocker> blockers = blockersOf(task.options().constraints(), conditions);
        for (int reason : jobs.reasonsOf(task.name())) {
            Blocker blocker = blockerFor(reason, task, conditions);
            if (blocker != null && !blockers.contains(blocker)) blockers.add(blocker);
        }
        return blockers;
    }

    /** Returns for how many milliseconds each thing has kept the task's job waiting since `dueAt`, by the system's own history. */
    public Map<Blocker, Long> waitsOf(TaskRecord task, PendingJobs jobs, long dueAt, long now) {
        Conditions conditions = conditions();
        Map<Blocker, Long> waits = new EnumMap<>(Blocker.class);
        List<PendingSince> history = jobs.historyOf(task.name());
        for (int i = 0; i < history.size(); i++) {
            long until = i + 1 < history.size() ? history.get(i + 1).time() : now;
            long ms = Math.min(until, now) - Math.max(history.get(i).time(), dueAt);
            if (ms <= 0) continue;
            Set<Blocker> blockers = EnumSet.noneOf(Blocker.class);
            for (int reason : history.get(i).reasons()) {
                Blocker blocker = blockerFor(reason, task, conditions);
                if (blocker != null) blockers.add(blocker);
            }
            for (Blocker blocker : blockers) waits.merge(blocker, ms, Long::sum);
        }
        return waits;
    }

    List<Blocker> blockersOf(ConstraintSet constraints, Conditions conditions) {
        List<Blocker> blockers = conditions.unmetBy(constraints);
        if (isBackgroundRestricted()) blockers.add(Blocker.BACKGROUND_REFRESH);
        if (isInRestrictedBucket()) blockers.add(Blocker.RESTRICTED_BUCKET);
        if (isDozing()) blockers.add(Blocker.DOZE);
        if (webView() == null) blockers.add(Blocker.WEB_VIEW);
        return blockers;
    }

    /** Returns the word for a reason of JobScheduler; null for one that blocks nothing, a job that is not due among them. */
    private Blocker blockerFor(int reason, TaskRecord task, Conditions conditions) {
        return switch (reason) {
            case JobScheduler.PENDING_JOB_REASON_APP_STANDBY -> Blocker.STANDBY;
            case JobScheduler.PENDING_JOB_REASON_BACKGROUND_RESTRICTION -> Blocker.BACKGROUND_REFRESH;
            case JobScheduler.PENDING_JOB_REASON_CONSTRAINT_BATTERY_NOT_LOW -> Blocker.BATTERY_NOT_LOW;
            case JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CHARGING -> Blocker.CHARGING;
            case JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CONNECTIVITY -> task.options().requiresUnmeteredNetwork() &&
            Boolean.TRUE.equals(conditions.network())
                ? Blocker.UNMETERED_NETWORK
                : Blocker.NETWORK;
            case JobScheduler.PENDING_JOB_REASON_CONSTRAINT_DEVICE_IDLE -> Blocker.DEVICE_IDLE;
            case JobScheduler.PENDING_JOB_REASON_CONSTRAINT_STORAGE_NOT_LOW -> Blocker.STORAGE_NOT_LOW;
            // Doze, which has been looked for already, battery saver, heat or want of memory.
            case JobScheduler.PENDING_JOB_REASON_DEVICE_STATE -> isPowerSaving() ? Blocker.LOW_POWER_MODE : null;
            case JobScheduler.PENDING_JOB_REASON_QUOTA -> Blocker.QUOTA;
            default -> null;
        };
    }

    public Conditions conditions() {
        Boolean connected = null;
        Boolean unmetered = null;
        try {
            NetworkCapabilities network = activeNetwork();
            // This is what WorkManager's CONNECTED means: the system has tried the network and found that it reaches the internet.
            connected =
                network != null &&
                network.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) &&
                network.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED);
            unmetered = connected && network.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED);
        } catch (SecurityException notTold) {
            // Some phones with Android 11 answer so, whatever permission the app has: https://issuetracker.google.com/issues/175055271
        }
        Intent battery = context.registerReceiver(null, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
        // Only the job itself knows whether the device is idle in the sense of JobScheduler.
        return new Conditions(connected, unmetered, isCharging(battery), isBatteryNotLow(battery), isStorageNotLow(), null);
    }

    private NetworkCapabilities activeNetwork() {
        ConnectivityManager connectivity = (ConnectivityManager) context.getSystemService(Context.CONNECTIVITY_SERVICE);
        Network active = connectivity.getActiveNetwork();
        return active == null ? null : connectivity.getNetworkCapabilities(active);
    }

    /** As WorkManager asks: the system keeps its last word about storage for whoever comes later. */
    @SuppressWarnings("deprecation")
    private boolean isStorageNotLow() {
        return context.registerReceiver(null, new IntentFilter(Intent.ACTION_DEVICE_STORAGE_LOW)) == null;
    }

    private static Boolean isCharging(Intent battery) {
        return battery == null ? null : (Boolean) (battery.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) != 0);
    }

    private static Boolean isBatteryNotLow(Intent battery) {
        if (battery == null) return null;
        int level = battery.getIntExtra(BatteryManager.EXTRA_LEVEL, -1);
        int scale = battery.getIntExtra(BatteryManager.EXTRA_SCALE, -1);
        return level < 0 || scale <= 0 ? null : (Boolean) (level / (float) scale > BATTERY_LOW);
    }

    /** Returns whether the user, or the system in their place, has put the app under "restricted" battery use. */
    boolean isBackgroundRestricted() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && ApiLevelCalls.isBackgroundRestricted(context);
    }

    /** Returns the app standby bucket, a number of UsageStatsManager; 0 on systems without buckets. */
    int standbyBucket() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.P ? ApiLevelCalls.standbyBucket(context) : 0;
    }

    boolean isInRestrictedBucket() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.R && standbyBucket() >= UsageStatsManager.STANDBY_BUCKET_RESTRICTED;
    }

    boolean isDataSaverOn() {
        ConnectivityManager connectivity = (ConnectivityManager) context.getSystemService(Context.CONNECTIVITY_SERVICE);
        return (
            connectivity.isActiveNetworkMetered() &&
            connectivity.getRestrictBackgroundStatus() == ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED
        );
    }

    /** Returns whether the phone lies still and sleeps: Android then starts no job outside of its own short pauses. */
    boolean isDozing() {
        return power().isDeviceIdleMode();
    }

    boolean isPowerSaving() {
        return power().isPowerSaveMode();
    }

    boolean isExemptFromBatteryOptimisation() {
        return power().isIgnoringBatteryOptimizations(context.getPackageName());
    }

    private PowerManager power() {
        return (PowerManager) context.getSystemService(Context.POWER_SERVICE);
    }

    /** Returns the package that web views come from; null when it is missing, disabled or being updated. */
    PackageInfo webView() {
        return WebViewCompat.getCurrentWebViewPackage(context);
    }

    boolean isWorkManagerThere() {
        return WorkManager.isInitialized() || context instanceof androidx.work.Configuration.Provider;
    }

    /** Returns the system's words for the memory limit that ended the process before this one; null when none did. */
    String memoryLimit() {
        return PreviousProcess.memoryLimit(context);
    }

    /** Returns why the process before this one ended, a number of ApplicationExitInfo; null where the system does not tell. */
    Integer lastExitReason() {
        return PreviousProcess.exitReason(context);
    }
}
