package app.capgo.backgroundtask.headless;

import android.annotation.SuppressLint;
import android.app.Activity;
import android.content.Intent;
import androidx.core.app.ActivityCompat;
import androidx.core.app.ActivityCompat.PermissionCompatDelegate;

/** Refuses the permission requests of the windowless activity while there is one, and passes those of all others on to where they went before. */
final class PermissionRefusal implements PermissionCompatDelegate {

    private final PermissionCompatDelegate before;

    private PermissionRefusal(PermissionCompatDelegate before) {
        this.before = before;
    }

    @SuppressLint("RestrictedApi")
    static PermissionRefusal install() {
        PermissionRefusal refusal = new PermissionRefusal(ActivityCompat.getPermissionCompatDelegate());
        ActivityCompat.setPermissionCompatDelegate(refusal);
        return refusal;
    }

    /** Ends the refusal. An app that has set a delegate of its own meanwhile keeps it. */
    @SuppressLint("RestrictedApi")
    void remove() {
        if (ActivityCompat.getPermissionCompatDelegate() == this) ActivityCompat.setPermissionCompatDelegate(before);
    }

    @Override
    public boolean requestPermissions(Activity activity, String[] permissions, int requestCode) {
        if (activity instanceof WindowlessActivity headless && headless.isWindowless()) {
            headless.refusePermissions(requestCode);
            return true;
        }
        return before != null && before.requestPermissions(activity, permissions, requestCode);
    }

    @Override
    public boolean onActivityResult(Activity activity, int requestCode, int resultCode, Intent data) {
        return before != null && before.onActivityResult(activity, requestCode, resultCode, data);
    }
}
