package app.capgo.backgroundtask.core;

import java.util.Map;

/** Reads the fields of a JSON object that is not trusted, and checks the shape of each. An absent field counts as null. */
final class Fields {

    private static final long LARGEST = Constants.LARGEST_COUNT;

    private final Map<?, ?> fields;

    private Fields(Map<?, ?> fields) {
        this.fields = fields;
    }

    /** Says that the shape of a record is wrong. The message is the name of the field. */
    static final class Corrupt extends Exception {

        private static final long serialVersionUID = 1;

        Corrupt(String field) {
            super(field);
        }
    }

    static Fields of(Object raw, String name) throws Corrupt {
        if (raw instanceof Map<?, ?> map) return new Fields(map);
        throw new Corrupt(name);
    }

    Object raw(String key) {
        return fields.get(key);
    }

    boolean has(String key) {
        return fields.get(key) != null;
    }

    Fields object(String key) throws Corrupt {
        return of(fields.get(key), key);
    }

    /** Returns a time, a duration or a count: a whole number that is not negative and that JavaScript holds exactly. */
    long number(String key) throws Corrupt {
        if (fields.get(key) instanceof Long value && value >= 0 && value <= LARGEST) return value;
        throw new Corrupt(key);
    }

    Long numberOrNull(String key) throws Corrupt {
        return has(key) ? (Long) number(key) : null;
    }

    /** With an interval, a limit or a timeout of zero a task would run always, or never. */
    long duration(String key) throws Corrupt {
        long value = number(key);
        if (value == 0) throw new Corrupt(key);
        return value;
    }

    Long durationOrNull(String key) throws Corrupt {
        return has(key) ? (Long) duration(key) : null;
    }

    boolean flag(String key) throws Corrupt {
        if (fields.get(key) instanceof Boolean value) return value;
        throw new Corrupt(key);
    }

    String anyText(String key) throws Corrupt {
        if (fields.get(key) instanceof String value) return value;
        throw new Corrupt(key);
    }

    String text(String key) throws Corrupt {
        String value = anyText(key);
        if (value.isEmpty()) throw new Corrupt(key);
        return value;
    }

    String name(String key) throws Corrupt {
        String value = text(key);
        if (value.length() > Constants.MAXIMUM_NAME_LENGTH) throw new Corrupt(key);
        return value;
    }

    <T extends Wire> T oneOf(String key, T[] values) throws Corrupt {
        T value = Wire.of(values, fields.get(key));
        if (value == null) throw new Corrupt(key);
        return value;
    }
}
