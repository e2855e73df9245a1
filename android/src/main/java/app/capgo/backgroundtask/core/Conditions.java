package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.List;

/** Says which constraints the device meets now. Null means that the device does not tell; such a constraint does not block. */
public record Conditions(
    Boolean network,
    Boolean unmeteredNetwork,
    Boolean charging,
    Boolean batteryNotLow,
    Boolean storageNotLow,
    Boolean deviceIdle
) {
    public List<Blocker> unmetBy(TaskOptions options) {
        return unmetBy(options.constraints());
    }

    public List<Blocker> unmetBy(ConstraintSet options) {
        List<Blocker> unmet = new ArrayList<>();
        if ((options.requiresNetwork() || options.requiresUnmeteredNetwork()) && no(network)) unmet.add(Blocker.NETWORK);
        if (options.requiresUnmeteredNetwork() && no(unmeteredNetwork)) unmet.add(Blocker.UNMETERED_NETWORK);
        if (options.requiresCharging() && no(charging)) unmet.add(Blocker.CHARGING);
        if (options.requiresBatteryNotLow() && no(batteryNotLow)) unmet.add(Blocker.BATTERY_NOT_LOW);
        if (options.requiresStorageNotLow() && no(storageNotLow)) unmet.add(Blocker.STORAGE_NOT_LOW);
        if (options.requiresDeviceIdle() && no(deviceIdle)) unmet.add(Blocker.DEVICE_IDLE);
        return unmet;
    }

    private static boolean no(Boolean condition) {
        return Boolean.FALSE.equals(condition);
    }
}
