package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.OwnGraph;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;

/// Tests the limits of sums and rankings with a data cube of another publisher and the queries of
/// the tool.
final class OpenDimensionsTest {
  private static final String PREFIX =
      "PREFIX : <http://example.org/> PREFIX qb: <http://purl.org/linked-data/cube#> ";

  private static final String CUBE =
      """
      @prefix : <http://example.org/> .
      @prefix dct: <http://purl.org/dc/terms/> .
      @prefix qb: <http://purl.org/linked-data/cube#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#> .
      @prefix sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> .
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      @prefix tool: <https://w3id.org/techrace/tool#> .
      :kept qb:structure :structure . :revised qb:structure :structure .
      :structure qb:component [ qb:measure :amount ], [ qb:dimension :crop ], [ qb:dimension :year ],
        [ qb:dimension :what ], [ qb:attribute :unit ] .
      :what rdfs:subPropertyOf tool:quantity .
      :year rdfs:subPropertyOf sdmx-dimension:refPeriod .
      :unit rdfs:subPropertyOf sdmx-attribute:unitMeasure .
      :stock tool:notAdditiveAlong :year .
      :barley skos:broader :corn . :oats skos:broader :corn . :maize skos:broader :corn .
      [] qb:dataSet :kept ; :what :export ; :crop :corn ; :year 2024 ; :unit :tonne ; :amount 9 .
      [] qb:dataSet :revised ; :what :export ; :crop :barley ; :year 2024 ; :unit :tonne ; :amount 4 .
      [] qb:dataSet :revised ; :what :export ; :crop :oats ; :year 2024 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :revised ; :what :export ; :crop :beans ; :year 2024 ; :unit :tonne ; :amount 1 .
      [] qb:dataSet :kept ; :what :import ; :crop :oats ; :year 2023 ; :unit :tonne ; :amount 9 .
      [] qb:dataSet :kept ; :what :import ; :crop :beans ; :year 2023 ; :unit :tonne ; :amount 9 .
      [] qb:dataSet :kept ; :what :import ; :crop :beans ; :year 2024 ; :unit :tonne ; :amount 9 .
      [] qb:dataSet :kept ; :what :rain ; :crop :peas ; :year 2021 ; :unit :tonne ; :amount 1 .
      [] qb:dataSet :kept ; :what :rain ; :crop :peas ; :year 2022 ; :unit :tonne ; :amount 2 .
      [] qb:dataSet :kept ; :what :rain ; :crop :lupins ; :year 2020 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :rain ; :crop :clover ; :year 2019 ; :unit :tonne ; :amount 4 .
      [] qb:dataSet :kept ; :what :rain ; :crop :hops ; :year 2018 ; :unit :tonne ; :amount 4 .
      :wheat skos:broader :cereals .
      :revised dct:isReplacedBy :kept .
      :wheat skos:broader :grains . :rye skos:broader :grains .
      [] qb:dataSet :kept ; :what :area ; :crop :grains ; :year 2025 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :area ; :crop :rye ; :year 2025 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :area ; :crop :beans ; :year 2025 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :revised ; :what :price ; :crop :rye ; :year 2025 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :price ; :crop :rye ; :year 2025 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :paid ; :crop :rye ; :year 2025 ; :unit :euro ; :amount 3 .
      [] qb:dataSet :kept ; :what :sold ; :crop :rye ; :year 2020 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :sold ; :crop :rye ; :year 2021 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :sold ; :crop :oats ; :year 2021 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :sold ; :crop :hops ; :year 2020 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :stock ; :crop :wheat ; :year 2024 ; :unit :tonne ; :amount 3 .
      [] qb:dataSet :kept ; :what :stock ; :crop :wheat ; :year 2025 ; :unit :tonne ; :amount 4 .
      [] qb:dataSet :kept ; :what :stock ; :crop :cereals ; :year 2025 ; :unit :tonne ; :amount 9 .
      [] qb:dataSet :kept ; :what :yield ; :crop :wheat ; :year 2025 ; :unit :tonne ; :amount 1 .
      [] qb:dataSet :revised ; :what :yield ; :crop :wheat ; :year 2025 ; :unit :kilogram ; :amount 9 .
      [] qb:dataSet :revised ; :what :yield ; :year 2025 ; :unit :kilogram ; :amount 9 .
      """;

  @TempDir private static Path empty;
  private static Entities entities;

  @BeforeAll
  static void read() throws IOException {
    entities = entities(CUBE, empty);
  }

  /// Returns the entities of a graph of a project without queries of its own.
  ///
  /// @param empty the folder of the queries
  static Entities entities(String turtle, Path empty) throws IOException {
    return new Entities(
        RDFParser.fromString(turtle, Lang.TURTLE).toDatasetGraph(),
        PageQueries.read(empty, OwnGraph.IRIS, List.of("en")),
        1 << 20);
  }

