package org.techrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.SharedMaterial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `build --table`: the mappings of the project read complete files of the publishers, which the
/// project contains only in part. The release is compared with these parts, read by other code.
@Tag("long")
final class WholeTablesTest {
  private static final Path SHARED = SharedMaterial.path("data");

  /// The columns of the science table that are mapped; the sum of trademarks is not.
  private static final String MAPPED = "average_value_(?!Trademark applications, total).*";

  /// Models that the whole table of April 2025 has with other values than newer tables, or twice,
  /// as the notes of the source say.
  private static final List<String> CONTRADICTED =
      List.of(
          "SigLIP", "Grok-3", "ConvS2S (ensemble of 8", "GPT-3.5 Turbo", "Sora Turbo", "o3-mini");

  @TempDir private static Path folder;

  @BeforeAll
  static void build() throws IOException {
    assumeTrue(Files.isDirectory(SHARED), "there is no folder " + SHARED);
    slice(
        SHARED.resolve("worldbank/science-and-technology.csv"),
        "science.csv",
        "(?s).*,\"201[56]\",.*");
    slice(SHARED.resolve("indicators/gdp.csv"), "gdp.csv", ".*,202[12],.*");
    slice(SHARED.resolve("indicators/population.csv"), "population.csv", ".*,2021,.*");
    // The parts that totals lack, of the years of the slices above only.
    slice(
        Path.of("data/worldbank/partial.csv"),
        "partial.csv",
        ".*,(201[56],2021-09|\\d+,2026-07),.*");
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve("ror.jsonl.gz"))), UTF_8)) {
      for (String line : organisations()) {
        out.write(line + "\n");
      }
    }
    models();
    StringWriter said = new StringWriter();
    int code =
        Main.run(
            new String[] {
              "build",
              "--releases=" + folder.resolve("releases"),
              "--table=worldbank/science-and-technology.csv=" + folder.resolve("science.csv"),
              "--table=worldbank/gdp.csv=" + folder.resolve("gdp.csv"),
              "--table=worldbank/population.csv=" + folder.resolve("population.csv"),
              "--table=worldbank/partial.csv=" + folder.resolve("partial.csv"),
              "--table=ror/ror.jsonl=" + folder.resolve("ror.jsonl.gz"),
              "--table=epoch/all_ai_models.csv=" + folder.resolve("models.csv")
            },
            new PrintWriter(said),
            new PrintWriter(said));
    assertThat(code).as(said.toString()).isZero();
  }

  @Test
  void everyOrganisationHasItsNameAndCountryInBothSchemas() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    int schema1 = 0;
    for (String line : organisations()) {
      JsonNode one = new JsonMapper().readTree(line);
      boolean old = one.has("name");
      schema1 += old ? 1 : 0;
      JsonNode country =
          old
              ? one.at("/country/country_code")
              : one.at("/locations/0/geonames_details/country_code");
      expected.put(one.get("id").asString(), name(one) + " " + country.asString());
    }
    assertThat(schema1).isBetween(1, expected.size() - 1);
    assertThat(
            ask(
                """
                SELECT ?id (CONCAT(STR(?name), " ", ?code) AS ?found) {
                  GRAPH <https://w3id.org/techrace/graph/ror> {
                    ?id a org:Organization ; rdfs:label ?name ; tr:country ?country
                  }
                  ?country tr:iso2 ?code
                }\
                """))
        .isEqualTo(expected);
  }

  @Test
  void everyCellOfTheWorldBankIsAFigure() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (NamedCsvRecord row : rows("science.csv")) {
      row.getFieldsAsMap()
          .forEach(
              (column, value) -> {
                if (column.matches(MAPPED) && !value.isEmpty()) {
                  expected.merge("science " + row.getField("Year"), "1", WholeTablesTest::add);
                }
              });
    }
    for (String table : List.of("gdp", "population")) {
      rows(table + ".csv")
          .forEach(
              row -> expected.merge(table + " " + row.getField("Year"), "1", WholeTablesTest::add));
    }
    assertThat(
            ask(
                """
                SELECT (CONCAT(REPLACE(STR(?set), ".*worldbank-([a-z]+)-.*", "$1"), " ", STR(?year)) AS ?id) (COUNT(?figure) AS ?found) {
                  GRAPH <https://w3id.org/techrace/graph/worldbank> { ?figure qb:dataSet ?set ; tr:when ?year }
                  FILTER (!STRENDS(STR(?set), "-wdi-2026-07"))
                } GROUP BY ?set ?year\
                """))
        .isEqualTo(expected);
  }

  @Test
  void theValueIsWhatTheCellSays() throws IOException {
    Map<String, String> expected =
        rows("gdp.csv").stream()
            .collect(
                toMap(
                    row -> row.getField("Country Code") + "-" + row.getField("Year"),
                    row -> plain(row.getField("Value"))));
    Map<String, String> found =
        ask(
            """
            SELECT (REPLACE(STR(?figure), ".*NY[.]GDP[.]MKTP[.]CD-(.*)-2026-03", "$1") AS ?id) (?value AS ?found) {
              ?figure tr:indicator sch:indicator-gdp ; tr:value ?value
              FILTER (CONTAINS(STR(?figure), "NY.GDP.MKTP.CD") && STRENDS(STR(?figure), "-2026-03"))
            }\
            """);
    found.replaceAll((_, value) -> plain(value));
    assertThat(found).isEqualTo(new TreeMap<>(expected));
  }

  @Test
  void everyModelHasOneDay() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (NamedCsvRecord row : rows("models.csv")) {
      if (!row.getField("Publication date").isEmpty()) {
        expected.put(row.getField("Model").strip(), row.getField("Publication date"));
      }
    }
    Map<String, String> found =
        ask(
            """
            SELECT (STR(?name) AS ?id) (STR(?day) AS ?found) {
              GRAPH <https://w3id.org/techrace/graph/epoch> { ?model a tr:Model ; rdfs:label ?name ; dct:issued ?day }
            }\
            """);
    assertThat(expected).hasSizeGreaterThan(2000);
    assertThat(found).containsAllEntriesOf(expected);
  }

  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  private static String add(String one, String other) {
    return String.valueOf(Integer.parseInt(one) + Integer.parseInt(other));
  }

  /// The head of the file and the lines that match.
  private static void slice(Path file, String to, String lines) throws IOException {
    List<String> all = Files.readAllLines(file);
    Files.write(
        folder.resolve(to),
        Stream.concat(Stream.of(all.getFirst()), all.stream().skip(1).filter(l -> l.matches(lines)))
            .toList());
  }

  /// The whole table of models without the rows that newer tables of its source contradict.
  private static void models() throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
            CsvReader.builder()
                .ofNamedCsvRecord(
                    new InputStreamReader(
                        new GZIPInputStream(
                            Files.newInputStream(SHARED.resolve("epoch/all_ai_models.csv.gz"))),
                        UTF_8));
        CsvWriter writer = CsvWriter.builder().build(folder.resolve("models.csv"))) {
      boolean[] headed = {false};
      for (NamedCsvRecord row : reader) {
        if (!headed[0]) {
          writer.writeRecord(row.getHeader());
          headed[0] = true;
        }
        if (CONTRADICTED.stream().noneMatch(row.getField("Model")::startsWith)) {
          writer.writeRecord(row.getFields());
        }
      }
    }
  }

  private static List<NamedCsvRecord> rows(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve(file))) {
      return reader.stream().toList();
    }
  }

  /// Five hundred records of the dump, in both schema versions.
  private static List<String> organisations() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(SHARED.resolve("ror/ror-latest.jsonl.gz"))),
                UTF_8))) {
      return lines.lines().limit(500).toList();
    }
  }

  private static String name(JsonNode organisation) {
    if (organisation.has("name")) {
      return organisation.get("name").asString();
    }
    for (JsonNode name : organisation.get("names")) {
      if (name.get("types").toString().contains("ror_display")) {
        return name.get("value").asString();
      }
    }
    throw new IllegalArgumentException(organisation.get("id") + " has no name to display");
  }

  /// The answer to a query with the variables `id` and `found`.
  private static Map<String, String> ask(String query) throws IOException {
    Path file = folder.resolve("query.rq");
    String prefixes =
        """
        PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX qb: <http://purl.org/linked-data/cube#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX sch: <https://w3id.org/techrace/scheme/>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        """;
    Files.writeString(file, prefixes + query);
    StringWriter answer = new StringWriter();
    PrintWriter out = new PrintWriter(answer);
    String releases = "--releases=" + folder.resolve("releases");
    int code =
        Main.run(new String[] {"query", releases, "--format=csv", file.toString()}, out, out);
    assertThat(code).as(answer.toString()).isZero();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(answer.toString())) {
      return reader.stream()
          .collect(
              toMap(
                  row -> row.getField("id"),
                  row -> row.getField("found"),
                  (a, b) -> a + " and " + b,
                  TreeMap::new));
    }
  }
}
