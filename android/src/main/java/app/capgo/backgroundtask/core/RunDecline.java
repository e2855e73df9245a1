package app.capgo.backgroundtask.core;

/** Says that one runtime does not take the run. It speaks for no other runtime. */
public record RunDecline(String runtimeId, DeclineReason reason) {}
