package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Decode.Decoded;
import java.util.Map;

/**
 * The form of an item's file: the record without its data on the first line, then the data as JavaScript made it. So a start reads no data, and nothing
 * native ever parses it.
 */
final class ItemText {

    /** A first line is shorter: a task's name and an id of 128 characters each are the longest of it. */
    static final int LONGEST_HEAD_BYTES = 4096;

    private ItemText() {}

    static String write(QueuedItem item, String data) {
        Map<String, Object> head = Encode.item(item.withData(null));
        head.put("dataBytes", (long) (data == null ? 0 : Queue.utf8Bytes(data)));
        return Json.write(head) + "\n" + (data == null ? "" : data);
    }

    /** Reads the first line. The length of the whole tells whether the data behind it was cut short. */
    static Decoded<QueuedItem> read(ItemStore.Beginning beginning) {
        int end = beginning.text().indexOf('\n');
        if (end < 0) return corrupt("first line");
        String head = beginning.text().substring(0, end);
        Object record;
        try {
            record = Json.parse(head);
        } catch (IllegalArgumentException error) {
            return corrupt("first line");
        }
        Decoded<QueuedItem> decoded = Decode.item(record);
        if (decoded.kind() != Decode.Kind.OK) return decoded;
        long dataBytes = beginning.byteCount() - Queue.utf8Bytes(head) - 1;
        return Long.valueOf(dataBytes).equals(((Map<?, ?>) record).get("dataBytes")) ? decoded : corrupt("data");
    }

    /** Returns the JSON text that the item was enqueued with, or null: JSON text is never empty. */
    static String data(String text) {
        String data = text.substring(text.indexOf('\n') + 1);
        return data.isEmpty() ? null : data;
    }

    private static Decoded<QueuedItem> corrupt(String reason) {
        return new Decoded<>(Decode.Kind.CORRUPT, null, reason);
    }
}
