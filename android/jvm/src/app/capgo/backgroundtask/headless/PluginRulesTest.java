package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;

import app.capgo.backgroundtask.rig.Repository;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

/** The list that doctor, the Swift part and this part share. */
public class PluginRulesTest {

    @Test
    public void fA05_theNeverLoadedPluginsAreThoseOfTheContract() {
        List<?> contract = (List<?>) Repository.json("contract/never-loaded-plugins.json");
        List<Object> packages = contract
            .stream()
            .map(plugin -> ((Map<?, ?>) plugin).get("androidPackage"))
            .collect(Collectors.toList());
        assertEquals(packages, PluginRules.NEVER);
    }
}
