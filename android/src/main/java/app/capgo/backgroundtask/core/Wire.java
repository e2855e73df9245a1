package app.capgo.backgroundtask.core;

/** A value that has a word of its own in messages and in the stored records. */
public interface Wire {
    String word();

    /** Returns the value that has this word, or null. */
    static <T extends Wire> T of(T[] values, Object word) {
        for (T value : values) {
            if (value.word().equals(word)) return value;
        }
        return null;
    }
}
