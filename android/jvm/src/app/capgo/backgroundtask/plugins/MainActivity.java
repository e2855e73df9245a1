package app.capgo.backgroundtask.plugins;

import android.os.Bundle;
import com.getcapacitor.BridgeActivity;

/** As in an app with a plugin of its own. */
public class MainActivity extends BridgeActivity {

    @Override
    protected void onCreate(Bundle state) {
        registerPlugin(HandMadePlugin.class);
        super.onCreate(state);
    }
}
