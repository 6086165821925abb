package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the code to the table of floors in ARCHITECTURE.md: an arrow between packages that the
/// table does not list fails the build.
final class ArchitectureTest {
  private static final String ROOT = "org.techrace.";

  /// A row of the table: floor, package, what lives in it, what it may use.
  private static final Pattern ROW =
      Pattern.compile("\\| \\d \\| `(\\w+)` \\|[^|]*\\| ([\\w, –]+) \\|");

  /// Packages that must not see a library, whatever their floor.
  private static final Map<String, List<String>> MUST_NOT_SEE =
      Map.of(
          "report", List.of("org.apache.jena"),
          "table", List.of("org.apache.jena"),
          "engine", List.of("org.apache.jena.fuseki"),
          "pipeline", List.of("org.apache.jena.fuseki", "org.eclipse.jetty", "jakarta.servlet"),
          "entity", List.of("org.apache.jena.fuseki", "org.eclipse.jetty", "jakarta.servlet"),
          "cli", List.of("org.apache.jena", "org.eclipse.jetty"));

  private static final Map<String, Set<String>> mayUse = new TreeMap<>();
  private static JavaClasses classes;

  @BeforeAll
  static void read() throws IOException {
    Matcher row = ROW.matcher(Files.readString(Path.of("ARCHITECTURE.md")));
    while (row.find()) {
      String used = row.group(2);
      mayUse.put(row.group(1), used.equals("–") ? Set.of() : Set.of(used.split(", ")));
    }
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.techrace");
  }

  @Test
  void theTableIsThere() {
    assertThat(mayUse).containsKeys("report", "engine", "release", "pipeline", "serve", "cli");
    assertThat(mayUse.get("report")).isEmpty();
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
        if (!mayUse.getOrDefault(floor, Set.of()).contains(to)) {
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
      if (!floor(c).isEmpty() && !mayUse.containsKey(floor(c))) {
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
