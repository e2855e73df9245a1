package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LedgerFileTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void replacesWholeAndReadsBack() throws Exception {
        LedgerFile store = new LedgerFile(new File(folder.getRoot(), "state.json"));
        assertNull(store.read());
        store.replace("one 😀");
        store.replace("two ä");
        assertEquals("two ä", new LedgerFile(new File(folder.getRoot(), "state.json")).read());
        assertEquals(1, folder.getRoot().list().length);
    }

    @Test
    public void aFolderThatIsNotThereIsAnErrorAndNotAnEmptyLedger() {
        LedgerFile store = new LedgerFile(new File(folder.getRoot(), "gone/state.json"));
        assertThrows(IOException.class, () -> store.replace("x"));
    }

    @Test
    public void keepsTheLastThreeCopiesAside() throws Exception {
        LedgerFile store = new LedgerFile(new File(folder.getRoot(), "state.json"));
        for (int i = 0; i < 12; i++) {
            store.replace("damaged " + i);
            store.setAside();
        }
        String[] names = folder.getRoot().list();
        Arrays.sort(names);
        assertEquals("[state.json, state.json.aside.000009, state.json.aside.000010, state.json.aside.000011]", Arrays.toString(names));
        assertEquals("damaged 11", Files.readString(folder.getRoot().toPath().resolve("state.json.aside.000011")));
    }

    @Test
    public void aStrangersFileBesideItIsNoObstacle() throws Exception {
        File file = new File(folder.getRoot(), "state.json");
        new LedgerFile(file).replace("damaged");
        assertTrue(new File(file.getPath() + ".aside.mine").createNewFile());
        new LedgerFile(file).setAside();
        assertTrue(new File(file.getPath() + ".aside.000000").exists());
    }
}
