package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Workbooks;
import org.techrace.engine.Workbench.Result;

/// Columns become rows, cells become several values, and several files one table.
final class ShapingTest {
  private static final String YEARS =
      "area,Output 2019,Output 2020,unit\nA,1,2,t\nB,,many,t\nC,5,6,t\n";
  private static final String UNPIVOT =
      "@prefix tool: <https://w3id.org/techrace/tool#> .\n"
          + Workbench.PREFIXES
          + """
          <#map> rml:logicalSource [ tool:unpivots [ rml:source [ rml:path "%s" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
              tool:columnPattern "%s" ; tool:nameField "year" ; tool:valueField "output" ] ;
          rml:subjectMap [ rml:template "http://example.org/{%s}-{year}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:output ; rml:objectMap [ rml:reference "output" ; rml:datatype xsd:%s ] ] .
          """;

  @TempDir private Path folder;

  private Workbench bench() {
    return new Workbench(folder);
  }

  @Test
  void turnsColumnsIntoRowsAndNamesTheCellOfAFault() throws IOException {
    Result result =
        bench()
            .file("t.csv", YEARS)
            .file("mapping.ttl", UNPIVOT.formatted("t.csv", "Output ([0-9]{4})", "area", "integer"))
            .run();
    assertThat(result.findings())
        .containsExactly(
            "ERROR [t.csv:3 column 'Output 2020'] column 'output': 'many' is not a valid"
                + " xsd:integer; expected such as 42 (mapping.ttl:9:66 of <#map>)");
    assertThat(result.quads())
        .containsExactly(
            quad("A-2019", "output", "1"),
            quad("A-2020", "output", "2"),
            quad("C-2019", "output", "5"),
            quad("C-2020", "output", "6"));
  }

  private static String quad(String subject, String property, String integer) {
    return "<http://example.org/%s> <http://example.org/%s> \"%s\"^^<http://www.w3.org/2001/XMLSchema#integer> ."
        .formatted(subject, property, integer);
  }

