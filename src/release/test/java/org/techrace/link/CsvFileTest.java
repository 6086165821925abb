package org.techrace.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.access.ReadableFile;
import org.techrace.report.Report;

/// A table that is linked may have other delimiters than commas, and keeps them.
final class CsvFileTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void keepsItsDelimiter(String delimiter) throws IOException {
    String text = "id;\"a,b;c\";name\n1;x;y\n".replace(";name", delimiter + "name");
    text =
        text.replace("id;", "id" + delimiter)
            .replace("1;x;y", String.join(delimiter, "1", "x", "y"));
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    Report report = new Report();
    CsvFile table =
        CsvFile.read(ReadableFile.named(file), Optional.empty(), List.of("name"), report)
            .orElseThrow();
    assertThat(report.findings()).isEmpty();
    assertThat(table.header()).containsExactly("id", "a,b;c", "name");
    assertThat(table.rows()).containsExactly(List.of("1", "x", "y"));
    table.write(file);
    assertThat(Files.readString(file)).contains("1" + delimiter + "x" + delimiter + "y");
  }

  @Test
  void hasTheStatedDelimiter() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "name;in t, m, l\nVISTA;1\n");
    Report report = new Report();
    assertThat(CsvFile.read(ReadableFile.named(file), Optional.empty(), List.of("name"), report))
        .as("the header has more commas")
        .isEmpty();
    CsvFile table =
        CsvFile.read(ReadableFile.named(file), Optional.of(';'), List.of("name"), new Report())
            .orElseThrow();
    assertThat(table.header()).containsExactly("name", "in t, m, l");
    assertThat(table.rows()).containsExactly(List.of("VISTA", "1"));
  }
}
