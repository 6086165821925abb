package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  record City(String id, @Nullable Object value) {}

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
    assertThat(report.findings())
        .allMatch(
            f ->
                f.message().contains("the same subject")
                    || f.message().contains("the subject of another row"));
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

  private List<String> valuesOf(Object... objects) throws IOException {
    return values(
        GivenTable.ofRecords(
            "cities",
            City.class,
            Stream.of(objects).map(object -> new City("1", object)).toList()));
  }

  @Test
  void arraysAndOptionalsOfPrimitivesAreValues() throws IOException {
    assertThat(
            valuesOf(
                new int[] {1, 2},
                new long[][] {{3}, {}},
                new double[] {0.5},
                new boolean[] {true},
                new char[] {'c'},
                OptionalInt.of(4),
                OptionalLong.empty(),
                OptionalDouble.of(-0.0),
                0.0f,
                Path.of("a", "b")))
        .containsExactly(
            "\"-0.0E0\"^^<double>",
            "\"0.0E0\"^^<double>",
            "\"1\"^^<integer>",
            "\"2\"^^<integer>",
            "\"3\"^^<integer>",
            "\"4\"^^<integer>",
            "\"5.0E-1\"^^<double>",
            "\"%s\"".formatted(Path.of("a", "b")),
            "\"c\"",
            "\"true\"^^<boolean>");
  }

  @Test
  void datesAndTimesAreThoseOfXmlSchema() throws IOException {
    LocalDateTime far = LocalDateTime.of(12020, 1, 2, 3, 4);
    LocalDateTime near = LocalDateTime.of(2020, 1, 2, 3, 4);
    assertThat(
            valuesOf(
                far.toLocalDate(),
                far,
                far.toInstant(ZoneOffset.UTC),
                LocalDate.of(-43, 3, 15),
                near.atOffset(ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
                near.atOffset(ZoneOffset.ofHours(-15)),
                near.atOffset(ZoneOffset.ofHours(14)),
                OffsetTime.of(4, 5, 6, 0, ZoneOffset.ofHours(1)),
                OffsetTime.of(4, 5, 6, 0, ZoneOffset.ofTotalSeconds(6))))
        .containsExactly(
            "\"-0043-03-15\"^^<date>",
            "\"04:05:00Z\"^^<time>",
            "\"04:05:06+01:00\"^^<time>",
            "\"12020-01-02\"^^<date>",
            "\"12020-01-02T03:04:00\"^^<dateTime>",
            "\"12020-01-02T03:04:00Z\"^^<dateTime>",
            "\"2020-01-02T02:01:57Z\"^^<dateTime>",
            "\"2020-01-02T03:04:00+14:00\"^^<dateTime>",
            "\"2020-01-02T18:04:00Z\"^^<dateTime>");
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
  void rowsThatAreNullAreFindings() throws IOException {
    Report report = new Report();
    assertThat(
            quads(
                "rml:subjectMap [ rml:template \"http://example.org/{id}\" ; rml:class ex:C ]",
                GivenTable.ofRecords(
                    "cities",
                    City.class,
                    Arrays.asList(new City("1", null), null, new City("3", null))),
                report))
        .hasSize(2);
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains("[cities row 2] the row is null; expected an object");
  }

  @Test
  void aTableWithoutRowsIsAWarningAsForAFile() throws IOException {
    Report report = new Report();
    assertThat(
            quads(
                "rml:subjectMap [ rml:template \"http://example.org/{id}\" ; rml:class ex:C ]",
                GivenTable.ofMaps("cities", List.of("id"), List.of()),
                report))
        .isEmpty();
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains("WARN [cities] the table has no rows");
  }

  @Test
  void aNumberOfThreadsBelowOneIsRefusedAtTheCall() {
    assertThatThrownBy(() -> EngineOptions.DEFAULT.withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of threads is 0; expected at least 1");
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
