package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The memory of `techrace map` does not grow with the size of a table: a table that is larger than
/// the heap is mapped. Keeping the file, or one object per row, would exceed the heap. Duplicates
/// among the quads, which are all different, are detected within `--memory`.
@Tag("long")
final class LongTablesTest {
  private static final int HEAP_MIB = 28;
  private static final int ROWS = 700_000;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "t.csv!CSV!''!'id,text\n'!'#,a text of no interest in a table of many rows\n'!''",
        "t.json!JSONPath!$[*]!'['!'{\"id\":#,\"text\":\"of no interest at all\"},\n"
            + "'!'{\"id\":0}]'",
        "t.xml!XPath!/rows/row!'<rows>'!'<row><id>#</id><text>of no interest</text></row>\n"
            + "'!'</rows>'",
      })
  void aTableLargerThanTheHeap(
      String file, String formulation, String iterator, String start, String row, String end)
      throws Exception {
    write(file, start, row, end);
    assertThat(Files.size(folder.resolve(file))).isGreaterThan(HEAP_MIB << 20);
    Files.writeString(
        folder.resolve("mapping.ttl"),
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix ex: <http://example.org/> .
        <#map> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:%s ; rml:iterator "%s" ] ;
          rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] .
        """
            .formatted(file, formulation, iterator));
    Path quads = folder.resolve("quads.nq");
    Path printed = folder.resolve("printed");
    Process map =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx%dm".formatted(HEAP_MIB),
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow", // as the launcher does
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "map",
                folder.resolve("mapping.ttl").toString(),
                "--memory",
                "2",
                "--output",
                quads.toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean ended = map.waitFor(5, TimeUnit.MINUTES);
    map.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(Files.readString(printed)).isEmpty();
    assertThat(map.exitValue()).isZero();
    try (Stream<String> lines = Files.lines(quads)) {
      assertThat(lines.count()).isEqualTo(ROWS);
    }
  }

  private void write(String file, String start, String row, String end) throws IOException {
    String[] around = row.split("#", -1);
    try (Writer out = Files.newBufferedWriter(folder.resolve(file))) {
      out.write(start);
      for (int i = 0; i < ROWS; i++) {
        out.write(String.join("" + i, around));
      }
      out.write(end);
    }
  }
}
