package org.techrace;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the code to the table of packages in ARCHITECTURE.md: an arrow between packages that the
/// table does not list, or a cycle between packages, fails the build.
final class ArchitectureTest {
  private static final String ROOT = "org.techrace.";

  /// A row of the table: floor, package, what is in it, what it may use.
  private static final Pattern ROW =
      Pattern.compile("\\| \\d \\| `([\\w.]+)` \\|[^|]*\\| ([\\w, .*–]+) \\|");

  /// A row of the table of modules: module, packages, the modules that it may use.
  private static final Pattern MODULE =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| ([\\w., ]+) \\| ([\\w, –]+) \\|");

  /// A dependency of a POM on one of our modules, with its scope.
  private static final Pattern OURS =
      Pattern.compile(
          "<groupId>org.techrace</groupId>\\s*<artifactId>techrace-(\\w+)</artifactId>(<type>test-jar</type>)?(<scope>test</scope>)?");

  /// Ends the name of a package that is meant with its sub-packages.
  private static final String AND_BELOW = ".*";

  /// Packages that must not see a library, with their sub-packages.
  private static final Map<String, List<String>> MUST_NOT_SEE =
      Map.of(
          "report", List.of("org.apache.jena"),
          "table", List.of("org.apache.jena"),
          "engine", List.of("org.apache.jena.fuseki"),
          "pipeline", List.of("org.apache.jena.fuseki", "org.eclipse.jetty", "jakarta.servlet"),
          "entity", List.of("org.apache.jena.fuseki", "org.eclipse.jetty", "jakarta.servlet"),
          "cli", List.of("org.apache.jena", "org.eclipse.jetty"));

  private static final int MAX_CIRCLE = 4;

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
        new ClassFileImporter().withImportOption(new MainClasses()).importPackages("org.techrace");
  }

  @Test
  void modulesUseOnlyThoseOfTheirRow() throws IOException {
    int rows = 0;
    Matcher row = MODULE.matcher(Files.readString(Path.of("ARCHITECTURE.md")));
    while (row.find()) {
      Set<String> allowed = Set.of(row.group(3).split(", ", -1));
      Matcher used = OURS.matcher(Files.readString(Path.of("src", row.group(1), "pom.xml")));
      while (used.find()) {
        if (used.group(3) == null && !used.group(1).equals("parent")) {
          assertThat(allowed).as("may be used by " + row.group(1)).contains(used.group(1));
        }
      }
      rows++;
    }
    assertThat(rows).isEqualTo(8);
  }

  /// A POM that nobody reads to its end hides what it does.
  @Test
  void pomsAreShort() throws IOException {
    assertThat(Files.readAllLines(Path.of("pom.xml"))).hasSizeLessThanOrEqualTo(300);
    for (Path pom : Sources.under(Path.of("src"), "pom.xml")) {
      assertThat(Files.readAllLines(pom)).as(pom.toString()).hasSizeLessThanOrEqualTo(150);
    }
  }

  /// A package is in the module whose row has the longest beginning of its name.
  @Test
  void packagesAreInTheModuleOfTheirRow() throws IOException {
    Map<String, String> modules = new TreeMap<>();
    Matcher row = MODULE.matcher(Files.readString(Path.of("ARCHITECTURE.md")));
    while (row.find()) {
      for (String name : row.group(2).split(", ", -1)) {
        modules.put(name, row.group(1));
      }
    }
    for (Path file : Sources.ofModules("main/java", ".java")) {
      String module = file.getName(1).toString();
      if (!module.equals("testkit")) {
        String name = file.subpath(6, file.getNameCount() - 1).toString().replace('/', '.');
        String longest = name;
        while (!modules.containsKey(longest) && longest.contains(".")) {
          longest = longest.substring(0, longest.lastIndexOf('.'));
        }
        assertThat(modules).as(name).containsEntry(longest, module);
      }
    }
  }

  @Test
  void tableHasRows() {
    assertThat(mayUse)
        .containsKeys("report", "engine", "engine.plan", "release", "pipeline", "serve", "cli");
    assertThat(mayUse.get("report")).isEmpty();
  }

  @Test
  void packagesUseOnlyWhatTheirRowLists() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : classes) {
      String user = row(from.getPackageName());
      for (Dependency d : from.getDirectDependenciesFromSelf()) {
        String used = row(d.getTargetClass().getPackageName());
        if (!user.isEmpty() && !used.isEmpty() && !used.equals(user) && !allows(user, used)) {
          wrong.add(user + " -> " + used + ": " + d.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
  }

  /// A circle is a set of classes each of which depends on each other one, directly or through
  /// others. A class counts with its nested classes; what a sealed type permits is no dependency.
  @Test
  void noCircleHasMoreThanFourClasses() {
    Map<String, Set<String>> used = new TreeMap<>();
    for (JavaClass from : classes) {
      Set<String> names = used.computeIfAbsent(file(from), _ -> new TreeSet<>());
      for (Dependency d : from.getDirectDependenciesFromSelf()) {
        names.add(file(d.getTargetClass().getBaseComponentType()));
      }
    }
    Map<String, Set<String>> reachable = new TreeMap<>();
    used.keySet().forEach(name -> reachable.put(name, reachable(name, used)));
    Set<Set<String>> large = new LinkedHashSet<>();
    reachable.forEach(
        (name, others) -> {
          Set<String> circle = new TreeSet<>(others);
          circle.removeIf(other -> !reachable.getOrDefault(other, Set.of()).contains(name));
          if (circle.size() > MAX_CIRCLE) {
            large.add(circle);
          }
        });
    assertThat(large).isEmpty();
  }

  private static Set<String> reachable(String start, Map<String, Set<String>> used) {
    Set<String> found = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(used.get(start));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (used.containsKey(name) && found.add(name)) {
        next.addAll(used.get(name));
      }
    }
    return found;
  }

  /// Returns the name of the class that a file declares.
  private static String file(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  @Test
  void everyPackageHasARow() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass c : classes) {
      String row = row(c.getPackageName());
      if (!row.isEmpty() && !mayUse.containsKey(row)) {
        unknown.add(row);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void lowerPackagesDoNotUseTheLibrariesOfUpperOnes() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : classes) {
      for (Map.Entry<String, List<String>> rule : MUST_NOT_SEE.entrySet()) {
        if (!isIn(from.getPackageName(), ROOT + rule.getKey())) {
          continue;
        }
        for (Dependency d : from.getDirectDependenciesFromSelf()) {
          if (rule.getValue().stream().anyMatch(d.getTargetClass().getPackageName()::startsWith)) {
            wrong.add(d.getDescription());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean allows(String user, String used) {
    return mayUse.getOrDefault(user, Set.of()).stream()
        .anyMatch(
            allowed ->
                allowed.endsWith(AND_BELOW)
                    ? isIn(used, allowed.substring(0, allowed.length() - AND_BELOW.length()))
                    : allowed.equals(used));
  }

  /// Returns true if a package is another one or below it.
  private static boolean isIn(String name, String ancestor) {
    return name.equals(ancestor) || name.startsWith(ancestor + ".");
  }

  /// The name under which a package has its row: without `org.techrace.`; empty for packages that
  /// are not ours.
  private static String row(String name) {
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : "";
  }
}
