package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that operations on ids alone (filters, minimum and maximum, order) give the same results
/// as ARQ on the terms, for all kinds of terms.
final class TermsOfAllKindsTest {
  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    RDFDataMgr.read(
        memory,
        new StringReader(
            """
            PREFIX : <http://e/>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            :terms :has :a, :B, <urn:e:c>, [], _:b, "", "a", "B", "en", "Zürich", "\\u4E2D", "\\U0001F600",
              ""@en, "a"@en, "B"@EN, "a"@en-GB, "c"@en-gb, "a"@eng, "a"@en-x-y, "a"@e, "a"@de, "b"@DE,
              "a"@zh-Hant-CN, "a"@x-foo, "d"@de-CH-1901, 1, 01, 1.0, 2.5, 1e0, -3, true, "x"^^xsd:integer,
              "2015-01-01"^^xsd:date, "2015-06-01T00:00:00Z"^^xsd:dateTime, "2015"^^xsd:gYear, "en"^^:tag,
              <<( :a :word "A" )>>, <<( :a :word "a"@en )>>, <<( _:b :size <<( :b :size 01 )>> )>> .
            :terms :named :a . :a :word "a"@en, "A" . :b :word "b" ; :word "B"@de . :c :word "C"@en . :d :other "d" .
            :kinds :same :a, _:b, "a", "a"@en, "a"@EN, "A"@en, 1, 01, 1.0, 1e0, "1"^^xsd:float, 0.1, 0.1e0, "0.1"^^xsd:float,
              16777217, 16777216.0, "16777216"^^xsd:float, 0, -0.0e0, "NaN"^^xsd:double, "NaN"^^xsd:float, "1"^^xsd:byte,
              123456789012345678901, 123456789012345678901.0, true, "1"^^xsd:boolean, "x"^^xsd:integer, "en"^^:tag, "de"^^:tag,
              "2015-01-01"^^xsd:date, "2015-01-01Z"^^xsd:date, "2015-06-01T00:00:00Z"^^xsd:dateTime,
              "2015-06-01T02:00:00+02:00"^^xsd:dateTime, "2015-06-01T00:00:00.0Z"^^xsd:dateTime, "2015"^^xsd:gYear,
              "2015-06-01T00:00:00"^^xsd:dateTime, "P1D"^^xsd:duration, "PT24H"^^xsd:dayTimeDuration,
              <<( :a :b 1 )>>, <<( :a :b 01 )>>, <<( :a :b 1.0 )>> .
            :a :size 3, 20, 1.5 . :b :size 7 . :c :size 2, 2.0 .
            """),
        null,
        Lang.TURTLE);
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  static Stream<String> filters() {
    List<String> single =
        List.of(
            "isIRI(?x)",
            "isURI(?x)",
            "isBlank(?x)",
            "isLiteral(?x)",
            "isTRIPLE(?x)",
            "SUBJECT(?x) = <http://e/a>",
            "DATATYPE(?x) = <http://www.w3.org/2001/XMLSchema#string>",
            "LANG(?x) = ''",
            "LANG(?x) = 'en'",
            "LANG(?x) = 'EN'",
            "LANG(?x) = 'de'",
            "LANG(?x) = 'en-GB'",
            "LANG(?x) = 'en-gb'",
            "LANG(?x) = 'zh-Hant-CN'",
            "LANG(?x) = 'x-foo'",
            "LANG(?x) = 'no such tag'",
            "LANG(?x) IN ('en', '', 'de')",
            "LANG(?x) IN ()",
            "LANG(?x) != 'en'",
            "LANGMATCHES(LANG(?x), 'en')",
            "LANGMATCHES(LANG(?x), 'EN')",
            "LANGMATCHES(LANG(?x), 'e')",
            "LANGMATCHES(LANG(?x), 'en-GB')",
            "LANGMATCHES(LANG(?x), '*')",
            "CONTAINS(LCASE(STR(?x)), 'b')",
            "STRSTARTS(STR(?x), 'http')",
            "STRSTARTS(STR(?x), 'a')",
            "STRSTARTS(?x, '')",
            "REGEX(?x, '^a')",
            "REGEX(STR(?x), '^20')",
            "isNumeric(?x)",
            "CONTAINS(REPLACE(STR(?x), '([a-c])', '$1$1'), 'bb')",
            "STRSTARTS(REPLACE(STR(?x), 'x*', ''), 'a')",
            "CONTAINS(REPLACE(STR(?x), 'a', '$3'), 'a')",
            "REGEX(UCASE(STR(?x)), '^[A-E]')",
            "REGEX(?x, 'A', 'i')",
            "CONTAINS(?x, 'a')",
            "CONTAINS(STR(?x), '')",
            "CONTAINS(STR(?x), '\\u0001')",
            "CONTAINS(?x, 'a'@en)",
            "CONTAINS(LCASE(?x), 'b')",
            "STRSTARTS(?x, 'a')",
            "STRENDS(STR(?x), 'e')",
            "STRENDS(UCASE(?x), 'E')",
            "STRLEN(?x) > 1",
            "STRLEN(?x) = 1",
            "STRLEN(STR(?x)) <= 3",
            "STRLEN(STR(?x)) >= 4.5",
            "STRLEN(UCASE(STR(?x))) < 99999999999999999999");
    return Stream.concat(
        single.stream(),
        single.stream()
            .flatMap(
                a ->
                    Stream.of(
                        a + " || isIRI(?x)",
                        a + " && LANG(?x) = 'en'",
                        "LANG(?x) IN ('de', '') || " + a,
                        "!(" + a + ")")));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filtersTheSameTermsAsArq(String filter) {
    assertSameAsArq("SELECT ?x { :terms :has ?x FILTER(" + filter + ") }");
    assertCountsAreThoseOfArq(filter);
    assertSameAsArq(
        "SELECT ?x { VALUES ?x { :a 'a' 'a'@en 'new'@en 'new'@en-GB :new 7 } FILTER("
            + filter
            + ") }");
    assertSameAsArq("SELECT ?s ?x { ?s :word [] OPTIONAL { ?s :word ?x FILTER(" + filter + ") } }");
  }

  /// Comparisons are not combined with `||` here, because ARQ returns rows twice for some.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "?x = 1",
        "1 < ?x",
        "?x != 1.0",
        "?x >= 1 && ?x < 2.5",
        "2 >= ?x",
        "?x = 1e0",
        "?x > 0.5e0",
        "?x IN (1, 2.5)",
        "?x NOT IN (1, 7)",
        "?x IN (:a, <urn:e:c>, :none)",
        "?x NOT IN (:a, :none)",
        "?x IN (1, :a)",
        "?x NOT IN (1, :a)",
        "?x IN (1, 'a'@en)",
        "?x != 'a' && isLiteral(?x)",
        "STRSTARTS(?x, 'a') && LANG(?x) = 'en'",
        "?x > 1 && STRLEN(STR(?x)) > 1",
        "?x = :a",
        "?x != :a",
        "?x < :a",
        "?x < 'a'",
        "?x >= 'a'",
        "?x = 'a'",
        "?x > 'Z' && ?x <= 'b'",
        "?x = 'a'@en",
        "?x > '2015-01-01'^^xsd:date",
        "?x = '2015-01-01'^^xsd:date",
        "?x <= '2015-01-01Z'^^xsd:date",
        "?x < '2015-06-01T00:00:01Z'^^xsd:dateTime",
        "?x >= '2015-06-01T02:00:00+02:00'^^xsd:dateTime",
        "?x < '2016-06-01T00:00:00'^^xsd:dateTime",
        "?x <= '2015'^^xsd:gYear",
        "YEAR(?x) = 2015",
        "MONTH(?x) >= 6",
        "DAY(?x) = 1",
        "12 != MONTH(?x)",
        "3 > STRLEN(?x)",
        "STRLEN(STR(?x)) = 1.0",
        "LANG(?x) < 'f'",
        "DATATYPE(?x) != xsd:integer",
        "IF(?x > 1, 'a', ?x) = 'a'",
        "IF(?x = :a, 1, STRLEN(STR(?x))) > 1"
      })
  void comparesWithConstantsAsArqDoes(String filter) {
    for (String each : List.of(filter, "!(" + filter + ")", "isLiteral(?x) && " + filter)) {
      assertSameAsArq("SELECT ?x { :terms :has ?x FILTER(" + each + ") }");
      assertSameAsArq("SELECT ?x { :kinds :same ?x FILTER(" + each + ") }");
      assertCountsAreThoseOfArq(each);
      assertSameAsArq(
          "SELECT ?x { VALUES ?x { :a 'a' 'a'@en :new 7 1 UNDEF } FILTER(" + each + ") }");
    }
  }

  private static void assertCountsAreThoseOfArq(String filter) {
    for (String pattern :
        List.of(":terms :has ?x", ":kinds :same ?x", "?s :word ?x", "?s ?p ?x", "?x ?p ?s")) {
      String where = "{ " + pattern + " FILTER(" + filter + ") }";
      assertSameAsArq("SELECT (COUNT(*) AS ?n) " + where);
      assertSameAsArq("SELECT (COUNT(?x) AS ?n) (COUNT(*) AS ?m) " + where);
      assertSameAsArq("SELECT * " + where);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?x = ?y",
        "?y = ?x",
        "?y != ?x",
        "sameTerm(?x, ?y)",
        "STR(?x) = STR(?y)",
        "?x + 1 = ?y",
        "DATATYPE(?x) = DATATYPE(?y)",
        "?x = ?y && ?x != 1",
        "?x = ?y && ?x != ?y",
        "?x = ?y || isBlank(?x)"
      })
  void joinsEqualTermsAsArqDoes(String filter) {
    assertSameAsArq("SELECT * { :kinds :same ?x . :terms :has ?y FILTER(" + filter + ") }");
    assertSameAsArq("SELECT * { :kinds :same ?x . ?s :same ?y FILTER(" + filter + ") }");
    assertSameAsArq("SELECT * { ?s :same ?x . ?s :same ?y FILTER(" + filter + ") }");
    assertSameAsArq(
        "SELECT (COUNT(*) AS ?n) { { :kinds :same ?x } { VALUES ?y { 1 'a' UNDEF :new 0.1 } }"
            + " FILTER("
            + filter
            + ") }");
    assertSameAsArq(
        "SELECT * { :a ?p ?z OPTIONAL { :kinds :same ?x . :terms :has ?y FILTER("
            + filter
            + " && ?z > 2) } }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "!=", "<", "<=", ">", ">="})
  void comparesVariablesAsArqDoes(String operator) {
    for (String x : List.of(":kinds :same", ":terms :has", ":a :size")) {
      String filter = " FILTER(?x " + operator + " ?y) }";
      assertSameAsArq("SELECT * { " + x + " ?x . :kinds :same ?y" + filter);
      assertSameAsArq("SELECT * { " + x + " ?x . :terms :has ?z BIND(?z / 3 AS ?y)" + filter);
      assertSameAsArq("SELECT * { " + x + " ?x . :kinds :same ?z BIND(?z * 1 AS ?y)" + filter);
      assertSameAsArq(
          "SELECT * { " + x + " ?x { SELECT (AVG(?z) AS ?y) { [] :size ?z } }" + filter);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?s (MIN(?x) AS ?least) (MAX(?x) AS ?most) { ?s :size ?x } GROUP BY ?s",
        "SELECT ?s (MIN(DISTINCT ?x) AS ?least) { ?s :size ?x } GROUP BY ?s",
        "SELECT (MIN(?x) AS ?least) (MAX(?x) AS ?most) { :terms :has ?x FILTER(isLiteral(?x) &&"
            + " LANG(?x) != '') }",
        "SELECT (MIN(?x) AS ?least) (MAX(?x) AS ?most) { :terms :has ?x }",
        "SELECT (MIN(?x) AS ?least) (MAX(?x) AS ?most) { :nothing :has ?x }",
        "SELECT ?s (MAX(?x) AS ?most) { ?s ?p [] OPTIONAL { ?s :word ?x } } GROUP BY ?s",
        "SELECT (MAX(?x) AS ?most) { VALUES ?s { :a :d :b } OPTIONAL { ?s :word ?x } }",
        "SELECT ?s (MIN(?x) AS ?least) { ?s :size ?y BIND(?y * 2 AS ?x) } GROUP BY ?s"
      })
  void findsTheSameMinimumAndMaximumAsArq(String query) {
    assertSameAsArq(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LCASE(STR(?x))",
        "DESC(LCASE(STR(?x)))",
        "UCASE(STR(?x)) ?x",
        "STR(?x) DESC(?x)",
        "REPLACE(REPLACE(LCASE(STR(?x)), '([0-9]+)', '0000$1'), '0+([0-9]{5})', '$1')",
        "DESC(REPLACE(STR(?x), 'a?', 'z'))",
        "DESC(LANG(?x)) LCASE(STR(?x))",
        "STRLEN(?x)",
        "DESC(STRLEN(STR(?x))) STR(?x)",
        "DESC(YEAR(?x)) MONTH(?x)"
      })
  void ordersTextAsArqDoes(String order) {
    assertSameAsArq(
        "SELECT ?x { :terms :has ?x FILTER(isIRI(?x) || isLiteral(?x)) } ORDER BY "
            + order
            + " ?x");
    assertSameAsArq(
        "SELECT ?x { :terms :has ?x FILTER(isIRI(?x) || isLiteral(?x)) } ORDER BY "
            + order
            + " ?x LIMIT 9 OFFSET 7");
    assertSameAsArq("SELECT ?x { ?s :other [] OPTIONAL { ?s :word ?x } } ORDER BY " + order);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "YEAR(?x)",
        "MONTH(?x)",
        "DAY(?x)",
        "LANG(?x)",
        "DATATYPE(?x)",
        "YEAR(?x) + 1",
        "STRLEN(?x)",
        "STRLEN(STR(?x))",
        "IF(?x > 1, 'more', ?x)",
        "IF(?x IN (:a, :B), 1, STRLEN(STR(?x)))",
        "IF(?x < 'b', LANG(?x), DATATYPE(?x))",
        "IF(?x >= '2015-01-01'^^xsd:date, IF(?x < 2, 1, 2), 1 / 0)"
      })
  void computesTheSameValuesAsArq(String expression) {
    assertSameAsArq("SELECT ?x ?y { [] :has ?x BIND(" + expression + " AS ?y) }");
    assertSameAsArq("SELECT ?x ?y { :kinds :same ?x BIND(" + expression + " AS ?y) }");
    assertSameAsArq(
        "SELECT ?y (COUNT(*) AS ?n) { [] :same|:has ?x } GROUP BY (" + expression + " AS ?y)");
  }

  private static void assertSameAsArq(String text) {
    Query query =
        QueryFactory.create(
            "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + text);
    Answer expected = Answer.of(query, memory);
    Answer actual = Answer.of(query, store);
    assertThat(query.hasOrderBy() ? actual.matchesInOrder(expected) : actual.matches(expected))
        .as(() -> text + "\nin memory: " + expected.lines() + "\nstore: " + actual.lines())
        .isTrue();
  }
}
