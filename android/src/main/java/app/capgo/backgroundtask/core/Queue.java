package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps of the queue as functions: what enqueueing does, and what a run's outcome makes of its item. */
public final class Queue {

    /** Puts the longest eligible first. */
    public static final Comparator<QueuedItem> BY_ELIGIBLE = Comparator.comparingLong(QueuedItem::eligibleAt).thenComparingLong(
        QueuedItem::sequence
    );

    private Queue() {}

    /** Returns how many bytes of UTF-8 a text needs; half of a pair counts as the three bytes of a replacement character, as in JavaScript. */
    public static int utf8Bytes(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean isPair = Character.isHighSurrogate(c) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
            if (isPair) at++;
            bytes += isPair ? 4 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes;
    }

    /** What enqueueing is asked for, checked and complete. */
    public record EnqueueRequest(
        String taskName,
        String id,
        boolean keep,
        String data,
        long initialDelayMs,
        ConstraintSet constraints,
        long maximumRetries,
        Long timeLimitMs
    ) {}

    /** What a step needs of an item of the same task and id. `running`: an open run names it. */
    public record KnownItem(long sequence, boolean running) {}

    public enum Change {
        CREATED,
        REPLACED,
        KEPT,
        FULL,
    }

    /** `put` is null when nothing is stored. `remove` are waiting items of the same id, to be deleted once the new one is stored. */
    public record EnqueueStep(Change change, QueuedItem put, List<Long> remove) {}

    /** Says what enqueueing does. `sequence` is larger than that of any item and any open run. */
    public static EnqueueStep enqueue(List<KnownItem> same, int count, EnqueueRequest request, long sequence, long now) {
        if (!same.isEmpty() && request.keep()) return new EnqueueStep(Change.KEPT, null, Collections.emptyList());
        List<Long> remove = new ArrayList<>();
        for (KnownItem one : same) if (!one.running()) remove.add(one.sequence());
        if (count - remove.size() >= Constants.MAXIMUM_ITEMS) return new EnqueueStep(Change.FULL, null, Collections.emptyList());
        QueuedItem item = new QueuedItem(
            sequence,
            request.taskName(),
            request.id(),
            request.data(),
            now,
            now,
            now + request.initialDelayMs(),
            request.constraints(),
            request.maximumRetries(),
            request.timeLimitMs(),
            0,
            0,
            0,
            0,
            null
        );
        return new EnqueueStep(same.isEmpty() ? Change.CREATED : Change.REPLACED, item, remove);
    }

    /** Returns what becomes of an item when a run of it settles; null: it is gone. `replaced`: a newer item has its id, and it is not tried again. */
    public static QueuedItem afterRun(QueuedItem item, Outcome outcome, long now, boolean replaced) {
        if (replaced) return null;
        return switch (outcome) {
            case SUCCESS, CANCELLED -> null;
            case FAILED -> item.failures() >= item.maximumRetries()
                ? null
                : backedOff(item.withCounts(counted(item.attempts()), counted(item.failures()), 0), now);
            case EXPIRED, LOST -> item.interruptions() + 1 >= Constants.MAXIMUM_ITEM_INTERRUPTIONS
                ? null
                : backedOff(item.withCounts(counted(item.attempts()), item.failures(), counted(item.interruptions())), now);
            case NOT_STARTED -> backedOff(item, now);
            case UNDEFINED -> {
                long since = item.undefinedSince() == null ? now : item.undefinedSince();
                if (now - since >= Constants.UNDEFINED_ITEM_LIMIT_MS) yield null;
                yield item.scheduled(item.enqueuedAt(), now, now + Constants.UNDEFINED_ITEM_RETRY_MS, item.backoffCount(), since);
            }
        };
    }

    private static QueuedItem backedOff(QueuedItem item, long now) {
        long count = counted(item.backoffCount());
        // A runtime had the callback, so the item does not wait for a definition.
        return item.scheduled(item.enqueuedAt(), now, now + Schedule.backoffMs(count), count, null);
    }

    private static long counted(long count) {
        return Math.min(Constants.LARGEST_COUNT, count + 1);
    }

    /** Follows a runtime that names the task: what waited for it is as eligible as it was. The same object when it did not wait. */
    public static QueuedItem afterNamed(QueuedItem item) {
        Long since = item.undefinedSince();
        return since == null ? item : item.scheduled(item.enqueuedAt(), since, since, item.backoffCount(), null);
    }

    /** Rewrites as now the times that lie in the future since the clock was set back; a delay keeps its length. The same object when nothing changes. */
    public static QueuedItem clampToNow(QueuedItem item, long now) {
        Long undefined = item.undefinedSince();
        if (item.enqueuedAt() <= now && item.scheduledAt() <= now && (undefined == null || undefined <= now)) return item;
        return item.scheduled(
            Math.min(item.enqueuedAt(), now),
            Math.min(item.scheduledAt(), now),
            Math.max(0, item.eligibleAt() - Math.max(0, item.scheduledAt() - now)),
            item.backoffCount(),
            undefined == null ? null : (Long) Math.min(undefined, now)
        );
    }

    /** `item` is null when it is gone. */
    public record ItemSettlement(QueuedItem item, Run settled) {}

    /** Settles an item's run. `item` is null when its record is gone. */
    public static ItemSettlement settle(QueuedItem item, boolean replaced, OpenRun run, Ending ending, long settledAt, long backoffFrom) {
        QueuedItem next = item == null ? null : afterRun(item, ending.outcome(), backoffFrom, replaced);
        return new ItemSettlement(
            next,
            run
                .shown()
                .settled(settledAt, ending.outcome(), ending.error())
                .asFinal(next == null)
        );
    }

    /** What a queue that was read anew holds: sequences that stay and that are to be deleted, ids of runs that settle as cancelled. */
    public record Mended(List<Long> stay, List<Long> remove, List<String> cancel) {}

    /** Says what holds whenever the process died between two steps. */
    public static Mended mend(Collection<QueuedItem> items, Collection<OpenRun> openRuns) {
        Set<Long> running = new HashSet<>();
        for (OpenRun run : openRuns) if (run.item() != null) running.add(run.item().sequence());
        List<QueuedItem> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingLong(QueuedItem::sequence));
        Map<List<String>, Long> newest = new HashMap<>();
        Set<Long> known = new HashSet<>();
        for (QueuedItem item : sorted) {
            newest.put(Arrays.asList(item.taskName(), item.id()), item.sequence());
            known.add(item.sequence());
        }
        Mended mended = new Mended(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (QueuedItem item : sorted) {
            boolean isNewest = newest.get(Arrays.asList(item.taskName(), item.id())) == item.sequence();
            (running.contains(item.sequence()) || isNewest ? mended.stay() : mended.remove()).add(item.sequence());
        }
        for (OpenRun run : openRuns) {
            if (run.item() != null && !known.contains(run.item().sequence())) mended.cancel().add(run.id());
        }
        return mended;
    }
}
