package app.capgo.backgroundtask.rig;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.Test;

/** Imports of the library go one way, as `.dependency-cruiser.mjs` holds it for TypeScript. */
public class LayersTest {

    private static final String ROOT = "app.capgo.backgroundtask";

    private final JavaClasses library = new ClassFileImporter().importPath(Path.of(System.getProperty("rig.production")));

    @Test
    public void eachPackageUsesOnlyThoseBelowIt() {
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("shell")
            .definedBy(ROOT)
            .layer("headless")
            .definedBy(ROOT + ".headless..")
            .layer("work")
            .definedBy(ROOT + ".work..")
            .layer("status")
            .definedBy(ROOT + ".status..")
            .layer("platform")
            .definedBy(ROOT + ".platform..")
            .layer("core")
            .definedBy(ROOT + ".core..")
            .whereLayer("shell")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("headless")
            .mayOnlyBeAccessedByLayers("shell")
            .whereLayer("work")
            .mayOnlyBeAccessedByLayers("shell")
            .whereLayer("status")
            .mayOnlyBeAccessedByLayers("shell")
            .whereLayer("platform")
            .mayOnlyBeAccessedByLayers("shell", "headless", "work", "status")
            .ensureAllClassesAreContainedInArchitecture()
            .check(library);
    }

    @Test
    public void packagesFormNoCircle() {
        slices()
            .matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .check(library);
    }

    @Test
    public void theCoreKnowsNeitherAndroidNorCapacitorNorTheSystemsClock() {
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("android..", "androidx..", "com.getcapacitor..", "org.json..")
            .check(library);
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".core..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .check(library);
    }
}
