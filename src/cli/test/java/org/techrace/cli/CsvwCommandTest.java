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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .contains(
            "trees.csv:3] the primary key 'id' has the value '1' of line 2; every row needs its"
                + " own:");
    Files.writeString(folder.resolve("trees.csv"), "id,height\n1,12.5\n2,3\n");
    assertThat(csvw("--validate").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          "datatype": "integer" ~ 1.5 ~ the cell '1.5' of the column 'v' is not a valid integer ~ `expected such as 42; correct the cell, or 'datatype' in the metadata`
          "datatype": {"base": "string", "minLength": 3} ~ ab ~ the cell 'ab' of the column 'v' has 2 characters: minLength is 3 ~ `correct the cell, or 'minLength' in the metadata`
          "datatype": {"base": "string", "maxLength": 3} ~ abcd ~ the cell 'abcd' of the column 'v' has 4 characters: maxLength is 3 ~ ``
          "datatype": {"base": "string", "length": 3} ~ abcd ~ the cell 'abcd' of the column 'v' has 4 characters: length is 3 ~ ``
          "datatype": {"base": "hexBinary", "maxLength": 1} ~ 0a0b ~ the cell '0a0b' of the column 'v' has 2 bytes: maxLength is 1 ~ ``
          "datatype": {"base": "integer", "minimum": 1} ~ 0 ~ the cell '0' of the column 'v' is too small: minimum is 1 ~ `correct the cell, or 'minimum' in the metadata`
          "datatype": {"base": "integer", "minInclusive": 1} ~ 0 ~ the cell '0' of the column 'v' is too small: minInclusive is 1 ~ ``
          "datatype": {"base": "decimal", "maximum": 9.5} ~ 9.6 ~ the cell '9.6' of the column 'v' is too large: maximum is 9.5 ~ ``
          "datatype": {"base": "decimal", "maxInclusive": 9.5} ~ 9.6 ~ the cell '9.6' of the column 'v' is too large: maxInclusive is 9.5 ~ ``
          "datatype": {"base": "date", "minExclusive": "2024-01-01"} ~ 2024-01-01 ~ the cell '2024-01-01' of the column 'v' is not large enough: minExclusive is 2024-01-01 ~ ``
          "datatype": {"base": "date", "maxExclusive": "1.2.2024", "format": "d.M.yyyy"} ~ 3.2.2024 ~ the cell '3.2.2024' of the column 'v' is not small enough: maxExclusive is 1.2.2024 ~ ``
          "datatype": {"base": "date", "format": "d.M.yyyy"} ~ 31.2.2024 ~ the cell '31.2.2024' of the column 'v' is not a valid date in the format 'd.M.yyyy' ~ `correct the cell, or 'format' in the metadata`
          "datatype": {"base": "decimal", "format": "#0.00"} ~ 1.5 ~ the cell '1.5' of the column 'v' is not a valid decimal in the format '#0.00' ~ ``
          "datatype": {"base": "decimal", "format": {"decimalChar": "/"}} ~ 1.5 ~ the cell '1.5' of the column 'v' is not a valid decimal in the format {"decimalChar":"/"} ~ ``
          "datatype": {"base": "boolean", "format": "Y|N"} ~ J ~ the cell 'J' of the column 'v' is neither 'Y' nor 'N', which the format 'Y|N' states ~ ``
          "datatype": {"base": "string", "format": "[A-Z]{2}"} ~ ch ~ the cell 'ch' of the column 'v' does not match the format '[A-Z]{2}' ~ ``
          "separator": "|", "datatype": {"base": "integer", "maximum": 5} ~ 1|7|x ~ '7' in the cell '1|7|x' (separator '|') of the column 'v' is too large: maximum is 5 ~ `'x' in the cell '1|7|x' (separator '|') of the column 'v' is not a valid integer`
          "required": true, "null": "-" ~ - ~ the column 'v' is required, and its cell '-' means that there is no value ~ `fill it, or correct 'required' in the metadata`
          "required": true ~ `` ~ the column 'v' is required, and its cell is empty ~ ``
          "datatype": {"base": "integer", "minimum": "few"} ~ 3 ~ minimum of the column 'v' is 'few', which is not a valid integer ~ `it is ignored`
          """)
  void namesTheFacetThatACellDoesNotKeep(String column, String cell, String message, String advice)
      throws IOException {
    // The first row has two lines.
    Files.writeString(folder.resolve("trees.csv"), "id,v\n\"a\nb\",\n2,%s\n".formatted(cell));
    Files.writeString(
        folder.resolve("trees.csv-metadata.json"),
        """
        {"@context": "http://www.w3.org/ns/csvw", "url": "trees.csv", "tableSchema": {"columns": [
          {"name": "id", "titles": "id"}, {"name": "v", "titles": "v", %s}]}}
        """
            .formatted(column));
    assertThat(csvw("--validate").err().lines())
        .anyMatch(
            line ->
                line.contains("trees.csv:4] " + message) || line.contains("trees.csv] " + message))
        .anyMatch(line -> line.contains(advice));
  }

  @Test
  void namesTheValuesOfKeys() throws IOException {
    Files.writeString(folder.resolve("trees.csv"), "id,height\n1,\"12\n.5\"\n1,3\n1,3,4\n");
    assertThat(csvw("--validate").err())
        .contains(
            "trees.csv:4] the primary key 'id' has the value '1' of line 2; every row needs its"
                + " own: correct one, or 'primaryKey' in the metadata",
            "trees.csv:5] the row has 3 cells; the table has 2 columns: quote a cell that contains"
                + " the delimiter");
  }

  @Test
  void refusesWrongOptions() {
    assertThat(csvw("--base=x").err())
        .contains("--base is 'x'; expected an IRI that ends in a slash");
    assertThat(csvw("--metadata=/other/m.json").err()).contains("--metadata is '/other/m.json'");
  }
}
