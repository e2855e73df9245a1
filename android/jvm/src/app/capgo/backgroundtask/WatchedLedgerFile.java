package app.capgo.backgroundtask;

import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.core.LedgerFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/**
 * The state file, which tells on standard output of each state that it has stored, and stands still at the point that it was told:
 * whoever kills the process then kills it exactly there.
 */
@Implements(LedgerFile.class)
public class WatchedLedgerFile {

    @RealObject
    private LedgerFile real;

    @Implementation
    protected void replace(String text) {
        boolean isLedger = text.contains("\"openRuns\"");
        if (isLedger) standAt(text, "offered", "finishing");
        Shadow.directlyOn(real, LedgerFile.class, "replace", ClassParameter.from(String.class, text));
        if (!isLedger) return;
        AppLife.tell("ledger " + text);
        standAt(text, "claimed", "finished");
    }

    private static void standAt(String text, String withClaim, String withLog) {
        Map<?, ?> ledger = (Map<?, ?>) Json.parse(text);
        List<?> open = (List<?>) ledger.get("openRuns");
        if (!open.isEmpty() && ((Map<?, ?>) open.get(0)).get("claim") != null) standIf(withClaim);
        if (open.isEmpty() && !((List<?>) ledger.get("log")).isEmpty()) standIf(withLog);
    }

    private static void standIf(String point) {
        if (!point.equals(System.getProperty("life.point"))) return;
        AppLife.tell("at " + point);
        while (true) LockSupport.park();
    }
}
