package org.techrace.engine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.Workbooks;

/// Sheets as people make them: a title, merged cells, two header rows, notes, a table in a corner.
final class SheetsTest {
  /// B3:D7 is the table: the first column is merged over two rows, the header over two columns.
  private static final String[][] CELLS = {
    {"", "Report of the year", "", ""},
    {},
    {"", "City", "Price", ""},
    {"", "", "2024", "2025"},
    {"", "Bern", "1", "2"},
    {"", "", "3", "4"},
    {"", "Zug", "5", "6"},
    {"", "Source: office"}
  };

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void workbook() throws IOException {
    bench = new Workbench(folder);
    StringBuilder sheet = new StringBuilder("<worksheet>" + Workbooks.rows(CELLS));
    sheet.append(
        "<mergeCells count=\"4\"><mergeCell ref=\"B1:D1\"/><mergeCell"
            + " ref=\"B3:B4\"/><mergeCell ref=\"C3:D3\"/><mergeCell"
            + " ref=\"B5:B6\"/></mergeCells></worksheet>");
    bench.file("t.xlsx", Workbooks.zip(sheet.toString()));
  }

  private Workbench.Result map(String dialect, String iterator, String city, String price)
      throws IOException {
    return bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                @prefix csvw: <http://www.w3.org/ns/csvw#> .
                @prefix tool: <https://w3id.org/techrace/tool#> .
                <#map> rml:logicalSource [ rml:source [ rml:path "t.xlsx" %s ] ; rml:referenceFormulation rml:CSV %s ] ;
                rml:subjectMap [ rml:template "http://example.org/{%s}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:price ; rml:objectMap [ rml:reference "%s" ] ] .
                """
                    .formatted(dialect, iterator, city, price))
        .run();
  }

  private static final String[] PRICES = {
    "<http://example.org/Bern> <http://example.org/price> \"2\" .",
    "<http://example.org/Bern> <http://example.org/price> \"4\" .",
    "<http://example.org/Zug> <http://example.org/price> \"6\" ."
  };

  @Test
  void readsATableBelowATitleWithTwoHeaderRowsAndANote() throws IOException {
    Workbench.Result result =
        map(
            "; csvw:dialect [ csvw:skipRows 2 ; csvw:headerRowCount 2 ; tool:footerRows 1 ]",
            "",
            "City",
            "Price 2025");
    assertThat(result.findings()).allMatch(f -> f.contains("another value of price ('4')"));
    assertThat(result.quads()).containsExactly(PRICES);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2023-03-15",
    "<workbookPr date1904=\"0\"/>, 2023-03-15",
    "<workbookPr date1904=\"1\"/>, 2027-03-16"
  })
  void readsDatesSince1900AndSince1904(String properties, String date) throws IOException {
    String sheet =
        """
        <worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c></row>
        <row r="2"><c r="A2" s="1"><v>45000</v></c></row></sheetData></worksheet>
        """;
    bench.file("t.xlsx", Workbooks.zip(sheet, properties));
    assertThat(map("", "", "day", "day").quads())
        .containsExactly(
            "<http://example.org/%1$s> <http://example.org/price> \"%1$s\"^^<http://www.w3.org/2001/XMLSchema#date> ."
                .formatted(date));
  }

  @Test
  void readsARangeAndPositions() throws IOException {
    Workbench.Result result =
        map(
            "; csvw:dialect [ csvw:header false ]",
            "; rml:iterator \"'The data'!B5:D7\"",
            "_col.1",
            "_col.3");
    assertThat(result.findings()).allMatch(f -> f.contains("another value of price ('4')"));
    assertThat(result.quads()).containsExactly(PRICES);
    assertThat(map("", "; rml:iterator \"The dat!B5:D7\"", "a", "b").findings())
        .singleElement()
        .asString()
        .contains("unknown sheet 'The dat'; did you mean 'The data'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <row r="3"><c r="A3"><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c></row> | row 2 comes after a later one, or twice
          <row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>                 | cell A2 comes after a later one, or twice
          <row r="2"><c r="A2"><v>2</v></c><c r="A2"><v>1</v></c></row>                 | cell A2 comes after a later one, or twice
          <row r="2"><c r="A2"><f>1+1</f></c></row>                                     | cell A2: the formula has no result; open the workbook
          """)
  void reportsCellsThatWouldBeLost(String rows, String fault) throws IOException {
    bench.file("t.xlsx", Workbooks.zip(sheetOfDays(rows)));
    assertThat(map("", "", "day", "day").findings())
        .anyMatch(finding -> finding.startsWith("ERROR") && finding.contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.xlsx | '' | 3 | BS | Basel",
        "t.csv  | '' | 3 | BS | Basel",
        "t.xlsx | '' | '' | 3 | BS",
        "t.csv  | '' | '' | 3 | BS"
      })
  void warnsOfARowWhoseCellsHaveShiftedSoThatItHasNoKey(
      String file, String id, String code, String name, String size) throws IOException {
    table(file, new String[] {id, code, name, size});
    assertThat(sized(file).findings())
        .singleElement()
        .asString()
        .startsWith("WARN [%s:4] the key is empty, and '".formatted(file))
        .containsAnyOf("in the column 'code' but", "in the column 'name' but", "'size' but")
        .endsWith("nothing is made of it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.xlsx | '' | BS | Basel | 23.9",
        "t.csv  | '' | BS | Basel | 23.9",
        "t.csv  | '' | '' | Total | 89.1",
        "t.xlsx | '' | '' | '' | 23.9",
        "t.csv  | '' | '' | '' | 23.9",
        "t.csv  | '' | '' | '' | ''"
      })
  void doesNotWarnOfARowWithoutAKeyWhoseCellsAreInTheirColumns(
      String file, String id, String code, String name, String size) throws IOException {
    table(file, new String[] {id, code, name, size});
    Workbench.Result result = sized(file);
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).hasSize(9);
  }

