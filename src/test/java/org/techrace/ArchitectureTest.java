package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The floors of the house (ARCHITECTURE.md) as data: which package may use which. An arrow that is
/// not listed here fails the build.
final class ArchitectureTest {
  private static final String ROOT = "org.techrace.";

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("report", Set.of()),
          Map.entry("rdf", Set.of()),
          Map.entry("table", Set.of("report")),
          Map.entry("mapping", Set.of("report", "rdf")),
          Map.entry("validate", Set.of("report", "rdf")),
          Map.entry("store", Set.of()),
          Map.entry("release", Set.of("report", "rdf", "store")),
          Map.entry("engine", Set.of("table", "mapping", "rdf", "report")),
          Map.entry("entity", Set.of("release", "rdf")),
          Map.entry("search", Set.of("release", "rdf")),
          Map.entry(
              "pipeline",
              Set.of("table", "mapping", "engine", "validate", "release", "report", "rdf")),
          Map.entry("serve", Set.of("entity", "search", "release", "rdf")),
          Map.entry("cli", Set.of("pipeline", "serve", "release", "report")));

  /// Packages that must not see a library, whatever their floor.
  private static final Map<String, List<String>> MUST_NOT_SEE =
      Map.of(
          "report", List.of("org.apache.jena"),
          "table", List.of("org.apache.jena"),
          "engine", List.of("org.apache.jena.fuseki"),
          "pipeline", List.of("org.apache.jena.fuseki", "org.eclipse.jetty", "jakarta.servlet"),
          "entity", List.of("org.apache.jena.fuseki", "org.eclipse.jetty", "jakarta.servlet"),
          "cli", List.of("org.apache.jena", "org.eclipse.jetty"));

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.techrace");
  }

  @Test
  void onlyListedArrows() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : classes) {
      String floor = floor(from);
      for (Dependency d : from.getDirectDependenciesFromSelf()) {
        String to = floor(d.getTargetClass());
        if (floor.isEmpty() || to.isEmpty() || to.equals(floor)) {
          continue;
        }
        if (!MAY_USE.getOrDefault(floor, Set.of()).contains(to)) {
          wrong.add(floor + " -> " + to + ": " + d.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageHasItsFloor() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass c : classes) {
      if (!floor(c).isEmpty() && !MAY_USE.containsKey(floor(c))) {
        unknown.add(floor(c));
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void lowerFloorsDoNotSeeTheLibrariesOfUpperOnes() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : classes) {
      for (String library : MUST_NOT_SEE.getOrDefault(floor(from), List.of())) {
        for (Dependency d : from.getDirectDependenciesFromSelf()) {
          if (d.getTargetClass().getPackageName().startsWith(library)) {
            wrong.add(d.getDescription());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// The first package segment below `org.techrace`, or the empty string outside it.
  private static String floor(JavaClass c) {
    String name = c.getPackageName() + ".";
    return name.startsWith(ROOT) && name.length() > ROOT.length()
        ? name.substring(ROOT.length(), name.indexOf('.', ROOT.length()))
        : "";
  }
}
