package org.techrace.table.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;
import org.techrace.table.format.Dialect;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// Records that cannot be read are reported with the line at which they start, in both of FastCSV's
/// parsers: the one for plain files and the one that trims.
final class CsvTableTest {
  @TempDir private Path folder = Path.of("");
  private final Report report = new Report();
  private final List<String> names = new ArrayList<>();

  private List<String> read(String text, boolean trim) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    CsvTable table =
        new CsvTable(
            "t.csv",
            new TableFile(ReadableFile.named(file), StandardCharsets.UTF_8, Packing.NONE),
            Dialect.CSV
                .withComment(Optional.of('#'))
                .withTrim(trim ? Dialect.Trim.BOTH : Dialect.Trim.NONE),
            Set.of(),
            List.of(),
            new Memory(1 << 20));
    try (SourceRows rows = table.open(List.of(Reference.of("name")), report)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        names.addAll(row.values(0).stream().map(Value::text).toList());
      }
    }
    return report.findings().stream().map(Finding::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsTheLineOfTextAfterAClosingQuote(boolean trim) throws IOException {
    assertThat(read("id,name\n\n# note\n1,\"a\nb\"\n2,\"c\"d\n3,e\n", trim))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv:6] the row cannot be read: ")
        .endsWith("; quote the whole cell and double a quote inside it");
    assertThat(names).containsExactly("a\nb");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsTheLineOfAQuoteThatIsNeverClosed(boolean trim) throws IOException {
    assertThat(read("id,name\n1,a\n2,\"b\n3,c\n", trim))
        .containsExactly(
            "ERROR [t.csv:3] a quoted cell of this row is never closed; close it, or double a quote"
                + " inside a cell");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsTheLineOfACellThatIsTooLong(boolean trim) throws IOException {
    String long8M = "x".repeat(CsvHandler.CHARACTERS_PER_CELL / 2 + 1);
    assertThat(read("id,name\n1," + long8M + "\n2,\"" + long8M + long8M + "\"\n", trim))
        .containsExactly(
            "ERROR [t.csv:3] a cell of this row has more than 16 million characters; if it should"
                + " not, look for a quote that is never closed");
    assertThat(names).containsExactly(long8M);
  }

  @Test
  void refusesARowWithTooManyCells() throws IOException {
    assertThat(read("id,name\n1,a" + ",".repeat(20_000) + "\n", false))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv:2] the row cannot be read: it has more than 16,384 cells");
  }

  @Test
  void trimsCellsOnlyIfAsked() throws IOException {
    read("id,name\n1, a \n", false);
    read("id , name\n1, \"b\" \n", true);
    assertThat(names).containsExactly(" a ", "b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void warnsOfRowsWhoseCellsMayHaveShifted(boolean trim) throws IOException {
    assertThat(read("id,name,note\n1,a,\n2,b, c,\n3,d,e\n", trim))
        .singleElement()
        .asString()
        .startsWith("WARN [t.csv:3] the row has 4 cells, of which the last is empty")
        .endsWith("quote it");
  }

  @Test
  void acceptsAnEmptyCellAtTheEndOfEachRow() throws IOException {
    assertThat(read("id,name,note\n1,a,,\n2,b,c,\n", false)).isEmpty();
  }

  @Test
  void namesOnlyADelimiterThatTheFileHas() throws IOException {
    assertThat(read("name\n1,5\n2,5\n", false).getFirst())
        .startsWith("ERROR [t.csv:2] the row has 2 cells; the header has 1 columns:")
        .doesNotContain("tabs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id,name/1,a/id,name/2,b/            | 3 | the row repeats the header
          id,name/1,a/^id,name/2,b/           | 3 | the row begins with a byte order mark
          id,name,n/1,"a,1/2,b,2/3,c",3/      | 2 | cell 2 is quoted and contains line ends
          id,name,n/1,a,"1/2,b,2"/3,c,3/      | 2 | cell 3 is quoted and contains line ends
          """)
  void warnsOfRowsThatMayBeSeveral(String text, int line, String warning) throws IOException {
    assertThat(read(text.replace('/', '\n').replace('^', '\uFEFF'), false))
        .singleElement()
        .asString()
        .startsWith("WARN [t.csv:%d] %s".formatted(line, warning));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,name\n1,\"a\nb, c\"\n",
        "id,name,n\n1,\"a, b\nc, d\n\ne\",3\n",
        "id,name,n\n1,\"a\n\nb\",3\n",
        "name\nname\nb\n"
      })
  void doesNotWarnOfTextsOfSeveralLines(String text) throws IOException {
    assertThat(read(text, false)).isEmpty();
  }
}
