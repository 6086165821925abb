package org.techrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.export.ParquetExport;
import org.techrace.rdf.Iris;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.Publication;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Staging;
import org.techrace.report.Report;

/// Spark SQL reads the files of `releases export --parquet`, and three joins have the answers of
/// SPARQL.
@Tag("long")
final class ParquetExportTest {
  private static final String PREFIXES =
      """
      PREFIX ex: <http://example.org/ontology#>
      PREFIX id: <http://example.org/id/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
      """;

  @TempDir private Path folder = Path.of("");

  /// Makes labs and 400 patents with several labs, missing dates and values of several types.
  private static String data() {
    Random random = new Random(23);
    StringBuilder text =
        new StringBuilder(
            PREFIXES
                + """
                ex:Patent a <http://www.w3.org/2002/07/owl#Class> .
                ex:Lab a <http://www.w3.org/2002/07/owl#Class> .
                """);
    for (int i = 0; i < 20; i++) {
      text.append(
          "id:lab-%d a ex:Lab ; rdfs:label \"Lab %d\"@en ; ex:place id:p-%d .%n"
              .formatted(i, i, i % 6));
    }
    for (int i = 0; i < 400; i++) {
      text.append(
          "id:patent-%d a ex:Patent ; ex:citations %d .%n".formatted(i, random.nextInt(50)));
      for (int n = random.nextInt(3); n >= 0; n--) {
        text.append("id:patent-%d ex:lab id:lab-%d .%n".formatted(i, random.nextInt(20)));
      }
      if (random.nextBoolean()) {
        text.append(
            "id:patent-%d ex:filed \"20%02d-03-%02d\"^^xsd:date .%n"
                .formatted(i, random.nextInt(10, 26), random.nextInt(1, 29)));
      }
    }
    return text.toString();
  }

  private Release release() throws Exception {
    Releases releases = new Releases(folder.resolve("releases"));
    Publication publication =
        new Publication(Iris.EXAMPLE, "test", "test", Optional.empty(), List.of("en"));
    Inputs inputs = new Inputs(List.of(new Input("data/x.csv", "0".repeat(64), 1)), "test");
    Clock noon = Clock.fixed(Instant.parse("2026-01-15T12:00:00Z"), ZoneOffset.UTC);
    try (Staging staging = releases.stage(publication, inputs, noon)) {
      RDFParser.fromString(data(), Lang.TURTLE)
          .parse(staging.stream(Iris.EXAMPLE.base() + "graph/source"));
      return releases.open(staging.seal(new Report()));
    }
  }

  private static List<String> sparql(Release release, String query) {
    try (QueryExec run = QueryExec.dataset(release.dataset()).query(PREFIXES + query).build()) {
      RowSet answer = run.select();
      List<String> rows = new ArrayList<>();
      answer.forEachRemaining(
          row ->
              rows.add(
                  String.join(
                      "|",
                      answer.getResultVars().stream()
                          .map(row::get)
                          .map(n -> n.isURI() ? n.getURI() : n.getLiteralLexicalForm())
                          .toList())));
      return rows.stream().sorted().toList();
    }
  }

  private List<String> sql(SparkSession spark, String query) {
    String files =
        query
            .replaceAll("\\bclass_(\\w+)", "parquet.`FOLDER/classes/$1.parquet`")
            .replaceAll("\\bp_(\\w+)", "parquet.`FOLDER/predicates/$1.parquet`")
            .replace("FOLDER", folder.resolve("out").toString());
    return spark.sql(files).collectAsList().stream()
        .map(
            row ->
                String.join(
                    "|",
                    IntStream.range(0, row.size())
                        .mapToObj(i -> String.valueOf(row.get(i)))
                        .toList()))
        .sorted()
        .toList();
  }

  private void assertSame(Release release, SparkSession spark, String sparql, String sql) {
    List<String> expected = sparql(release, sparql);
    assertThat(expected).hasSizeGreaterThan(5);
    assertThat(sql(spark, sql)).isEqualTo(expected);
  }

  @Test
  void joinsHaveTheAnswersOfSparql() throws Exception {
    try (Release release = release();
        SparkSession spark =
            SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate()) {
      ParquetExport.write(release, folder.resolve("out"), _ -> {});
      assertSame(
          release,
          spark,
          "SELECT ?c (COUNT(DISTINCT ?p) AS ?n) { ?p ex:lab ?l . ?l ex:place ?c } GROUP BY ?c",
          "SELECT c.iri, COUNT(DISTINCT p.subject) FROM p_lab p JOIN p_place c ON p.iri = c.subject"
              + " GROUP BY c.iri");
      assertSame(
          release,
          spark,
          "SELECT ?y ?name (SUM(?n) AS ?sum) { ?p ex:filed ?d ; ex:lab ?l ; ex:citations ?n ."
              + " ?l rdfs:label ?name BIND(YEAR(?d) AS ?y) } GROUP BY ?y ?name",
          "SELECT year(f.date), t.text, SUM(c.integer) FROM p_filed f JOIN p_lab l ON f.subject ="
              + " l.subject JOIN p_citations c ON c.subject = f.subject JOIN p_label t ON t.subject"
              + " = l.iri GROUP BY 1, 2");
      assertSame(
          release,
          spark,
          "SELECT ?p ?c { ?p a ex:Patent ; ex:citations ?n ; ex:lab ?l . ?l ex:place ?c"
              + " FILTER(?n > 40) FILTER NOT EXISTS { ?p ex:filed ?d } }",
          "SELECT p.id, l.place FROM class_Patent p JOIN p_lab x ON p.id = x.subject JOIN class_Lab"
              + " l ON l.id = x.iri WHERE p.citations > 40 AND p.filed IS NULL");
    }
  }
}
