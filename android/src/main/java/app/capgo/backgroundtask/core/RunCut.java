package app.capgo.backgroundtask.core;

/** Why and until when a claimed run is being cut. */
public record RunCut(String reason, long settlesAt) {}
