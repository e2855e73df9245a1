package app.capgo.backgroundtask.core;

/** The conditions that a task or an item asks for. */
public record ConstraintSet(
    boolean requiresNetwork,
    boolean requiresUnmeteredNetwork,
    boolean requiresCharging,
    boolean requiresBatteryNotLow,
    boolean requiresStorageNotLow,
    boolean requiresDeviceIdle
) {
    /** Returns the set that has this key. */
    public static ConstraintSet of(String key) {
        return new ConstraintSet(
            key.charAt(0) == '1',
            key.charAt(1) == '1',
            key.charAt(2) == '1',
            key.charAt(3) == '1',
            key.charAt(4) == '1',
            key.charAt(5) == '1'
        );
    }

    /** Returns a short text that stands for the set: for names, which differ exactly when the sets do. */
    public String key() {
        StringBuilder key = new StringBuilder();
        boolean[] all = {
            requiresNetwork,
            requiresUnmeteredNetwork,
            requiresCharging,
            requiresBatteryNotLow,
            requiresStorageNotLow,
            requiresDeviceIdle,
        };
        for (boolean one : all) key.append(one ? '1' : '0');
        return key.toString();
    }
}
