package app.capgo.backgroundtask.core;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Stores the ledger in one file, and replaces it by renaming a complete and synced one over it. Android 7 has no java.nio.file. */
public final class LedgerFile implements LedgerStore {

    /** Ends the name of a file that is being written. */
    static final String NEXT = ".next";
    private static final int KEPT_ASIDE = 3;

    private final File file;
    private final File next;

    public LedgerFile(File file) {
        this.file = file;
        next = new File(file.getPath() + NEXT);
    }

    @Override
    public String read() throws IOException {
        if (!file.exists()) return null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = new FileInputStream(file)) {
            copy(in, bytes);
        }
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void replace(String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(next)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            // Without the sync a loss of power can leave the renamed file empty.
            out.getFD().sync();
        }
        if (!next.renameTo(file)) throw new IOException("could not rename " + next + " to " + file);
    }

    @Override
    public ItemStore items() {
        return new ItemFiles(new File(file.getPath().replaceAll("\\.json$", "") + "-items"));
    }

    @Override
    public void setAside() throws IOException {
        File[] older = aside();
        Arrays.sort(older);
        for (int i = 0; i <= older.length - KEPT_ASIDE; i++) older[i].delete();
        int number = older.length == 0 ? 0 : Integer.parseInt(older[older.length - 1].getName().replaceAll(".*\\.", "")) + 1;
        String suffix = ".aside." + String.valueOf(1_000_000 + number).substring(1);
        try (InputStream in = new FileInputStream(file); OutputStream out = new FileOutputStream(file.getPath() + suffix)) {
            copy(in, out);
        }
    }

    @Override
    public void deleteAside() {
        for (File copy : aside()) copy.delete();
    }

    private File[] aside() {
        File[] copies = file
            .getParentFile()
            .listFiles(
                (folder, name) -> name.startsWith(file.getName()) && name.substring(file.getName().length()).matches("\\.aside\\.\\d{6}")
            );
        return copies == null ? new File[0] : copies;
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) out.write(buffer, 0, count);
    }
}
