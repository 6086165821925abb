package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// Tests that the same table generates the same triples in every format.
final class FormatsTest {
  private static final String CSV =
      """
      id,name,height,member,born
      1,Zoë,1.75,true,1990-02-03
      2,"Ann, ""A""\",,false,
      3,,1.5,true,2001-12-31
      """;
  private static final String JSON_LINES =
      """
      {"id":1,"name":"Zoë","height":1.75,"member":true,"born":"1990-02-03"}
      {"id":2,"name":"Ann, \\"A\\"","member":false}
      {"id":3,"name":null,"height":1.5,"member":true,"born":"2001-12-31"}
      """;
  private static final String[] PEOPLE = {
    "<http://example.org/1> <http://example.org/born>"
        + " \"1990-02-03\"^^<http://www.w3.org/2001/XMLSchema#date> .",
    "<http://example.org/1> <http://example.org/height>"
        + " \"1.75\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
    "<http://example.org/1> <http://example.org/member>"
        + " \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> .",
    "<http://example.org/1> <http://example.org/name> \"Zoë\" .",
    "<http://example.org/2> <http://example.org/member>"
        + " \"false\"^^<http://www.w3.org/2001/XMLSchema#boolean> .",
    "<http://example.org/2> <http://example.org/name> \"Ann, \\\"A\\\"\" .",
    "<http://example.org/3> <http://example.org/born>"
        + " \"2001-12-31\"^^<http://www.w3.org/2001/XMLSchema#date> .",
    "<http://example.org/3> <http://example.org/height>"
        + " \"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
    "<http://example.org/3> <http://example.org/member>"
        + " \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> ."
  };

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void tables() throws IOException {
    bench = new Workbench(folder);
    bench.file("people.csv", CSV).file("people.jsonl", JSON_LINES);
    bench.file("people.tsv", "id\tname\theight\tmember\tborn\n1\tZoë\t1.75\ttrue\t1990-02-03\n");
    bench.file("people.csv.gz", packed(CSV, true)).file("people.csv.zst", packed(CSV, false));
    bench.file("people.xlsx", resource("people.xlsx"));
    bench.file("people.parquet", resource("people.parquet"));
  }

