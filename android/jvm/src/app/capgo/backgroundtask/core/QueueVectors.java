package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Queue.EnqueueRequest;
import app.capgo.backgroundtask.core.Queue.EnqueueStep;
import app.capgo.backgroundtask.core.Queue.ItemSettlement;
import app.capgo.backgroundtask.core.Queue.KnownItem;
import app.capgo.backgroundtask.core.Queue.Mended;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The functions of contract/queue.json. */
final class QueueVectors {

    private QueueVectors() {}

    static void put(Map<String, Function<Input, Object>> all) {
        all.put("utf8Bytes", in -> (long) Queue.utf8Bytes(in.text("text")));
        all.put("enqueueItem", QueueVectors::enqueue);
        all.put("afterItemRun", in ->
            encoded(Queue.afterRun(in.item("item"), in.outcome("outcome"), in.number("now"), in.flag("replaced")))
        );
        all.put("afterItemNamed", in -> encoded(Queue.afterNamed(in.item("item"))));
        all.put("clampItemToNow", in -> encoded(Queue.clampToNow(in.item("item"), in.number("now"))));
        all.put("worksToOpen", in ->
            WakeSelection.worksToOpen(
                in.list("tasks", Input::taskOf),
                in.list("items", Input::itemOf),
                in.list("openRuns", Input::runOf),
                in.conditions(),
                in.number("now"),
                in.zone()
            )
                .stream()
                .map(QueueVectors::work)
                .collect(Collectors.toList())
        );
        all.put("openItemRun", in -> {
            Input wake = in.in("wake");
            Trigger trigger = Wire.of(Trigger.values(), wake.raw("trigger"));
            Wake opened = new Wake(trigger, wake.number("now"), (Long) wake.raw("deadline"));
            return Encode.openRun(RunTransitions.openItem(in.item("item"), opened, in.text("id")));
        });
        all.put("settleItemRun", QueueVectors::settle);
        all.put("mendQueue", in -> {
            Mended mended = Queue.mend(in.list("items", Input::itemOf), in.list("openRuns", Input::runOf));
            return map("stay", mended.stay(), "remove", mended.remove(), "cancel", mended.cancel());
        });
    }

    private static Object enqueue(Input in) {
        Input asked = in.in("request");
        EnqueueRequest request = new EnqueueRequest(
            asked.text("taskName"),
            asked.text("id"),
            asked.text("existing").equals("keep"),
            asked.text("data"),
            asked.number("initialDelayMs"),
            Input.constraintsOf(asked.raw("constraints")),
            asked.number("maximumRetries"),
            (Long) asked.raw("timeLimitMs")
        );
        EnqueueStep step = Queue.enqueue(
            in.list("same", raw -> new KnownItem((Long) ((Map<?, ?>) raw).get("sequence"), (Boolean) ((Map<?, ?>) raw).get("running"))),
            (int) in.number("count"),
            request,
            in.number("sequence"),
            in.number("now")
        );
        Object remove = step.put() == null ? null : step.remove();
        return map("change", step.change().name().toLowerCase(Locale.ROOT), "put", encoded(step.put()), "remove", remove);
    }

    private static Object settle(Input in) {
        Ending ending = new Ending(in.outcome("outcome"), Input.errorOf(in.raw("error")));
        long backoffFrom = in.number(in.raw("backoffFrom") == null ? "now" : "backoffFrom");
        ItemSettlement settlement = Queue.settle(in.item("item"), in.flag("replaced"), in.run(), ending, in.number("now"), backoffFrom);
        Map<String, Object> settled = Encode.run(settlement.settled());
        return map("item", encoded(settlement.item()), "settled", settled);
    }

    private static Object work(WakeSelection.Work work) {
        return work.task() == null
            ? map("kind", "item", "sequence", work.item().sequence())
            : map("kind", "task", "name", work.task().name());
    }

    private static Object encoded(QueuedItem item) {
        return item == null ? null : Encode.item(item);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
