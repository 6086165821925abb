package org.techrace.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.cli.Main;
import org.techrace.release.Release;
import org.techrace.serve.SealedReleases;

/// DuckDB reads the Parquet files of a release, and its answers are those of SPARQL.
final class ParquetExportTest {
  private static final String PREFIXES =
      """
      PREFIX tr: <https://w3id.org/techrace/ontology#>
      PREFIX id: <https://w3id.org/techrace/id/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      """;

  @TempDir private static Path folder = Path.of("");
  private static List<AutoCloseable> open = new ArrayList<>();

  private static Release release() {
    return (Release) open.get(0);
  }

  private static Connection duckdb() {
    return (Connection) open.get(1);
  }

  @BeforeAll
  static void export() throws Exception {
    SealedReleases sealed = new SealedReleases(folder.resolve("releases"));
    String id = sealed.seal("2026-01-15", 100, data());
    sealed.releases().promote(id);
    open.add(sealed.releases().open(id));
    int tables = ParquetExport.write(release(), folder.resolve("out"), _ -> {});
    assertThat(Files.readAllLines(folder.resolve("out/tables.csv"))).hasSize(tables + 1);
    open.add(DriverManager.getConnection("jdbc:duckdb:"));
  }

  @AfterAll
  static void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  /// Makes countries, labs and 400 patents with several countries, missing values and values of
  /// several types.
  private static String data() {
    Random random = new Random(23);
    StringBuilder text =
        new StringBuilder(
            """
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            tr:Patent a <http://www.w3.org/2002/07/owl#Class> .
            tr:Lab a <http://www.w3.org/2002/07/owl#Class> .
            id:odd tr:seen 99999999999999999999999, "x"^^xsd:integer, "NaN"^^xsd:double, 7, 0.5,
              "2026-02-30"^^xsd:date, "2026-02-28"^^xsd:date, "2026-02-28Z"^^xsd:date, true,
              "two"@en, "zwei"@de, "2026"^^xsd:gYear, id:other, [ tr:deep "x" ] .
            tr:Extreme a <http://www.w3.org/2002/07/owl#Class> .
            id:extreme a tr:Extreme ; tr:huge 99999999999999999999999 ; tr:endless "INF"^^xsd:double .
            """);
    for (int i = 0; i < 20; i++) {
      text.append(
          "id:lab-%d a tr:Lab ; rdfs:label \"Lab %d\"@en ; tr:budget %d.5 ; tr:country id:c-%d .%n"
              .formatted(i, i, i * 10, i % 6));
    }
    for (int i = 0; i < 400; i++) {
      text.append(
          "id:patent-%d a tr:Patent ; tr:citations %d .%n".formatted(i, random.nextInt(50)));
      for (int n = random.nextInt(3); n >= 0; n--) {
        text.append("id:patent-%d tr:lab id:lab-%d .%n".formatted(i, random.nextInt(20)));
      }
      if (random.nextBoolean()) {
        text.append(
            "id:patent-%d tr:filed \"20%02d-03-%02d\"^^xsd:date .%n"
                .formatted(i, random.nextInt(10, 26), random.nextInt(1, 29)));
      }
    }
    return text.toString();
  }

  private static List<String> sql(String query) throws SQLException {
    String files =
        query
            .replaceAll("\\bclass_(\\w+)", "read_parquet('FOLDER/classes/$1.parquet')")
            .replaceAll("\\bp_(\\w+)", "read_parquet('FOLDER/predicates/$1.parquet')")
            .replace("FOLDER", folder.resolve("out").toString());
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckdb().createStatement();
        ResultSet result = statement.executeQuery(files)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows.stream().sorted().toList();
  }