  @Test
  void turnsColumnsOfParquetAndSpreadsheetsIntoRows() throws IOException {
    byte[] parquet =
        Files.readAllBytes(
            Path.of("src/mapping/test/resources/rml/cases/TRFORMAT06a/people.parquet"));
    Result result =
        bench()
            .file("people.parquet", parquet)
            .file("mapping.ttl", UNPIVOT.formatted("people.parquet", "^born$", "id", "date"))
            .run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/1-born> <http://example.org/output>"
                + " \"1990-02-03\"^^<http://www.w3.org/2001/XMLSchema#date> .",
            "<http://example.org/3-born> <http://example.org/output>"
                + " \"2001-12-31\"^^<http://www.w3.org/2001/XMLSchema#date> .");
    Result sheet =
        bench()
            .file(
                "t.xlsx",
                Workbooks.workbook(
                    new String[][] {{"area", "2019", "2020"}, {"A", "7", ""}, {"B", "", "x"}}))
            .file("mapping.ttl", UNPIVOT.formatted("t.xlsx", "^[0-9]{4}$", "area", "integer"))
            .run();
    assertThat(sheet.quads()).containsExactly(quad("A-2019", "output", "7"));
    assertThat(sheet.findings().getFirst()).startsWith("ERROR [t.xlsx:3 column '2020'] ");
  }

  @Test
  void turnsColumnsIntoRowsInAViewAndInTheParentOfAJoin() throws IOException {
    Result result =
        bench()
            .file("t.csv", "area,2019,2020\nA,1,2\n")
            .file("years.csv", "year\n2020\n")
            .file(
                "mapping.ttl",
                "@prefix tool: <https://w3id.org/techrace/tool#> .\n"
                    + Workbench.PREFIXES
                    + """
                    <#cells> tool:unpivots [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ; tool:columnPattern "^[0-9]+$" .
                    <#view> rml:viewOn <#cells> ; rml:field [ rml:fieldName "y" ; rml:reference "name" ] ,
                        [ rml:fieldName "v" ; rml:reference "value" ] , [ rml:fieldName "a" ; rml:reference "area" ] .
                    <#figure> rml:logicalSource <#view> ; rml:subjectMap [ rml:template "http://example.org/{a}-{y}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:value ; rml:objectMap [ rml:reference "v" ] ] .
                    <#year> rml:logicalSource [ rml:source [ rml:path "years.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:subjectMap [ rml:template "http://example.org/{year}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:figure ; rml:objectMap [ rml:parentTriplesMap <#plain> ;
                        rml:joinCondition [ rml:child "year" ; rml:parent "name" ] ] ] .
                    <#plain> rml:logicalSource <#cells> ; rml:subjectMap [ rml:template "http://example.org/{area}-{name}" ] .
                    """)
            .run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/2020> <http://example.org/figure> <http://example.org/A-2020> .",
            "<http://example.org/A-2019> <http://example.org/value> \"1\" .",
            "<http://example.org/A-2020> <http://example.org/value> \"2\" .");
  }

  @Test
  void reportsAPatternThatMatchesNoColumnOrIsInvalid() throws IOException {
    bench().file("t.csv", YEARS);
    Result none =
        bench().file("mapping.ttl", UNPIVOT.formatted("t.csv", "^x$", "area", "integer")).run();
    assertThat(none.findings())
        .singleElement()
        .asString()
        .contains("no column of t.csv matches \"^x$\"; the columns are area, Output 2019");
    Result invalid =
        bench().file("mapping.ttl", UNPIVOT.formatted("t.csv", "(", "area", "integer")).run();
    assertThat(invalid.findings().getFirst())
        .startsWith("ERROR [mapping.ttl:6:")
        .contains("tool:columnPattern \"(\" is not a regular expression: Unclosed group");
  }

  private static String split(String column) {
    return """
    rml:functionExecution [ rml:function <https://w3id.org/techrace/tool/function#split> ; rml:input
      [ rml:parameter <https://w3id.org/techrace/tool/function#text> ; rml:inputValueMap [ rml:reference "%s" ] ] ,
      [ rml:parameter <https://w3id.org/techrace/tool/function#separator> ; rml:inputValue ";" ] ]
    """
        .formatted(column);
  }

  @Test
  void splitsACellIntoSubjectsObjectsAndKeysOfAJoin() throws IOException {
    Result result =
        bench()
            .file("t.csv", "ids,tags\na;b,x;y\n")
            .file("tags.csv", "tag,also\nx,1\nz,y;w\n")
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#thing> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:subjectMap [ %s ; rml:termType rml:IRI ] ;
                      rml:predicateObjectMap [ rml:predicate ex:tag ; rml:objectMap [ %s ] ] ;
                      rml:predicateObjectMap [ rml:predicate ex:joined ; rml:objectMap [ rml:parentTriplesMap <#tag> ;
                        rml:joinCondition [ rml:childMap [ %s ] ; rml:parentMap [ %s ] ] ] ] .
                    <#tag> rml:logicalSource [ rml:source [ rml:path "tags.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                      rml:subjectMap [ rml:template "http://example.org/tag/{tag}" ] .
                    """
                        .formatted(split("ids"), split("tags"), split("tags"), split("also")))
            .run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/a> <http://example.org/joined> <http://example.org/tag/z> .",
            "<http://example.org/a> <http://example.org/tag> \"x\" .",
            "<http://example.org/a> <http://example.org/tag> \"y\" .",
            "<http://example.org/b> <http://example.org/joined> <http://example.org/tag/z> .",
            "<http://example.org/b> <http://example.org/tag> \"x\" .",
            "<http://example.org/b> <http://example.org/tag> \"y\" .");
  }

  private static String files(String path) {
    return "<#map> rml:logicalSource [ rml:source [ rml:path \"%s\" ] ; rml:referenceFormulation rml:CSV ] ;\n"
            .formatted(path)
        + """
        rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
        rml:predicateObjectMap [ rml:predicate ex:file ; rml:objectMap [ rml:reference "_file" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:n ; rml:objectMap [ rml:reference "n" ; rml:datatype xsd:integer ] ] .
        """;
  }

  private static String of(String id, String file) {
    return "<http://example.org/%s> <http://example.org/file> \"%s\" .".formatted(id, file);
  }

  private void manyFiles() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    bench()
        .file("in/2021.csv", "id,n\nb,2\n")
        .file("in/2020.csv", "id,n\na,1\n")
        .file("in/deep/2022.csv", "n,id\n3,c\n")
        .file("in/.hidden.csv", "id,n\nh,1\n")
        .file("in/notes.md", "x\n");
  }

  @Test
  void readsTheFilesThatMatchAPatternAsOneTable() throws IOException {
    manyFiles();
    List<String> two =
        List.of(of("a", "2020.csv"), quad("a", "n", "1"), of("b", "2021.csv"), quad("b", "n", "2"));
    Result result = bench().file("mapping.ttl", Workbench.PREFIXES + files("in/20*.csv")).run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).containsExactlyElementsOf(two);
    Result deep = bench().file("mapping.ttl", Workbench.PREFIXES + files("in/**/202?.csv")).run();
    assertThat(deep.findings()).isEmpty();
    assertThat(deep.quads()).hasSize(6).contains(of("c", "deep/2022.csv"));
    Result all = bench().file("mapping.ttl", Workbench.PREFIXES + files("in")).run();
    assertThat(all.findings()).isEmpty();
    assertThat(all.quads()).containsExactlyElementsOf(two);
  }

  @Test
  void checksAKeyInAllFilesAndJoinsThem() throws IOException {
    manyFiles();
    bench()
        .file("in/2021.csv", "id,n\nb,2\na,3\n,4\n")
        .file("child.csv", "child,parent\n1,b\n2,a\n")
        .file(
            "mapping.ttl",
            "@prefix csvw: <http://www.w3.org/ns/csvw#> .\n"
                + Workbench.PREFIXES
                + files("in/20*.csv")
                    .replace("20*.csv\"", "20*.csv\" ; csvw:tableSchema [ csvw:primaryKey \"id\" ]")
                + """
                <#child> rml:logicalSource [ rml:source [ rml:path "child.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:subjectMap [ rml:template "http://example.org/{child}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:parent ; rml:objectMap [ rml:parentTriplesMap <#map> ;
                    rml:joinCondition [ rml:child "parent" ; rml:parent "id" ] ] ] .
                """);
    Result result = bench().run();
    assertThat(result.findings())
        .containsOnlyOnce(
            "ERROR [in/2021.csv:3] the key id 'a' is already in in/2020.csv:2; keys are unique in"
                + " all files of the source: change or remove one row")
        .containsOnlyOnce(
            "ERROR [in/2021.csv:4] the key id is empty; every row needs one: fill it in");
    assertThat(result.quads())
        .contains(
            "<http://example.org/1> <http://example.org/parent> <http://example.org/b> .",
            "<http://example.org/2> <http://example.org/parent> <http://example.org/a> .",
            quad("a", "n", "1"))
        .doesNotContain(quad("a", "n", "3"));
  }

  @Test
  void namesTheFileOfAFaultAndReadsTheOtherFiles() throws IOException {
    manyFiles();
    bench().file("in/2021.csv", "id,n\nb,many\nd,4\n").file("in/2023.csv", "id\ne\n");
    Result result = bench().file("mapping.ttl", Workbench.PREFIXES + files("in/20*.csv")).run();
    assertThat(result.findings())
        .satisfiesExactlyInAnyOrder(
            f -> assertThat(f).startsWith("ERROR [in/2021.csv:2] column 'n': 'many'"),
            f -> assertThat(f).startsWith("ERROR [in/2023.csv:1] unknown column 'n'"));
    Result none = bench().file("mapping.ttl", Workbench.PREFIXES + files("in/x*.csv")).run();
    assertThat(none.findings())
        .singleElement()
        .asString()
        .contains("there is no file 'in/x*.csv' that may be read; expected at in/x*.csv");
    Files.createDirectory(folder.resolve("empty"));
    bench().file("empty/notes.md", "x\n");
    Result empty = bench().file("mapping.ttl", Workbench.PREFIXES + files("empty")).run();
    assertThat(empty.findings())
        .singleElement()
        .asString()
        .contains("the folder 'empty' has no file that the name shows to be CSV");
  }
}
