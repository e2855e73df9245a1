package app.capgo.backgroundtask.core;

/** Who holds a run; at the deadline its signal aborts. */
public record RunClaim(String token, String runtimeId, RuntimeKind runtime, long claimedAt, long deadline) {}
