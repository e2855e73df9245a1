package app.capgo.backgroundtask.core;

/** Says why a claimed run is being cut, and when it settles. */
public record RunCut(String reason, long settlesAt) {}
