package app.capgo.backgroundtask.core;

/** The values of contract/constants.json that concern Android; a test holds the two together. */
public final class Constants {

    public static final int CONTRACT_VERSION = 2;
    public static final int RECORD_VERSION = 1;
    /** The version of the records of items, of their runs, and of registrations with a window or an initial delay. */
    public static final int NEWEST_RECORD_VERSION = 2;

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    public static final int MAXIMUM_TASKS = 100;
    public static final int MAXIMUM_NAME_LENGTH = 128;
    /** The one job of the react-native-background-task compatibility. */
    public static final String COMPAT_TASK_NAME = "react-native-background-task";
    public static final int MAXIMUM_INTERRUPTIONS = 3;
    public static final int MAXIMUM_CONCURRENT_RUNS = 4;
    public static final int MAXIMUM_LOGGED_RUNS = 300;
    public static final int MAXIMUM_ERROR_LENGTH = 500;
    public static final int MAXIMUM_DECLINES = 16;
    public static final int MAXIMUM_ITEMS = 1000;
    public static final int MAXIMUM_ITEM_INTERRUPTIONS = 20;
    public static final int MAXIMUM_DATA_BYTES = 8192;

    public static final long MINIMUM_INTERVAL_MS = 15 * MINUTE;
    public static final long BACKOFF_FIRST_MS = 30 * SECOND;
    public static final long BACKOFF_LIMIT_MS = 5 * HOUR;

    /** How long a page on screen may take to claim an offer before it loses its turn. */
    public static final long PAGE_TURN_MS = 3 * SECOND;
    /** How long a runtime without the callback waits for a late definition before it declines. */
    public static final long LATE_DEFINITION_MS = 2 * SECOND;
    /** How long a headless runtime may take from its start to its attach. */
    public static final long HEADLESS_START_MS = 20 * SECOND;
    /** How long after the abort of its signal a run settles, whatever its callback does. */
    public static final long EXPIRY_GRACE_MS = 2 * SECOND;
    /** How long after the wake the signal is aborted. WorkManager's own limit is 10 minutes. */
    public static final long TIME_LIMIT_MS = 9 * MINUTE;
    /** A task is stalled when it is overdue by more than twice its interval and by more than this. */
    public static final long STALLED_FLOOR_MS = 24 * HOUR;
    /** The same for a task with a window, which may rest for days. */
    public static final long WINDOW_STALLED_FLOOR_MS = 72 * HOUR;
    /** An item whose task no runtime names is tried again after this, and given up after that. */
    public static final long UNDEFINED_ITEM_RETRY_MS = 24 * HOUR;
    public static final long UNDEFINED_ITEM_LIMIT_MS = 30 * 24 * HOUR;
    /** A wake opens an item only when it has at least this much time left. */
    public static final long ITEM_NEEDS_MS = 30 * SECOND;

    /** How long a work of items lasts that the system has started before its usual time. */
    public static final long EXPEDITED_LIMIT_MS = 150 * SECOND;

    public static final String PLUGIN_NAME = "CapgoBackgroundTask";
    public static final String HEADLESS_MARKER_PLUGIN_NAME = "CapgoBackgroundTaskHeadless";

    private Constants() {}

    /** The largest whole number that JavaScript holds exactly, 2^53 - 1. Larger ones cannot be stored. */
    public static final long LARGEST_COUNT = 9_007_199_254_740_991L;

    /** The reason in the status for stored records that could not be read and were set aside. */
    public static final String RECORDS_SET_ASIDE = "RECORDS_SET_ASIDE";
}
