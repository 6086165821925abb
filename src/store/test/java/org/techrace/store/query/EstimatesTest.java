package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.NodeConst;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.row.QueryPlan;

/// Tests that no operator has many more rows than expected, on a social network in which few
/// persons have most of the friends and posts, and few tags most of the uses.
final class EstimatesTest {
  private static final int PERSONS = 400;
  private static final int POSTS = 3000;
  private static final int TAGS = 120;

  /// The most rows of an operator, as a multiple of those expected.
  private static final double MOST = 8;

  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;
  private static final Random random = new Random(11);

  @BeforeAll
  static void make(@TempDir Path folder) {
    for (int i = 0; i < PERSONS; i++) {
      add("person" + i, "type", iri("Person"));
      add("person" + i, "birthday", date(1950 + i % 50, 1 + i % 12));
      add("person" + i, "city", iri("city" + skewed(30)));
      add("person" + i, "name", NodeFactory.createLiteralString("name " + i / 2));
      add("person" + i, "label", NodeFactory.createLiteralString("name " + (i + i % 4) / 2));
      for (int k = skewed(40); k >= 0; k--) {
        add("person" + i, "knows", iri("person" + skewed(PERSONS)));
      }
      for (int k = i % 5; k >= 0; k--) {
        add("person" + i, "interest", iri("tag" + skewed(TAGS)));
      }
    }
    for (int i = 0; i < 30; i++) {
      add("city" + i, "country", iri("country" + i / 6));
    }
    for (int i = 0; i < TAGS; i++) {
      add("tag" + i, "broader", iri("tag" + i / 3));
    }
    for (int i = 0; i < POSTS; i++) {
      add("post" + i, "type", iri(i % 4 == 0 ? "Post" : "Comment"));
      add("post" + i, "creator", iri("person" + skewed(PERSONS)));
      add("post" + i, "date", date(2000 + i % 20, 1 + i % 12));
      for (int k = i % 3; k >= 0; k--) {
        add("post" + i, "tag", iri("tag" + skewed(TAGS)));
      }
      if (i % 4 != 0) {
        add("post" + i, "replyOf", iri("post" + skewed(i)));
      }
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  /// Returns a number below a limit, most often a small one.
  private static int skewed(int limit) {
    return (int) (limit * Math.pow(random.nextDouble(), 3));
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://e/" + name);
  }

  private static Node date(int year, int month) {
    return NodeFactory.createLiteralDT("%04d-%02d-01".formatted(year, month), XSDDatatype.XSDdate);
  }

  private static void add(String subject, String predicate, Node object) {
    Node property = predicate.equals("type") ? NodeConst.nodeRDFType : iri(predicate);
    memory.add(Quad.defaultGraphIRI, iri(subject), property, object);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?p (COUNT(?m) AS ?n) { :person6 :knows/:knows ?p FILTER NOT EXISTS { :person6"
            + " :knows ?p } ?p :birthday ?b FILTER(MONTH(?b) = 5) OPTIONAL { ?m :creator ?p ; a"
            + " :Post ; :tag ?t . :person6 :interest ?t } } GROUP BY ?p",
        "SELECT ?p (COUNT(?m) AS ?n) { :person6 :knows ?p OPTIONAL { ?m :creator ?p ; a :Post"
            + " OPTIONAL { ?r :replyOf ?m } } } GROUP BY ?p",
        "SELECT ?t (COUNT(*) AS ?n) { :person3 :knows ?f . ?m :creator ?f ; :tag ?t } GROUP BY ?t",
        "SELECT ?t (COUNT(*) AS ?n) { :person3 :knows+ ?f . ?m :creator ?f ; :tag ?t } GROUP BY ?t",
        "SELECT ?p ?q { ?p :knows ?q . ?q :knows ?p . ?p :city ?c . ?q :city ?c }",
        "SELECT ?p { ?p a :Person FILTER EXISTS { ?m :creator ?p ; :tag :tag1 . ?r :replyOf ?m } }",
        "SELECT ?p { ?p a :Person FILTER NOT EXISTS { ?m :creator ?p ; :tag ?t } }",
        "SELECT ?p { ?p a :Person MINUS { ?m :creator ?p ; :tag :tag0 } MINUS { ?p :interest"
            + " :tag1 } }",
        "SELECT ?p ?n { { SELECT ?p (COUNT(*) AS ?n) { ?m :creator ?p } GROUP BY ?p } ?p :city ?c ."
            + " ?c :country :country0 FILTER(?n > 5) }",
        "SELECT * { { SELECT ?p (COUNT(*) AS ?n) { ?m :creator ?p } GROUP BY ?p ORDER BY DESC(?n)"
            + " LIMIT 5 } ?p :knows ?q . ?r :creator ?q ; :tag ?t }",
        "SELECT ?t { { SELECT DISTINCT ?t { ?m :tag ?t . ?m :creator :person0 } } ?t :broader+ ?u ."
            + " ?p :interest ?u }",
        "SELECT ?m ?x { ?m :tag :tag0 { ?m :replyOf ?x } UNION { ?x :replyOf ?m } ?x :creator"
            + " :person0 }",
        "SELECT ?m ?x { { ?m :tag :tag0 } UNION { ?m :tag :tag5 } OPTIONAL { ?x :replyOf ?m ."
            + " ?x :creator ?p . ?p :city ?c } }",
        "SELECT ?c (COUNT(DISTINCT ?t) AS ?n) { ?p :city ?c OPTIONAL { ?m :creator ?p ; :tag ?t } }"
            + " GROUP BY ?c",
        "SELECT ?c (COUNT(*) AS ?n) { ?p :city ?c . ?q :city ?c . ?p :knows ?q OPTIONAL { ?m"
            + " :creator ?q ; :tag ?t . ?p :interest ?t } } GROUP BY ?c",
        "SELECT ?p ?q (COUNT(*) AS ?n) { ?p :interest ?t . ?q :interest ?t . ?p :city :city0 . ?q"
            + " :city :city20 } GROUP BY ?p ?q",
        "SELECT * { VALUES ?p { :person0 :person399 } ?p :knows ?q OPTIONAL { ?q :interest ?t . ?m"
            + " :tag ?t ; :creator ?p } }",
        "SELECT * { :post2900 :replyOf* ?m . ?m :creator ?p . ?p :knows ?q . ?q :city ?c }",
        "SELECT * { ?m :replyOf+ :post0 ; :tag ?t . ?t :broader :tag1 }",
        "SELECT * { ?m :date ?d FILTER(?d > '2018-01-01'^^xsd:date) ?m :creator ?p ; :tag ?t . ?p"
            + " :interest ?t }",
        "SELECT * { ?p :birthday ?b . ?m :date ?d FILTER(?b = ?d) }",
        "SELECT ?t (COUNT(*) AS ?n) { ?m :tag ?t FILTER EXISTS { ?m :creator ?p . ?p :interest ?t }"
            + " } GROUP BY ?t",
        "SELECT ?p { ?m :creator ?p ; :tag :tag0 . ?n :creator ?p ; :tag :tag1 . ?o :creator ?p ;"
            + " :tag :tag2 }",
        "SELECT DISTINCT ?p { ?m :creator ?p ; :tag ?t . :person0 :interest ?t OPTIONAL { ?p :knows"
            + " ?q . ?q :interest ?t } FILTER(!BOUND(?q)) }",
        "SELECT ?a ?b ?c { ?a :knows ?b . ?b :knows ?c . ?c :knows ?a . ?a :city :city1 }",
        "SELECT * { ?p :city ?c { SELECT ?c (COUNT(?q) AS ?n) { ?q :city ?c OPTIONAL { ?m :creator"
            + " ?q } } GROUP BY ?c HAVING(COUNT(?q) > 3) } ?p :knows :person1 }",
        "SELECT * { ?p :knows ?q MINUS { ?q :knows ?p } ?p :city :city2 OPTIONAL { ?q :city ?c ."
            + " ?c :country ?k } }",
        "SELECT * { ?p :name ?n ; :label ?n }",
        "SELECT * { ?m :creator ?p . ?p :city :city2 ; :label ?n ; :name ?n }",
        "SELECT * { ?p a :Person FILTER EXISTS { ?p (:interest|:knows|:name) ?x } ?p :city ?c }",
        "SELECT * { VALUES ?m { :post4 :post2901 :post2902 :post2903 :post8"
            + " :post2905 :post2906 :post2907 :post12 :post2909 :post2910 :post2911"
            + " :post16 :post2913 :post2914 :post2915 } ?m :replyOf+ ?x }",
        "SELECT ?k (COUNT(*) AS ?n) { ?m :creator/:city/:country ?k ; :tag/:broader* :tag1 }"
            + " GROUP BY ?k"
      })
  void noOperatorHasManyMoreRowsThanExpected(String text) {
    QueryPlan plan = new QueryPlan();
    store.getContext().set(QueryPlan.symbol(), plan);
    Answer answer =
        Answer.of(
            QueryFactory.create(
                "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> " + text),
            store);
    store.getContext().remove(QueryPlan.symbol());
    assertThat(answer).isInstanceOf(Answer.Solutions.class);
    StringBuilder lines = new StringBuilder("\n");
    double worst = worst(plan.steps(), "", lines);
    assertThat(worst).as(lines.toString()).isLessThanOrEqualTo(MOST);
  }

  private static double worst(List<QueryPlan.Step> steps, String indent, StringBuilder lines) {
    double worst = 0;
    for (QueryPlan.Step step : steps) {
      lines.append(
          "%9d %9.1f  %s%s%n".formatted(step.rows(), step.expected(), indent, step.text()));
      if (step.expected() != QueryPlan.UNKNOWN) {
        worst = Math.max(worst, step.rows() / Math.max(1, step.expected()));
      }
      worst = Math.max(worst, worst(step.parts(), indent + "  ", lines));
    }
    return worst;
  }
}
