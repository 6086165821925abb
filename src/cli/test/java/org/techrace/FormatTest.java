package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every Java file is as google-java-format writes it. `mvn test -Dtest=FormatTest -Dformat.fix`
/// rewrites those that are not. (It runs here rather than in a Maven plugin because the formatter
/// needs the compiler of JDK 25, and Maven itself may run on an older one.)
final class FormatTest {

  @Test
  void everyFileIsFormatted() throws Exception {
    boolean fix = System.getProperty("format.fix") != null;
    Formatter formatter = new Formatter();
    List<Path> wrong = new ArrayList<>();
    for (Path file : Sources.under(Path.of("src"), ".java")) {
      String text = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        wrong.add(file);
        if (fix) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertThat(fix ? List.of() : wrong)
        .as("not formatted; run: mvn test -Dtest=FormatTest -Dformat.fix")
        .isEmpty();
  }
}
