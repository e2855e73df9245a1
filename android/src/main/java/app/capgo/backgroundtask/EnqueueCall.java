package app.capgo.backgroundtask;

import static app.capgo.backgroundtask.CallFields.fields;
import static app.capgo.backgroundtask.CallFields.plain;
import static app.capgo.backgroundtask.CallFields.wrong;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Decode;
import app.capgo.backgroundtask.core.Queue;
import app.capgo.backgroundtask.core.Queue.EnqueueRequest;
import com.getcapacitor.PluginCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the call `enqueueTask`, and puts its answer together. */
final class EnqueueCall {

    private static final String[] KEYS = {
        "taskName",
        "id",
        "existing",
        "data",
        "initialDelayMs",
        "constraints",
        "maximumRetries",
        "timeLimitMs",
    };

    private EnqueueCall() {}

    static EnqueueRequest read(PluginCall call) throws BackgroundTaskException {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String key : KEYS) given.put(key, plain(call, key, null));
        Decode.Decoded<EnqueueRequest> request = Decode.enqueueRequest(given);
        if (request.value() == null) throw wrong(request.reason(), "another type or nothing");
        return request.value();
    }

    /** `refused`: the item is stored, and the system's request for it failed; the next start of the app makes it again. */
    static Map<String, Object> answer(EnqueueRequest request, Queue.Change change, BackgroundTaskException refused) {
        Object notices =
            refused == null
                ? Collections.emptyList()
                : Collections.singletonList(fields("code", refused.code().name(), "message", refused.getMessage()));
        return fields("id", request.id(), "change", change.name().toLowerCase(Locale.ROOT), "notices", notices);
    }
}
