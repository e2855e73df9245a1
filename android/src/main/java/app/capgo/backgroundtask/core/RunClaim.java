package app.capgo.backgroundtask.core;

/** Says who holds a run, and when its signal is aborted. */
public record RunClaim(String token, String runtimeId, RuntimeKind runtime, long claimedAt, long deadline) {}
