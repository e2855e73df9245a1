package app.capgo.backgroundtask.platform;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Engine;
import java.util.function.Consumer;

/** For those who take single steps of the engine, without knowing what else is open beside it. */
public interface EngineAccess {
    interface Step {
        void run(Engine engine) throws BackgroundTaskException;
    }

    EngineThread thread();

    /** Runs the step at once: for those who are on the engine's thread, and not inside one of its steps. `failed` is told what it threw. */
    void now(Step step, Consumer<BackgroundTaskException> failed);
}
