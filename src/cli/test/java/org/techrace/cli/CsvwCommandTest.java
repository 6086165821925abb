package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvwCommandTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("trees.csv"), "id,height\n1,12.5\n2,tall\n");
    Files.writeString(
        folder.resolve("trees.csv-metadata.json"),
        """
        {"@context": "http://www.w3.org/ns/csvw", "url": "trees.csv", "tableSchema": {
          "aboutUrl": "#tree-{id}", "primaryKey": "id", "columns": [
            {"name": "id", "titles": "id", "datatype": "integer"},
            {"name": "height", "titles": "height", "datatype": "decimal"}]}}
        """);
  }

  @Test
  void refusesAQuoteThatIsNeverClosed() throws IOException {
    Files.writeString(folder.resolve("trees.csv"), "id,height\n1,\"12\n.5\"\n2,\"3\n3,4\n");
    for (String option : new String[] {"--minimal", "--validate"}) {
      Outcome outcome = csvw(option, "-o", folder.resolve("o.nt").toString());
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("ERROR", "trees.csv:4] the row cannot be read");
    }
  }

  private record Outcome(int code, String err) {}

  private Outcome csvw(String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "csvw";
    command[1] = folder.resolve("trees.csv").toString();
    System.arraycopy(options, 0, command, 2, options.length);
    StringWriter err = new StringWriter();
    int code = Main.run(command, new PrintWriter(new StringWriter()), new PrintWriter(err));
    return new Outcome(code, err.toString());
  }

  @Test
  void convertsInBothModes() throws IOException {
    Path output = folder.resolve("o.nt");
    Outcome outcome = csvw("--minimal", "-o", output.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains(
            "WARN", "trees.csv:3] the cell 'tall' of the column 'height' is not a valid decimal");
    assertThat(output)
        .content()
        .hasLineCount(4)
        .contains(
            "<http://example.org/trees.csv#tree-1> <http://example.org/trees.csv#height>"
                + " \"12.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .");
    assertThat(csvw("--base=https://x.org/d/", "-o", output.toString()).code()).isZero();
    assertThat(output)
        .content()
        .contains("<http://www.w3.org/ns/csvw#describes> <https://x.org/d/trees.csv#tree-1> .");
  }

  @Test
  void validates() throws IOException {
    Outcome outcome = csvw("--validate");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("ERROR", "trees.csv:3] the cell 'tall'");
    Files.writeString(folder.resolve("trees.csv"), "id,height\n1,12.5\n1,3\n");
    assertThat(csvw("--validate").err())
        .contains("trees.csv:3] the primary key [id] has the value of row 2");
    Files.writeString(folder.resolve("trees.csv"), "id,height\n1,12.5\n2,3\n");
    assertThat(csvw("--validate").code()).isZero();
  }

  @Test
  void refusesWrongOptions() {
    assertThat(csvw("--base=x").err())
        .contains("--base is 'x'; expected an IRI that ends in a slash");
    assertThat(csvw("--metadata=/other/m.json").err()).contains("--metadata is '/other/m.json'");
  }
}
