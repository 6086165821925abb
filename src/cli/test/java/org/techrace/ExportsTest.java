package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The libraries export what `docs/library.md` lists, and nothing that they export needs more.
final class ExportsTest {
  private static final String ROOT = "org.techrace.";

  private static final int MAX_TYPES = 150;

  /// A row of the table: library, packages, classes, exceptions.
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| techrace-(\\w+) \\| ([\\w., ]+) \\| ([\\w., –]+) \\| ([\\w., –]+) \\|$");

  private static final Pattern IMPORT = Pattern.compile("import org\\.techrace\\.([\\w.*]+);");

  private static final Pattern INCLUDE =
      Pattern.compile("<(include|exclude)>org([./])techrace[./](.+?)</");

  /// The exported packages and classes of each library.
  private static final Map<String, Set<String>> exported = new TreeMap<>();

  /// The classes of these packages that are not exported.
  private static final Map<String, Set<String>> internal = new TreeMap<>();

  private static JavaClasses classes;

  @BeforeAll
  static void read() throws IOException {
    for (MatchResult row :
        ROW.matcher(Files.readString(Path.of("docs/library.md"))).results().toList()) {
      exported.put(row.group(1), names(row.group(2) + ", " + row.group(3)));
      internal.put(row.group(1), names(row.group(4)));
    }
    classes =
        new ClassFileImporter().withImportOption(new MainClasses()).importPackages("org.techrace");
  }

  private static Set<String> names(String cells) {
    return Stream.of(cells.split(", ", -1))
        .filter(name -> !name.equals("–"))
        .collect(Collectors.toSet());
  }

  private static boolean isExported(String type) {
    String name = type.substring(ROOT.length());
    if (internal.values().stream()
        .anyMatch(names -> names.contains(name.replaceFirst("\\$.*", "")))) {
      return false;
    }
    return exported.values().stream()
        .anyMatch(
            names ->
                names.contains(name.replaceFirst("\\$.*", ""))
                    || names.contains(name.replaceFirst("\\.[A-Z].*", "")));
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ExportsTest::isVisible).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  @Test
  void tableHasTheLibraries() {
    assertThat(exported.keySet()).containsExactly("base", "mapping", "release", "store");
    assertThat(Stream.of(exported, internal).flatMap(m -> m.values().stream()).flatMap(Set::stream))
        .allMatch(
            name ->
                classes.stream()
                    .anyMatch(
                        c ->
                            c.getName().equals(ROOT + name)
                                || c.getPackageName().equals(ROOT + name)));
  }

  @Test
  void hasAtMost150Types() {
    assertThat(classes.stream().filter(type -> isExported(type.getName()) && isVisible(type)))
        .filteredOn(type -> type.getEnclosingClass().isEmpty())
        .hasSizeBetween(100, MAX_TYPES);
  }

  @Test
  void exportedMembersNameOnlyExportedTypes() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : classes) {
      if (isExported(type.getName()) && isVisible(type)) {
        Stream<JavaClass> above =
            Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
        above
            .filter(parent -> parent.getName().startsWith(ROOT) && isVisible(parent))
            .filter(parent -> !isExported(parent.getName()))
            .forEach(parent -> wrong.add(type.getName() + " is a " + parent.getName()));
        for (JavaMember member : type.getMembers()) {
          if (isVisible(member)) {
            named(member)
                .filter(used -> used.startsWith(ROOT) && !isExported(used))
                .forEach(used -> wrong.add(member.getFullName() + " names " + used));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// Returns the names of the types in the signature of a member, those of type arguments included.
  private static Stream<String> named(JavaMember member) {
    Stream<JavaType> types =
        switch (member) {
          case JavaCodeUnit unit ->
              Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
          case JavaField field -> Stream.of(field.getType());
          default -> Stream.of();
        };
    return types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .map(JavaClass::getName);
  }

  /// The build compares and documents the same packages.
  @Test
  void pomsOfTheLibrariesListTheSame() throws IOException {
    for (Map.Entry<String, Set<String>> library : exported.entrySet()) {
      List<MatchResult> includes =
          INCLUDE
              .matcher(Files.readString(Path.of("src", library.getKey(), "pom.xml")))
              .results()
              .toList();
      for (String separator : List.of(".", "/")) {
        assertThat(
                includes.stream()
                    .filter(include -> include.group(2).equals(separator))
                    .map(
                        include ->
                            include.group(3).replaceFirst("(/\\*)?\\.java$", "").replace('/', '.')))
            .as(library.getKey())
            .containsExactlyInAnyOrderElementsOf(
                Stream.of(library.getValue(), internal.get(library.getKey()))
                    .flatMap(Set::stream)
                    .toList());
      }
    }
  }

  @Test
  void examplesUseOnlyWhatIsExported() throws IOException {
    for (String page :
        List.of(
            "docs/library.md",
            "src/mapping/README.md",
            "src/release/README.md",
            "src/store/README.md")) {
      assertThat(IMPORT.matcher(Files.readString(Path.of(page))).results())
          .as(page)
          .isNotEmpty()
          .allMatch(used -> isExported(ROOT + used.group(1).replace("*", "Any")));
    }
  }
}