  /// The wide table has each figure of the long one, in a column of its quantity and unit.
  @Test
  void figuresAreInALongAndAWideTable() throws Exception {
    SealedReleases cube = new SealedReleases(folder.resolve("cube")).withTables();
    String id =
        cube.seal(
            "2026-01-15",
            1,
            """
            PREFIX qb: <http://purl.org/linked-data/cube#>
            PREFIX tool: <https://w3id.org/techrace/tool#>
            tr:what rdfs:subPropertyOf tool:quantity .
            tr:unit rdfs:range <http://qudt.org/schema/qudt/Unit> .
            id:set qb:structure id:structure .
            id:structure qb:component [ qb:dimension tr:what ], [ qb:dimension tr:place ], [ qb:dimension tr:year ],
              [ qb:measure tr:value ], [ qb:attribute tr:unit ] .
            id:q-gdp rdfs:label "product"@en . id:q-area-size rdfs:label "area"@en . id:here rdfs:label "Here"@en .
            id:f1 a qb:Observation ; qb:dataSet id:set ; tr:what id:q-gdp ; tr:place id:here ; tr:year 2020 ; tr:value 1.5 ; tr:unit id:eur .
            id:f2 a qb:Observation ; qb:dataSet id:set ; tr:what id:q-gdp ; tr:place id:here ; tr:year 2021 ; tr:value 1.6 ; tr:unit id:eur .
            id:f3 a qb:Observation ; qb:dataSet id:set ; tr:what id:q-gdp ; tr:place id:here ; tr:year 2020 ; tr:value 1.7 ; tr:unit id:usd .
            id:f4 a qb:Observation ; qb:dataSet id:set ; tr:what id:q-area-size ; tr:place id:here ; tr:year 2020 ; tr:value 9.5 .
            id:f5 a qb:Observation ; qb:dataSet id:set ; tr:what id:q-area-size ; tr:place id:here ; tr:year 2020 ; tr:value 9.6 .
            id:f6 a qb:Observation ; qb:dataSet id:set ; tr:what id:q-area-size ; tr:place id:here ; tr:year 2020 ; tr:atLeast 9 .
            """);
    Path tables = cube.releases().folder(id).resolve("tables");
    assertThat(
            sql(
                "SELECT count(*), sum(value) FROM '%s'"
                    .formatted(tables.resolve("Observation.parquet"))))
        .containsExactly("6|23.9");
    String wide = tables.resolve("ObservationWide.parquet").toString();
    assertThat(
            sql("SELECT place_label, year, gdp_eur, gdp_usd, area_size FROM '%s'".formatted(wide)))
        .containsExactly(
            "Here|2020|1.5|1.7|9.5", "Here|2020|null|null|9.6", "Here|2021|1.6|null|null");
    assertThat(sql("SELECT * FROM '%s' LIMIT 1".formatted(wide)).getFirst().split("\\|"))
        .hasSize(7);
  }

