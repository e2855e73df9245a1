package app.capgo.backgroundtask.rig;

import java.util.Properties;
import org.junit.runners.model.InitializationError;
import org.robolectric.RobolectricTestRunner;

/** With the example app's web build and configuration in the assets, instead of the rig's own. */
public final class ExampleAppRunner extends RobolectricTestRunner {

    public ExampleAppRunner(Class<?> test) throws InitializationError {
        super(test);
    }

    @Override
    protected Properties getBuildSystemApiProperties() {
        Properties properties = new Properties();
        properties.putAll(super.getBuildSystemApiProperties());
        properties.setProperty("android_resource_apk", System.getProperty("rig.example"));
        return properties;
    }
}
