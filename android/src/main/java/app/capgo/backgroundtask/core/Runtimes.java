package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows the JavaScript contexts that are attached now, and the names of the tasks that they define. */
final class Runtimes {

    record Attached(String id, RuntimeKind kind, RuntimeChannel channel, Set<String> names, long contractVersion) {
        /** Sends an event. A bridge that throws must hold up no worker and no other runtime; its own runtime loses its turn when the time is over. */
        void tell(String event, Map<String, Object> payload) {
            try {
                channel.send(event, payload);
            } catch (RuntimeException unreachable) {
                // It counts as a runtime that did not hear the event.
            }
        }

        /** A runtime of contract version 1 would run the callback without the item's data. */
        boolean mayTake(OpenRun run) {
            return run.item() == null || contractVersion >= 2;
        }

        boolean isPageOnScreen() {
            return kind == RuntimeKind.PAGE && channel.isOnScreen();
        }
    }

    private final Map<String, Attached> all = new LinkedHashMap<>();

    /** Returns the runtime that this bridge held before (its page was reloaded), or null. */
    Attached attach(Attached runtime) {
        Attached before = of(runtime.channel());
        if (before != null) all.remove(before.id());
        all.put(runtime.id(), runtime);
        return before == null || before.id().equals(runtime.id()) ? null : before;
    }

    Attached detach(RuntimeChannel channel) {
        Attached gone = of(channel);
        return gone == null ? null : all.remove(gone.id());
    }

    Attached get(String id) {
        return all.get(id);
    }

    /** Tells the runtime that holds the run, if it lives, that the run ends. */
    void tellHolder(OpenRun run, String reason, long settlesAt) {
        Attached holder = get(run.claim().runtimeId());
        if (holder != null) holder.tell("expire", Encode.expire(run, reason, settlesAt));
    }

    Attached of(RuntimeChannel channel) {
        for (Attached each : all.values()) {
            if (each.channel() == channel) return each;
        }
        return null;
    }

    Attached headless() {
        for (Attached each : all.values()) {
            if (each.kind() == RuntimeKind.HEADLESS) return each;
        }
        return null;
    }

    /** Returns the pages on screen, or those that are not. */
    List<Attached> pages(boolean onScreen) {
        List<Attached> pages = new ArrayList<>();
        for (Attached each : all.values()) {
            if (each.kind() == RuntimeKind.PAGE && each.channel().isOnScreen() == onScreen) pages.add(each);
        }
        return pages;
    }

    Collection<Attached> all() {
        return new ArrayList<>(all.values());
    }

    /** Returns the names that any attached runtime defines. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Attached each : all.values()) names.addAll(each.names());
        return names;
    }
}
