package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.app.RemoteInput;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Bundle;
import androidx.test.core.app.ApplicationProvider;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;

/** An intent that a plugin made in a wake names the windowless activity; what the system starts then passes it on to the app. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 28, 36 })
public class TrampolineTest {

    private final Application app = ApplicationProvider.getApplicationContext();
    private final ComponentName trampoline = new ComponentName(app, HeadlessActivity.class);

    /** What the app is started with; null: with nothing. */
    private Intent passedOn(Intent tap) {
        assertTrue(Robolectric.buildActivity(HeadlessActivity.class, tap.setComponent(trampoline)).create().get().isFinishing());
        return Shadows.shadowOf(app).getNextStartedActivity();
    }

    @Test
    public void actionDataAndExtrasReachTheAppsLauncherActivity() {
        Intent next = passedOn(new Intent("tapped", Uri.parse("note://7")).addCategory("any").putExtra("id", 7));
        assertEquals("com.getcapacitor.BridgeActivity", next.getComponent().getClassName());
        assertEquals("tapped", next.getAction());
        assertEquals(Uri.parse("note://7"), next.getData());
        assertTrue(next.hasCategory("any"));
        assertEquals(7, next.getIntExtra("id", 0));
    }

    @Test
    public void aReplyTypedIntoTheNotificationIsPassedOn() {
        RemoteInput reply = new RemoteInput.Builder("reply").build();
        Bundle typed = new Bundle();
        typed.putCharSequence("reply", "On my way");
        Intent tap = new Intent("tapped");
        RemoteInput.addResultsToIntent(new RemoteInput[] { reply }, tap, typed);
        assertEquals("On my way", RemoteInput.getResultsFromIntent(passedOn(tap)).getCharSequence("reply"));
    }

    @Test
    public void theAppThatIsOpenGetsItAndStaysAmongTheRecentOnes() throws Exception {
        int asked = Intent.FLAG_ACTIVITY_SINGLE_TOP | Intent.FLAG_ACTIVITY_CLEAR_TOP | Intent.FLAG_ACTIVITY_EXCLUDE_FROM_RECENTS;
        Intent next = passedOn(new Intent("tapped").setFlags(asked));
        assertEquals(Intent.FLAG_ACTIVITY_NEW_TASK | Intent.FLAG_ACTIVITY_SINGLE_TOP | Intent.FLAG_ACTIVITY_CLEAR_TOP, next.getFlags());
        ActivityInfo info = app.getPackageManager().getActivityInfo(trampoline, 0);
        assertNull("a task of its own", info.taskAffinity);
        assertTrue((info.flags & ActivityInfo.FLAG_EXCLUDE_FROM_RECENTS) != 0);
        assertFalse(info.exported);
    }

    @Test
    public void anAppWithoutALauncherActivityIsNotOpenedAndNothingCrashes() {
        ComponentName launcher = new ComponentName(app, "com.getcapacitor.BridgeActivity");
        app.getPackageManager().setComponentEnabledSetting(
            launcher,
            PackageManager.COMPONENT_ENABLED_STATE_DISABLED,
            PackageManager.DONT_KILL_APP
        );
        assertNull(passedOn(new Intent("tapped")));
    }
}
