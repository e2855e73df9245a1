import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jf.dexlib2.DexFileFactory;
import org.jf.dexlib2.Opcodes;
import org.jf.dexlib2.iface.ClassDef;
import org.jf.dexlib2.iface.Method;

/**
 * Looks into the dex files of a release build for what is found by its name or called by nobody that R8 can see. Prints what is missing.
 *
 * DexCheck FOLDER CLASS[#METHOD(PARAMETER TYPES)]... `(*)`: one parameter of whatever type, where R8 may have renamed it.
 */
public class DexCheck {

    public static void main(String[] args) throws Exception {
        Map<String, ClassDef> classes = new HashMap<>();
        for (File file : new File(args[0]).listFiles((folder, name) -> name.endsWith(".dex"))) {
            for (ClassDef one : DexFileFactory.loadDexFile(file, Opcodes.getDefault()).getClasses()) classes.put(one.getType(), one);
        }
        List<String> missing = new ArrayList<>();
        for (int i = 1; i < args.length; i++) if (!isThere(classes, args[i])) missing.add(args[i]);
        System.out.println(classes.size() + " classes");
        for (String name : missing) System.out.println("MISSING " + name);
        System.exit(missing.isEmpty() ? 0 : 1);
    }

    private static boolean isThere(Map<String, ClassDef> classes, String wanted) {
        String[] parts = wanted.split("#");
        ClassDef found = classes.get("L" + parts[0].replace('.', '/') + ";");
        if (found == null || parts.length == 1) return found != null;
        // Inherited ones too: a superclass may have lost its name.
        for (ClassDef each = found; each != null; each = classes.get(each.getSuperclass())) {
            for (Method method : each.getMethods()) if (isWanted(method, parts[1])) return true;
        }
        return false;
    }

    private static boolean isWanted(Method method, String wanted) {
        List<String> parameters = new ArrayList<>();
        for (CharSequence parameter : method.getParameterTypes()) parameters.add(parameter.toString());
        if ((method.getName() + "(" + String.join("", parameters) + ")").equals(wanted)) return true;
        return parameters.size() == 1 && (method.getName() + "(*)").equals(wanted);
    }
}
