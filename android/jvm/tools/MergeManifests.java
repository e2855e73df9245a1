import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What the rig needs of the Android Gradle plugin's manifest merger: components and permissions of the libraries go into the app's
 * manifest; where both have a component of the same name, the library's children (meta-data) are added.
 * Arguments: output, application id, the app's manifest, the libraries' manifests in order of priority.
 */
final class MergeManifests {

    private static final String ANDROID = "http://schemas.android.com/apk/res/android";
    private static final String TOOLS = "http://schemas.android.com/tools";

    public static void main(String[] arguments) throws Exception {
        String applicationId = arguments[1];
        Document app = read(arguments[2]);
        for (int i = 3; i < arguments.length; i++) merge(app, read(arguments[i]));
        Element manifest = app.getDocumentElement();
        manifest.setAttribute("package", applicationId);
        manifest.setAttributeNS(ANDROID, "android:versionCode", "1");
        manifest.setAttributeNS(ANDROID, "android:versionName", "1.0");
        finish(manifest, applicationId);
        TransformerFactory.newInstance()
            .newTransformer()
            .transform(new DOMSource(app), new StreamResult(Path.of(arguments[0]).toFile()));
    }

    private static Document read(String path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(Path.of(path).toFile());
    }

    private static void merge(Document app, Document library) {
        Element target = app.getDocumentElement();
        for (Element child : elements(library.getDocumentElement())) {
            if (child.getTagName().equals("uses-sdk")) continue;
            if (child.getTagName().equals("application")) {
                Element application = elements(target)
                    .stream()
                    .filter(each -> each.getTagName().equals("application"))
                    .findFirst()
                    .orElseThrow();
                for (Element component : elements(child)) add(application, component);
            } else {
                add(target, child);
            }
        }
    }

    private static void add(Element parent, Element child) {
        Map<String, Element> present = new HashMap<>();
        for (Element each : elements(parent)) present.put(key(each), each);
        Element same = present.get(key(child));
        if (same == null) {
            parent.appendChild(parent.getOwnerDocument().importNode(child, true));
        } else if (!same.getAttributeNS(TOOLS, "node").equals("remove")) {
            for (Element grandchild : elements(child)) add(same, grandchild);
        }
    }

    private static String key(Element element) {
        return element.getTagName() + " " + element.getAttributeNS(ANDROID, "name");
    }

    /** Fills placeholders in, drops what an app removed, and everything that was only for the merger. */
    private static void finish(Element element, String applicationId) {
        for (Element child : elements(element)) {
            if (child.getAttributeNS(TOOLS, "node").equals("remove")) element.removeChild(child);
            else finish(child, applicationId);
        }
        for (int i = element.getAttributes().getLength() - 1; i >= 0; i--) {
            Node attribute = element.getAttributes().item(i);
            if (TOOLS.equals(attribute.getNamespaceURI())) element.removeAttributeNode((org.w3c.dom.Attr) attribute);
            else attribute.setNodeValue(attribute.getNodeValue().replace("${applicationId}", applicationId));
        }
    }

    private static java.util.List<Element> elements(Element parent) {
        java.util.List<Element> found = new java.util.ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) found.add(element);
        }
        return found;
    }
}
