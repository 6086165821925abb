package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.Workbooks;
import org.techrace.table.input.Packing;

/// The commands about mappings.
final class MapCommandTest {
  private static final String MAPPING =
      """
      @prefix rml: <http://w3id.org/rml/> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      @prefix ex: <http://example.org/> .
      <#t> rml:logicalSource [ rml:source [ rml:path "t.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
        rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
        rml:predicateObjectMap [ rml:predicate ex:value ; rml:objectMap [ rml:reference "value" ; rml:datatype xsd:integer ] ] .
      """;

  @TempDir private Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void badRowsAreRefused() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n2,many\n");
    String output = folder.resolve("o.nq").toString();
    assertThat(run("map", mapping, "-o", output)).isEqualTo(1);
    assertThat(err.toString())
        .contains("t.csv:3] column 'value': 'many' is not a valid xsd:integer");
    assertThat(folder).as("nothing half done").isDirectoryNotContaining("glob:**o.nq*");
  }

  /// Returns the lines of a report, with names of files instead of their paths.
  private List<String> linesOf(Path report) throws IOException {
    return Files.readAllLines(report).stream().map(line -> line.replace(folder + "/", "")).toList();
  }

  @Test
  void reportsWhatBecameOfEachCell() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value,note\n1,12,x\n2,many,y\n3,,z\n");
    Path cells = folder.resolve("cells.csv");
    assertThat(run("map", mapping, "--report", cells.toString())).isEqualTo(1);
    assertThat(linesOf(cells))
        .containsExactly(
            "table,column,cells,values,empty,null_marks,dropped,refused,merged,not_read,examples",
            "t.csv,id,3,1,0,0,1,1,0,0,dropped by the mapping: '3' (line 4); refused: '2' (line 3)",
            "t.csv,value,3,1,1,0,0,1,0,0,refused: 'many' (line 3)",
            "t.csv,note,3,0,0,0,0,0,0,3,");
    assertThat(err.toString())
        .contains(
            "9 cells of 3 columns = 2 values + 1 empty + 0 null marks + 1 dropped by the mapping +"
                + " 2 refused + 3 not read",
            "t.csv: not read: 'note'");
  }

  @Test
  void reportsTheSumOfEachOfSeveralTables() throws IOException {
    String first = write("m.ttl", MAPPING);
    String second = write("n.ttl", MAPPING.replace("t.csv", "u.csv"));
    write("t.csv", "id,value\n1,12\n");
    write("u.csv", "id,value\n1,\n2,3\n");
    assertThat(run("map", first, second, "--report", folder.resolve("r.csv").toString())).isZero();
    assertThat(err.toString().replace(folder + "/", ""))
        .contains(
            "6 cells of 4 columns = 4 values + 1 empty",
            "\nt.csv: 2 cells of 2 columns = 2 values + 0 empty",
            "\nu.csv: 4 cells of 2 columns = ");
    err.getBuffer().setLength(0);
    assertThat(run("map", first, "--report", folder.resolve("r.csv").toString())).isZero();
    assertThat(err.toString()).contains("2 cells of 2 columns").doesNotContain("t.csv:");
  }

  @Test
  void reportsCellsThatBelongToNoColumn() throws IOException {
    String mapping =
        write(
            "m.ttl",
            MAPPING.replace(
                "rml:null \"\"",
                "<http://www.w3.org/ns/csvw#dialect> [ <https://w3id.org/techrace/tool#lenient>"
                    + " true ]"));
    write("t.csv", "id,value\n1,12\n2,3,lost\n3,4,\n4\n");
    Path cells = folder.resolve("cells.csv");
    assertThat(run("map", mapping, "--report", cells.toString())).isZero();
    assertThat(err.toString())
        .contains(
            "t.csv:3] the row has 3 cells; the header has 2 columns, and nothing reads 'lost'"
                + " (_col.3)")
        .containsOnlyOnce("WARN");
    assertThat(linesOf(cells)).contains("t.csv,(cells after the last column),1,0,0,0,1,0,0,0,");
    write("m.ttl", Files.readString(Path.of(mapping)).replace("\"value\"", "\"_col.3\""));
    write("t.csv", "id,value\n1,12,5\n2,3,6\n");
    err.getBuffer().setLength(0);
    assertThat(run("map", mapping)).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void reportsMergedCellsAndTheValuesBelowThem() throws IOException {
    String mapping = write("m.ttl", MAPPING.replace("t.csv", "t.xlsx"));
    Files.write(
        folder.resolve("t.xlsx"),
        Workbooks.workbook(
            new String[][] {{"id", "value"}, {"a", "1"}, {"b", "2"}, {"c", ""}, {"d", "1"}},
            "B2:B4"));
    Path cells = folder.resolve("cells.csv");
    assertThat(run("map", mapping, "--report", cells.toString())).isZero();
    assertThat(linesOf(cells))
        .containsExactly(
            "table,column,cells,values,empty,null_marks,dropped,refused,merged,not_read,examples",
            "t.xlsx,id,4,4,0,0,0,0,0,0,",
            "t.xlsx,value,5,2,0,0,1,0,2,0,dropped by the mapping: '2' (line 3); repeated from"
                + " merged cells: '1' (line 3); repeated from merged cells: '1' (line 4)");
    assertThat(err.toString())
        .contains(
            "t.xlsx:3] cell B3 has the value '2', which is not read because the cell is merged into"
                + " B2:B4; clear it, or unmerge the cells",
            "9 cells of 2 columns = 6 values + 0 empty + 0 null marks + 1 dropped by the mapping +"
                + " 0 refused + 2 repeated from merged cells")
        .containsOnlyOnce("WARN");
  }

  @Test
  void controlCharactersAreSpelledInTheReport() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value,\0n\n1,a\0b,x\n");
    Path cells = folder.resolve("cells.csv");
    assertThat(run("map", mapping, "--report", cells.toString())).isEqualTo(1);
    assertThat(Files.readString(cells)).doesNotContain("\0").contains("'a\\u0000b'");
  }

  @Test
  void reportsWhereATableEndedTooEarly() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n2,\"3\n3,4\n");
    Path cells = folder.resolve("cells.csv");
    assertThat(run("map", mapping, "--report", cells.toString())).isEqualTo(1);
    assertThat(linesOf(cells))
        .contains("t.csv,value,1,1,0,0,0,0,0,0,", "t.csv,,,,,,,,,,read only up to t.csv:3");
    assertThat(err.toString()).contains("t.csv: its cells are counted only up to the ERROR at ");
  }

  @Test
  void whatWasWrittenBeforeStaysUntilThereIsBetter() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,many\n");
    Path output = Path.of(write("o.nq", "# of yesterday\n"));
    assertThat(run("map", mapping, "-o", output.toString())).isEqualTo(1);
    assertThat(output).hasContent("# of yesterday");
    write("t.csv", "id,value\n1,12\n");
    assertThat(run("map", mapping, "-o", output.toString())).isZero();
    assertThat(Files.readAllLines(output)).singleElement().asString().contains("\"12\"");
  }

  @Test
  void badRowsAreSetAside() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n2,many\n3\n4,5\n");
    Path bad = folder.resolve("bad.tsv");
    Path output = folder.resolve("o.nq");
    assertThat(run("map", mapping, "-o", output.toString(), "--skip-bad-rows", bad.toString()))
        .isZero();
    assertThat(Files.readAllLines(output)).hasSize(2);
    assertThat(Files.readAllLines(bad)).hasSize(2).anyMatch(line -> line.contains("t.csv:3\t"));
    assertThat(err.toString()).startsWith("rows set aside: 2, with 2 faults; see ");
  }

  @Test
  void aRowWithSeveralFaultsIsOneRow() throws IOException {
    String mapping =
        write(
            "m.ttl",
            MAPPING.replace(
                "[ rml:predicate ex:value",
                """
                [ rml:predicate ex:again ; rml:objectMap [ rml:reference "value" ; rml:datatype xsd:date ] ] ;
                  rml:predicateObjectMap [ rml:predicate ex:value\
                """));
    write("t.csv", "id,value\n1,many\n2,few\n3\n4,\n");
    Path bad = folder.resolve("bad.tsv");
    Path output = folder.resolve("o.nq");
    assertThat(run("map", mapping, "-o", output.toString(), "--skip-bad-rows", bad.toString()))
        .isZero();
    assertThat(Files.readAllLines(bad)).hasSize(5);
    assertThat(err.toString()).startsWith("rows set aside: 3, with 5 faults; see ");
  }

  @Test
  void noReasonsOfARunThatCameToNothing() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,size\n1,12\n");
    Path bad = Path.of(write("bad.tsv", "of yesterday\n"));
    assertThat(run("map", mapping, "--skip-bad-rows", bad.toString())).isEqualTo(1);
    assertThat(bad).hasContent("of yesterday");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void reasonsOfRowsAreKeptBesideOtherErrors() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,many\n2,3\n3,\"4\n");
    Path bad = folder.resolve("bad.tsv");
    assertThat(run("map", mapping, "--skip-bad-rows", bad.toString())).isEqualTo(1);
    assertThat(Files.readAllLines(bad)).singleElement().asString().contains("t.csv:2\t");
    assertThat(err.toString())
        .contains("rows set aside: 1, with 1 faults; see ", "is never closed");
  }

  @Test
  void moreFaultsThanAPersonReadsAreCounted() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    StringBuilder table = new StringBuilder("id,value\n");
    for (int i = 0; i < 10_003; i++) {
      table.append(i).append(",many\n");
    }
    write("t.csv", table.toString());
    String output = folder.resolve("o.nq").toString();
    assertThat(run("map", mapping, "--all", "-o", output)).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(10_001).endsWith("and 3 more\n");
  }

  @Test
  @Timeout(60)
  void whatBreaksWhileItWritesLeavesNothing() throws IOException {
    String mapping = write("m.ttl", MAPPING.replace("\"t.csv\"", "\"t.csv.gz\""));
    StringBuilder table = new StringBuilder("id,value\n");
    for (int i = 0; i < 100_000; i++) {
      table.append(i).append(',').append(i * 7919L % 100_003).append('\n');
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(table.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.write(
        folder.resolve("t.csv.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() * 9 / 10));
    Path output = folder.resolve("o.nq");
    assertThat(run("map", mapping, "-o", output.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("ERROR [")
        .contains(
            "t.csv.gz] the file cannot be decompressed as gzip: Unexpected end of ZLIB input"
                + " stream");
    assertThat(folder).isDirectoryNotContaining("glob:**o.nq*");
  }

  @Test
  void aMappingInAProjectIsHeldAgainstItsOntology() throws IOException {
    Project project = Project.in(folder.resolve("project"));
    String outside = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n");
    project
        .write("data/domes/t.csv", "id,value\n1,12\n")
        .write(
            "data/domes/mapping.ttl",
            MAPPING.replace("ex:value", "<https://w3id.org/techrace/ontology#apertur>"));
    String mapping = folder.resolve("project/data/domes/mapping.ttl").toString();
    String output = folder.resolve("o.nq").toString();
    assertThat(run("map", outside, "-o", output)).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(run("map", mapping, "-o", output)).isZero();
    assertThat(err.toString())
        .contains("WARN [")
        .contains("mapping.ttl:6:26] the ontology has no property <")
        .hasLineCount(1);
  }

  @Test
  void explainsARow() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n2,13\n");
    assertThat(run("explain", mapping, "--row", "2")).isZero();
    assertThat(out.toString())
        .contains("row 2, ")
        .contains("  'id' = [\"2\"]")
        .contains("  subject: template \"http://example.org/{id}\" (")
        .contains(") gives <http://example.org/2>\n")
        .contains(
            "  <http://example.org/2> <http://example.org/value>"
                + " \"13\"^^<http://www.w3.org/2001/XMLSchema#integer> .");
  }

  @Test
  void explainsThePlan() throws IOException {
    String mapping =
        write(
            "m.ttl",
            """
            @prefix rml: <http://w3id.org/rml/> .
            @prefix ex: <http://example.org/> .
            <#thing> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:of ; rml:objectMap [ rml:parentTriplesMap <#kind> ;
                rml:joinCondition [ rml:child "kind" ; rml:parent "code" ] ] ] .
            <#kind> rml:logicalSource [ rml:source [ rml:path "kinds.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/kind/{name}" ] .
            """);
    write("t.csv", "id,kind\n1,a\n");
    write("kinds.csv", "code,name\na,A\n");
    assertThat(run("explain", mapping, "--plan")).isZero();
    assertThat(out.toString().replace(folder + File.separator, ""))
        .isEqualToNormalizingNewlines(
            """
            scan kinds.csv (14 bytes) for name, code
              extend <#kind>: subject template "http://example.org/kind/{name}", predicate-object maps: 0
            scan t.csv (12 bytes) for id, kind
              extend <#thing>: subject template "http://example.org/{id}", predicate-object maps: 1
                join <#kind> on child reference 'kind' = parent reference 'code': rows of the scan of kinds.csv
            distinct quads, by fingerprints of 128 bits
            write N-Quads
            """);
    assertThat(run("explain", mapping.replace("m.ttl", "none.ttl"), "--plan")).isEqualTo(1);
  }

  @Test
  void explainsARowThatIsNotThere() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n");
    assertThat(run("explain", mapping, "--row", "3")).isEqualTo(1);
    assertThat(err.toString()).contains("m.ttl] no table of the mapping has a row 3");
  }

  @Test
  void theFirstMappingOfATableRuns() throws IOException {
    String table =
        write(
            "things.csv",
            """
            size,code,name,founded on,home page,ISO 3166-1 alpha-3,FOO-BAR id
            1.5,A 1,Ä,2001-02-03,http://a.org/,AAA,007
            2,B,B,2002-03-04,,,8
            """);
    assertThat(run("init", table)).isZero();
    Path mapping = folder.resolve("mapping.ttl");
    assertThat(Files.readString(mapping))
        .contains("csvw:primaryKey \"code\"")
        .contains(
            "    rml:predicateObjectMap [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference"
                + " \"name\" ]")
        .contains(
            "    rml:predicateObjectMap [ rml:predicate tr:iso3 ; rml:objectMap [ rml:reference"
                + " \"ISO 3166-1 alpha-3\" ]")
        .contains(
            "    rml:predicateObjectMap [ rml:predicate tr:foundedOn ; rml:objectMap ["
                + " rml:reference \"founded on\" ; rml:datatype xsd:date")
        .contains("tr:fooBarId ; rml:objectMap [ rml:reference \"FOO-BAR id\" ] ]")
        .contains("rml:reference \"home page\" ; rml:termType rml:IRI");
    Files.writeString(mapping, Files.readString(mapping).replace("# rml:", "rml:"));
    Path output = folder.resolve("o.nq");
    assertThat(run("map", mapping.toString(), "-o", output.toString())).as(err.toString()).isZero();
    assertThat(Files.readString(output))
        .contains(
            "<https://w3id.org/techrace/id/things-A%201>"
                + " <http://www.w3.org/2000/01/rdf-schema#label> \"Ä\" .")
        .contains("\"2002-03-04\"^^<http://www.w3.org/2001/XMLSchema#date> .");
    assertThat(run("init", table)).isEqualTo(2);
  }

  @Test
  void theFirstMappingFindsAKeyOfSeveralColumns() throws IOException {
    String table =
        write(
            "figures.csv",
            """
            Country Name,Country Code,Year,Value
            Aland,AA,2000,1.5
            Aland,AA,2001,1.5
            Bland,BB,2000,2
            """);
    assertThat(run("init", table)).isZero();
    Path mapping = folder.resolve("mapping.ttl");
    assertThat(Files.readString(mapping))
        .contains("rml:template \"https://w3id.org/techrace/id/figures-{Country Code}-{Year}\"");
    Path output = folder.resolve("o.nq");
    assertThat(run("map", mapping.toString(), "-o", output.toString())).as(err.toString()).isZero();
    assertThat(Files.readAllLines(output))
        .as("a type, four columns, and that it is an observation of a data set")
        .hasSize(3 * 7);
  }

  /// Their hashes as Java makes them are the same.
  @Test
  void theFirstMappingTellsSimilarCodesApart() throws IOException {
    String table = write("codes.csv", "code,kind\nAaAa,x\nBBBB,x\nAaBB,x\n");
    assertThat(run("init", table)).isZero();
    assertThat(Files.readString(folder.resolve("mapping.ttl")))
        .contains("csvw:primaryKey \"code\"");
  }

  @Test
  void theFirstMappingBuilds() throws IOException {
    Project project = Project.in(folder);
    project
        .write(
            "data/domes/domes.csv",
            """
            code,label,height
            D1,Dome one,12.5
            D2,Dome two,
            """)
        .write(
            "data/domes/source.ttl",
            Files.readString(folder.resolve("data/telescopes/source.ttl"))
                .replace("telescopes", "domes"))
        .write(
            "ontology/external.ttl",
            """
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            <http://www.w3.org/ns/prov#Entity> a owl:Class .
            """);
    Project.Outcome made = project.run("init", folder.resolve("data/domes/domes.csv").toString());
    assertThat(made.code()).as(made.err()).isZero();
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.out() + built.err()).isZero();
    assertThat(built.findings()).noneMatch(finding -> finding.contains("domes"));
  }

  @Test
  void aTableOfNoKnownFormat() throws IOException {
    assertThat(run("init", write("t.docx", ""))).isEqualTo(2);
    assertThat(err.toString()).contains("t.docx: the file extension is not supported");
    assertThat(run("init", write("t.xls", ""))).isEqualTo(2);
    assertThat(err.toString()).contains("; save the workbook as xlsx in a spreadsheet program");
  }

  @Test
  void aWebPageWithTheNameOfAWorkbook() throws IOException {
    assertThat(run("init", write("t.xlsx", "<html><table></table></html>"))).isEqualTo(1);
    assertThat(err.toString()).contains("t.xlsx] this is not an XLSX workbook: it is HTML or XML;");
  }

  @Test
  void readsTheFirstVocabulary() throws IOException {
    String mapping =
        write(
            "old.ttl",
            """
            @prefix rr: <http://www.w3.org/ns/r2rml#> .
            @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
            @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
            @prefix ex: <http://example.org/> .
            <#t> a rr:TriplesMap ;
              rml:logicalSource [ rml:source "t.csv" ; rml:referenceFormulation ql:CSV ] ;
              rr:subjectMap [ rr:template "http://example.org/{id}" ; rr:class ex:Thing ] ;
              rr:predicateObjectMap [ rr:predicate ex:value ; rr:objectMap [ rml:reference "value" ] ] .
            """);
    write("t.csv", "id,value\n1,12\n2,\n");
    Path output = folder.resolve("o.nq");
    assertThat(run("map", mapping, "-o", output.toString())).isZero();
    assertThat(Files.readAllLines(output)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nq", "nt", "ttl", "trig", "n3", "jsonld", "rj", "rdf"})
  void theSuffixOfTheOutputNamesFormatAndCompression(String suffix) throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n2,13\n");
    for (Packing packing : new Packing[] {Packing.NONE, Packing.GZIP, Packing.ZSTD}) {
      String compression = packing == Packing.NONE ? "" : packing == Packing.GZIP ? ".gz" : ".zst";
      Path output = folder.resolve("o." + suffix + compression);
      assertThat(run("map", mapping, "-o", output.toString())).as(err.toString()).isZero();
      byte[] text = packing.unpacked(Files.readAllBytes(output));
      Lang syntax = RDFLanguages.filenameToLang("o." + suffix);
      DatasetGraph made =
          RDFParser.source(new ByteArrayInputStream(text)).lang(syntax).toDatasetGraph();
      assertThat(
              made.stream()
                  .map(quad -> quad.getSubject() + " " + quad.getObject().getIndexingValue()))
          .as(output.toString())
          .containsExactlyInAnyOrder("http://example.org/1 12", "http://example.org/2 13");
    }
    assertThat(Files.readString(folder.resolve("o." + suffix)))
        .as("another syntax than N-Quads")
        .matches(text -> suffix.matches("nq|nt") == text.startsWith("<http://example.org/1> <"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"o.csv", "o", "o.ttl.zip", "o.gz", "o.nq.xz"})
  void anOutputWhoseSuffixNamesNoFormatIsRefused(String name) throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n");
    String output = folder.resolve(name).toString();
    assertThat(run("map", mapping, "-o", output)).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "the suffix of --output '"
                + output
                + "' names no format; expected .nq, .nt, .ttl, .trig, .n3, .jsonld, .rj, .rdf, each"
                + " also with .gz or .zst after it");
    assertThat(folder).isDirectoryNotContaining("glob:**/o*");
  }

  @Test
  void quadsInNamedGraphsAreRefusedByAFormatWithoutThem() throws IOException {
    String mapping =
        write(
            "m.ttl",
            MAPPING.replace(
                "example.org/{id}\" ]",
                "example.org/{id}\" ; rml:graphMap [ rml:constant ex:graph ] ]"));
    write("t.csv", "id,value\n1,12\n");
    for (String suffix : List.of("nt", "ttl", "rdf")) {
      assertThat(run("map", mapping, "-o", folder.resolve("o." + suffix).toString())).isEqualTo(1);
    }
    assertThat(err.toString())
        .contains(
            "o.ttl] Turtle has no named graphs, but the mapping puts quads into some; choose a name"
                + " that ends in .nq, .trig or .jsonld");
    assertThat(folder).isDirectoryNotContaining("glob:**/o*");
    assertThat(run("map", mapping, "-o", folder.resolve("o.trig").toString())).isZero();
  }

  @Test
  void aPropertyThatRdfXmlCannotWriteIsAFinding() throws IOException {
    String mapping = write("m.ttl", MAPPING.replace("ex:value ;", "<http://example.org/1> ;"));
    write("t.csv", "id,value\n1,12\n");
    assertThat(run("map", mapping, "-o", folder.resolve("o.rdf").toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("ERROR [")
        .contains("o.rdf] RDF_XML cannot write this: ")
        .endsWith("; choose N-Quads or Turtle\n");
    assertThat(folder).isDirectoryNotContaining("glob:**/o*");
  }

  /// Two that write to one file would mix what they write.
  @Test
  void whatATargetAndAnOptionBothWriteTo() throws IOException {
    String mapping =
        write(
            "m.ttl",
            MAPPING.replace(
                "rml:datatype xsd:integer",
                "rml:datatype xsd:integer ; rml:logicalTarget [ rml:target"
                    + " [ rml:root rml:MappingDirectory ; rml:path \"o.nq\" ] ]"));
    write("t.csv", "id,value\n1,12\n");
    Path output = Path.of(write("o.nq", "# of yesterday\n"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    for (String option : List.of("-o", "--skip-bad-rows")) {
      assertThat(run("map", mapping, option, link.resolve("o.nq").toString())).isEqualTo(1);
      assertThat(output).hasContent("# of yesterday");
    }
    assertThat(err.toString())
        .contains("m.ttl:6")
        .contains("this target writes to 'o.nq', as does an option of the command");
    Files.delete(output);
    assertThat(run("map", mapping, "-o", folder.resolve("p.nq").toString())).isZero();
    assertThat(output).content().startsWith("<http://example.org/1>");
  }

  @Test
  void negativeNumbersAreRefused() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    write("t.csv", "id,value\n1,12\n");
    for (String option : List.of("--threads", "--memory")) {
      assertThat(run("map", mapping, option, "-3")).isEqualTo(2);
      assertThat(err.toString()).contains(option + " is -3; expected a number from ");
    }
  }

  @Test
  void whatTwoOptionsBothWriteTo() throws IOException {
    String mapping = write("m.ttl", MAPPING);
    String output = folder.resolve("o.nq").toString();
    assertThat(run("map", mapping, "-o", output, "--skip-bad-rows", output)).isEqualTo(2);
    assertThat(err.toString()).contains("--output and --skip-bad-rows both name '" + output + "'");
    assertThat(folder).isDirectoryNotContaining("glob:**o.nq*");
    write("t.csv", "id,value\n1,12\n");
    assertThat(run("map", mapping, "-o", "/dev/null", "--skip-bad-rows", "/dev/null")).isZero();
  }
}
