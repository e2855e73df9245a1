package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.net.Uri;
import android.webkit.ConsoleMessage;
import android.webkit.PermissionRequest;
import android.webkit.WebView;
import androidx.test.core.app.ApplicationProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** What Chromium does not ask about in the rig: the client's answers alone. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
public class HeadlessChromeTest {

    private final List<String> said = new ArrayList<>();
    private final HeadlessChrome chrome = new HeadlessChrome(said::add);
    private final WebView view = new WebView(ApplicationProvider.getApplicationContext());

    @Test
    public void cameraAndMicrophoneAreDenied() {
        List<String> answers = new ArrayList<>();
        chrome.onPermissionRequest(
            new PermissionRequest() {
                @Override
                public Uri getOrigin() {
                    return Uri.parse("https://localhost");
                }

                @Override
                public String[] getResources() {
                    return new String[] { RESOURCE_VIDEO_CAPTURE };
                }

                @Override
                public void grant(String[] resources) {
                    answers.add("granted");
                }

                @Override
                public void deny() {
                    answers.add("denied");
                }
            }
        );
        assertEquals(Collections.singletonList("denied"), answers);
    }

    @Test
    public void thePositionIsDeniedAndTheDenialIsNotKept() {
        List<Object> answer = new ArrayList<>();
        chrome.onGeolocationPermissionsShowPrompt("https://localhost", (origin, allow, retain) ->
            answer.addAll(Arrays.asList(origin, allow, retain))
        );
        assertEquals(Arrays.asList("https://localhost", false, false), answer);
    }

    @Test
    public void aChoiceOfFilesIsAnsweredWithNone() {
        List<Uri[]> chosen = new ArrayList<>();
        assertTrue(chrome.onShowFileChooser(view, chosen::add, null));
        assertEquals(1, chosen.size());
        assertNull(chosen.get(0));
    }

    @Test
    public void noWindowIsMade() {
        assertFalse(chrome.onCreateWindow(view, false, true, null));
        assertFalse(chrome.onCreateWindow(view, true, false, null));
    }

    @Test
    public void onlyErrorsOfTheConsoleAreKeptAsTheReason() {
        chrome.onConsoleMessage(new ConsoleMessage("hello", "page.js", 1, ConsoleMessage.MessageLevel.LOG));
        chrome.onConsoleMessage(new ConsoleMessage("Uncaught TypeError", "page.js", 2, ConsoleMessage.MessageLevel.ERROR));
        assertEquals(Collections.singletonList("Uncaught TypeError (page.js:2)"), said);
    }
}
