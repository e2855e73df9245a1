package app.capgo.backgroundtask.core;

/** One runtime's refusal; it speaks for no other. */
public record RunDecline(String runtimeId, DeclineReason reason) {}
