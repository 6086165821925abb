package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.table.GivenTable;
import org.techrace.table.SourceTable;

/// Tables of a program are read instead of the files that a mapping names.
final class GivenTableTest {
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  @TempDir private Path folder = Path.of("");

  record City(String id, Object value) {}

  /// Maps a table in place of `t.csv`, which does not exist.
  private List<String> quads(String properties, SourceTable table, Report report)
      throws IOException {
    Path file = folder.resolve("mapping.ttl");
    new Workbench(folder).mapping(properties);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(file, report).orElseThrow(),
            EngineOptions.DEFAULT.withTable("t.csv", table),
            report)
        .writeNQuads(out);
    return out.toString(StandardCharsets.UTF_8).lines().sorted().toList();
  }

  private List<String> values(SourceTable table) throws IOException {
    Report report = new Report();
    List<String> quads =
        quads(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "value" ] ]
            """,
            table,
            report);
    assertThat(report.findings()).isEmpty();
    return quads.stream()
        .map(quad -> quad.replaceFirst("^<http://example.org/1> <http://example.org/p> ", ""))
        .map(quad -> quad.replace("<" + XSD, "<").replaceFirst(" \\.$", ""))
        .toList();
  }

  @Test
  void valuesOfRecordsHaveTheirNaturalDatatype() throws IOException {
    List<Object> objects =
        List.of(
            "text",
            12L,
            new BigDecimal("1E+3"),
            true,
            LocalDate.of(2026, 2, 3),
            LocalTime.of(4, 0),
            Instant.EPOCH.atZone(ZoneId.of("Europe/Paris")),
            List.of("a", Optional.of("b"), Optional.empty()),
            new byte[] {1, -1});
    assertThat(
            values(
                GivenTable.ofRecords(
                    "cities",
                    City.class,
                    objects.stream().map(object -> new City("1", object)).toList())))
        .containsExactly(
            "\"01FF\"^^<hexBinary>",
            "\"04:00:00\"^^<time>",
            "\"1000\"^^<decimal>",
            "\"12\"^^<integer>",
            "\"1970-01-01T01:00:00+01:00\"^^<dateTime>",
            "\"2026-02-03\"^^<date>",
            "\"a\"",
            "\"b\"",
            "\"text\"",
            "\"true\"^^<boolean>");
  }

  @Test
  void doublesOfMapsAreThoseOfXmlSchema() throws IOException {
    Stream<Double> numbers = Stream.of(1.5, Double.NEGATIVE_INFINITY, Double.NaN);
    assertThat(
            values(
                GivenTable.ofMaps(
                    "cities",
                    List.of("id", "value"),
                    numbers.map(number -> Map.of("id", 1, "value", number)).toList())))
        .containsExactly("\"-INF\"^^<double>", "\"1.5E0\"^^<double>", "\"NaN\"^^<double>");
  }

  /// The texts that mean "no value" are those of the mapping, as for a file.
  @Test
  void valuesThatAMapLacksAreMissing() throws IOException {
    assertThat(
            values(
                GivenTable.ofMaps(
                    "cities",
                    List.of("id", "value"),
                    List.of(Map.of("id", 1), Map.of("id", 1, "value", "")))))
        .isEmpty();
  }

  @Test
  void rowsOfAResultCanBeReadOften() throws IOException, SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = database.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT * FROM (VALUES (1, DATE '2026-02-03'), (2, NULL)) AS t(\"id\","
                    + " \"value\")")) {
      Report report = new Report();
      assertThat(
              quads(
                  """
                  rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:parentTriplesMap <#map> ;
                    rml:joinCondition [ rml:child "id" ; rml:parent "id" ] ] ]
                  """,
                  GivenTable.ofResultSet("result", result),
                  report))
          .containsExactly(
              "<http://example.org/1> <http://example.org/p> <http://example.org/1> .",
              "<http://example.org/2> <http://example.org/p> <http://example.org/2> .");
      assertThat(report.findings()).isEmpty();
    }
  }

  @Test
  void unknownColumnsAreFindings() throws IOException {
    Report report = new Report();
    assertThat(
            quads(
                "rml:subjectMap [ rml:template \"http://example.org/{idd}\" ]",
                GivenTable.ofRecords("cities", City.class, List.of()),
                report))
        .isEmpty();
    assertThat(report.findings())
        .extracting(Finding::message)
        .singleElement()
        .asString()
        .startsWith("unknown column 'idd'; did you mean 'id'?");
  }
}
