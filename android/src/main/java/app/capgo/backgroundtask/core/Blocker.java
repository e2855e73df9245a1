package app.capgo.backgroundtask.core;

/** Why a due task does not run now. */
public enum Blocker implements Wire {
    NETWORK("network"),
    UNMETERED_NETWORK("unmetered-network"),
    CHARGING("charging"),
    BATTERY_NOT_LOW("battery-not-low"),
    STORAGE_NOT_LOW("storage-not-low"),
    DEVICE_IDLE("device-idle"),
    BACKGROUND_REFRESH("background-refresh"),
    LOW_POWER_MODE("low-power-mode"),
    PERMISSION("permission"),
    RESTRICTED_BUCKET("restricted-bucket"),
    QUOTA("quota"),
    STANDBY("standby"),
    DOZE("doze"),
    LAUNCH_HANDLER("launch-handler"),
    IDENTIFIER("identifier"),
    PROTECTED_DATA("protected-data"),
    SIMULATOR("simulator"),
    WEB_VIEW("web-view"),
    WINDOW("window"),
    UNDEFINED("undefined");

    private final String word;

    Blocker(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
