package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.DatasetGraphMapLink;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.row.QueryPlan;

/// Tests that queries on a store of many blocks and batches return the same as ARQ in memory.
final class StoreQueryTest {
  private static final int THINGS = 3000;

  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    Random random = new Random(4);
    for (int i = 0; i < THINGS; i++) {
      Node thing = iri("thing", i);
      add(i, thing, RDF.type.asNode(), iri("Kind", i % 7));
      add(i, thing, iri("label"), literal("thing number " + i, "@en"));
      add(i, thing, iri("size"), literal("" + random.nextInt(500), "^^xsd:integer"));
      add(i, thing, iri("weight"), literal("" + random.nextInt(9000) / 100.0, "^^xsd:decimal"));
      add(i, thing, iri("year"), literal("" + (1990 + random.nextInt(35)), "^^xsd:gYear"));
      add(i, thing, iri("place"), iri("place", random.nextInt(40)));
      add(i, thing, iri("next"), iri("thing", i + 1));
      if (i % 3 == 0) {
        add(i, thing, iri("near"), iri("thing", random.nextInt(THINGS)));
      }
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.UNION);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  /// Adds a triple to one graph, and every tenth thing to a second graph.
  private static void add(int i, Node s, Node p, Node o) {
    memory.add(iri("graph", i % 4), s, p, o);
    if (i % 10 == 0) {
      memory.add(iri("graph", 9), s, p, o);
    }
  }

  private static Node literal(String text, String type) {
    return org.apache.jena.sparql.sse.SSE.parseNode("\"" + text + "\"" + type);
  }

