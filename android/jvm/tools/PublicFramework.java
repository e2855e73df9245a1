import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.ObjectInputStream;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.GZIPInputStream;
import org.codehaus.mojo.animal_sniffer.Clazz;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes of Robolectric's framework what an android.jar is to R8: classes without code and without hidden members. A member is hidden when its class
 * is public API and the list of public members (SIGNATURE) does not name it. With `-` instead of a list only the code is left out.
 *
 * PublicFramework IN.jar OUT.jar SIGNATURE
 */
public class PublicFramework {

    public static void main(String[] args) throws Exception {
        Map<String, Set<String>> listed = args[2].equals("-") ? Map.of() : read(args[2]);
        int[] hidden = { 0 };
        try (
            JarFile in = new JarFile(args[0]);
            JarOutputStream out = new JarOutputStream(new BufferedOutputStream(new FileOutputStream(args[1])))
        ) {
            out.setLevel(1);
            for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                boolean isOfTheApps = name.endsWith(".class") && !name.startsWith("META-INF") && !name.startsWith("com/android/server");
                if (!isOfTheApps) continue;
                Set<String> members = listed.get(name.substring(0, name.length() - ".class".length()));
                out.putNextEntry(new JarEntry(name));
                out.write(bare(new ClassReader(in.getInputStream(entry)), members, hidden));
            }
        }
        System.out.println(hidden[0] + " members are hidden");
    }

    private static byte[] bare(ClassReader reader, Set<String> members, int[] hidden) {
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
                private boolean isHidden(int access, String member) {
                    boolean isPrivate = (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0;
                    if (members == null || isPrivate || members.contains(member)) return false;
                    hidden[0]++;
                    return true;
                }

                @Override
                public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
                    return isHidden(access, name + descriptor) ? null : super.visitMethod(access, name, descriptor, signature, thrown);
                }

                @Override
                public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                    return isHidden(access, name + "#" + descriptor) ? null : super.visitField(access, name, descriptor, signature, value);
                }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG
        );
        return writer.toByteArray();
    }

    private static Map<String, Set<String>> read(String file) throws Exception {
        Map<String, Set<String>> listed = new HashMap<>();
        try (ObjectInputStream in = new ObjectInputStream(new GZIPInputStream(new FileInputStream(file)))) {
            for (Clazz clazz = (Clazz) in.readObject(); clazz != null; clazz = (Clazz) in.readObject()) {
                listed.put(clazz.getName(), clazz.getSignatures());
            }
        }
        return listed;
    }
}
