package app.capgo.backgroundtask.rig;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** A test class with real Chromium behind its web views. Its own `@Config` is added to this one. */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = 36,
    shadows = { ShadowChromiumWebView.class, ShadowWebViewCompat.class, ShadowWebViewFeature.class },
    instrumentedPackages = "androidx.webkit"
)
public abstract class BrowserTestBase {

    public BrowserRig rig;

    /** Before whatever the class itself sets up. */
    @Before
    public void openRig() throws Exception {
        rig = new BrowserRig();
    }

    @After
    public void closeRig() {
        ShadowWebViewFeature.OLD.set(false);
        rig.close();
    }
}