  /// Writes a table whose third row is given.
  private void table(String file, String[] row) throws IOException {
    String[][] cells = {
      {"id", "code", "name", "size"},
      {"1", "BE", "Bern", "51.6"},
      {"2", "ZG", "Zug", "21.6"},
      row,
      {"4", "GE", "Genf", "15.9"}
    };
    String csv = Arrays.stream(cells).map(line -> String.join(",", line) + "\n").collect(joining());
    bench.file(
        file,
        file.endsWith("xlsx") ? Workbooks.workbook(cells) : csv.getBytes(StandardCharsets.UTF_8));
  }

  private Workbench.Result sized(String file) throws IOException {
    return bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "%s" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
                rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:code ; rml:objectMap [ rml:reference "code" ] ] ,
                  [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] ,
                  [ rml:predicate ex:size ; rml:objectMap [ rml:reference "size" ] ] .
                """
                    .formatted(file))
        .run();
  }

  @Test
  void warnsOfEachValueWithoutAHeader() throws IOException {
    bench.file(
        "t.xlsx",
        Workbooks.zip(
            sheetOfDays(
                "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>7</v></c></row>"
                    + "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"C3\"><v>8</v></c></row>")));
    assertThat(map("", "", "day", "day").findings())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("WARN [t.xlsx:2] '7' (_col.2) is in no column with a name"),
            second -> assertThat(second).startsWith("WARN [t.xlsx:3] '8' (_col.3) is in no"));
    assertThat(map("", "", "day", "_col.3").findings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <c r="A2"><v>0.10000000000000001</v></c>    | 1.0E-1
          <c r="A2"><v>12345678901234567</v></c>      | 12345678901234567
          <c r="A2"><v>12345678901234567891</v></c>   | 12345678901234567891
          <c r="A2"><v>0.1234567890123456789</v></c>  | 0.1234567890123456789
          <c r="A2"><v>1E-40</v></c>                  | 1.0E-40
          <c r="A2"><v>1E20</v></c>                   | 100000000000000000000
          <c r="A2" t="b"><v>true</v></c>             | true
          <c r="A2" t="b"><v>0</v></c>                | false
          <c r="A2" t="d"><v>2025-03-01</v></c>       | 2025-03-01
          <c r="A2" t="d"><v>2025-03-01T10:00:00</v></c> | 2025-03-01T10:00:00
          <c r="A2" t="d" s="1"><v>2025-03-01T00:00:00</v></c> | 2025-03-01
          """)
  void keepsTheValuesOfCells(String cell, String value) throws IOException {
    bench.file("t.xlsx", Workbooks.zip(sheetOfDays("<row r=\"2\">" + cell + "</row>")));
    Workbench.Result result = map("", "", "day", "day");
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .singleElement()
        .asString()
        .contains("<http://example.org/price> \"" + value + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <c r="A2" t="b"><v>maybe</v></c>      | cell A2: 'maybe' is not a truth value; expected 0 or 1
          <c r="A2" t="d"><v>2025-02-30</v></c> | cell A2: Text '2025-02-30' could not be parsed
          <c r="A2"><v>NaN</v></c>              | cell A2: 'NaN' is not a number of at most 400 digits
          <c r="A2"><v>1E9999</v></c>           | cell A2: '1E9999' is not a number of at most 400 digits
          <c r="A2" t="s"><v>99</v></c>         | cell A2: the workbook has no shared text 99
          <c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e"><v>#NUM!</v></c> | it means that there is no value; cell B2: it has the error #NUM!; correct it, or add rml:null "#NUM!"
          """)
  void reportsARowWithCellsThatCannotBeReadOnce(String cells, String fault) throws IOException {
    bench.file("t.xlsx", Workbooks.zip(sheetOfDays("<row r=\"2\">" + cells + "</row>")));
    assertThat(map("", "", "day", "day").findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [t.xlsx:2] ")
        .contains(fault);
  }

  @Test
  void namesTheSheetsThatAreNotRead() throws IOException {
    bench.file(
        "t.xlsx",
        Workbooks.zip(
            sheetOfDays("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>"),
            "<sheets><sheet name=\"Notes\" r:id=\"a\"/></sheets>"));
    assertThat(map("", "", "day", "day").findings())
        .singleElement()
        .asString()
        .startsWith("WARN [t.xlsx] only the first sheet 'Notes' is read, not 'The data'");
    assertThat(map("", "; rml:iterator \"Notes\"", "day", "day").findings()).isEmpty();
  }

  @Test
  void numbersHaveNoDecimalMarkOfTexts() throws IOException {
    bench
        .file(
            "t.xlsx",
            Workbooks.zip(
                sheetOfDays(
                    """
                    <row r="2"><c r="A2"><v>1.234</v></c></row>
                    <row r="3"><c r="A3" t="inlineStr"><is><t>1.234,5</t></is></c></row>
                    """)))
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                @prefix fn: <https://w3id.org/techrace/tool/function#> .
                <#map> rml:logicalSource [ rml:source [ rml:path "t.xlsx" ] ; rml:referenceFormulation rml:CSV ] ;
                rml:subjectMap [ rml:template "http://example.org/{day}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:price ; rml:objectMap [ rml:functionExecution [
                  rml:function fn:parseNumber ;
                  rml:input [ rml:parameter fn:text ; rml:inputValueMap [ rml:reference "day" ] ] ,
                    [ rml:parameter fn:decimalMark ; rml:inputValue "," ] ] ] ] .
                """);
    assertThat(bench.run().quads())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"1234.5\"^^"),
            second -> assertThat(second).contains("\"1.234\"^^"));
  }

  /// The limit of the JDK is 100,000 references to characters in a document.
  @Test
  void readsManyEscapedCharactersOfXml() throws IOException {
    String[][] cells = new String[120_001][];
    Arrays.setAll(cells, i -> new String[] {i == 0 ? "day" : i + " &amp;"});
    bench.file("t.xlsx", Workbooks.workbook(cells));
    Workbench.Result result = map("", "", "day", "day");
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).hasSize(120_000).anyMatch(quad -> quad.contains("\"120000 &\""));
  }

  @Test
  void readsEscapedCharacters() throws IOException {
    bench.file(
        "t.xlsx",
        Workbooks.zip(
            sheetOfDays(
                "<row r=\"2\"><c r=\"A2\""
                    + " t=\"inlineStr\"><is><t>a_x000A_b_x005F_x000A_</t></is></c></row>")));
    assertThat(map("", "", "day", "day").quads())
        .containsExactly(
            "<http://example.org/a%0Ab_x000A_> <http://example.org/price> \"a\\nb_x000A_\" .");
  }

  private static String sheetOfDays(String rows) {
    return "<worksheet><sheetData><row r=\"1\"><c r=\"A1\""
        + " t=\"inlineStr\"><is><t>day</t></is></c></row>"
        + rows
        + "</sheetData></worksheet>";
  }

  private static String sheetOfPrices(String rows) {
    return "<worksheet><sheetData><row r=\"1\"><c r=\"A1\""
        + " t=\"inlineStr\"><is><t>City</t></is></c><c r=\"B1\""
        + " t=\"inlineStr\"><is><t>Price</t></is></c></row>"
        + rows
        + "</sheetData></worksheet>";
  }

  @Test
  void keepsTheZerosThatANumberFormatShows() throws IOException {
    bench.file(
        "t.xlsx",
        Workbooks.zip(
            sheetOfPrices(
                "<row r=\"2\"><c r=\"A2\" s=\"3\"><v>1234</v></c><c"
                    + " r=\"B2\"><v>1234</v></c></row>")));
    assertThat(map("", "", "City", "Price").quads())
        .singleElement()
        .asString()
        .startsWith("<http://example.org/01234> <http://example.org/price> \"1234\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#N/A", "#DIV/0!"})
  void refusesErrorsUnlessTheyMeanNoValue(String error) throws IOException {
    bench.file(
        "t.xlsx",
        Workbooks.zip(
            sheetOfPrices(
                "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>%s</v></c></row>"
                        .formatted(error)
                    + "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\"><v>3</v></c></row>")));
    assertThat(map("", "", "City", "Price").findings())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR [t.xlsx:2] cell B2: it has the error %1$s; correct it, or add rml:null \"%1$s\""
                .formatted(error));
    Workbench.Result stated = map("; rml:null \"" + error + "\"", "", "City", "Price");
    assertThat(stated.findings()).isEmpty();
    assertThat(stated.quads()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "-1", "2958466", "1e300"})
  void refusesDatesOfNoDayUnlessTheyMeanNoValue(String number) throws IOException {
    bench.file(
        "t.xlsx",
        Workbooks.zip(
            sheetOfPrices(
                "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>%s</v></c></row>"
                        .formatted(number)
                    + "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\""
                    + " s=\"1\"><v>61</v></c></row>")));
    assertThat(map("", "", "City", "Price").findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [t.xlsx:2] cell B2: the number ")
        .contains("is that of no day; correct it,", "or add rml:null \"#####\" to the source");
    Workbench.Result stated = map("; rml:null \"#####\"", "", "City", "Price");
    assertThat(stated.findings()).isEmpty();
    assertThat(stated.quads()).singleElement().asString().contains("\"1900-03-01\"");
  }
}
