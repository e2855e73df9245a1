package app.capgo.backgroundtask.browser;

import android.webkit.ServiceWorkerClient;
import android.webkit.ServiceWorkerController;
import android.webkit.ServiceWorkerWebSettings;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** One client for the whole process, as on a device. */
@Implements(ServiceWorkerController.class)
public class ShadowServiceWorkerController {

    /** Who set itself last. */
    public static ServiceWorkerClient client = null;

    @Implementation
    @SuppressWarnings("deprecation")
    protected static ServiceWorkerController getInstance() {
        return new ServiceWorkerController() {
            @Override
            public ServiceWorkerWebSettings getServiceWorkerWebSettings() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void setServiceWorkerClient(ServiceWorkerClient given) {
                client = given;
            }
        };
    }
}
