package app.capgo.backgroundtask.core;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Stores each item in a file of its own, in a folder beside the ledger's file. */
final class ItemFiles implements ItemStore {

    private static final String SUFFIX = ".item";

    private final File folder;

    ItemFiles(File folder) {
        this.folder = folder;
    }

    @Override
    public List<Long> sequences() throws IOException {
        List<Long> sequences = new ArrayList<>();
        for (File file : files()) {
            String name = file.getName();
            if (name.matches("\\d{1,16}\\.item")) sequences.add(Long.valueOf(name.substring(0, name.length() - SUFFIX.length())));
            // A process died while it wrote this. Without its name it stands for nothing.
            else if (name.endsWith(LedgerFile.NEXT)) file.delete();
        }
        Collections.sort(sequences);
        return sequences;
    }

    @Override
    public Beginning beginning(long sequence, int maximumBytes) throws IOException {
        File file = file(sequence);
        if (!file.exists()) return null;
        byte[] bytes = new byte[(int) Math.min(maximumBytes, file.length())];
        int read = 0;
        try (InputStream in = new FileInputStream(file)) {
            for (int count = 0; count >= 0 && read < bytes.length; read += Math.max(0, count)) {
                count = in.read(bytes, read, bytes.length - read);
            }
        }
        return new Beginning(new String(bytes, 0, read, StandardCharsets.UTF_8), file.length());
    }

    @Override
    public String read(long sequence) throws IOException {
        return new LedgerFile(file(sequence)).read();
    }

    @Override
    public void write(long sequence, String text) throws IOException {
        if (!folder.isDirectory() && !folder.mkdirs() && !folder.isDirectory()) throw new IOException("could not make " + folder);
        new LedgerFile(file(sequence)).replace(text);
    }

    @Override
    public void remove(long sequence) throws IOException {
        delete(file(sequence));
    }

    @Override
    public void setAside(long sequence) throws IOException {
        File aside = new File(folder, sequence + ".aside");
        if (!file(sequence).renameTo(aside)) throw new IOException("could not rename " + file(sequence) + " to " + aside);
    }

    @Override
    public void removeAll() throws IOException {
        for (File file : files()) delete(file);
    }

    private static void delete(File file) throws IOException {
        if (!file.delete() && file.exists()) throw new IOException("could not delete " + file);
    }

    private File file(long sequence) {
        return new File(folder, sequence + SUFFIX);
    }

    private File[] files() throws IOException {
        if (!folder.exists()) return new File[0];
        File[] files = folder.listFiles();
        if (files == null) throw new IOException("could not list " + folder);
        return files;
    }
}
