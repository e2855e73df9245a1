package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import androidx.work.impl.WorkManagerImpl;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.rig.WorkRig;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** A registration that WorkManager refuses. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
@SuppressWarnings("RestrictedApi")
public class RegistrationTest {

    private static final TaskOptions OPTIONS = Samples.every(30);
    private static final TaskOptions OTHERS = Samples.every(60);

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    /** The code of the refusal, or what changed. */
    private Object register(String name, TaskOptions options) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        rig.ask(core -> {
            Registration.of(core.ledger(), core.scheduler(), name, options, rig.now.get(), (change, refused) ->
                answer.complete(refused == null ? change : refused.code())
            );
            return true;
        });
        rig.pumpUntil("the registration is answered", answer::isDone);
        return answer.join();
    }

    @Test
    public void aRejectedRegistrationStoresNothingAndLeavesAnEarlierOneAsItWas() {
        rig.register("earlier", OPTIONS);
        long registered = rig.task("earlier").registeredAt();
        WorkManagerImpl works = WorkManagerImpl.getInstance(rig.app);
        WorkManagerImpl.setDelegate(null);
        rig.now.addAndGet(Samples.MINUTE);
        assertEquals(ErrorCode.WORK_MANAGER_UNAVAILABLE, register("new", OPTIONS));
        assertEquals(ErrorCode.WORK_MANAGER_UNAVAILABLE, register("earlier", OTHERS));
        WorkManagerImpl.setDelegate(works);
        assertNull(rig.task("new"));
        assertEquals(OPTIONS, rig.task("earlier").options());
        assertEquals(registered, rig.task("earlier").registeredAt());
    }
}