  private static byte[] packed(String text, boolean gzip) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream("/table/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private Workbench mapping(String path, String formulation, String iterator, String datatypes)
      throws IOException {
    String[] types = datatypes.isEmpty() ? new String[] {"", "", ""} : datatypes.split(" ", -1);
    for (int i = 0; i < types.length; i++) {
      types[i] = types[i].isEmpty() ? "" : "; rml:datatype xsd:" + types[i];
    }
    return bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:source [ rml:path "%s" ; rml:null "" ] ; rml:referenceFormulation rml:%s %s ] ;
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:height ; rml:objectMap [ rml:reference "height" %s ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:member ; rml:objectMap [ rml:reference "member" %s ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:born ; rml:objectMap [ rml:reference "born" %s ] ] .
            """
                .formatted(
                    path,
                    formulation,
                    iterator.isEmpty() ? "" : "; rml:iterator \"" + iterator + "\"",
                    types[0],
                    types[1],
                    types[2]));
  }

  @ParameterizedTest
  @CsvSource({
    "people.csv,     CSV,      ''",
    "people.csv.gz,  CSV,      ''",
    "people.csv.zst, CSV,      ''",
    "people.jsonl,   JSONPath, $",
    "people.xlsx,    CSV,      people",
    "people.parquet, CSV,      ''"
  })
  void generatesTheSameTriplesFromEveryFormat(String file, String formulation, String iterator)
      throws IOException {
    Workbench.Result result = mapping(file, formulation, iterator, "decimal boolean date").run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).containsExactly(PEOPLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.areas.*|AT DE",
        "$.areas[*]|AT DE",
        "$.areas[?@.year == $.latest]|AT",
        "$.areas[?length(@.name) > 7]|DE"
      })
  void takesTheNameOfARowFromTheMember(String iterator, String names) throws IOException {
    Workbench.Result result =
        bench
            .file(
                "areas.json",
                """
                {"areas": {"AT": {"year": 2, "name": "Austria"}, "DE": {"year": 1, "name": "Deutschland"}}, "latest": 2}
                """)
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> a rml:TriplesMap ;
                        rml:logicalSource [ rml:source [ rml:path "areas.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "%s" ] ;
                        rml:subjectMap [ rml:template "{~}" ] ;
                        rml:predicateObjectMap [ rml:predicate ex:year ; rml:objectMap [ rml:reference "year" ] ] .
                    """
                        .formatted(iterator))
            .run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .extracting(quad -> quad.substring(20, 22))
        .containsExactly(names.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "people.csv.gz,  CSV,      ''",
    "people.jsonl,   JSONPath, $",
    "people.xlsx,    CSV,      people",
    "people.parquet, CSV,      ''"
  })
  void reportsTheProgressOfARun(String file, String formulation, String iterator)
      throws IOException {
    mapping(file, formulation, iterator, "");
    List<Double> shares = new CopyOnWriteArrayList<>();
    EngineOptions options =
        new Workbench(folder).options().withProgress((_, _, _, share) -> shares.add(share));
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), new Report()).orElseThrow(),
            options,
            new Report())
        .writeNQuads(new ByteArrayOutputStream());
    assertThat(shares.getLast()).isBetween(0.9, 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested-lz4.parquet", "nested-brotli.parquet"})
  void readsNestedParquet(String file) throws IOException {
    assumeTrue(
        file.contains("lz4")
            || (System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")),
        "Brotli is included for Linux x64 only");
    bench.file(file, resource(file));
    StringBuilder parts = new StringBuilder();
    for (String column :
        List.of("size", "price", "seen", "names.key", "names.value", "place.city.name")) {
      parts.append(
          "; rml:predicateObjectMap [ rml:predicate ex:%s ; rml:objectMap [ rml:reference \"%s\" ] ]"
              .formatted(column.replace(".", "-"), column));
    }
    Workbench.Result result =
        bench
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#map> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:CSV ] ;
                    rml:subjectMap [ rml:template "http://example.org/{id}" ] %s .
                    """
                        .formatted(file, parts))
            .run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/1> <http://example.org/names-key> \"de\" .",
            "<http://example.org/1> <http://example.org/names-key> \"en\" .",
            "<http://example.org/1> <http://example.org/names-value> \"Zurich\" .",
            "<http://example.org/1> <http://example.org/names-value> \"Zürich\" .",
            "<http://example.org/1> <http://example.org/place-city-name> \"Bern\" .",
            "<http://example.org/1> <http://example.org/price>"
                + " \"12.50\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
            "<http://example.org/1> <http://example.org/seen>"
                + " \"2026-03-31T10:00:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .",
            "<http://example.org/1> <http://example.org/size>"
                + " \"300\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
            "<http://example.org/2> <http://example.org/price>"
                + " \"0.25\"^^<http://www.w3.org/2001/XMLSchema#decimal> .",
            "<http://example.org/2> <http://example.org/size>"
                + " \"-4\"^^<http://www.w3.org/2001/XMLSchema#integer> .");
  }

  @ParameterizedTest
  @CsvSource({"people.xlsx, people", "people.parquet, ''"})
  void usesTheTypesOfTheFile(String file, String iterator) throws IOException {
    assertThat(mapping(file, "CSV", iterator, "").run().quads())
        .hasSize(PEOPLE.length)
        .contains(PEOPLE[0], PEOPLE[2], PEOPLE[3])
        .contains(
            "<http://example.org/1> <http://example.org/height>"
                + " \"1.75E0\"^^<http://www.w3.org/2001/XMLSchema#double> .");
  }

  @Test
  void readsTabSeparatedValues() throws IOException {
    assertThat(mapping("people.tsv", "CSV", "", "decimal boolean date").run().quads())
        .containsExactly(PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[3]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "people.xlsx|poeple|ERROR [people.xlsx] unknown sheet 'poeple'; did you mean 'people'?"
            + " (mapping.ttl:5:26)",
        "people.xlsx|''|ERROR [people.xlsx:1] unknown column 'id'; there are: not this one"
            + " (mapping.ttl:6:16 of <#map>)",
        "people.csv.xlsx|''|ERROR [people.csv.xlsx] this is not an XLSX workbook: Archive is not a"
            + " ZIP archive",
        "people.csv.parquet|''|ERROR [people.csv.parquet] this Parquet file cannot be read:"
            + " [people.csv.parquet] Not a Parquet file (invalid magic number at start)"
      })
  void reportsFilesOfAnotherFormat(String file, String iterator, String finding)
      throws IOException {
    bench.file("people.csv.xlsx", CSV).file("people.csv.parquet", CSV);
    assertThat(mapping(file, "CSV", iterator, "").run().findings()).contains(finding);
  }

  @Test
  void refusesAKeyThatWouldNotBeChecked() throws IOException {
    mapping("people.parquet", "CSV", "", "");
    String text = Files.readString(folder.resolve("mapping.ttl"));
    bench.file(
        "mapping.ttl",
        text.replace("rml:null \"\"", "csvw:tableSchema [ csvw:primaryKey \"id\" ]"));
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [mapping.ttl:5:39] csvw:primaryKey has no effect on 'people.parquet', only on"
                + " CSV files; remove it");
  }

  @Test
  void refusesADialectThatWouldNotBeUsed() throws IOException {
    mapping("people.parquet", "CSV", "", "");
    String text = Files.readString(folder.resolve("mapping.ttl"));
    bench.file(
        "mapping.ttl", text.replace("rml:null \"\"", "csvw:dialect [ csvw:delimiter \";\" ]"));
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [mapping.ttl:5:39] csvw:dialect has no effect on 'people.parquet', only on CSV"
                + " or XLSX files; remove it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "people.csv|CSV|''|people.csv:3",
        "people.csv.gz|CSV|''|people.csv.gz:3",
        "people.jsonl|JSONPath|$|people.jsonl:2:1",
        "people.json|JSONPath|$[*]|people.json:2:2",
        "people.xml|XPath|/people/person|people.xml:2:9",
        "people.xlsx|CSV|people|people.xlsx:3",
        "people.parquet|CSV|''|people.parquet row 2"
      })
  void explainsARow(String file, String formulation, String iterator, String place)
      throws IOException {
    bench
        .file(
            "people.json",
            "[{\"id\":1,\"name\":\"Zoë\",\"height\":1,\"member\":true,\"born\":\"\"},\n"
                + " {\"id\":2,\"name\":\"Ann, \\\"A\\\"\",\"member\":false}]")
        .file(
            "people.xml",
            "<people><person><id>1</id></person>\n"
                + "<person><id>2</id><name>Ann, \"A\"</name></person></people>");
    mapping(file, formulation, iterator, "");
    Report report = new Report();
    List<String> lines =
        new Explanation(
                MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
                new Workbench(folder).options(),
                report)
            .ofRow(2);
    assertThat(lines.getFirst()).endsWith("): row 2, " + folder.toAbsolutePath() + "/" + place);
    assertThat(lines)
        .contains(
            "  'name' = [\"Ann, \"A\"\"]",
            "  <http://example.org/2> <http://example.org/name> \"Ann, \\\"A\\\"\" .");
  }

  @Test
  void reportsWhatFollowsInAPackedFile() throws IOException {
    byte[] good = packed(CSV, true);
    byte[] damaged = Arrays.copyOf(good, 2 * good.length);
    System.arraycopy(good, 3, damaged, good.length, good.length - 3);
    assertThat(findings("people.csv.gz", damaged))
        .singleElement()
        .asString()
        .startsWith("ERROR [people.csv.gz]")
        .contains("other bytes follow the compressed ones");
    assertThat(findings("people.csv.gz", Arrays.copyOf(good, good.length + 2_000)))
        .as("filled with zeros")
        .isEmpty();
    System.arraycopy(good, 0, damaged, good.length, good.length);
    assertThat(findings("people.csv.gz", damaged))
        .singleElement()
        .asString()
        .contains("the row repeats the header");
  }

  @Test
  void reportsAnArchiveOfSeveralTables() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("README.txt", "a.csv", ".b.csv", "c/d.csv")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(CSV.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(findings("people.csv.zip", bytes.toByteArray()))
        .singleElement()
        .asString()
        .contains("it contains 'a.csv' and 'c/d.csv', and it is not known which of them");
  }

  private List<String> findings(String name, byte[] bytes) throws IOException {
    bench.file(name, bytes);
    return mapping(name, "CSV", "", "").run().findings();
  }
}
