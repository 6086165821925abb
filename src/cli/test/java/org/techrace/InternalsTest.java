package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that the methods named in the walkthroughs of `docs/internals` exist.
final class InternalsTest {
  /// A numbered step that names a method of a package: ``1. `engine.Engine.run` ``.
  private static final Pattern STEP =
      Pattern.compile("(?m)^\\d+\\. `(?<type>[a-z.]+\\.[A-Z]\\w+)\\.(?<method>\\w+)`");

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter().withImportOption(new MainClasses()).importPackages("org.techrace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"row.md", "request.md"})
  void namesTenMethodsThatExist(String page) throws Exception {
    Matcher step = STEP.matcher(Files.readString(Path.of("docs", "internals", page)));
    List<String> missing = new ArrayList<>();
    int steps = 0;
    while (step.find()) {
      steps++;
      String type = "org.techrace." + step.group("type");
      if (!classes.contain(type) || !hasMethod(classes.get(type), step.group("method"))) {
        missing.add(step.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(steps).isEqualTo(10);
  }

  private static boolean hasMethod(JavaClass type, String name) {
    return type.getMethods().stream().anyMatch(method -> method.getName().equals(name));
  }
}
