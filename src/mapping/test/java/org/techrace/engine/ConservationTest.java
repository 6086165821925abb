package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Workbooks;
import org.techrace.engine.Conservation.Column;
import org.techrace.engine.Conservation.Outcome;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// No cell is lost without a trace: `cells = values + empty + null marks + dropped + refused +
/// merged + not read` for each column, and a cell is counted as a value exactly if its text is in
/// the output.
@Tag("long")
final class ConservationTest {
  private static final int MAPPINGS = 10_000;
  private static final int COLUMNS = 5;
  private static final Set<String> NULLS = Set.of("NA", "..");

  @TempDir private Path folder = Path.of("");

  private record Run(Conservation counts, String output, Report report) {}

  private Run run(Workbench bench, int threads) throws IOException {
    Conservation counts = new Conservation();
    Report report = new Report((_, _) -> {});
    Mapping mapping =
        MappingReader.read(folder.resolve("mapping.ttl"), Path.of(""), RdfVersion.RDF_1_1, report)
            .orElseThrow(() -> new AssertionError(report.findings()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(mapping, bench.options().withThreads(threads).withConservation(counts), report)
        .writeNQuads(out);
    assertThat(report.hasErrors()).as("%s", report.findings()).isFalse();
    return new Run(counts, out.toString(StandardCharsets.UTF_8), report);
  }

  private static Column column(Conservation counts, String name) {
    return counts.columns().stream()
        .filter(
            column ->
                column.column().equals(name) && column.table().matches(".*t\\.(csv|json|xml)"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsEachCellOfRandomTablesAndMappings() throws IOException {
    Random random = new Random(40);
    Workbench bench = new Workbench(folder);
    for (int n = 0; n < MAPPINGS; n++) {
      List<List<String>> rows = rows(random);
      StringBuilder csv = new StringBuilder("c0,c1,c2,c3,c4\n");
      rows.forEach(row -> csv.append(String.join(",", row)).append('\n'));
      String mapping = mapping(random);
      bench.file("t.csv", csv.toString()).file("mapping.ttl", mapping);
      Run run = run(bench, 1 + n % 2);
      String what = csv + mapping + run.output;
      assertThat(run.counts.columns()).as(what).hasSize(COLUMNS);
      for (Column column : run.counts.columns()) {
        int index = Integer.parseInt(column.column().substring(1));
        List<String> cells =
            rows.stream().filter(row -> row.size() == COLUMNS).map(row -> row.get(index)).toList();
        long refusedRows = (long) rows.size() - cells.size();
        assertThat(column.cells()).as(what).isEqualTo(rows.size());
        if (column.count(Outcome.UNREAD) > 0) {
          assertThat(column.count(Outcome.UNREAD)).as(what).isEqualTo(rows.size());
          assertThat(cells.stream().filter(cell -> cell.length() == 6))
              .as(what)
              .noneMatch(run.output::contains);
          continue;
        }
        assertThat(column.count(Outcome.EMPTY))
            .as(what)
            .isEqualTo(cells.stream().filter(String::isEmpty).count());
        assertThat(column.count(Outcome.NULL_MARK))
            .as(what)
            .isEqualTo(cells.stream().filter(NULLS::contains).count());
        assertThat(column.count(Outcome.REFUSED)).as(what).isGreaterThanOrEqualTo(refusedRows);
        assertThat(column.count(Outcome.VALUE))
            .as("%s of %s", column, what)
            .isEqualTo(
                cells.stream()
                    .filter(cell -> cell.length() == 6 && run.output.contains(cell))
                    .count());
      }
    }
  }

  /// Returns rows whose cells have texts of six characters that occur once, no text, or a text that
  /// means "no value". Some rows have a cell too many.
  private static List<List<String>> rows(Random random) {
    List<List<String>> rows = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int r = 0; r < count; r++) {
      List<String> row = new ArrayList<>();
      for (int c = 0; c < COLUMNS; c++) {
        row.add(
            switch (random.nextInt(6)) {
              case 0 -> "";
              case 1 -> random.nextBoolean() ? "NA" : "..";
              case 2, 3 -> "%d%03d%d1".formatted(1 + random.nextInt(2), r, c);
              default -> "%c%03d%dt".formatted(random.nextBoolean() ? 'a' : 'b', r, c);
            });
      }
      if (random.nextInt(12) == 0) {
        row.add("extra");
      }
      rows.add(row);
    }
    return rows;
  }

  private static String mapping(Random random) {
    StringBuilder maps =
        new StringBuilder(
            Workbench.PREFIXES
                + "@prefix fn: <https://w3id.org/techrace/tool/function#> .\n"
                + "<#rows> rml:source [ rml:path \"t.csv\" ; rml:null \"\" , \"NA\" , \"..\" ] ;"
                + " rml:referenceFormulation rml:CSV .\n");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      maps.append("<#m").append(i).append("> rml:logicalSource <#rows> ; rml:subjectMap [ ");
      maps.append("rml:template \"http://example.org/{c").append(random.nextInt(COLUMNS));
      maps.append("}\" ]");
      int objects = random.nextInt(4);
      for (int o = 0; o < objects; o++) {
        maps.append(" ;\n  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ ");
        maps.append(object("c" + random.nextInt(COLUMNS), "c" + random.nextInt(COLUMNS), random));
        maps.append(" ] ]");
      }
      maps.append(" .\n");
    }
    return maps.toString();
  }

  private static String object(String column, String other, Random random) {
    String text = "rml:inputValueMap [ rml:reference \"%s\" ]".formatted(column);
    return switch (random.nextInt(8)) {
      case 0 -> "rml:template \"http://example.org/{%s}/{%s}\"".formatted(column, other);
      case 1 -> call("dropIf", text, "pattern", "a.*|1.*");
      case 2 -> call("parseNumber", text, "decimalMark", ".");
      case 3 -> call("concat", text, "other", "!");
      case 4 -> "rml:reference \"%s\" ; rml:datatype xsd:integer".formatted(column);
      case 5 -> "rml:reference \"%s\" ; rml:termType rml:IRI".formatted(column);
      case 6 ->
          "rml:reference \"%s\" ; rml:condition [ %s ]"
              .formatted(column, call("startsWith", text, "prefix", "a"));
      default -> "rml:reference \"%s\"".formatted(column);
    };
  }

  private static String call(String function, String text, String parameter, String value) {
    return "rml:functionExecution [ rml:function fn:%s ; rml:input [ rml:parameter fn:text ; %s ] , [ rml:parameter fn:%s ; rml:inputValue \"%s\" ] ]"
        .formatted(function, text, parameter, value);
  }

  @Test
  void countsTheKeysOfJoinsAndListsColumnsThatAreNotRead() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "id,maker,note\n1,a,x\n2,b,x\n3,,x\n")
            .file("makers.csv", "code,name,since\na,Alpha,1\nc,Gamma,2\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> rml:logicalSource [ rml:source [ rml:path "t.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:maker ; rml:objectMap [ rml:parentTriplesMap <#makers> ;
                        rml:joinCondition [ rml:child "maker" ; rml:parent "code" ] ] ] .
                    <#makers> rml:logicalSource [ rml:source [ rml:path "makers.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:subjectMap [ rml:template "http://example.org/{name}" ; rml:class ex:Maker ] .
                    """);
    Conservation counts = run(bench, 2).counts;
    Column maker = column(counts, "maker");
    assertThat(maker.count(Outcome.VALUE)).isEqualTo(1);
    assertThat(maker.count(Outcome.EMPTY)).isEqualTo(1);
    assertThat(maker.count(Outcome.DROPPED)).isEqualTo(1);
    assertThat(maker.examples().get(Outcome.DROPPED)).containsExactly("'b' (line 3)");
    assertThat(
            counts.columns().stream()
                .filter(column -> column.column().equals("code"))
                .map(column -> column.count(Outcome.VALUE)))
        .containsExactly(2L);
    assertThat(counts.unread().values()).containsExactly(List.of("since"), List.of("note"));
    assertThat(column(counts, "note").counts()).isEqualTo(Map.of(Outcome.UNREAD, 3L));
  }

  @Test
  void valuesOfJsonThatNothingReadsAreCounted() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file(
                "t.json",
                """
                {"made": "2026", "things": [
                  {"id": 1, "a": {"b": "x", "c": [1, 2]}, "d e": true, "jobs": [{"t": "y", "u": 3}, {"t": null}]},
                  {"id": 2, "a": {"b": ["z"]}, "x": {"y": [[4], 5, {"z": 6}]}, "jobs": []}]}
                """)
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> rml:logicalSource <#things> ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:b ; rml:objectMap [ rml:reference "$.a.b[*]" ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:z ; rml:objectMap [ rml:reference "x..z" ] ] .
                    <#things> rml:source [ rml:path "t.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$.things[*]" .
                    <#j> rml:logicalSource [ a rml:LogicalView ; rml:viewOn <#things> ;
                        rml:field [ rml:fieldName "id" ; rml:reference "id" ] ,
                          [ rml:fieldName "job" ; rml:iterator "$.jobs[*]" ; rml:field [ rml:fieldName "t" ; rml:reference "t" ] ] ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:t ; rml:objectMap [ rml:reference "job.t" ] ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    assertThat(counts.unread().values())
        .containsExactly(
            List.of(
                "$.made",
                "$.things[*].a.c[*]",
                "$.things[*]['d e']",
                "$.things[*].jobs[*].u",
                "$.things[*].x.y[*][*]",
                "$.things[*].x.y[*]"));
    assertThat(column(counts, "$.things[*].a.c[*]").counts()).isEqualTo(Map.of(Outcome.UNREAD, 2L));
    assertThat(column(counts, "$.made").counts()).isEqualTo(Map.of(Outcome.UNREAD, 1L));
  }

  @Test
  void textsOfXmlThatNothingReadsAreCounted() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file(
                "t.xml",
                """
                <list xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false" made="2026">
                  <thing id="1" kind="k"><name lang="en">One</name><size unit="m">4</size><p>more <b>text</b></p>
                    <job year="1999"><title>T</title></job></thing>
                  <thing id="2"><name>Two</name><note>n</note><job year="2000"/></thing>
                  <deep><a><b><c>x</c></b></a></deep>
                </list>
                """)
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> rml:logicalSource [ rml:source [ rml:path "t.xml" ] ; rml:referenceFormulation rml:XPath ; rml:iterator "/list/thing" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{@id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:n ; rml:objectMap [ rml:reference "name[@lang='en']" ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "p/text()" ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:c ; rml:objectMap [ rml:reference "../deep//c" ] ] .
                    <#j> rml:logicalSource [ rml:source [ rml:path "t.xml" ] ; rml:referenceFormulation rml:XPath ; rml:iterator "//job" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{@year}" ; rml:class ex:Job ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    assertThat(counts.unread().values())
        .containsExactly(
            List.of(
                "/list/@made",
                "/list/thing/@kind",
                "/list/thing/size/@unit",
                "/list/thing/size",
                "/list/thing/p/b",
                "/list/thing/job/title",
                "/list/thing/note"));
    assertThat(column(counts, "/list/thing/note").counts()).isEqualTo(Map.of(Outcome.UNREAD, 1L));
  }

  @Test
  void namesOfMembersThatAreDataAreCountedTogether() throws IOException {
    StringBuilder json = new StringBuilder("{\"id\": 1, \"by\": {\"k\": {\"n\": 0}");
    for (int i = 0; i < 3_000; i++) {
      json.append(", \"k").append(i).append("\": {\"n\": 1, \"m\": 2}");
    }
    Workbench bench =
        new Workbench(folder)
            .file("t.json", json + "}}")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> rml:logicalSource [ rml:source [ rml:path "t.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:n ; rml:objectMap [ rml:reference "by.*.n" ] ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    long unread = counts.columns().stream().mapToLong(column -> column.count(Outcome.UNREAD)).sum();
    assertThat(unread).isEqualTo(3_000);
    assertThat(column(counts, "$.by.*.m").count(Outcome.UNREAD)).isGreaterThan(2_000);
  }

  @Test
  void aColumnThatNamesFilesIsRead() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "id,country,note\n1,de,x\n2,fr,y\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    @prefix tool: <https://w3id.org/techrace/tool#> .
                    <#m> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ;
                        rml:logicalTarget [ rml:target [ a rml:FilePath ; tool:pathTemplate "{country}.nt" ; rml:root rml:MappingDirectory ] ;
                          rml:serialization <http://www.w3.org/ns/formats/N-Triples> ] ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    assertThat(counts.unread().values()).containsExactly(List.of("note"));
    assertThat(column(counts, "country").counts()).isEqualTo(Map.of(Outcome.VALUE, 2L));
  }

  @Test
  void aTextOfJsonThatAPathGoesOnBelowIsDropped() throws IOException {
    checkTextThatAPathGoesOnBelow(
        "t.json",
        """
        [ { "id": 1, "address": { "city": "Bonn" } },
          { "id": 2, "address": "nowhere" },
          { "id": 3 },
          { "id": 4, "address": { "city": "-" } } ]
        """,
        "rml:JSONPath ; rml:iterator \"$[*]\"",
        "address.city");
  }

  @Test
  void aTextOfXmlThatAPathGoesOnBelowIsDropped() throws IOException {
    checkTextThatAPathGoesOnBelow(
        "t.xml",
        """
        <rows><row id="1"><address><city>Bonn</city></address></row>
          <row id="2"><address>nowhere</address></row>
          <row id="3"><address/></row>
          <row id="4"><address><city>-</city></address></row></rows>
        """,
        "rml:XPath ; rml:iterator \"/rows/row\"",
        "address/city");
  }

  private void checkTextThatAPathGoesOnBelow(
      String file, String text, String formulation, String reference) throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file(file, text)
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> rml:logicalSource [ rml:source [ rml:path "%s" ; rml:null "-" ] ; rml:referenceFormulation %s ] ;
                      rml:subjectMap [ rml:template "http://example.org/{%s}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:city ; rml:objectMap [ rml:reference "%s" ] ] .
                    """
                        .formatted(
                            file, formulation, file.endsWith("xml") ? "@id" : "id", reference));
    Run run = run(bench, 1);
    Column city =
        run.counts.columns().stream()
            .filter(column -> column.column().equals(reference))
            .findFirst()
            .orElseThrow();
    assertThat(city.counts())
        .isEqualTo(
            Map.of(
                Outcome.VALUE, 1L, Outcome.DROPPED, 1L, Outcome.EMPTY, 1L, Outcome.NULL_MARK, 1L));
    assertThat(city.examples().get(Outcome.DROPPED)).containsExactly("'nowhere' (line 2)");
    assertThat(run.report.findings())
        .singleElement()
        .asString()
        .contains(file + ":2:")
        .contains("the reference '" + reference + "' goes on below values")
        .contains("such as 'nowhere'");
  }

