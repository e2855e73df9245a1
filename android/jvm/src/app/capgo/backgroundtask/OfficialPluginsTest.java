package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import android.Manifest;
import android.app.AlarmManager;
import android.app.NotificationManager;
import android.content.Context;
import android.content.Intent;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import com.capacitorjs.plugins.localnotifications.LocalNotificationsPlugin;
import com.getcapacitor.BridgeActivity;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.Collections;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowAlarmManager;

/** Capacitor's own preferences, filesystem and local-notifications, as apps have them, used by the callback of a closed app. */
@Config(sdk = { 24, 36 })
public class OfficialPluginsTest extends BrowserTestBase {

    private static final String TASK = "official-plugins";

    private LivePage page = null;

    @Before
    public void open() throws Exception {
        setStaticBridge(null);
        Shadows.shadowOf(rig.app).grantPermissions(Manifest.permission.POST_NOTIFICATIONS);
        ShadowAlarmManager.setCanScheduleExactAlarms(true);
    }

    @After
    public void close() {
        if (page != null) page.activity.close();
    }

    /** The plugin keeps its bridge there, for the moment when an alarm goes off. */
    private static Field staticBridge() throws ReflectiveOperationException {
        Field field = LocalNotificationsPlugin.class.getDeclaredField("staticBridge");
        field.setAccessible(true);
        return field;
    }

    private static void setStaticBridge(Object bridge) throws ReflectiveOperationException {
        staticBridge().set(null, bridge);
    }

    private String told(String key) {
        return String.valueOf(rig.body(TASK).get(key));
    }

    /** The alarm of the one scheduled notification goes off: its broadcast is sent. */
    private void fireAlarm() throws Exception {
        ShadowAlarmManager alarms = Shadows.shadowOf((AlarmManager) rig.app.getSystemService(Context.ALARM_SERVICE));
        // On older versions WorkManager has one too, ten years ahead: with its loss it notices a force-stop.
        alarms.fireAlarm(Collections.min(alarms.getScheduledAlarms()));
    }

    private NotificationManager notifications() {
        return (NotificationManager) rig.app.getSystemService(Context.NOTIFICATION_SERVICE);
    }

    @Test
    public void j07_theyWorkInAClosedAppAsInAnOpenOne() throws Exception {
        assertEquals(Outcome.SUCCESS, rig.ran(TASK).outcome());
        assertEquals("nothing, then a wake", told("cursor"));
        assertEquals("Written in a wake: Kühlschrank", told("report"));
        assertTrue(told("missing"), told("missing").startsWith("rejected: "));
        assertEquals("{\"notifications\":[{\"id\":7}]}", told("scheduled"));
        assertEquals("1", told("pending"));
        assertEquals(
            "nothing, then a wake",
            rig.app.getSharedPreferences("CapacitorStorage", Context.MODE_PRIVATE).getString("cursor", null)
        );
        assertEquals("Written in a wake: Kühlschrank", Files.readString(new File(rig.app.getFilesDir(), "sync/report.txt").toPath()));
        rig.pumpUntil("the headless view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
        assertNull("nothing of the headless bridge stays", staticBridge().get(null));
        assertFalse(String.valueOf(rig.headlessReasons()), rig.headlessReasons().toString().contains("LocalNotifications"));
    }

    @Test
    public void besideALiveAppItsOwnGoOnAfterwards() throws Exception {
        page = LivePage.open(rig);
        assertEquals("null", page.call("officialPlugins.Preferences.set({ key: 'cursor', value: 'the page' })"));
        page.call("officialPlugins.LocalNotifications.addListener('localNotificationReceived', ({ id }) => { window.receivedId = id })");
        assertSame(page.bridge(), staticBridge().get(null));
        page.activity.pause().stop();
        assertEquals(RuntimeKind.HEADLESS, rig.ran(TASK).runtime());
        assertEquals("the page, then a wake", told("cursor"));
        rig.pumpUntil("the headless view is destroyed", () -> ShadowChromiumWebView.ALIVE.size() == 1);
        assertSame("the live app's bridge is the plugin's again", page.bridge(), staticBridge().get(null));
        fireAlarm();
        rig.pumpUntil("the live page hears of the notification", () -> "7".equals(page.script("window.receivedId ?? null")));
        page.activity.restart().start().resume();
        assertEquals(
            "\"the page, then a wake\"",
            page.call("officialPlugins.Preferences.get({ key: 'cursor' }).then(({ value }) => value)")
        );
        assertEquals(
            "\"Written in a wake: Kühlschrank\"",
            page.call("officialPlugins.Filesystem.readFile(officialPlugins.report).then(({ data }) => data)")
        );
        assertEquals("null", page.call("officialPlugins.Filesystem.deleteFile(officialPlugins.report)"));
    }

    @Test
    public void aNotificationScheduledInAWakeOpensTheAppWhenItIsTapped() throws Exception {
        rig.ran(TASK);
        rig.pumpUntil("the headless view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
        fireAlarm();
        rig.pumpUntil("the notification is shown", () -> notifications().getActiveNotifications().length == 1);
        Intent tap = Shadows.shadowOf(notifications().getActiveNotifications()[0].getNotification().contentIntent).getSavedIntent();
        assertEquals("the plugin names the class of its activity", HeadlessActivity.class.getName(), tap.getComponent().getClassName());
        assertFalse("others cannot open it", rig.app.getPackageManager().getActivityInfo(tap.getComponent(), 0).exported);
        assertTrue(Robolectric.buildActivity(HeadlessActivity.class, tap).create().get().isFinishing());
        Intent next = Shadows.shadowOf(rig.app).getNextStartedActivity();
        assertEquals(BridgeActivity.class.getName(), next.getComponent().getClassName());
        page = LivePage.open(rig, BridgeActivity.class, next);
        page.call(
            "officialPlugins.LocalNotifications.addListener('localNotificationActionPerformed', (event) => { window.tapped = event })"
        );
        rig.pumpUntil("the page hears of the tap", () -> !"null".equals(page.script("window.tapped ?? null")));
        assertEquals("\"tap\"", page.script("tapped.actionId"));
        assertEquals("\"n-1\"", page.script("tapped.notification.extra.note"));
    }

    @Test
    @Config(sdk = 36)
    public void withoutTheGrantForExactAlarmsItFallsBackInsteadOfOpeningTheSettings() {
        ShadowAlarmManager.setCanScheduleExactAlarms(false);
        assertEquals(Outcome.SUCCESS, rig.ran(TASK).outcome());
        assertTrue(told("scheduled"), told("scheduled").startsWith("{\"notifications\":[{\"id\":7}],\"warning\":"));
        assertNull(Shadows.shadowOf(rig.app).getNextStartedActivity());
    }

    @Test
    @Config(sdk = 36)
    public void withoutThePermissionTheCallIsRejectedAndTheAppMayStillAsk() {
        Shadows.shadowOf(rig.app).denyPermissions(Manifest.permission.POST_NOTIFICATIONS);
        assertEquals(Outcome.SUCCESS, rig.ran(TASK).outcome());
        assertEquals("rejected: A permission cannot be asked for in a background task: ask while the app is on screen.", told("scheduled"));
        page = LivePage.open(rig);
        assertEquals("\"prompt\"", page.call("officialPlugins.LocalNotifications.checkPermissions().then(({ display }) => display)"));
    }
}
