package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.Workbooks;

/// `init` says what is odd about a table, before a value is lost or becomes something else.
final class InitFindingsTest {
  @TempDir private Path folder = Path.of("");

  private List<String> findings(String table, String text) throws IOException {
    return findings(table, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> findings(String table, byte[] bytes) throws IOException {
    Project project = Project.at(folder);
    if (!Files.exists(folder.resolve("data"))) {
      Project.in(folder);
    }
    project.write("data/new/" + table, bytes);
    return project.run("init", folder.resolve("data/new/" + table).toString()).findings().stream()
        .map(finding -> finding.replace("data/new/", ""))
        .toList();
  }

  private String mapping() throws IOException {
    return Files.readString(folder.resolve("data/new/mapping.ttl"));
  }

  private String mapped() throws IOException {
    Path output = folder.resolve("o.nq");
    Project.Outcome run =
        Project.at(folder)
            .command(
                "map", folder.resolve("data/new/mapping.ttl").toString(), "-o", output.toString());
    assertThat(run.code()).as(run.err()).isZero();
    return Files.readString(output);
  }

  @Test
  void numbersAndDatesInSeveralFormsAreNamed() throws IOException {
    List<String> found =
        findings(
            "t.csv",
            """
            id,share,price,day,year,code
            a,45%,$5,2024-05-01,2020,1A
            b,0.3,€7,1.5.2024,2021-01-01,7
            c,12.5%,$9,3.5.2024,2022,B2
            d,7%,k. A.,4.5.2024,2023,9
            """);
    assertThat(found)
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:3] column 'share' has 3 numbers in % ('45%', line 2),"
                            + " 1 number ('0.3', line 3): its cells are texts because of this"),
            f ->
                assertThat(f)
                    .contains(
                        "column 'price' has 2 numbers in $ ('$5', line 2), 1 number in € ('€7',"),
            f -> assertThat(f).contains("column 'day' has 3 dates ('1.5.2024', line 3), 1 date ("),
            f -> assertThat(f).contains("column 'year' has 3 numbers ('2020', line 2), 1 date ("));
  }

  @Test
  void mostlyNumbersOrDatesAreNamedWithTheOthers() throws IOException {
    assertThat(
            findings(
                "t.csv",
                """
                id,balance,change,opened,weight,note,version,group
                a,"(1,234.50)",+5,2020-01-05,1 kg,1,1.0,18-24
                b,"1,000.00",−3,05.01.2020,2 kg,x,1.1,25-34
                c,500-,1e3,2020-02-30,800 g,3,2.0-beta,35+
                d,"2,500.00 CR",5,2020-Q3,3 kg,4,2.1.3,18-24
                """))
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:4] column 'balance' has 2 numbers ('(1,234.50)', line 2), 2"
                            + " texts of another form ('500-', line 4; '2,500.00 CR', line 5)"),
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:4] column 'change' has 3 numbers ('+5', line 2), 1")
                    .contains("1 number with an exponent ('1e3', line 4)"),
            f ->
                assertThat(f)
                    .contains("column 'opened' has 1 date ('2020-01-05', line 2), 1 date ('05.01.")
                    .contains("2 texts of another form ('2020-02-30', line 4; '2020-Q3', line 5)"),
            f ->
                assertThat(f)
                    .contains(
                        "column 'weight' has 3 numbers in kg ('1 kg', line 2), 1 number in g"));
  }

  @Test
  void numbersOfNinesFarOutsideTheOthersAreNamed() throws IOException {
    StringBuilder rows = new StringBuilder("id,temp,depth,price,share,n\n");
    for (int i = 1; i <= 40; i++) {
      rows.append(
          "k%d,%s,%s,%s,%s,%d\n"
              .formatted(
                  i,
                  i == 17 ? "-999" : i + ".0",
                  i % 10 == 0 ? "99999" : i * 3,
                  i == 9 ? "999" : i * 20,
                  i == 5 ? "0.1" : i == 7 ? "n.a." : i + "%",
                  i == 8 ? -9 : i));
    }
    assertThat(findings("t.csv", rows.toString()))
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:18] column 'temp': '-999' (1 times) is far outside of the"
                            + " other numbers, 1.0 to 40.0, and is read as a number"),
            f -> assertThat(f).startsWith("WARN [t.csv:11] column 'depth': '99999' (4 times)"),
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:6] column 'share': '0.1' is not a number like")
                    .contains("which are 38 of 39 and give the column its datatype: the mapping"));
  }

  @Test
  void shiftedRowsAreNamed() throws IOException {
    String table =
        """
        id,city,country,pop,year
        1,Lyon,France,500000,2020
        2,Washington, D.C.,USA,700000,2020
        3,Lima,Peru,10000000
        4,Rome,Italy,2800000,2020
        5,,Oslo,Norway,700000
        """;
    assertThat(findings("t.csv", table))
        .anySatisfy(f -> assertThat(f).startsWith("WARN [t.csv:3] the row has more cells"))
        .anySatisfy(
            f -> assertThat(f).startsWith("WARN [t.csv:4] the row has 4 cells; the header has 5"))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:6] 'Norway' is in column 'pop' and looks like 'country'"))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:3] column 'pop' has 3 numbers ('500000', line 2), 2"))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:3] column 'country'")
                    .contains("' D.C.' (line 3), 'Oslo' (line 6): 2 of 5 values are not in the"));
  }

  @Test
  void aRowThatLacksACellInItsMiddleIsNamed() throws IOException {
    assertThat(
            findings(
                "moved.csv",
                """
                id,name,site,height,opened
                1,Alpha,North,500,2001-01-01
                2,Beta,South,400,2002-01-01
                3,Gamma,300,2003-01-01,
                4,Delta,West,350,2004-01-01
                5,Eta,West,200,2005-01-01
                6,Zeta,East,W,2006-01-01
                7,Iota,,W,2007-01-01
                8,Theta,,Low,2007-01-01
                9,Kappa,East,100,2009-01-01
                """))
        .filteredOn(f -> f.contains("seem to have shifted"))
        .singleElement(STRING)
        .startsWith("WARN [moved.csv:4] '300' is in column 'site' and looks like 'height'");
  }

  @Test
  void errorsOfFormulasAreMissingValuesOfSheetsAndFiles() throws IOException {
    List<String> found =
        findings(
            "t.xlsx",
            Workbooks.zip(
                """
                <worksheet><sheetData>
                <row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="inlineStr"><is><t>size</t></is></c><c r="C1" t="inlineStr"><is><t>note</t></is></c></row>
                <row r="2"><c r="A2" t="inlineStr"><is><t>A1</t></is></c><c r="B2"><v>3</v></c><c r="C2" t="e"><v>#REF!</v></c></row>
                <row r="3"><c r="A3" t="inlineStr"><is><t>A2</t></is></c><c r="B3" t="e"><v>#DIV/0!</v></c><c r="C3" t="inlineStr"><is><t>new one</t></is></c></row>
                </sheetData></worksheet>\
                """));
    assertThat(found)
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.xlsx:3] column 'size': '#DIV/0!' (1 times, cell B3) is the error"
                            + " of a formula, and is taken for a missing value"),
            f ->
                assertThat(f)
                    .startsWith("WARN [t.xlsx:2] column 'note': '#REF!' (1 times, cell C2)"));
    assertThat(mapping()).contains("rml:null \"\" , \"#DIV/0!\" , \"#REF!\"");
    assertThat(mapped()).contains("\"3\"^^", "\"new one\"").doesNotContain("#REF!", "#DIV");
  }

  @Test
  void datesThatAreNoDayAreMissingValuesOfSheets() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 2; i < 12; i++) {
      rows.append(
          "<row r=\"%1$d\"><c r=\"A%1$d\"><v>%1$d</v></c><c r=\"B%1$d\" s=\"1\"><v>%2$d</v></c></row>"
              .formatted(i, i == 4 ? 60 : 45_000 + i));
    }
    assertThat(
            findings(
                "t.xlsx",
                Workbooks.zip(
                    """
                    <worksheet><sheetData>
                    <row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="inlineStr"><is><t>seen</t></is></c></row>
                    %s</sheetData></worksheet>\
                    """
                        .formatted(rows))))
        .singleElement(STRING)
        .startsWith(
            "WARN [t.xlsx:4] column 'seen': '#####' (1 times, cell B4) is the error of a date that"
                + " is no day, and is taken for a missing value");
    assertThat(mapping()).contains("rml:null \"\" , \"#####\"", "xsd:date");
    assertThat(mapped()).contains("\"2023-03-17\"^^").doesNotContain("#####");
  }

  @Test
  void emptyTextsOfJsonAreNoValues() throws IOException {
    assertThat(
            findings(
                "t.json",
                "[{\"id\":\"a\",\"name\":\"\",\"n\":1},{\"id\":\"b\",\"name\":\"Bee\",\"n\":\"\"},"
                    + "{\"id\":\"c\",\"name\":\"Cee\",\"n\":3}]"))
        .isEmpty();
    assertThat(mapping()).contains("rml:null \"\"");
    assertThat(mapped())
        .contains("\"Bee\"", "\"3\"^^<http://www.w3.org/2001/XMLSchema#integer>")
        .doesNotContain("\"\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl"})
  void aMemberOfSeveralFormsIsReadInEach(String ending) throws IOException {
    List<String> rows =
        List.of(
            "{\"id\":1,\"tag\":\"t1\",\"at\":\"a1\",\"mix\":\"m1\",\"in\":{\"city\":\"c1\"},\"n\":[5]}",
            "{\"id\":2,\"tag\":[\"t2\",\"t3\"],\"at\":{\"b\":\"b2\"},\"mix\":[\"m2\",{\"x\":1}],"
                + "\"in\":{\"city\":[\"c2\",\"c3\"]},\"n\":7}",
            "{\"id\":3,\"tag\":[],\"at\":null,\"mix\":[],\"in\":{},\"n\":[8,9]}");
    boolean lines = ending.equals("jsonl");
    assertThat(
            findings(
                "t." + ending,
                lines ? String.join("\n", rows) : "[" + String.join(",\n", rows) + "]"))
        .singleElement(STRING)
        .startsWith("WARN [t." + ending + "] the draft maps nothing of mix[*]");
    assertThat(mapped())
        .contains("\"t1\"", "\"t2\"", "\"t3\"", "\"a1\"", "\"b2\"", "\"m1\"", "\"m2\"")
        .contains("#inCity> \"c1\"", "#inCity> \"c2\"", "#inCity> \"c3\"")
        .contains("#n> \"5\"", "#n> \"7\"", "#n> \"8\"", "#n> \"9\"")
        .doesNotContain("{", "[");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GB18030", "Big5", "Shift_JIS", "EUC-KR", "windows-1251", "KOI8-R"})
  void anEncodingThatTheWordsShowIsUsedAndNamed(String charset) throws IOException {
    List<String> words =
        switch (charset) {
          case "GB18030" -> List.of("北京", "上海", "广州", "成都", "武汉", "重庆", "大学");
          case "Big5" -> List.of("臺北", "高雄", "臺中", "臺南", "新竹", "花蓮", "大學");
          case "Shift_JIS" -> List.of("東京", "大阪", "横浜", "名古屋", "さいたま", "タワー");
          case "EUC-KR" -> List.of("서울", "부산", "인천", "대구", "대전", "광주", "울산", "대학교");
          default -> List.of("Хабаровск", "Москва", "Казань", "Омск");
        };
    StringBuilder rows = new StringBuilder("id,name\n");
    words.forEach(word -> rows.append("%s,%s\n".formatted(rows.length(), word)));
    assertThat(findings("t.csv", rows.toString().getBytes(Charset.forName(charset))))
        .singleElement(STRING)
        .startsWith("INFO [t.csv] The file is not UTF-8. By its words it is %s;".formatted(charset))
        .contains("line 2 is '8,%s'".formatted(words.getFirst()));
    assertThat(mapped()).contains(words);
  }

  @Test
  void anEncodingThatFewWordsDoNotShowIsNamedWithTheLine() throws IOException {
    for (String charset : List.of("GB18030", "Shift_JIS")) {
      assertThat(
              findings(
                  charset + ".csv",
                  "id,name\n1,Berlin\n2,東京\n3,大阪\n".getBytes(Charset.forName(charset))))
          .singleElement(STRING)
          .startsWith("WARN [%s.csv:3] the file is not UTF-8".formatted(charset))
          .contains(charset, "state its encoding with --encoding NAME");
      Files.delete(folder.resolve("data/new/mapping.ttl"));
    }
    for (String table : List.of("id,name\n1,Köln\n2,Bonn\n", "id,size\n1,5 m²\n2,7 °C\n")) {
      assertThat(findings("latin.csv", table.getBytes(StandardCharsets.ISO_8859_1)))
          .noneMatch(finding -> finding.contains("UTF-8"));
      Files.delete(folder.resolve("data/new/mapping.ttl"));
    }
  }

  @Test
  void aHeaderAfterAnEmptyRowIsNamed() throws IOException {
    for (String gap : List.of("\n", ",,\n")) {
      assertThat(
              findings(
                  "t" + gap.length() + ".csv",
                  "code,size\nA1,3\nA2,5\n%scity,people,rate\nBonn,3300,n/a\nKoeln,10000,2\n"
                      .formatted(gap)))
          .anySatisfy(
              f ->
                  assertThat(f)
                      .startsWith(
                          "WARN [t%d.csv:5] after an empty row, 'city | people | rate' looks like the header of another table"
                              .formatted(gap.length())));
      Files.delete(folder.resolve("data/new/mapping.ttl"));
    }
    assertThat(findings("u.csv", "code,size\nA1,3\n\nA2,5\n\ncode,size\nB1,4\n"))
        .noneMatch(f -> f.contains("after an empty row"));
  }

  @Test
  void aCellBeyondTheHeaderIsNamedWithWhatBecomesOfIt() throws IOException {
    assertThat(findings("t.csv", "code,title\nA1,One\nA2,Two,extra\nA3,Three\n"))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:3] the row has more cells than the header")
                    .contains("'extra' become values of a column without a name"))
        .anySatisfy(f -> assertThat(f).startsWith("INFO [t.csv] The file is read leniently"));
    assertThat(mapped()).contains("\"extra\"");
  }

  @Test
  void aSecondTableOfTextsIsNoPartOfTheFirst() throws IOException {
    String[][] cells = {
      {"id", "product", "units"},
      {"1", "Cup", "5"},
      {"2", "Jug", "7"},
      {"", "", ""},
      {"code", "warehouse", ""},
      {"W1", "North", ""},
      {"W2", "South", ""}
    };
    findings("two.xlsx", Workbooks.workbook(cells));
    assertThat(mapping()).contains("'The data'!A1:C3\"", "'The data'!A5:B7\"");
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    StringBuilder csv = new StringBuilder();
    for (String[] row : cells) {
      csv.append(String.join(",", row)).append('\n');
    }
    assertThat(findings("two.csv", csv.toString()))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith("WARN [two.csv:5] after an empty row, 'code | warehouse' looks"));
  }

  @Test
  void totalsAndNotesAfterThemAreNoRows() throws IOException {
    assertThat(
            findings(
                "t.csv",
                """
                Visitors 2020

                region,visitors,museums
                North,1200,12
                South,3400,15
                West,900,7
                Total,5500,34
                * estimated
                ¹ provisional
                """))
        .anySatisfy(f -> assertThat(f).startsWith("INFO [t.csv] ").contains("Total | 5500 | 34"));
    assertThat(mapped()).contains("\"North\"").doesNotContain("Total", "provisional", "5500");
  }

  @Test
  void aTableWithoutAKeyIsNamedWithWhatOccursAgain() throws IOException {
    assertThat(
            findings(
                "t.csv", "code,title,price\nB1,First,10\nB1,First,10\nB1,Second,12\nb1,Third,13\n"))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:2] no columns identify the rows: column 'code' has 'B1' (lines"
                            + " 2, 3, 4) several times; the numbers of the rows do"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id,name", "name,id", "id,sort,name"})
  void anIdentifierThatOccursAgainIsNamed(String header) throws IOException {
    StringBuilder rows = new StringBuilder(header + "\n");
    String[][] things = {{"1", "a"}, {"2", "b"}, {"2", "c"}, {"3", "d"}, {"4", "e"}, {"5", "e2"}};
    for (String[] thing : things) {
      rows.append(
          header.replace("id", thing[0]).replace("name", thing[1]).replace("sort", "x") + "\n");
    }
    assertThat(findings("t.csv", rows.toString()))
        .singleElement(STRING)
        .startsWith("WARN [t.csv:4] column 'id': '2' occurs again (first in line 3), but 5 of 6")
        .contains("it is not the key because of this");
  }

  @Test
  void anIdentifierOfOtherThingsMayOccurAgain() throws IOException {
    assertThat(findings("t.csv", "id,site_id\n1,5\n2,6\n3,6\n4,7\n5,8\n6,9\n")).isEmpty();
    assertThat(findings("u.csv", "id,year,size\n1,2020,5\n2,2020,7\n2,2021,6\n3,2021,7\n"))
        .isEmpty();
    assertThat(findings("v.csv", "name,group_code\na,X1\nb,X2\nc,X2\nd,X3\ne,X4\n")).isEmpty();
  }

  @Test
  void numbersAndDatesWithTwoReadingsAreNamed() throws IOException {
    assertThat(
            findings(
                "t.csv",
                "id,n,when\na,\"1,234\",1/2/2020\nb,\"2,000\",3/4/2020\nc,\"7,100\",5/6/2020\n"))
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:2] column 'n': '1,234' is read as 1234, and can be 1.234, as"
                            + " all numbers of the column: state --decimal-mark . or ,"),
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:2] column 'when': day and month of '1/2/2020' can be"
                            + " exchanged, as of all dates of the column")
                    .contains("state --date-order DMY or MDY"));
    assertThat(mapping()).contains("# '1,234' is read as 1234, and can be 1.234");
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    assertThat(findings("u.csv", "id;n\na;1.234\nb;2.000\nc;7.100\n"))
        .singleElement(STRING)
        .startsWith("WARN [u.csv:2] column 'n': '1.234' is read as 1234, and can be 1.234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,n\na,\"1,234\"\nb,17\n",
        "id,n\na,\"1,234\"\nb,\"1,234,567\"\n",
        "id,n\na,\"1,234\"\nb,\"0,250\"\n",
        "id,n\na,\"$1,234\"\nb,\"$2,500\"\n",
        "id,n,share\na,\"1,234\",0.5\nb,\"2,250\",0.7\n",
        "id,n\na,1.234\nb,2.345\n",
        "id,when\na,1/2/2020\nb,13/4/2020\n"
      })
  void numbersAndDatesWithOneReadingAreNot(String table) throws IOException {
    assertThat(findings("t.csv", table)).isEmpty();
  }

  @Test
  void degreesThatNoPlaceHasAreNamed() throws IOException {
    assertThat(findings("t.csv", "id,lat,lon\n1,91.5,10\n2,50.1,190\n3,50,8\n"))
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:2] column 'lat': '91.5' is not a number of degrees, which are"
                            + " from -90 to 90, as 2 of 3 are"),
            f -> assertThat(f).startsWith("WARN [t.csv:3] column 'lon': '190' is not a number"));
    for (String meters :
        List.of("id,lat,lon\n1,5554321,3\n2,5552345,5\n", "id,lat\n1,91.5\n2,3\n")) {
      Files.delete(folder.resolve("data/new/mapping.ttl"));
      assertThat(findings("u.csv", meters)).isEmpty();
    }
  }

  @Test
  void aQuoteThatIsNotClosedIsNamed() throws IOException {
    assertThat(findings("t.csv", "id,t\n1,\"abc\n2,d\n3,e\n"))
        .singleElement(STRING)
        .startsWith("WARN [t.csv:2] column 't': \"abc begins with a quote that is not closed");
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    assertThat(findings("u.csv", "id,t\n1,5\" pipe\n2,7\" pipe\n")).isEmpty();
  }

  @Test
  void thinSpacesDivideThousands() throws IOException {
    assertThat(findings("t.csv", "id,n\n1,1\u2009234\n2,2\u202F345\n3,4\u00A0567\n")).isEmpty();
    assertThat(mapped()).contains("\"1234\"^^", "\"2345\"^^", "\"4567\"^^");
  }

  @Test
  void valuesThatAreNoKnownAreasAreNamed() throws IOException {
    StringBuilder rows = new StringBuilder("id,country,n\n");
    for (String country : List.of("France", "Spain", "Italy", "Peru", "Norway", "Japan", "D.C.")) {
      rows.append("x%s,%s,1\n".formatted(country.toLowerCase(Locale.ROOT), country));
    }
    assertThat(findings("t.csv", rows.toString()))
        .anySatisfy(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:8] column 'country': 'D.C.' (line 8): 1 of 7 values are not"));
  }

  @Test
  void charactersThatNobodySeesAreNamed() throws IOException {
    assertThat(
            findings(
                "t.csv",
                "code,ti\u00ADtle,size\nA1,One,1\nA\u200B2,Two,\u00A02\nA3,a long\u00AD text,3\n"))
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .contains("the name of column 'ti\u00ADtle' contains")
                    .contains("the invisible character U+00AD"),
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:3] column 'code': 'A\u200B2' contains")
                    .contains("the invisible character U+200B"),
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:3] column 'size'")
                    .contains("a no-break space at an end"));
  }

  @Test
  void controlCharactersThatTheDraftRemovesAreNamed() throws IOException {
    assertThat(
            findings(
                "t.csv", "id,name\n1,a\u0007b\n2,c\u0000d\n3,e\n4,f\u0001\n5,\u0002g\n6,\u0003\n"))
        .satisfiesExactly(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:2] column 'name': the character U+0007 cannot be written in"
                            + " XML; the draft removes it with fn:clean"),
            f -> assertThat(f).startsWith("WARN [t.csv:3] column 'name': the character U+0000"),
            f -> assertThat(f).startsWith("WARN [t.csv:5] column 'name': the character U+0001"),
            f ->
                assertThat(f)
                    .isEqualTo("WARN [t.csv] column 'name': more cells have such characters"));
    assertThat(mapping()).contains("# fn:clean removes control characters of the table");
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    assertThat(findings("u.csv", "id,name\n1,\"a\tb\nc\"\n2,d\n")).isEmpty();
  }

  /// Nearly all cells of a column decide its datatype: the mapping refuses the others.
  @ParameterizedTest
  @CsvSource({
    "dates, date, 31.4.2024",
    "iso, date, 2024-04-31",
    "numbers, number, 5 apples",
    "decimals, number, '1,5,5'",
    "answers, truth value, maybe"
  })
  void fewCellsUnlikeTheOthersAreRefused(String name, String kind, String wrong)
      throws IOException {
    String table = table(name, wrong, 29);
    assertThat(findings("t.csv", table))
        .singleElement(STRING)
        .startsWith(
            "WARN [t.csv:9] column 'x': '%s' is not a %s like the others, which are 29 of 30"
                .formatted(wrong, kind))
        .contains("the mapping refuses this cell");
    assertThat(mapping()).contains("# Refused, because", "\"" + wrong + "\"");
    String mapping = folder.resolve("data/new/mapping.ttl").toString();
    Path output = folder.resolve("o.nq");
    Project.Outcome run = Project.at(folder).command("map", mapping, "-o", output.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("t.csv:9] ").contains(wrong);
    String bad = folder.resolve("bad.txt").toString();
    Project.at(folder).command("map", mapping, "--skip-bad-rows", bad, "-o", output.toString());
    assertThat(Files.readString(output)).contains("#x> \"").doesNotContain(wrong);
  }

  @Test
  void fewCellsDoNotShowADatatype() throws IOException {
    for (String name : List.of("dates", "answers")) {
      assertThat(findings("t.csv", table(name, "k9", 12)))
          .singleElement(STRING)
          .contains("'k9' is not a", "all become texts because of it");
      assertThat(mapped()).contains("\"k9\"");
      Files.delete(folder.resolve("data/new/mapping.ttl"));
    }
    assertThat(findings("u.csv", "id,ok\n1,yes\n2,no\n3,no\n4,partly\n5,partly\n")).isEmpty();
  }

  private static String table(String name, String wrong, int others) {
    StringBuilder rows = new StringBuilder("id,x\n");
    for (int i = 1; i <= others; i++) {
      String cell =
          switch (name) {
            case "dates" -> i + ".4.2024";
            case "iso" -> "2024-04-%02d".formatted(i);
            case "decimals" -> i + ",25";
            case "answers" -> i % 3 == 0 ? "ja" : "nein";
            default -> String.valueOf(i * 7);
          };
      rows.append(i == 8 ? "0,\"%s\"\n".formatted(wrong) : "");
      rows.append("%d,\"%s\"\n".formatted(i, cell));
    }
    return rows.toString();
  }

  @Test
  void spacesThatMakeAnotherValueAreNamed() throws IOException {
    assertThat(
            findings(
                "t.csv",
                "id,place,note\nk1,\u00A0,x\nk2,Rome,\u200B\n k2,Oslo ,y\nk3,Oslo,z\nk4,Bonn ,z\n"))
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:2] column 'place': the cell is not empty, but contains")
                    .contains("(U+00A0)"),
            f -> assertThat(f).startsWith("WARN [t.csv:3] column 'note': the cell is not empty"),
            f ->
                assertThat(f)
                    .startsWith(
                        "WARN [t.csv:4] column 'id': ' k2' begins with white space, so that"),
            f ->
                assertThat(f).startsWith("WARN [t.csv:4] column 'place': 'Oslo ' ends with white"));
  }

  @Test
  void longNumbersThatIdentifyAreTexts() throws IOException {
    findings("t.csv", "isbn,pages\n9780000000011,12345678\n9780000000022,22345678\n");
    assertThat(mapped()).contains("#isbn> \"9780000000011\" .", "\"12345678\"^^");
  }

  @Test
  void labelsHaveTheLanguageOfTheHeaders() throws IOException {
    StringBuilder german = new StringBuilder("Nummer,Titel,Art\n");
    StringBuilder english = new StringBuilder("number,title,kind\n");
    for (int i = 0; i < 30; i++) {
      german.append("A%d,Schau %d,%s\n".formatted(i, i, i % 2 == 0 ? "Dauerschau" : "Sonderschau"));
      english.append("A%d,Show %d,%s\n".formatted(i, i, i % 2 == 0 ? "permanent" : "special"));
    }
    findings("schauen.csv", german.toString());
    assertThat(mapped()).contains("\"Dauerschau\"@de").doesNotContain("@en");
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    findings("shows.csv", english.toString());
    assertThat(mapped()).contains("\"permanent\"@en");
  }

  @Test
  void aCodeIsTheKeyAndNotAnAddress() throws IOException {
    for (String header : List.of("code,operator_name,website", "code,operator_name,url")) {
      findings(
          "operators.csv",
          header
              + "\nNMO,Northern Met Office,https://nmo.example/\n"
              + "CMO,Coastal Met Office,https://cmo.example/\n");
      assertThat(mapping())
          .contains("operators-{code}\"")
          .doesNotContain("rml:subjectMap [ rml:reference");
      Files.delete(folder.resolve("data/new/mapping.ttl"));
    }
    findings("pages.csv", "name,url\nOne,https://a.example/\nTwo,https://b.example/\n");
    assertThat(mapping()).contains("rml:reference \"url\"").doesNotContain("pages-{name}");
  }

  @Test
  void compoundWordsForNamesAreLabels() throws IOException {
    findings("orte.csv", "Kennung,Ortsname,Bund\nK,Köln,1\nBN,Bonn,2\nMZ,Mainz,3\nTR,Trier,4\n");
    assertThat(mapping())
        .contains("rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"Ortsname\"");
  }

  /// Amounts in several currencies have no common unit.
  @Test
  void theCurrencyOfAmountsMayBeInAColumn() throws IOException {
    String note =
        "The currency of 'amount' is in the column 'currency' (EUR, USD): compare and add amounts"
            + " of one currency only";
    assertThat(findings("bills.csv", "id,amount,currency\n1,5.5,EUR\n2,7,USD\n3,6,EUR\n"))
        .anyMatch(finding -> finding.contains(note));
    assertThat(mapping()).contains("# " + note);
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    for (String others :
        List.of("id,mass,currency\n1,5,EUR\n2,7,USD\n", "id,amount,code\n1,5,BB1\n2,7,USD\n")) {
      assertThat(findings("bills.csv", others))
          .noneMatch(finding -> finding.contains("currency of"));
      Files.delete(folder.resolve("data/new/mapping.ttl"));
    }
  }

  /// The name of a company is that of the row, unless rows share it.
  @Test
  void theNamesOfOrganisationsAreLabels() throws IOException {
    String label = "rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"company\"";
    findings(
        "customers.csv", "id,company,city\n1,Acme Ltd,Bonn\n2,Nord GmbH,Rome\n3,Sole SpA,Bonn\n");
    assertThat(mapping()).contains(label);
    Files.delete(folder.resolve("data/new/mapping.ttl"));
    findings("orders.csv", "id,company,city\n1,Acme Ltd,Bonn\n2,Acme Ltd,Rome\n3,Acme Ltd,Bonn\n");
    assertThat(mapping()).doesNotContain(label);
  }
}
