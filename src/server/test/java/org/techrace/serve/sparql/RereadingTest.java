package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.Var;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.entity.Entities;

/// Tests what is said of things that a query leaves out or counts twice, with a graph of another
/// publisher and the queries of the tool.
final class RereadingTest {
  private static final String PREFIXES =
      "PREFIX : <http://example.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ";

  private static final String GRAPH =
"""
      @prefix : <http://example.org/> .
      @prefix owl: <http://www.w3.org/2002/07/owl#> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      :Book a owl:Class . :Author a owl:Class . :Shop a owl:Class .
      :one a :Book ; :topic :fish ; :by :ann, :bob ; :in :rome .
      :two a :Book ; :topic :eels ; :by :ann ; :in :rome .
      :one :out "2024"^^xsd:gYear . :two :out "2024-05-01"^^xsd:date .
:one :pages 90 . :two :pages 90, 91 . :three :pages 90 .
:ann :born 1960 . :cid a :Author .
      :ann a :Author . :bob a :Author . :corner a :Shop ; :sells :one .
      :corner :street :high . :station :street :main ; :sells :two .
      :eels skos:broader :fish . :pisces skos:exactMatch :fish .
""";

  @TempDir private static Path empty;
  private static Entities entities;

  @BeforeAll
  static void read() throws IOException {
    entities = OpenDimensionsTest.entities(GRAPH, empty);
  }

  private static List<String> limits(String text) {
    Query query = QueryFactory.create(PREFIXES + text);
    Query inSteps = Select.inSteps(query.isAskType() ? Select.ofAsk(query) : query);
    Set<String> known = NamedTerms.of(query).properties();
    Rereading reading =
        new Rereading(
            entities,
            iri ->
                iri.replace("http://example.org/", ":")
                    .replace("http://www.w3.org/2001/XMLSchema#", "xsd:"));
    return Stream.of(
            OtherConcepts.of(inSteps, reading),
            MissingJoins.of(inSteps, known, reading),
            MissingValues.of(inSteps, reading),
            BoundedFigures.of(inSteps, known, reading),
            MixedTimes.of(inSteps, reading),
            RepeatedThings.of(inSteps, reading),
            SparseProperties.of(inSteps, reading))
        .flatMap(List::stream)
        .map(limit -> limit.replace("example.org/", ""))
        .toList();
  }

