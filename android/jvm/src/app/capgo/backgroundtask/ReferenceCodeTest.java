package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Code that was written for the earlier versions of the package, in the app's page: see test/reference. */
public class ReferenceCodeTest extends BrowserTestBase {

    @Test
    public void everySnippetSeesWhatItsUserExpects() {
        LivePage page = LivePage.open(rig);
        try {
            List<?> all = (List<?>) Json.parse(page.call("runSnippets()"));
            assertTrue("all of them ran", all.size() >= 26);
            for (Object one : all) {
                Map<?, ?> snippet = (Map<?, ?>) one;
                assertEquals((String) snippet.get("title"), snippet.get("sees"), snippet.get("saw"));
            }
        } finally {
            page.activity.close();
        }
    }
}