  private static List<String> limits(String query) {
    return OpenDimensions.of(
            QueryFactory.create(PREFIX + query),
            Set.of(),
            new Rereading(
                entities,
                iri -> iri.replaceFirst("http://example.org/", ":").replaceFirst(".*#", "qb:")))
        .sentences()
        .stream()
        .map(limit -> limit.replace("example.org/", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT (SUM(?v) AS ?s) { ?f :what :stock ; :crop :wheat ; :amount ?v } | :year: 2 values"
            + " among the figures that the query adds up: 2024 to 2025; not additive along it:"
            + " stock; `?f :year 2025 ` reads one",
        "SELECT (AVG(?v) AS ?s) { ?f :what :stock ; :year 2025 ; :amount ?v } | :crop: 2 values"
            + " among the figures that the query averages: wheat, cereals; cereals: totals of"
            + " others; `?f :crop :cereals` reads the total",
        "SELECT ?c ?v { ?f :what :stock ; :year 2025 ; :crop ?c ; :amount ?v } ORDER BY ?v | :crop:"
            + " the query ranks totals with their parts: cereals; `FILTER (?c NOT IN (:cereals))`"
            + " leaves them out",
        "SELECT ?y (SUM(?v) AS ?s) { [] :year ?y ; :amount ?v } GROUP BY ?y | :what: 5 values among"
            + " the figures that the query adds up in one row: yield, area; `?blank0 :what"
            + " ?what`, with ?what in SELECT and GROUP BY, shows each",
        "SELECT (AVG(?v) AS ?s) { ?f :what :area ; :amount ?v } | :crop: 3 values among the"
            + " figures that the query averages: rye, grains; grains: totals of others;"
            + " `?f :crop ?crop FILTER (?crop NOT IN (:grains))` reads the parts without totals",
        "SELECT (SUM(?v) AS ?s) { ?f :what :price ; :amount ?v } | qb:dataSet: 2 values among the"
            + " figures that the query adds up: revised, kept; `?f qb:dataSet :kept` reads one",
        "SELECT ?d (SUM(?v) AS ?s) { ?f :what :yield ; :crop :wheat ; qb:dataSet ?d ; :amount ?v }"
            + " GROUP BY ?d | :unit: 2 values among the figures that the query adds up: tonne,"
            + " kilogram; `?f :unit :tonne` reads one",
        "SELECT ?y ?v { ?f :what :price ; :year ?y ; :amount ?v } ORDER BY ?y | qb:dataSet: 2"
            + " values among the figures that the query lists for one :year: revised, kept;"
            + " `?f qb:dataSet :kept` reads one",
      })
  void namesWhatIsOpen(String query, String limit) {
    assertThat(limits(query)).singleElement().asString().isEqualToIgnoringWhitespace(limit);
  }

  /// A ranking of one time would have one of the four crops.
  @Test
  void advisesTheNewestOfEachIfNoTimeHasMost() {
    assertThat(limits("SELECT ?c ?v { ?f :what :rain ; :crop ?c ; :amount ?v } ORDER BY ?v"))
        .singleElement()
        .asString()
        .startsWith(
            ":year: 5 values among the figures that the query ranks: 2018 to 2022; `FILTER"
                + " NOT EXISTS { ?f :crop ?each ; :year ?day . ?newer :what :rain ; :crop ?each ;"
                + " :year ?later FILTER (STR(?later) > STR(?day)) }` reads the newest of each");
  }

  /// The total has one data set, so the data sets of its parts are not open. A part that the total
  /// does not name does not matter.
  @Test
  void advisesTheTotalWhereThereIsOne() {
    assertThat(limits("SELECT (SUM(?v) AS ?s) { ?f :what :export ; :amount ?v }"))
        .singleElement()
        .asString()
        .endsWith("`?f :crop :corn` reads the total");
  }

  @Test
  void saysThatSeriesEndBeforeTheNewestTime() {
    String query =
        "SELECT ?t (SUM(?v) AS ?s) { ?f :what :import ; :crop ?c ; :year ?y ; :amount ?v"
            + " BIND (STR(?y) AS ?t) } GROUP BY ?t";
    assertThat(limits(query))
        .contains(
            ":year: the query adds up 1 figures of the newest, 2024, and 2 of the one before, 2023;"
                + " compare only those that both have");
  }

  @Test
  void saysThatItHadNoTimeToCheck() {
    // What another test has read is known.
    String query = "SELECT (SUM(?late) AS ?s) { ?f :what :stock ; :crop :wheat ; :amount ?late }";
    Rereading reading = new Rereading(entities.until(new AtomicBoolean(true)), iri -> iri);
    OpenDimensions.Found found =
        OpenDimensions.of(QueryFactory.create(PREFIX + query), Set.of(), reading);
    assertThat(found.sentences()).isEmpty();
    assertThat(reading.checks().last())
        .singleElement()
        .asString()
        .startsWith(
            "not checked, because the time was over: figures that differ in year, unit, data set or"
                + " otherwise;");
  }

  @Test
  void namesWhatDiffersBetweenTheTwoThatAreCompared() {
    String query =
        "SELECT (?a / ?b AS ?r) { ?f :what :yield ; :crop :wheat ; qb:dataSet :kept ; :amount ?a ."
            + " ?g :what :yield ; :crop :wheat ; qb:dataSet :revised ; :amount ?b }";
    assertThat(limits(query))
        .containsExactly(
            ":unit: it differs between the figures that the query compares, such as tonne and"
                + " kilogram; few or none have the same");
  }

  /// Two quantities have units of their own, so that these are no mistake in a quotient.
  @Test
  void givesBothOfAQuotientWhatBothCanHave() {
    String query =
        "SELECT ?c (?a / ?b AS ?r) { ?f :what :price ; :crop ?c ; :year ?y ; :amount ?a . ?g :what"
            + " :paid ; :crop ?c ; :year ?y ; :amount ?b }";
    assertThat(limits(query))
        .containsExactly(
            "qb:dataSet: it differs between the figures that the query compares, such as revised"
                + " and kept; `?f qb:dataSet ?dataSet . ?g qb:dataSet ?dataSet` reads the same of"
                + " both");
  }

  /// The last year has two of three crops, so it would leave out a row.
  @Test
  void advisesNoTimeThatLeavesOutRows() {
    assertThat(
            limits(
                "SELECT ?c (SUM(?v) AS ?s) { ?f :what :sold ; :crop ?c ; :amount ?v } GROUP BY ?c"))
        .containsExactly(
            ":year: 2 values among the figures that the query adds up in one row: 2020 to 2021;"
                + " `?f :year ?year`, with ?year in SELECT and GROUP BY, shows each");
    assertThat(
            limits(
                "SELECT ?c (MAX(?v) AS ?s) { ?f :what :sold ; :crop ?c ; :amount ?v } GROUP BY ?c"))
        .singleElement()
        .asString()
        .endsWith("reads the newest of each");
  }

  /// A crop is above the limit in one of its years.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ASK { ?f :what :import ; :crop :beans ; :amount ?v FILTER (?v > 5) } | :year: 2 values"
            + " among the figures that the query compares with a constant: 2023 to 2024; `?f :year"
            + " 2024 ` reads one",
        "SELECT DISTINCT ?c { ?f :what :import ; :crop ?c ; :amount ?v FILTER (?v > 5) } | :year: 2"
            + " values among the figures that the query compares with a constant for one :crop:"
            + " 2023 to 2024; `?f :year 2023 ` reads one",
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?f :what :import ; :crop ?c ; :amount ?v FILTER (5 <"
            + " ?v) } | :year: 2 values among the figures that the query compares with a constant"
            + " for one :crop: 2023 to 2024; `?f :year 2023 ` reads one",
        "SELECT (SUM(?v) AS ?s) { { ?f :what :paid ; :amount ?v } UNION { ?f :what :area ; :crop"
            + " :rye ; :amount ?v } } | :what: 2 values among the figures that the query adds up:"
            + " paid, area; `?f :what :paid` reads one",
      })
  void namesWhatAConditionOrAnAlternativeLeavesOpen(String query, String limit) {
    assertThat(limits(query)).anySatisfy(one -> assertThat(one).isEqualToIgnoringWhitespace(limit));
  }

