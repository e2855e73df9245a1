package app.capgo.backgroundtask.core;

/** Names the item that a run is for. */
public record RunItem(long sequence, String id) {}