  private static Node iri(String name, int number) {
    return iri(name + number);
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?s :label 'thing number 42'@en ; a ?t }",
        "SELECT ?p ?o { :thing17 ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?a a :Kind3 ; :place ?p . ?b a :Kind4 ; :place ?q FILTER(?p ="
            + " ?q) }",
        "SELECT ?p ?q (COUNT(?b) AS ?n) { ?a a :Kind3 ; :place ?p . ?b a :Kind4 ; :place ?q"
            + " FILTER(?q = ?p && ?a != ?b) } GROUP BY ?p ?q",
        "SELECT (COUNT(*) AS ?n) { ?a a :Kind3 ; :near ?c . ?c ?x ?y . ?b a :Kind4 ; :place ?q"
            + " FILTER(?y = ?q) }",
        "SELECT (COUNT(*) AS ?n) { ?a a :Kind3 ; :size ?c . ?b a :Kind4 ; :weight ?q FILTER(?c ="
            + " ?q) }",
        "SELECT * { VALUES (?a ?c) { (UNDEF 1) (:place3 2) } ?b a :Kind3 ; :place ?p FILTER(?p ="
            + " ?a) }",
        "SELECT * { ?b a :Kind3 ; :place ?p OPTIONAL { VALUES (?a ?c) { (UNDEF 1) (:place3 2) }"
            + " FILTER(?p = ?a) } }",
        "SELECT * { ?b a :Kind3 ; :place ?p OPTIONAL { ?b :near ?a } FILTER(?a = ?p) }",
        "SELECT * { ?b a :Kind3 ; :near ?p OPTIONAL { ?p :near ?a } FILTER(?a = ?p) }",
        "SELECT * { ?b a :Kind3 ; :next ?p { ?b :next ?a } UNION { ?b :near ?d } FILTER(?a = ?p) }",
        "SELECT ?a { ?a a :Kind3 ; :place ?p ; :size ?z OPTIONAL { ?b a :Kind3 ; :place ?q ; :size"
            + " ?y FILTER(?p = ?q && ?y < ?z) } FILTER(!BOUND(?q)) }",
        "SELECT * { ?a a :Kind3 ; :place ?p ; :size ?z OPTIONAL { ?b a :Kind4 ; :place ?q ; :size"
            + " ?y FILTER(?q = ?p && ?y < ?z) } }",
        "SELECT * { ?a a :Kind3 ; :size ?z OPTIONAL { ?b a :Kind4 ; :weight ?y FILTER(?y = ?z) } }",
        "SELECT * { ?a a :Kind3 OPTIONAL { ?a :near ?z } OPTIONAL { ?a :next ?z . ?b a :Kind4 ;"
            + " :next ?y FILTER(?y = ?z) } }",
        "SELECT ?a ?z { ?a a :Kind3 OPTIONAL { ?a :near ?n . ?n :size ?z } FILTER EXISTS {"
            + " ?b a :Kind4 ; :weight ?y FILTER(?y = ?z) } }",
        "SELECT ?a { ?a a :Kind3 ; :size ?z FILTER NOT EXISTS { { ?b :size ?y } UNION { ?b :weight"
            + " ?x } FILTER(?z + 1 = ?y) } }",
        "SELECT * { ?a :near ?b VALUES (?a ?c) { (UNDEF :thing1) (:thing0 UNDEF) (:thing3 UNDEF) }"
            + " OPTIONAL { ?b :place ?c } FILTER(?b != ?c) }",
        "SELECT * { { VALUES (?a ?c) { (UNDEF 1) (:thing0 UNDEF) } FILTER(BOUND(?c)) } ?a :size ?c"
            + " }",
        "SELECT * { { SELECT ?a ?b ?y { ?a a :Kind3 OPTIONAL { ?a :near ?b OPTIONAL { ?b :near ?y }"
            + " } } } { SELECT ?c ?b ?y { ?c :size 7 OPTIONAL { ?c :near ?b } OPTIONAL { ?c :year"
            + " ?y } } } }",
        "SELECT * { ?a a :Kind3 OPTIONAL { ?a :near ?b } MINUS { SELECT * { ?c :size ?n"
            + " FILTER(?n > 250) OPTIONAL { ?c :near ?b } OPTIONAL { ?a :next ?c } } } }",
        "SELECT * { ?s a :Kind3 ; :place ?p LATERAL { SELECT ?p ?t { ?t :place ?p } ORDER BY ?t"
            + " LIMIT 2 } }",
        "SELECT * { ?s a :Kind3 ; :size ?n LATERAL { ?t :size ?n BIND(?n * 2 AS ?m) } }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t",
        "SELECT ?s (COUNT(?s) AS ?n) { ?s :near ?o } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 20",
        "SELECT DISTINCT ?t { ?s a ?t }",
        "SELECT DISTINCT ?p { :thing5 ?p ?o }",
        "SELECT DISTINCT * { [] :place ?place }",
        "SELECT DISTINCT * { ?thing :next/:place ?place ; a :Kind3 }",
        "SELECT DISTINCT * { { ?thing :near [] } UNION { :thing7 :next/:place ?place } }",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?s :place ?place ; :year ?year }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s :near ?o }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s :near ?o }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s :nothing ?o }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?o :near ?o }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?o ?o }",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s :year ?year } HAVING (?n > 3)",
        "SELECT ?s { ?s :year ?year FILTER (?year > 2010 && ?year < 2015) }",
        "SELECT ?s { ?s :year ?year ; :place ?place FILTER (?year <= 2003) }",
        "SELECT (COUNT(*) AS ?n) { ?s :year ?year FILTER (?year = 1) }",
        "SELECT ?year ?n { ?s :year ?year FILTER (?year > 2012) BIND(?year + 1 AS ?n) }",
        "SELECT ?s ?o { ?s ?p ?o FILTER isBlank(?s) }",
        "SELECT (COUNT(?o) AS ?n) { ?s ?p ?o FILTER isIRI(?o) FILTER (?o > :thing5) }",
        "SELECT ?o { ?s ?p ?o FILTER STRSTARTS(?o, 'thing number 1') }",
        "SELECT ?o { ?s ?p ?o FILTER STRSTARTS(STR(?o), 'http://example.org/t') }",
        "SELECT ?o { ?s ?p ?o FILTER STRSTARTS(?o, '') }",
        "SELECT ?o { ?s ?p ?o FILTER REGEX(?o, '^thing number 1') }",
        "SELECT ?o { ?s ?p ?o FILTER (REGEX(STR(?o), '^201') || !STRSTARTS(STR(?o), 'T')) }",
        "SELECT ?o { ?s ?p ?o FILTER (LANG(?o) = 'en') }",
        "SELECT ?x { ?x :near ?x FILTER isIRI(?x) }",
        "SELECT ?a { ?a :near ?b FILTER EXISTS { SELECT ?a (COUNT(*) AS ?n) {"
            + " ?a :near ?c . ?d :next ?e FILTER NOT EXISTS { ?d :near ?c } } GROUP BY ?a } }",
        "SELECT (COUNT(DISTINCT *) AS ?n) { [] :place ?place }",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?thing :next/:place ?place ; a :Kind3 }",
        "SELECT (COUNT(DISTINCT *) AS ?n) { OPTIONAL { ?s :nothing ?o } }",
        "SELECT ?t (COUNT(DISTINCT *) AS ?n) { ?s a ?t OPTIONAL { ?s :near ?o } } GROUP BY ?t",
        "SELECT (COUNT(*) AS ?n) { ?a :near+ ?b }",
        "SELECT (COUNT(*) AS ?n) { ?a ^:near+ ?b }",
        "SELECT (COUNT(*) AS ?n) { ?a (:near/:near|^:nothing)+ ?b }",
        "SELECT (COUNT(*) AS ?n) { ?a :near? ?b }",
        "SELECT (COUNT(*) AS ?n) { ?a :nothing+ ?b }",
        "SELECT * { ?a :near|:next ?b }",
        "SELECT * { ?a :near|^:near|:next+ :thing42 }",
        "SELECT ?a ?b { ?a a :Kind2 OPTIONAL { ?a ^(:near|:next) ?b } }",
        "SELECT ?pl ?y (COUNT(*) AS ?n) { ?s a :Kind3 ; :place ?pl ; :year ?y } GROUP BY ?pl ?y",
        "SELECT ?pl (AVG(?w) AS ?a) (SUM(?z) AS ?b) (MIN(?w) AS ?c) (MAX(?z) AS ?d) { ?s :place ?pl"
            + " ; :weight ?w ; :size ?z FILTER(?z >= 250) } GROUP BY ?pl",
        "SELECT ?s ?l { ?s :label ?l } ORDER BY STR(?l) ?s LIMIT 50",
        "SELECT ?s ?w { ?s :weight ?w ; :year ?y FILTER(?y > '2010'^^xsd:gYear) } ORDER BY DESC(?w)"
            + " ?s LIMIT 11 OFFSET 3",
        "SELECT ?s ?z { ?s :size ?z } ORDER BY ?z ?s",
        "SELECT ?a ?b { ?a :near ?b . ?b :near ?c . ?c :place ?x . ?a :place ?x }",
        "SELECT ?a { ?a a :Kind1 FILTER NOT EXISTS { ?a :near ?b } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?a :near ?b } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?b :near ?a MINUS { ?b a :Kind3 } } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?a :near ?b MINUS { ?a a :Kind3 } } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?a :near ?b . ?b :size ?m FILTER(?m > ?n) } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?a :near ?b FILTER(?b > 1) } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?a :near ?b FILTER(!(?b > 1)) } }",
        "SELECT ?a { ?a :size ?n FILTER EXISTS { ?a :near ?b FILTER(1 / 0 > 1 || ISIRI(?b)) } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?b :near ?a . ?b :size ?n } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?a :near ?b OPTIONAL { ?b :size ?n } } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { ?x :nothing ?y } }",
        "SELECT ?a { ?a :size ?n FILTER EXISTS { ?x :near ?y } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { SELECT DISTINCT ?a { ?a :near ?b } } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { { ?a :near ?b } UNION { ?b :near ?a } } }",
        "SELECT ?a { ?a :size ?n FILTER NOT EXISTS { { ?a :near ?b } UNION { ?x :near ?b } } }",
        "SELECT ?a { ?a :size ?n BIND(IF(?n > 9, ?a, 1 / 0) AS ?b) FILTER NOT EXISTS { ?b :near ?c"
            + " } }",
        "SELECT ?a { ?a :size ?n BIND(?n + 1 AS ?m) FILTER NOT EXISTS { ?b :size ?m ; :near ?c } }",
        "SELECT ?a ?b { ?a :size ?n OPTIONAL { ?a :near ?b } FILTER NOT EXISTS { ?b :near ?c } }",
        "SELECT ?a { ?a :size ?n FILTER(?n < 9 || EXISTS { ?a :near ?b }) }",
        "SELECT ?a { ?a :size ?n FILTER(EXISTS { ?a :near ?b } || EXISTS { ?b :near ?a } || ?n = 9)"
            + " }",
        "SELECT ?a { ?a :size ?n FILTER(1 / 0 > 1 || EXISTS { ?a :near ?b }) }",
        "SELECT ?a { ?a :size ?n FILTER(!(1 / 0 > 1 && NOT EXISTS { ?a :near ?b })) }",
        "SELECT ?a { ?a :size ?n FILTER(!(?n > 9 || EXISTS { ?a :near ?b })) }",
        "SELECT ?a { ?a :size ?n FILTER(!!EXISTS { ?a :near ?b } && ?n > 9 || ?n = 3) }",
        "SELECT ?a { ?a :size ?n FILTER(IF(?n > 9, EXISTS { ?a :near ?b }, !EXISTS { ?b :near ?a"
            + " })) }",
        "SELECT ?a { ?a :size ?n FILTER(IF(?x > 9, EXISTS { ?a :near ?b }, ?n > 3)) }",
        "SELECT ?a { ?a :size ?n FILTER(COALESCE(?x, EXISTS { ?a :near ?b })) }",
        "SELECT ?a { ?a :size ?n MINUS { ?a :near ?b } }",
        "SELECT ?a { ?a :size ?n MINUS { ?x :near ?b } }",
        "SELECT ?a ?n { ?a :size ?n MINUS { ?a :near ?b . ?b :size ?n } }",
        "SELECT ?a ?n { ?a :size ?n MINUS { ?b :near ?a . ?b :size ?n } }",
        "SELECT ?a { ?a :size ?n BIND(?n + 1 AS ?m) MINUS { ?b :size ?m ; :near ?c } }",
        "SELECT ?a ?b { ?a a :Kind1 { ?b :next ?a } UNION { ?a :near ?b FILTER(?b IN (1, :thing4))"
            + " } FILTER EXISTS { ?a :nothing ?c } }",
        "SELECT ?a ?b ?l { ?a a :Kind2 OPTIONAL { ?a :near ?b . ?b :label ?l FILTER(CONTAINS(?l,"
            + " '9')) } }",
        "SELECT ?a { ?a a :Kind2 MINUS { ?a :near ?b . ?b a :Kind3 } }",
        "SELECT (COUNT(DISTINCT ?e) AS ?n) { :thing120 :near+ ?e }",
        "SELECT (COUNT(*) AS ?n) { :thing0 :near* ?e }",
        "SELECT ?a ?l { { ?a a :Kind5 } UNION { ?a :place :place3 } ?a :label ?l FILTER(REGEX(?l,"
            + " '7.*1')) }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a :Kind1 } } GROUP BY ?g",
        "SELECT ?s ?g { ?s :size 7 GRAPH ?g { ?s :year ?y } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH :graph9 { ?s ?p ?o } }",
        "SELECT ?s ?p ?o FROM :graph9 { ?s a :Kind1 ; ?p ?o }",
        "SELECT ?s ?y FROM :graph1 FROM :graph9 FROM :nothing { ?s a :Kind1 ; :year ?y }",
        "SELECT (COUNT(*) AS ?n) FROM :nothing { ?s ?p ?o }",
        "SELECT * FROM :graph1 FROM NAMED :graph9 { ?s a :Kind1 GRAPH ?g { ?s :year ?y } }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED :graph9 { { ?s ?p ?o } UNION { GRAPH ?g { ?s a ?o } }"
            + " }",
        "SELECT ?pl ?m { { SELECT ?pl (MAX(?n) AS ?m) { { SELECT ?pl ?y (COUNT(*) AS ?n) { ?s"
            + " :place ?pl ; :year ?y } GROUP BY ?pl ?y } } GROUP BY ?pl } ?x :place ?pl ; :size ?m"
            + " }",
        "SELECT ?s ?v { VALUES ?v { 1 2 3 999 } ?s :size ?v }",
        "SELECT ?x (COUNT(*) AS ?n) { ?s :size ?z ; :weight ?w BIND(FLOOR(?z / 50) AS ?x) } GROUP"
            + " BY ?x",
        "CONSTRUCT { ?s :seen ?pl } { ?s a :Kind6 ; :place ?pl }",
        "DESCRIBE :thing99",
        "ASK { ?s :size 499 ; :year '2001'^^xsd:gYear }"
      })
  void returnsTheSameAsArqInMemory(String text) {
    Query query = parse(text);
    Answer expected = Answer.of(query, union());
    Answer actual = Answer.of(query, store);
    assertThat(actual.matches(expected))
        .as(() -> "in memory: " + expected.lines() + "\nstore: " + actual.lines())
        .isTrue();
    if (query.hasOrderBy()) {
      assertThat(actual.matchesInOrder(expected)).isTrue();
    }
  }

  /// Tests queries that read only some variables of their patterns, so that rows are merged and
  /// matches are counted, and queries with expressions that are evaluated once per term.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        "SELECT ?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT DISTINCT ?s ?p { ?s ?p ?o }",
        "SELECT DISTINCT ?p ?o { ?s ?p ?o }",
        "SELECT DISTINCT ?o ?s { ?s ?p ?o }",
        "SELECT DISTINCT ?o { ?s ?o ?o }",
        "SELECT DISTINCT ?place ?year { ?s :place ?place ; :year ?year }",
        "SELECT DISTINCT ?c { ?a :near/:place ?b . ?c :place ?b }",
        "SELECT (COUNT(*) AS ?n) { ?a :place ?p . ?b :place ?p }",
        "SELECT (COUNT(*) AS ?n) { ?a :place ?p . ?b :place ?p . ?b :year ?y . ?c :year ?y }",
        "SELECT ?p (COUNT(*) AS ?n) { ?a :place ?p . ?b :place ?p } GROUP BY ?p",
        "SELECT ?p (COUNT(?c) AS ?n) { ?a :place ?p OPTIONAL { ?a :near ?c } } GROUP BY ?p",
        "SELECT ?p (COUNT(*) AS ?n) { ?a :place ?p MINUS { ?a :near ?c } } GROUP BY ?p",
        "SELECT (COUNT(*) AS ?n) { ?a :near ?b FILTER EXISTS { ?c :place ?d . ?b :place ?d } }",
        "SELECT (COUNT(*) AS ?n) { ?a :near ?b FILTER NOT EXISTS { ?b :near ?c . ?c :year ?d } }",
        "SELECT (COUNT(*) AS ?n) { { ?a :near ?b } UNION { ?a :next ?b . ?b :place ?c } }",
        "SELECT ?t (MIN(?z) AS ?a) (COUNT(*) AS ?b) { ?s a ?t ; :size ?z ; :place ?p } GROUP BY ?t",
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?t) AS ?m) { ?s a ?t ; :place ?p . ?r a ?t }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isLiteral(?o)) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isNumeric(?o)) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(DATATYPE(?o) = xsd:gYear) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(DATATYPE(?o) != xsd:gYear) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(CONTAINS(STR(?o), '7')) }",
        "SELECT ?d (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY (DATATYPE(?o) AS ?d)",
        "SELECT ?d (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY (LANG(?o) AS ?d)",
        "SELECT ?d (COUNT(*) AS ?n) { ?s :year ?y } GROUP BY (STR(?y) AS ?d)",
        "SELECT (COUNT(*) AS ?n) { ?s :year ?y } GROUP BY STR(?y) HAVING(COUNT(*) > 80)",
        "SELECT ?k (COUNT(*) AS ?n) { ?s :size ?z ; a ?t } GROUP BY (?z > 250 AS ?k) ?t",
        "SELECT ?k ?l (COUNT(*) AS ?n) { ?s :size ?z } GROUP BY (?z > 9 AS ?k) (?z + ?w AS ?l)",
        "SELECT ?k (COUNT(*) AS ?n) { ?s :size ?z } GROUP BY (EXISTS { ?s :near ?t } AS ?k)",
        "SELECT ?e (COUNT(*) AS ?n) { ?s a ?t BIND(IF(EXISTS { ?s :near ?x }, 1, 0) AS ?e) }"
            + " GROUP BY ?e",
        "SELECT (SUM(?z) AS ?a) (AVG(?z) AS ?b) (SUM(?w) AS ?c) (AVG(?w) AS ?d) { ?s :size ?z ;"
            + " :weight ?w }",
        "SELECT ?t (SUM(?z * 2) AS ?a) (AVG(STRLEN(?l)) AS ?b) (SUM(?z + ?w) AS ?c) { ?s :size ?z"
            + " ; :weight ?w ; :label ?l ; a ?t } GROUP BY ?t",
        "SELECT ?t (SUM(?v) AS ?a) (AVG(?v) AS ?b) (COUNT(?v + 1) AS ?c) { ?s a ?t ; :size|:label"
            + " ?v } GROUP BY ?t",
        "SELECT ?s (SUM(?v) AS ?a) (AVG(?v) AS ?b) { VALUES (?s ?v) { (1 007) (2 1.50) (2 2.5e0)"
            + " (3 1.50) (3 1) (4 :x) (4 1) (5 999999999999) (5 0.000001) } } GROUP BY ?s",
        "SELECT (SUM(?v) AS ?a) (AVG(?v) AS ?b) { ?s :size ?v FILTER(?v = 1000) }",
        "SELECT (COUNT(?r) AS ?n) { ?s a :Kind1 BIND(BNODE() AS ?r) ?s :place ?p }",
        "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?s a :Kind1 ; :place ?p BIND(BNODE(STR(?p)) AS ?r) }",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?p ?y { ?s :place ?p ; :year ?y } }"
      })
  void countsAsArqInMemory(String text) {
    returnsTheSameAsArqInMemory(text);
  }

  /// Tests EXISTS and MINUS that are evaluated for many batches, in the index and with tables.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?a { ?a a ?t FILTER EXISTS { SELECT ?a (COUNT(*) AS ?n) { ?a :near|:next|:place ?b"
            + " } GROUP BY ?a HAVING (COUNT(*) > 2) } }",
        "SELECT ?a { ?a :place ?p FILTER NOT EXISTS { SELECT ?p { ?b :place ?p ; :near ?c } GROUP"
            + " BY ?p HAVING (COUNT(?c) > 24) } }",
        "SELECT ?a { ?a :place ?p FILTER NOT EXISTS { SELECT (COUNT(*) AS ?n) { ?b :size 7 } HAVING"
            + " (COUNT(*) > 3) } }",
        "SELECT ?a { ?a :place ?p FILTER NOT EXISTS { ?a :near ?b MINUS { ?b a :Kind3 } } }",
        "SELECT ?a ?z { ?a :year ?z FILTER EXISTS { ?a :size ?y BIND(?y * 2 AS ?d) FILTER(?d > 900)"
            + " } }",
        "SELECT ?a { ?a :size ?z FILTER EXISTS { ?a :weight ?w BIND(FLOOR(?w) AS ?z) } }",
        "SELECT ?a { ?a a ?t FILTER EXISTS { ?a :place ?p { SELECT DISTINCT ?p { ?x :near ?y ;"
            + " :place ?p ; :size ?z FILTER(?z < 20) } } } }",
        "SELECT ?a { ?a a ?t FILTER EXISTS { SELECT ?a { ?a :near ?b } ORDER BY ?b LIMIT 1 } }",
        "SELECT ?a { ?a a ?t FILTER(IF(EXISTS { SELECT ?a { ?a :near ?t } }, ?t = :Kind3, ?t ="
            + " :Kind4)) }",
        "SELECT ?a ?b { ?a a :Kind3 OPTIONAL { ?a :next ?b FILTER(EXISTS { ?a :near ?c }) } }",
        "SELECT ?a { ?a a ?t MINUS { ?a :near ?b . ?b a ?t } }",
        "SELECT ?a { :thing7 :next ?a MINUS { ?a :near ?b } }",
        "SELECT ?a { VALUES ?a { :thing7 :thing9 'a' UNDEF } MINUS { ?a :near ?b } }",
        "SELECT ?a ?b { ?a a :Kind3 OPTIONAL { ?a :near ?b } MINUS { ?b :near ?c } }",
        "SELECT (COUNT(*) AS ?n) { ?a ?p ?o MINUS { ?a :near ?b } MINUS { ?a :size ?z FILTER(?z >"
            + " 100) } }"
      })
  void evaluatesExistsAndMinusAsArqInMemory(String text) {
    returnsTheSameAsArqInMemory(text);
  }

  /// Tests filters that are evaluated while the objects of all triples are read.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONTAINS(STR(?o), 'place3')",
        "CONTAINS(?o, 'number 29')",
        "STRSTARTS(STR(?o), 'thing number 29')",
        "STRENDS(?o, '99')",
        "REGEX(?o, 'NUMBER 1.3$', 'i')",
        "STRLEN(?o) > 16",
        "STRLEN(STR(?o)) <= 3 && ?s != :thing7"
      })
  void findsTextsAsArqInMemory(String filter) {
    returnsTheSameAsArqInMemory("SELECT * { ?s ?p ?o FILTER(" + filter + ") }");
    returnsTheSameAsArqInMemory("SELECT ?s ?t { ?s :label ?o ; a ?t FILTER(" + filter + ") }");
    returnsTheSameAsArqInMemory("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(" + filter + ") }");
  }

  /// Tests that OFFSET, which counts in the index, skips the rows that come first without it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ?s ?p ?o }",
        "SELECT ?s ?l { ?s a :Kind3 ; :label ?l ; :near ?n }",
        "SELECT ?s ?z { ?s :size ?z } ORDER BY ?z ?s",
        "SELECT ?s { ?s :place ?p FILTER(?p != :place3) }",
        "SELECT * { { ?s :near ?o } UNION { ?s :next ?o } }",
        "SELECT * { GRAPH :graph9 { ?s ?p ?o } }"
      })
  void skipsTheFirstRows(String text) {
    List<Binding> all = rows(text);
    for (int offset : new int[] {1, 100, 2048, 2900, all.size() - 1, all.size(), all.size() + 9}) {
      int from = Math.min(offset, all.size());
      assertThat(rows(text + " OFFSET " + offset + " LIMIT 50"))
          .isEqualTo(all.subList(from, Math.min(from + 50, all.size())));
    }
  }

  private static List<Binding> rows(String text) {
    return Answer.of(parse(text), store) instanceof Answer.Solutions(var _, var rows)
        ? rows
        : List.of();
  }

  /// Tests patterns that are evaluated for all graphs at once, and some that are not.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT ?p (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s a :Kind3 ; :near ?o } }",
        "SELECT ?g ?s ?y { GRAPH ?g { ?s a :Kind3 ; :year ?y ; :place :place7 } }",
        "SELECT ?g ?a ?c { GRAPH ?g { ?a :near ?b . ?b :near ?c } }",
        "SELECT ?g ?a { GRAPH ?g { ?a ?p ?a } }",
        "SELECT ?g ?s ?b { GRAPH ?g { ?s a :Kind3 OPTIONAL { ?s :near ?b FILTER(?b != :thing1) } }"
            + " }",
        "SELECT ?g ?s ?b { GRAPH ?g { ?s a :Kind3 OPTIONAL { ?s :near ?b . ?b :year ?y } } }",
        "SELECT ?g ?s { GRAPH ?g { { ?s a :Kind3 } UNION { ?s :place :place7 } } }",
        "SELECT ?g ?s { GRAPH ?g { ?s :size ?z FILTER(?z < 5) VALUES ?s { :thing10 :thing20 } } }",
        "SELECT ?g ?s { GRAPH ?g { ?s :year ?y } VALUES (?g ?s) { (:graph9 :thing10) (:graph2"
            + " UNDEF) (7 :thing2) } } ORDER BY ?g ?s LIMIT 30",
        "SELECT ?g ?s { VALUES ?g { :graph9 :thing2 UNDEF } GRAPH ?g { ?s :size 7 } }",
        "SELECT ?s ?g ?h { ?s :size 7 GRAPH ?g { ?s :year ?y } GRAPH ?h { ?s :next ?z } }",
        "SELECT ?s ?g { ?s :size 7 OPTIONAL { GRAPH ?g { ?s :near ?y } } }",
        "SELECT ?s { ?s :size 7 FILTER EXISTS { GRAPH ?g { ?s :near ?y } } }",
        "SELECT ?s { ?s :size 7 MINUS { GRAPH ?g { ?s :near ?y } } }",
        "SELECT ?g { GRAPH ?g { } }",
        "SELECT ?g ?s { GRAPH ?g { ?s :size 7 FILTER EXISTS { ?s :near ?y } } }",
        "SELECT ?g ?s { GRAPH ?g { ?s :size 7 FILTER(?g = :graph1) } }",
        "SELECT ?g ?b { GRAPH ?g { :thing30 :near+ ?b } }",
        "SELECT ?g ?s { GRAPH ?g { ?s :size 7 MINUS { ?x :near :thing1 } } }",
        "SELECT ?g ?s FROM NAMED :graph9 FROM NAMED :graph1 FROM NAMED :nothing { GRAPH ?g { ?s"
            + " :size 7 } }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED :graph9 { GRAPH ?g { ?s ?p ?o } }"
      })
  void queriesAllGraphsAsArqInMemory(String text) {
    returnsTheSameAsArqInMemory(text);
  }

  /// Returns the data in memory with the union of the named graphs as the default graph, as in the
  /// store.
  private static DatasetGraph union() {
    DatasetGraph union = new DatasetGraphMapLink(memory.getUnionGraph());
    memory.listGraphNodes().forEachRemaining(g -> union.addGraph(g, memory.getGraph(g)));
    return union;
  }

  private static Query parse(String text) {
    return QueryFactory.create(
        "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + text);
  }

  @Test
  void followsAChainOfAnyLength() {
    Query query = parse("SELECT ?e { :thing0 :next+ ?e }");
    assertThat(Answer.of(query, store).lines()).startsWith(THINGS + " solutions");
  }

  /// Tests a query for which ARQ in memory returns no row, because its optimizer filters VALUES as
  /// well.
  @Test
  void keepsARowOfValuesWithUndefThatTheOtherSideBinds() {
    Query query =
        parse(
            "SELECT ?s ?n { ?s :next ?n FILTER(?s = :thing7) VALUES (?s ?n) { (UNDEF :thing8) } }");
    assertThat(Answer.of(query, store).lines()).startsWith("1 solutions").contains("thing7");
    assertThat(Answer.of(query, union()).lines()).startsWith("0 solutions");
  }

  /// Tests queries for which ARQ in memory loses a row, because it passes rows into the sub-select.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VALUES ?s { :thing7 :thing7 } { SELECT DISTINCT ?s { ?s :next ?n } }",
        "VALUES ?s { :thing7 :thing7 } { SELECT DISTINCT * { ?s :next ?n } }",
        "VALUES ?s { :thing7 :thing7 } { { SELECT DISTINCT ?s { ?s :next ?n } } FILTER(isIRI(?s))"
            + " }",
        "{ :thing7 :next ?n } UNION { :thing7 :next ?n } { SELECT REDUCED ?n { ?s :next ?n } }"
      })
  void keepsEqualRowsNextToASubselectWithDistinct(String pattern) {
    Query query = parse("SELECT ?s ?n { " + pattern + " }");
    assertThat(Answer.of(query, store).lines()).startsWith("2 solutions");
    assertThat(Answer.byReference(query, union()).lines()).startsWith("2 solutions");
    assertThat(Answer.of(query, union()).lines()).startsWith("1 solutions");
  }

  /// Tests a query that ARQ in memory fails on, because BIND does not catch the exception.
  @Test
  void leavesTheVariableOfBindUnboundIfAPatternIsInvalid() {
    Query query = parse("SELECT ?x { :thing7 :next ?n BIND(REGEX(STR(?n), ?n) AS ?x) }");
    assertThat(Answer.of(query, store).lines()).startsWith("1 solutions").endsWith("x=null");
    assertThat(Answer.of(query, union()))
        .isEqualTo(new Answer.Failure(ExprException.class.getName()));
  }

  /// A release adds the graph of its description, which is not in the store.
  @Test
  void joinsEachRowWithAGraphThatIsNotInTheStore() {
    Graph description = GraphFactory.createGraphMem();
    description.add(iri("thing", 7), iri("note"), literal("described", ""));
    DatasetGraph described =
        new DatasetGraphWrapper(store) {
          @Override
          public Iterator<Node> listGraphNodes() {
            return Iter.concat(super.listGraphNodes(), List.of(iri("description")).iterator());
          }

          @Override
          public Graph getGraph(Node name) {
            return name.equals(iri("description")) ? description : super.getGraph(name);
          }

          @Override
          public boolean containsGraph(Node name) {
            return name.equals(iri("description")) || super.containsGraph(name);
          }
        };
    Query query =
        parse(
            "SELECT ?t ?o { VALUES ?t { :thing7 :thing8 } ?t :next ?n"
                + " OPTIONAL { GRAPH ?g { ?t :note ?o } } }");
    assertThat(Answer.of(query, described).lines())
        .startsWith("2 solutions")
        .contains("thing7 o=\"described\"")
        .contains("thing8 o=null");
  }

  /// ARQ makes a dataset of the graph, whose context does not know the store.
  @ParameterizedTest
  @ValueSource(strings = {"urn:x-arq:DefaultGraph", "urn:x-arq:UnionGraph", "http://e/g1"})
  void queriesAGraphOrModelOfTheStoreOnIds(String name) {
    Graph graph = store.getGraph(NodeFactory.createURI(name));
    Query query = QueryFactory.create("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?s ?q ?o }");
    List<Supplier<QueryExec>> executions =
        List.of(
            () -> QueryExec.graph(graph).query(query).build(),
            () ->
                QueryExec.adapt(
                    QueryExecution.model(ModelFactory.createModelForGraph(graph))
                        .query(query)
                        .build()));
    for (Supplier<QueryExec> execution : executions) {
      QueryPlan plan = new QueryPlan();
      try (QueryExec exec = execution.get()) {
        exec.getContext().set(QueryPlan.symbol(), plan);
        assertThat(exec.select().next().get("n").getLiteralValue()).isEqualTo(graph.size());
      }
      assertThat(plan.steps()).isNotEmpty();
    }
  }

  @Test
  void listsEachNamedGraphOnce() {
    assertThat(store.listGraphNodes()).toIterable().hasSize(5).doesNotHaveDuplicates();
    List<Quad> found = new java.util.ArrayList<>();
    store
        .find(Node.ANY, iri("thing", 10), RDF.type.asNode(), Node.ANY)
        .forEachRemaining(found::add);
    // The triple is in the default graph (the union) and in two named graphs.
    assertThat(found).hasSize(3);
  }
}