  /// A sub-select that hides its observations adds up the same ones.
  @Test
  void readsSubSelectsThatShowOnlyValues() {
    assertThat(
            limits(
                "SELECT (SUM(?v) AS ?s) { { SELECT ?v { ?f :what :price ; :amount ?v } LIMIT 9 }"
                    + " }"))
        .containsExactly(
            "qb:dataSet: 2 values among the figures that the query adds up: revised, kept; `?f"
                + " qb:dataSet :kept` reads one (in the sub-select)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT (SUM(?v) AS ?s) { ?f :what :stock ; :crop :wheat ; :year 2025 ; :amount ?v }",
        "SELECT ?y (SUM(?v) AS ?s) { ?f :what :stock ; :crop :wheat ; :year ?y ; :amount ?v }"
            + " GROUP BY ?y",
        "SELECT ?y ?v { ?f :what :stock ; :crop :wheat ; :year ?y ; :amount ?v } ORDER BY ?v",
        "SELECT ?u (SUM(?v) AS ?s) { ?f :what :yield ; :crop :wheat ; :unit ?u ; :amount ?v }"
            + " GROUP BY ?u",
        "SELECT (COUNT(?f) AS ?n) { ?f :amount ?v }",
        "SELECT (SUM(IF(?v > 2, 1, 0)) AS ?n) { ?f :amount ?v }",
        "SELECT (SUM(?one) AS ?n) { ?f :amount ?v BIND (IF(?v > 2, 1, 0) AS ?one) }",
        "SELECT ?v { ?f :amount ?v } LIMIT 1",
      })
  void saysNothingOfWhatIsFixedOrSeen(String query) {
    assertThat(limits(query)).isEmpty();
  }
}
