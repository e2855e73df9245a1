package app.capgo.backgroundtask.platform;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Engine;
import java.util.function.Consumer;

/** Lets a part call the engine, and hides from it what else is open beside the engine. */
public interface EngineAccess {
    interface EngineAction {
        void run(Engine engine) throws BackgroundTaskException;
    }

    EngineThread thread();

    /** Runs the action at once. The caller is on the engine's thread, and not inside another action. `failed` is told what it threw. */
    void now(EngineAction action, Consumer<BackgroundTaskException> failed);
}
