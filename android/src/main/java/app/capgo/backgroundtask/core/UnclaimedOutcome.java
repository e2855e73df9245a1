package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.Ending;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Says how a run settles when no runtime is left that could be asked for it. */
public final class UnclaimedOutcome {

    private UnclaimedOutcome() {}

    /**
     * `asked` are the runtimes that were offered the run; `startFailure` says why the headless runtime could not be started, or is null. Silence of a
     * runtime that was asked is never a decline.
     */
    public static Ending of(OpenRun run, Collection<String> asked, RunError startFailure) {
        if (startFailure != null) return new Ending(Outcome.NOT_STARTED, startFailure);
        Set<String> declined = new HashSet<>();
        boolean isBusy = false;
        for (RunDecline decline : run.declines()) {
            declined.add(decline.runtimeId());
            isBusy |= decline.reason() == DeclineReason.BUSY;
        }
        String name = "\"" + run.taskName() + "\"";
        if (!declined.containsAll(asked)) {
            String message = "JavaScript did not answer the offer of " + name + ": its thread is blocked, or the system froze it.";
            return new Ending(Outcome.NOT_STARTED, RunError.of(ErrorCode.SCRIPT_SILENT, message));
        }
        if (isBusy) {
            String message =
                "An earlier callback of " + name + " still goes on although its run was cut. Let it end when its signal aborts.";
            return new Ending(Outcome.NOT_STARTED, RunError.of(ErrorCode.NOT_CLAIMED, message));
        }
        if (declined.isEmpty()) return new Ending(Outcome.NOT_STARTED, RunError.NOT_CLAIMED);
        String message =
            "No runtime has a callback for " +
            name +
            ". Call defineTask for it at module scope of the tasks module, or unregister the task.";
        return new Ending(Outcome.UNDEFINED, RunError.of(ErrorCode.TASK_NOT_DEFINED, message));
    }
}
