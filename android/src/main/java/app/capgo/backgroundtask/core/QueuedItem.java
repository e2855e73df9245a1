package app.capgo.backgroundtask.core;

/** One piece of work for a task. It is running while an open run names its `sequence`. Times are epoch milliseconds. */
public record QueuedItem(
    /* Counts up in the queue, and names the record: two items may have one id while the older of them runs. */
    long sequence,
    String taskName,
    String id,
    /* JSON text as JavaScript made it, never parsed here; null: none was given. */
    String data,
    long enqueuedAt,
    /* When eligibleAt was computed: enqueued, backed off, found undefined. */
    long scheduledAt,
    long eligibleAt,
    ConstraintSet constraints,
    long maximumRetries,
    Long timeLimitMs,
    /* Runs that ended failed, expired or lost; those that ended failed; those that ended expired or lost, in a row. */
    long attempts,
    long failures,
    long interruptions,
    /* Settlings with backoff. */
    long backoffCount,
    /* Since when no runtime has named the task; null: none was asked, or one has named it. */
    Long undefinedSince
) {
    QueuedItem withData(String text) {
        return new QueuedItem(
            sequence,
            taskName,
            id,
            text,
            enqueuedAt,
            scheduledAt,
            eligibleAt,
            constraints,
            maximumRetries,
            timeLimitMs,
            attempts,
            failures,
            interruptions,
            backoffCount,
            undefinedSince
        );
    }

    QueuedItem withCounts(long attempts, long failures, long interruptions) {
        return new QueuedItem(
            sequence,
            taskName,
            id,
            data,
            enqueuedAt,
            scheduledAt,
            eligibleAt,
            constraints,
            maximumRetries,
            timeLimitMs,
            attempts,
            failures,
            interruptions,
            backoffCount,
            undefinedSince
        );
    }

    QueuedItem scheduled(long enqueued, long scheduled, long eligible, long backoffs, Long undefined) {
        return new QueuedItem(
            sequence,
            taskName,
            id,
            data,
            enqueued,
            scheduled,
            eligible,
            constraints,
            maximumRetries,
            timeLimitMs,
            attempts,
            failures,
            interruptions,
            backoffs,
            undefined
        );
    }
}
