package app.capgo.backgroundtask.rig;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * All that an app without other plugins has in its merged manifest: a permission or a component that comes to it must be noticed here, and
 * explained in docs/platform-limits.md. Then change android/jvm/golden/manifest.txt.
 */
public class ManifestTest {

    private static final String ANDROID = "http://schemas.android.com/apk/res/android";
    private static final List<String> COMPONENTS = Arrays.asList("activity", "activity-alias", "service", "receiver", "provider");

    private static List<Element> elements(String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document manifest = factory.newDocumentBuilder().parse(new File(System.getProperty("rig.manifest")));
        List<Element> found = new ArrayList<>();
        NodeList nodes = manifest.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
        return found;
    }

    private static String line(Element element) {
        StringBuilder line = new StringBuilder(element.getTagName()).append(' ').append(element.getAttributeNS(ANDROID, "name"));
        for (String flag : Arrays.asList("exported", "enabled", "permission", "foregroundServiceType", "process", "protectionLevel")) {
            if (element.hasAttributeNS(ANDROID, flag)) line.append(' ')
                .append(flag)
                .append('=')
                .append(element.getAttributeNS(ANDROID, flag));
        }
        NodeList actions = element.getElementsByTagName("action");
        for (int i = 0; i < actions.getLength(); i++) line.append(" action=").append(
            ((Element) actions.item(i)).getAttributeNS(ANDROID, "name")
        );
        return line.toString();
    }

    private static List<String> merged() throws Exception {
        TreeSet<String> lines = new TreeSet<>();
        for (String name : Arrays.asList("uses-permission", "uses-permission-sdk-23", "permission", "uses-feature")) {
            for (Element element : elements(name)) lines.add(line(element));
        }
        for (String name : COMPONENTS) {
            for (Element element : elements(name)) lines.add(line(element));
        }
        return new ArrayList<>(lines);
    }

    @Test
    public void s07_a22_a23_permissionsAndComponentsAreThoseThatAreKnown() throws Exception {
        List<String> known = Arrays.stream(Repository.text("android/jvm/golden/manifest.txt").split("\n"))
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.toList());
        assertEquals(String.join("\n", known), String.join("\n", merged()));
    }

    @Test
    public void a22_noServiceCanBeAForegroundServiceOfAnyType() throws Exception {
        for (Element service : elements("service")) assertFalse(line(service), service.hasAttributeNS(ANDROID, "foregroundServiceType"));
        for (String line : merged()) assertFalse(line, line.startsWith("uses-permission android.permission.FOREGROUND_SERVICE_"));
    }

    @Test
    public void a23_nobodyAsksForExactAlarms() throws Exception {
        for (String line : merged()) assertFalse(line, line.contains("EXACT_ALARM"));
    }

    @Test
    public void a22_a23_ourCodeNamesNeitherForegroundServicesNorAlarms() throws Exception {
        try (Stream<Path> classes = Files.walk(Path.of(System.getProperty("rig.production")))) {
            List<Path> files = classes.filter(file -> file.toString().endsWith(".class")).collect(Collectors.toList());
            assertFalse(files.isEmpty());
            for (Path file : files) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String name : Arrays.asList("AlarmManager", "ForegroundInfo", "setForeground", "startForeground", "startService")) {
                    assertFalse(file.getFileName() + " names " + name, text.contains(name));
                }
            }
        }
    }

    @Test
    public void nothingLivesInAProcessOfItsOwn() throws Exception {
        for (String line : merged()) assertFalse(line, line.contains(" process="));
    }

    @Test
    public void ourOnlyComponentIsClosedToOtherApps() throws Exception {
        List<String> ours = merged()
            .stream()
            .filter(line -> line.contains(" app.capgo.backgroundtask.HeadlessActivity"))
            .collect(Collectors.toList());
        assertEquals(Arrays.asList("activity app.capgo.backgroundtask.HeadlessActivity exported=false"), ours);
    }
}
