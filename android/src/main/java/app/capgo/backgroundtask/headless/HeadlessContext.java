package app.capgo.backgroundtask.headless;

import android.annotation.SuppressLint;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.ServiceConnection;
import android.os.Build;
import android.os.Handler;
import android.view.ContextThemeWrapper;
import androidx.annotation.RequiresApi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Is the context below the windowless activity. When an activity is destroyed the system unregisters and unbinds what it has left, and plugins rely on
 * that. The system does not know the windowless activity, so this context does it.
 */
@SuppressLint("UnspecifiedRegisterReceiverFlag")
public final class HeadlessContext extends ContextThemeWrapper {

    private final Set<BroadcastReceiver> receivers = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final Set<ServiceConnection> connections = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    public HeadlessContext(Context base, int theme) {
        super(base, theme);
    }

    /** Remembers a receiver, to unregister it later. A call without one only asks for a sticky broadcast. */
    private void keep(BroadcastReceiver receiver) {
        if (receiver != null) receivers.add(receiver);
    }

    @Override
    public Intent registerReceiver(BroadcastReceiver receiver, IntentFilter filter) {
        keep(receiver);
        return super.registerReceiver(receiver, filter);
    }

    @Override
    @RequiresApi(Build.VERSION_CODES.O)
    public Intent registerReceiver(BroadcastReceiver receiver, IntentFilter filter, int flags) {
        keep(receiver);
        return super.registerReceiver(receiver, filter, flags);
    }

    @Override
    public Intent registerReceiver(BroadcastReceiver receiver, IntentFilter filter, String permission, Handler handler) {
        keep(receiver);
        return super.registerReceiver(receiver, filter, permission, handler);
    }

    @Override
    @RequiresApi(Build.VERSION_CODES.O)
    public Intent registerReceiver(BroadcastReceiver receiver, IntentFilter filter, String permission, Handler handler, int flags) {
        keep(receiver);
        return super.registerReceiver(receiver, filter, permission, handler, flags);
    }

    @Override
    public void unregisterReceiver(BroadcastReceiver receiver) {
        receivers.remove(receiver);
        super.unregisterReceiver(receiver);
    }

    @Override
    public boolean bindService(Intent service, ServiceConnection connection, int flags) {
        connections.add(connection);
        return super.bindService(service, connection, flags);
    }

    @Override
    public void unbindService(ServiceConnection connection) {
        connections.remove(connection);
        super.unbindService(connection);
    }

    /** Ends everything that was registered or bound: nothing of it is heard any more. */
    public void close() {
        List<Runnable> left = new ArrayList<>();
        for (BroadcastReceiver each : receivers.toArray(new BroadcastReceiver[0])) left.add(() -> unregisterReceiver(each));
        for (ServiceConnection each : connections.toArray(new ServiceConnection[0])) left.add(() -> unbindService(each));
        for (Runnable each : left) {
            try {
                each.run();
            } catch (IllegalArgumentException gone) {
                // Its registration had failed, or another context has unregistered it.
            }
        }
    }
}