  private static List<String> sparql(String query) {
    try (QueryExec run = QueryExec.dataset(release().dataset()).query(PREFIXES + query).build()) {
      RowSet answer = run.select();
      List<String> rows = new ArrayList<>();
      while (answer.hasNext()) {
        var row = answer.next();
        rows.add(
            String.join(
                "|",
                answer.getResultVars().stream()
                    .map(row::get)
                    .map(node -> node.isURI() ? node.getURI() : node.getLiteralLexicalForm())
                    .toList()));
      }
      return rows.stream().sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      value = {
        "patents per country through labs~ SELECT ?c (COUNT(DISTINCT ?p) AS ?n) { ?p tr:lab ?l . ?l"
            + " tr:country ?c } GROUP BY ?c~ SELECT c.iri, COUNT(DISTINCT p.subject) FROM p_lab p"
            + " JOIN p_country c ON p.iri = c.subject GROUP BY c.iri",
        "citations by year and lab~ SELECT ?y ?name (SUM(?n) AS ?sum) { ?p tr:filed ?d ; tr:lab ?l"
            + " ; tr:citations ?n . ?l rdfs:label ?name BIND(YEAR(?d) AS ?y) } GROUP BY ?y ?name~"
            + " SELECT year(f.date), t.text, CAST(SUM(c.integer) AS BIGINT) FROM p_filed f JOIN"
            + " p_lab l ON f.subject = l.subject JOIN p_citations c ON c.subject = f.subject JOIN"
            + " p_label t ON t.subject = l.iri GROUP BY 1, 2",
        "much cited patents without a date, with wide tables~ SELECT ?p ?c { ?p a tr:Patent ;"
            + " tr:citations ?n ; tr:lab ?l . ?l tr:country ?c FILTER(?n > 40) FILTER NOT EXISTS {"
            + " ?p tr:filed ?d } }~ SELECT p.id, l.country FROM class_Patent p JOIN p_lab x ON p.id"
            + " = x.subject JOIN class_Lab l ON l.id = x.iri WHERE p.citations > 40 AND p.filed IS"
            + " NULL"
      })
  void joinsHaveTheAnswersOfSparql(String name, String sparql, String sql) throws Exception {
    List<String> expected = sparql(sparql);
    assertThat(expected).as(name).hasSizeGreaterThan(5);
    assertThat(sql(sql)).isEqualTo(expected);
  }

  @Test
  void eachKindOfObjectHasItsColumn() throws Exception {
    assertThat(sql("SELECT column_name, column_type FROM (DESCRIBE FROM p_seen)"))
        .containsExactlyInAnyOrder(
            "subject|VARCHAR",
            "iri|VARCHAR",
            "integer|BIGINT",
            "number|DOUBLE",
            "date|DATE",
            "text|VARCHAR",
            "language|VARCHAR",
            "datatype|VARCHAR",
            "graph|VARCHAR");
    assertThat(sql("SELECT integer FROM p_seen WHERE integer IS NOT NULL")).containsExactly("7");
    assertThat(sql("SELECT number FROM p_seen WHERE number IS NOT NULL")).containsExactly("0.5");
    assertThat(sql("SELECT date FROM p_seen WHERE date IS NOT NULL")).containsExactly("2026-02-28");
    assertThat(
            sql(
                "SELECT text, language, regexp_replace(datatype, '.*#', '') FROM p_seen WHERE text"
                    + " IS NOT NULL"))
        .containsExactlyInAnyOrder(
            "99999999999999999999999|null|integer",
            "x|null|integer",
            "NaN|null|double",
            "2026-02-30|null|date",
            "2026-02-28Z|null|date",
            "true|null|boolean",
            "two|en|null",
            "zwei|de|null",
            "2026|null|gYear");
    assertThat(sql("SELECT s.iri = d.subject FROM p_seen s JOIN p_deep d ON s.iri = d.subject"))
        .as("blank nodes can be joined")
        .containsExactly("true");
  }

  @Test
  void numbersThatNoTypeHoldsAreTexts() throws Exception {
    assertThat(sql("SELECT huge, endless FROM class_Extreme"))
        .containsExactly("99999999999999999999999|INF");
  }

  @Test
  void writesOnlyToAnEmptyFolder() throws Exception {
    assertThatThrownBy(() -> ParquetExport.write(release(), folder.resolve("out"), _ -> {}))
        .hasMessageContaining("has files already; name a folder");
    Path other = folder.resolve("other");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int code =
        Main.run(
            new String[] {
              "releases",
              "export",
              "--parquet",
              other.toString(),
              "--releases",
              folder.resolve("releases").toString()
            },
            out,
            out);
    assertThat(code).as(said.toString()).isZero();
    for (String part : List.of("classes", "predicates")) {
      try (Stream<Path> files = Files.list(folder.resolve("out").resolve(part))) {
        for (Path file : files.toList()) {
          assertThat(other.resolve(part).resolve(file.getFileName().toString()))
              .hasSameBinaryContentAs(file);
        }
      }
    }
  }

  @Test
  void severalValuesAreListsAndThingsHaveNames() throws SQLException {
    assertThat(
            sql(
                "SELECT DISTINCT typeof(lab), typeof(lab_label), typeof(filed), typeof(citations)"
                    + " FROM class_Patent"))
        .containsExactly("VARCHAR[]|VARCHAR[]|DATE|BIGINT");
    assertThat(sql("SELECT id, UNNEST(lab_label) AS name FROM class_Patent WHERE citations > 45"))
        .isEqualTo(
            sparql(
                "SELECT ?p ?name { ?p tr:citations ?n ; tr:lab/rdfs:label ?name FILTER(?n > 45)"
                    + " }"));
    assertThat(sql("SELECT COUNT(*) FROM class_Patent WHERE len(lab) <> len(lab_label)"))
        .containsExactly("0");
    assertThat(sql("SELECT COUNT(*) FROM class_Patent WHERE YEAR(filed) >= 2020"))
        .isEqualTo(sparql("SELECT (COUNT(?p) AS ?n) { ?p tr:filed ?d FILTER(YEAR(?d) >= 2020) }"));
  }
}
