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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of `docs/internals` can be read, and the methods that their walkthroughs name exist.
final class InternalsTest {
  /// A numbered step that names a method of a package: ``1. `engine.Engine.run` ``.
  private static final Pattern STEP =
      Pattern.compile("(?m)^\\d+\\. `(?<type>[a-z.]+\\.[A-Z]\\w+)\\.(?<method>\\w+)`");

  private static final int MAX_LINE = 120;
  private static final int MAX_LINES = 300;

  /// The number of lines at the start of a page among which a picture begins.
  private static final int PICTURE_WITHIN = 20;

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

  /// A page is short enough to read, and begins with a picture of its idea.
  @Test
  void pagesHaveShortLinesAndAPicture() throws Exception {
    List<String> faults = new ArrayList<>();
    for (Path page : Sources.under(Path.of("docs", "internals"), ".md")) {
      List<String> lines = Files.readAllLines(page);
      if (lines.size() > MAX_LINES) {
        faults.add("%s has %d lines; split it".formatted(page, lines.size()));
      }
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).length() > MAX_LINE) {
          faults.add("%s:%d has %d characters".formatted(page, i + 1, lines.get(i).length()));
        }
      }
      if (!page.endsWith("releasing.md") && !lines.subList(0, PICTURE_WITHIN).contains("```")) {
        faults.add(page + " has no picture at its beginning");
      }
    }
    assertThat(faults).isEmpty();
  }

  private static boolean hasMethod(JavaClass type, String name) {
    return type.getMethods().stream().anyMatch(method -> method.getName().equals(name));
  }
}
