package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every Java file is as google-java-format writes it. `mvn test -Dtest=FormatTest -Dformat.fix`
/// rewrites those that are not. (It runs here rather than in a Maven plugin because the formatter
/// needs the compiler of JDK 25, and Maven itself may run on an older one.)
final class FormatTest {

  @Test
  void everyFileIsFormatted() throws IOException {
    boolean fix = System.getProperty("format.fix") != null;
    Formatter formatter = new Formatter();
    List<Path> wrong =
        Sources.under(Path.of("src"), ".java").parallelStream()
            .filter(file -> !isFormatted(file, formatter, fix))
            .toList();
    assertThat(fix ? List.of() : wrong)
        .as("not formatted; run: mvn test -Dtest=FormatTest -Dformat.fix")
        .isEmpty();
  }

  private static boolean isFormatted(Path file, Formatter formatter, boolean fix) {
    try {
      String text = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (fix && !formatted.equals(text)) {
        Files.writeString(file, formatted);
      }
      return formatted.equals(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
  }
}
