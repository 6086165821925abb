package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.entity.Entities;

/// Tests what an answer says of things that are not of today, with a graph of another publisher and
/// the queries of the tool.
final class LifetimesTest {
  private static final String PREFIX = "PREFIX : <http://example.org/> ";
  private static final LocalDate TODAY = LocalDate.parse("2026-12-01");

  private static final String GRAPH =
      """
      @prefix : <http://example.org/> .
      @prefix dct: <http://purl.org/dc/terms/> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix schema: <https://schema.org/> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      :opened rdfs:subPropertyOf schema:startDate . :closed rdfs:subPropertyOf schema:endDate .
      :a :holds :one . :b :holds :two . :c :holds :three .
      :one a :Permit ; :kind :export ; :opened "2020-01-01"^^xsd:date ; :closed "2024-01-01"^^xsd:date .
      :two a :Permit ; :kind :export ; :opened "2025-01-01"^^xsd:date .
      :three a :Permit ; :kind :export ; :opened "2027-01-01"^^xsd:date .
      :old a :Plant ; :power 3 . :new a :Plant ; :power 5 ; dct:replaces :old . :hall a :Plant ; dct:isPartOf :new .
      :farm a :Farm ; :power 7 .
      """;

  @TempDir private static Path empty;
  private static Entities entities;

  @BeforeAll
  static void read() throws IOException {
    entities = OpenDimensionsTest.entities(GRAPH, empty);
  }

  private static List<String> limits(String text) {
    Query query =
        QueryFactory.create(
            PREFIX
                + "PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdfs:"
                + " <http://www.w3.org/2000/01/rdf-schema#> "
                + text);
    Rereading reading =
        new Rereading(
            entities,
            iri ->
                iri.replace("http://example.org/", ":")
                    .replace("http://purl.org/dc/terms/", "dct:"));
    return Lifetimes.of(
            Select.withMembers(Select.inSteps(query), reading),
            NamedTerms.of(query).properties(),
            reading,
            TODAY)
        .all()
        .stream()
        .map(limit -> limit.replace("example.org/", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SELECT ?who { ?who :holds/:kind :export } ~ of 3 that the query reads, 1 had ended and 1"
            + " had not begun on 2026-12-01; `FILTER NOT EXISTS { ?step1 :closed"
            + " ?to FILTER (STR(?to) < \"2026-12-01\") } FILTER NOT EXISTS { ?step1 :opened ?from"
            + " FILTER (STR(?from) > \"2026-12-01\") }` leaves them out",
        "SELECT (COUNT(*) AS ?n) { :a :holds ?p } ~ of 1 that the query reads, 1 had ended on"
            + " 2026-12-01; `FILTER NOT EXISTS { ?p :closed ?to FILTER (STR(?to) <"
            + " \"2026-12-01\") }` leaves them out",
        "SELECT (SUM(?v) AS ?n) { ?p :power ?v } ~ 1 of those that the query reads is replaced by"
            + " or part of others of these, such as old (new); `FILTER NOT EXISTS { ?other"
            + " :power ?vOfOther . ?other dct:replaces|^dct:isPartOf ?p }` leaves them out",
      })
  void saysWhatIsNotOfToday(String query, String limit) {
    assertThat(limits(query)).singleElement().asString().endsWith(limit);
  }

  /// The filter that is advised reads what is left.
  @Test
  void theAdviceLeavesThemOut() {
    String advised =
        "SELECT ?who { ?who :holds ?it . ?it :kind :export FILTER NOT EXISTS { ?it :closed ?to"
            + " FILTER (STR(?to) < \"2026-12-01\") } FILTER NOT EXISTS { ?it :opened ?from FILTER"
            + " (STR(?from) > \"2026-12-01\") } }";
    assertThat(entities.rowsOnce(QueryFactory.create(PREFIX + advised)))
        .singleElement()
        .satisfies(row -> assertThat(row.text("who")).endsWith("/b"));
    assertThat(limits(advised)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?p ?day { ?p :kind :export ; :opened ?day OPTIONAL { ?p :closed ?end } }",
        "SELECT ?p { :b :holds ?p }",
        "SELECT ?p ?v { ?p :power ?v }",
        "SELECT (SUM(?v) AS ?n) { ?p a :Farm ; :power ?v }",
        "SELECT (COUNT(?new) AS ?n) { ?new dct:replaces ?old }",
        "SELECT (COUNT(?s) AS ?n) { ?s ?p ?o }",
        "ASK { :a :holds ?p }",
      })
  void saysNothingOfWhatIsOfTodayOrLookedAt(String query) {
    assertThat(limits(query)).isEmpty();
  }
}