  @Test
  void countsCellsOfTableFormatsAndOfColumnsThatBecomeRows() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "area,2020,2021\nA,1,NA\nB,x,4\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    @prefix tool: <https://w3id.org/techrace/tool#> .
                    <#m> rml:logicalSource [ tool:unpivots [ rml:source [ rml:path "t.csv" ; rml:null "NA" ] ; rml:referenceFormulation rml:CSV ] ;
                        tool:columnPattern "^[0-9]{4}$" ; tool:nameField "year" ; tool:valueField "v" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{area}-{year}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [ rml:reference "v" ; rml:datatype xsd:integer ] ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    assertThat(column(counts, "v").counts())
        .containsEntry(Outcome.VALUE, 2L)
        .containsEntry(Outcome.REFUSED, 1L);
    assertThat(counts.unread().values()).allMatch(List::isEmpty);
  }

  @Test
  void countsCellsThatBecomeNoRowAndThoseOfTheFooter() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "id,2019,2020,2021\nx,1,-,\ny,-,,\nz,1,2,3\nNote,,,\nTotal,2,2,3\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    @prefix tool: <https://w3id.org/techrace/tool#> .
                    <#m> rml:logicalSource [ tool:unpivots [ rml:referenceFormulation rml:CSV ; rml:source [
                          rml:path "t.csv" ; rml:null "-" , "" ; csvw:dialect [ tool:footerRows 2 ] ] ] ;
                        tool:columnPattern "^[0-9]{4}$" ; tool:nameField "year" ; tool:valueField "v" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}-{year}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [ rml:reference "v" ] ] .
                    """);
    Conservation counts = run(bench, 2).counts;
    Column value = column(counts, "v");
    assertThat(value.counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Outcome.VALUE, 4L, Outcome.EMPTY, 3L, Outcome.NULL_MARK, 2L));
    assertThat(value.examples().get(Outcome.NULL_MARK))
        .containsExactly("'-' (line 2)", "'-' (line 3)");
    assertThat(column(counts, "id").examples().get(Outcome.DROPPED))
        .containsExactly("'y' (line 3)", "'Note' (line 5)", "'Total' (line 6)");
    assertThat(column(counts, "2021").examples().get(Outcome.DROPPED))
        .containsExactly("'3' (line 6)");
  }

  @Test
  void countsMergedCellsOfColumnsThatBecomeRows() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file(
                "t.xlsx",
                Workbooks.workbook(
                    new String[][] {
                      {"", "id", "2019", "2020"}, {"", "x", "1", ""}, {"", "y", "2", "3"}
                    },
                    "C2:D2",
                    "B2:B3",
                    "A1:A3"))
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    @prefix tool: <https://w3id.org/techrace/tool#> .
                    <#m> rml:logicalSource [ tool:unpivots [ rml:referenceFormulation rml:CSV ; rml:iterator "The data!B1:D3" ; rml:source [
                          rml:path "t.xlsx" ; rml:null "-" ] ] ;
                        tool:columnPattern "^[0-9]{4}$" ; tool:nameField "year" ; tool:valueField "v" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}-{year}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [ rml:reference "v" ] ] .
                    """);
    Run run = run(bench, 1);
    assertThat(run.output.lines())
        .contains("<http://example.org/x-2020> <http://example.org/v> \"1\" .")
        .hasSize(4);
    Map<String, Column> columns =
        run.counts.columns().stream().collect(Collectors.toMap(Column::column, c -> c));
    assertThat(Objects.requireNonNull(columns.get("v")).counts())
        .containsExactlyInAnyOrderEntriesOf(Map.of(Outcome.VALUE, 3L, Outcome.MERGED, 1L));
    assertThat(Objects.requireNonNull(columns.get("id")).counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Outcome.VALUE, 2L, Outcome.MERGED, 2L, Outcome.DROPPED, 1L));
    assertThat(run.report.findings())
        .singleElement()
        .asString()
        .contains("t.xlsx:3] cell B3 has the value 'y', which is not read");
  }

  @Test
  void countsTheRowsOfTheFooterAsDropped() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "id,n\nx,1\ny,2\nz,3\nq,\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    @prefix tool: <https://w3id.org/techrace/tool#> .
                    <#m> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [
                          rml:path "t.csv" ; csvw:dialect [ tool:footerRows 2 ] ] ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:n ; rml:objectMap [ rml:reference "n" ] ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    assertThat(column(counts, "id").examples().get(Outcome.DROPPED))
        .containsExactly("'z' (line 4)", "'q' (line 5)");
    assertThat(column(counts, "n").counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Outcome.VALUE, 2L, Outcome.DROPPED, 1L, Outcome.EMPTY, 1L));
  }

  @Test
  void countsTheCellsThatAreInTheFile() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "id,a,b\nx,1\ny,2,3,4\nz\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    @prefix tool: <https://w3id.org/techrace/tool#> .
                    <#m> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [
                          rml:path "t.csv" ; csvw:dialect [ tool:lenient true ] ] ] ;
                      rml:subjectMap [ rml:template "http://example.org/{_row}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:id ; rml:objectMap [ rml:reference "id" ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:a ; rml:objectMap [ rml:reference "a" ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:b ; rml:objectMap [ rml:reference "b" ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:c ; rml:objectMap [ rml:reference "_col.4" ] ] .
                    """);
    Conservation counts = run(bench, 1).counts;
    assertThat(counts.columns().stream().mapToLong(Conservation.Column::cells).sum()).isEqualTo(7);
    assertThat(counts.columns()).extracting(Conservation.Column::column).doesNotContain("_row");
  }
}