  /// A variable cannot fit a condition if a pattern that each solution matches does not, or no part
  /// of the query that can bind it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "true  ~ SELECT * { ?x :by :ann ; :in ?y }",
        "false ~ SELECT * { ?x :by :ann ; :street ?y }",
        "false ~ SELECT * { ?x :sells ?y }",
        "true  ~ SELECT * { ?y :sells ?x }",
        "true  ~ SELECT * { { ?x :street ?y } UNION { ?x :by ?y } }",
        "false ~ SELECT * { { ?x :street ?y } UNION { ?x :sells ?y } }",
        "false ~ SELECT * { ?y :by ?z OPTIONAL { ?x :street ?y ; :topic ?z } }",
        "false ~ SELECT * { ?x :street ?y OPTIONAL { ?x :by ?z } }",
        "true  ~ SELECT * { VALUES ?x { :one } OPTIONAL { ?x :street ?z } }",
        "false ~ SELECT * { VALUES ?x { :three } ?x :pages ?z }",
        "false ~ SELECT * { ?x :pages ?z FILTER (?x IN (:three, :corner)) }",
        "true  ~ SELECT * { ?x skos:broader* ?z }",
        "true  ~ SELECT * { ?x ?p ?z }",
        "true  ~ SELECT * { ?y ?x ?z }",
        "true  ~ SELECT * { { SELECT ?x (COUNT(*) AS ?n) { ?x :by ?y } GROUP BY ?x } OPTIONAL { ?x"
            + " :street ?z } }",
      })
  void aPatternAloneSaysThatAVariableCannotFit(boolean canFit, String text) {
    Select select = new Select(Select.inSteps(QueryFactory.create(PREFIXES + text)));
    assertThat(
            new Rereading(entities, iri -> iri)
                .canFit(select, Var.alloc("x"), Rereading.ALONE + " a <http://example.org/Book>"))
        .isEqualTo(canFit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SELECT ?b { ?b :topic :fish } ~ :topic :fish: 1 thing has it; 2 have it or a narrower"
            + " concept, such as eels (:eels, 1); `:topic/skos:broader*` in place of `:topic` reads"
            + " them too",
        "SELECT ?b { ?b :topic :pisces } ~ :topic :pisces: no things have it; 2 have it or a"
            + " narrower or equal concept, such as eels (:eels, 1), fish (:fish, 1);"
            + " `:topic/(skos:broader|skos:exactMatch|^skos:exactMatch)*` in place of `:topic`"
            + " reads them too",
        "SELECT ?b ?s { ?b a :Book ; :sells ?s } ~ No ?b that fits the rest of the query has"
            + " :sells, which things of the class Shop have; it has :by.",
        "SELECT ?b { ?b :topic ?t FILTER (?t = :fish) } ~ :topic :fish: 1 thing has it; 2 have it"
            + " or a narrower concept, such as eels (:eels, 1); `:topic/skos:broader*` in place of"
            + " `:topic` reads them too",
        "SELECT ?b { ?b :topic ?t ; :by ?who FILTER (?t IN (:eels, :carp) && ?who = :bob) } ~"
            + " Nothing has :topic :eels or :carp and :by :bob together; with :topic :eels or"
            + " :carp, :by is ann.",
        "SELECT ?b { ?b :topic ?t ; :by :bob } VALUES ?t { :eels } ~ Nothing has :topic :eels and"
            + " :by :bob together; with :topic :eels, :by is ann.",
        "SELECT ?b { ?s :street :high ; :sells ?b . ?b :topic :eels } ~ Nothing has ?s :street"
            + " :high and ?s :sells ?b and ?b :topic :eels together; with ?s :street :high and ?s"
            + " :sells ?b, ?b :topic is fish.",
        "SELECT ?b { ?b a :Book ; :by ?who . ?who a :Shop } ~ Nothing has ?b :by ?who and ?who a"
            + " :Shop together; with ?b :by ?who, the class of ?who is Author.",
        "SELECT ?b { ?b :by ?who ; :in ?w FILTER (?w = :rome) VALUES ?who { :ann :eve } } ~ ?who:"
            + " nothing fits :eve, 1 of the 2 that the query lists",
        "SELECT ?b { ?b :topic :eels ; :in :rome ; :by :bob } ~ Nothing has :topic :eels and :by"
            + " :bob together; with :topic :eels, :by is ann.",
        "SELECT ?name { ?b :by :ann ; :in :oslo ; :topic ?name } ~ Nothing has :in :oslo; with :by"
            + " :ann, :in is rome.",
        "SELECT ?b { ?b a ?type ; :out ?day } ORDER BY ?day ~ :out: times of different precision,"
            + " which do not compare: 1 xsd:date, 1 xsd:gYear; `STR(?day)` in place of `?day` sorts"
            + " and compares them",
        "SELECT (MAX(?day) AS ?last) { ?b a :Book ; :out ?day } ~ :out: times of different"
            + " precision, which do not compare: 1 xsd:date, 1 xsd:gYear; `STR(?day)` in place of"
            + " `?day` sorts and compares them",
        "SELECT (COUNT(?b) AS ?n) { ?b :in :rome ; :by ?who } ~ ?b: the query counts 3, because it"
            + " matches some things in several ways; `COUNT(DISTINCT ?b)` counts 2",
        "SELECT ?who (COUNT(?b) AS ?n) { ?b :by ?who } GROUP BY ?who ~ ?b: 1 of the 2 things are in"
            + " several rows (?who), so the rows add up to more than there are",
        "SELECT (COUNT(?day) AS ?n) { ?b :out ?day ; :by ?who } ~ ?b: the query counts 3, because"
            + " it matches some things in several ways; `COUNT(DISTINCT ?b)` counts 2",
        "SELECT (COUNT(*) AS ?n) { ?b :in :rome ; :by ?who } ~ ?b: the query counts 3, because it"
            + " matches some things in several ways; `COUNT(DISTINCT ?b)` counts 2",
        "SELECT (SUM(DISTINCT ?pages) AS ?n) { ?b :pages ?pages } ~ ?b: the query adds up 2"
            + " different values of the 4 values that it reads, because DISTINCT leaves out equal"
            + " values of different things; a sub-select `SELECT DISTINCT ?b ?pages` around its"
            + " pattern reads each once",
        "SELECT ?b { ?b :in :rome ; :by ?who } ~ rows: 3 fit, of which 2 are different, because the"
            + " query matches some things in several ways; `SELECT DISTINCT` lists each once",
        "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a :Author ; :born ?y FILTER (?y > 1950) } ~"
            + " Author: 1 of 3 (33 %) have :born; the others can have one that is not in the"
            + " graph",
        "ASK { :bob :born 1970 } ~ Author: 1 of 3 (33 %) have :born; the others can have one that"
            + " is not in the graph",
        "ASK { :one :topic :pisces } ~ :topic :pisces: no things have it; 2 have it or a narrower"
            + " or equal concept, such as eels (:eels, 1), fish (:fish, 1);"
            + " `:topic/(skos:broader|skos:exactMatch|^skos:exactMatch)*` in place of `:topic`"
            + " reads them too",
      })
  void saysWhatIsLeftOutOrCountedTwice(String query, String limit) {
    assertThat(limits(query)).containsExactly(limit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?b { ?b :topic/skos:broader* :fish }",
        "SELECT ?a { ?a a :Author OPTIONAL { ?a :born ?y } }",
        "SELECT ?y { ?a :born ?y }",
        "SELECT ?pages { ?b :pages ?pages }",
        "SELECT ?b { ?b :topic :eels }",
        "SELECT DISTINCT ?b { ?b :by ?who VALUES ?who { :ann :bob } }",
        "SELECT ?who ?b { VALUES ?who { :ann :eve } OPTIONAL { ?b :by ?who } }",
        "SELECT ?b { ?b :in ?w OPTIONAL { ?b :by ?who } FILTER (!BOUND(?who) || ?who = :ann) }",
        "SELECT ?b { ?b a :Book OPTIONAL { ?b :sells ?s } }",
        "SELECT ?b { ?b a :Book ; :out ?day } ORDER BY STR(?day)",
        "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?b :in :rome ; :by ?who }",
        "SELECT ?where (COUNT(?b) AS ?n) { ?b :in ?where } GROUP BY ?where",
        "SELECT (COUNT(?pages) AS ?n) { ?b :pages ?pages }",
        "SELECT (COUNT(?pages) AS ?n) { ?b a :Book OPTIONAL { ?b :pages ?pages } }",
        "SELECT (COUNT(?s) AS ?n) { ?b a :Book OPTIONAL { ?s :sells ?b ; :street :main } }",
        "SELECT ?where (COUNT(DISTINCT ?pages) AS ?n) { ?b :by ?where ; :pages ?pages } GROUP BY"
            + " ?where",
        "SELECT ?b (COUNT(?pages) AS ?n) { ?b :pages ?pages } GROUP BY ?b",
      })
  void saysNothingOfCompleteAnswers(String query) {
    assertThat(limits(query)).isEmpty();
  }
}
