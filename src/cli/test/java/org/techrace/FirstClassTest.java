package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Any class can be the first one that is used. Jena's vocabularies fail to load before Jena is
/// initialized, so a class that needs one in a static field initializes Jena, and so does each
/// entry point of the library, for what its methods need.
@Tag("long")
final class FirstClassTest {
  private static final String VOCABULARY = "org.apache.jena.vocabulary.RDFS";
  private static final Pattern NAME = Pattern.compile("`(org\\.techrace\\.[\\w.]+\\.[A-Z]\\w+)`");
  private static final URL[] CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(FirstClassTest::url)
          .toArray(URL[]::new);

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Initializes classes, one after the other, in a class loader of their own, where no class has
  /// been initialized before.
  ///
  /// @return the failure, or an empty text
  private static String failure(String... names) throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(CLASS_PATH, ClassLoader.getPlatformClassLoader())) {
      for (String name : names) {
        Class.forName(name, true, loader);
      }
      return "";
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause.toString();
    }
  }

  private static void assertNoFailure(Stream<String[]> all) throws IOException {
    Map<String, String> failures = new TreeMap<>();
    for (String[] names : all.toList()) {
      String failure = failure(names);
      if (!failure.isEmpty()) {
        failures.put(names[0], failure);
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void everyClassWithStaticFieldsOfJena() throws IOException {
    List<String> classes =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/tests/"))
                .importPackages("org.techrace")
                .stream()
                .filter(FirstClassTest::needsJenaAtFirst)
                // Jena finds them when it is initialized.
                .filter(c -> !c.isAssignableTo("org.apache.jena.assembler.Assembler"))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    assertThat(classes).hasSizeGreaterThan(30);
    assertNoFailure(classes.stream().map(name -> new String[] {name}));
  }

  private static boolean needsJenaAtFirst(JavaClass c) {
    return c.getStaticInitializer().stream()
        .flatMap(initializer -> initializer.getAccessesFromSelf().stream())
        .anyMatch(access -> access.getTargetOwner().getName().startsWith("org.apache.jena."));
  }

  /// The entry points are those of `docs/library.md`.
  @Test
  void everyEntryPointOfTheLibrary() throws IOException {
    List<String> entries =
        Files.readAllLines(Path.of("docs/library.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> NAME.matcher(line).results())
            .map(found -> found.group(1))
            .filter(name -> !name.matches(".*\\.(Report|Access|table\\..+)")) // they know no Jena
            .distinct()
            .toList();
    assertThat(entries).contains("org.techrace.release.Releases", "org.techrace.engine.Engine");
    assertNoFailure(entries.stream().map(name -> new String[] {name, VOCABULARY}));
  }
}
