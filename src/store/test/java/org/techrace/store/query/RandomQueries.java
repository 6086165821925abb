package org.techrace.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.sse.SSE;

/// Generates small random datasets and random queries on them, with few terms so that joins find
/// matches.
final class RandomQueries {
  private static final List<Node> OBJECTS =
      List.of(
              "'a'",
              "'b'",
              "'a'@en",
              "'B'@en",
              "'a'@fr",
              "1",
              "01",
              "2",
              "10",
              "1.0",
              "2.5",
              "'1'^^xsd:double",
              "'NaN'^^xsd:double",
              "'1'^^xsd:float",
              "true",
              "false",
              "'x'^^xsd:integer",
              "'1E0'^^xsd:double",
              "'INF'^^xsd:double",
              "'-0.0'^^xsd:double",
              "0",
              "-3",
              "123456789012345678901234567890",
              "'0.1'^^xsd:float",
              "0.1",
              "'2010'^^xsd:gYear",
              "'2020'^^xsd:gYear",
              "'2020-02'^^xsd:gYearMonth",
              "'2020-01-01'^^xsd:date",
              "'2020Z'^^xsd:gYear",
              "'2021-01-01Z'^^xsd:date",
              "'2020-01-01T00:00:00'^^xsd:dateTime",
              "'2020-01-01T00:00:00Z'^^xsd:dateTime",
              "'2020-01-01T00:00:00.5Z'^^xsd:dateTime",
              "'2019-12-31T20:00:00-05:00'^^xsd:dateTime",
              "'12:00:00'^^xsd:time",
              "'P1M'^^xsd:duration",
              "'P30D'^^xsd:duration",
              "'z'^^<http://e/type>",
              "_:b0",
              "_:b1")
          .stream()
          .map(SSE::parseNode)
          .toList();

  private static final List<String> VARIABLES = List.of("?a", "?b", "?c", "?d");
  private final Random random;
  private final RandomErrors errors;

  /// True if expressions should often fail.
  private final boolean erring;

  private int ends;

  RandomQueries(long seed, boolean erring) {
    this.random = new Random(seed);
    this.errors = new RandomErrors(random);
    this.erring = erring;
  }

  private boolean errs() {
    return erring && random.nextInt(3) > 0;
  }

  private static Node iri(String kind, int i) {
    return NodeFactory.createURI("http://e/" + kind + i);
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// Generates a dataset with a default graph and three named graphs.
  DatasetGraph dataset() {
    return dataset(20 + random.nextInt(60), 6);
  }

  /// Generates a dataset with a default graph and three named graphs.
  ///
  /// @param n the number of quads that are added; some may be equal
  /// @param subjects the number of different IRIs as subjects and objects
  DatasetGraph dataset(int n, int subjects) {
    DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
    for (int i = 0; i < n; i++) {
      Node graph = random.nextInt(3) == 0 ? iri("g", random.nextInt(3)) : Quad.defaultGraphIRI;
      Node object = random.nextBoolean() ? iri("s", random.nextInt(subjects)) : any(OBJECTS);
      Node subject =
          random.nextInt(12) == 0
              ? any(OBJECTS.subList(OBJECTS.size() - 2, OBJECTS.size()))
              : iri("s", random.nextInt(subjects));
      dataset.add(graph, subject, iri("p", random.nextInt(4)), object);
    }
    return dataset;
  }

  /// Generates a dataset in which each triple is in one or more of five named graphs.
  DatasetGraph namedGraphs() {
    DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
    dataset()
        .find()
        .forEachRemaining(
            quad -> {
              for (int i = random.nextInt(3); i >= 0; i--) {
                dataset.add(Quad.create(iri("g", random.nextInt(5)), quad.asTriple()));
              }
            });
    return dataset;
  }

  /// Generates a dataset in which some triples are also objects, as triple terms (RDF 1.2).
  DatasetGraph claims() {
    DatasetGraph dataset = dataset();
    List<Node> terms = new ArrayList<>();
    dataset
        .find()
        .forEachRemaining(quad -> terms.add(NodeFactory.createTripleTerm(quad.asTriple())));
    for (int i = 0; i < 20; i++) {
      Triple triple =
          Triple.create(iri("s", random.nextInt(6)), iri("p", random.nextInt(4)), any(terms));
      dataset.add(Quad.create(random.nextInt(4) == 0 ? iri("g", 0) : Quad.defaultGraphIRI, triple));
      terms.add(NodeFactory.createTripleTerm(triple));
    }
    return dataset;
  }

  /// Generates a query with triple terms.
  String claim() {
    String term =
        any(
            List.of(
                "<<( ?a %s ?b )>>",
                "<<( ?c ?q ?a )>>",
                "<<( <http://e/s1> %s ?b )>>",
                "<<( ?a %s <<( ?b ?q ?x )>> )>>",
                "<<( ?a %s ?a )>>"));
    String pattern =
        any(
            List.of(
                "?r %s " + term + " . " + triples(),
                "?a %s ?b OPTIONAL { ?r %s " + term + " }",
                "?a %s ?b FILTER EXISTS { ?r ?q " + term + " }",
                "?a %s ?b MINUS { ?r %s " + term + " }",
                "{ ?r %s " + term + " } UNION { " + triples() + " }",
                "?r %s ?t BIND(SUBJECT(?t) AS ?a) BIND(OBJECT(?t) AS ?b) " + triples(),
                "?a %s ?b BIND(TRIPLE(?a, <http://e/p1>, ?b) AS ?t) ?r ?q ?t",
                "GRAPH ?g { ?r %s " + term + " }",
                "?r %s ?t FILTER(isTRIPLE(?t) && " + expression() + ")"));
    String what = any(List.of("*", "DISTINCT ?a", "(COUNT(*) AS ?n)"));
    while (pattern.contains("%s")) {
      pattern = pattern.replaceFirst("%s", "<http://e/p" + random.nextInt(4) + ">");
    }
    return "SELECT " + what + " { " + pattern + " }";
  }

  /// Generates a query.
  String query() {
    String where = "{ " + group(2) + " }";
    int form = random.nextInt(10);
    if (form == 0) {
      return "ASK " + where;
    }
    if (form == 1) {
      return "CONSTRUCT { ?a <http://e/p0> ?b . ?c <http://e/p1> 'x' } WHERE " + where;
    }
    if (form <= 4) {
      return aggregation(where);
    }
    String what = random.nextInt(3) == 0 ? "DISTINCT " : "";
    String order = random.nextInt(3) == 0 ? " ORDER BY " + orders() : "";
    // Without ORDER BY, LIMIT may leave any of the rows.
    String computed = errs() ? " (" + expression() + " AS ?e)" : "";
    String slice =
        order.isEmpty() || random.nextBoolean()
            ? ""
            : " LIMIT " + random.nextInt(8) + (random.nextBoolean() ? " OFFSET 2" : "");
    // With ORDER BY, all variables are selected, so that the order of rows can be checked.
    String select =
        !order.isEmpty() || random.nextBoolean() ? "*" : any(VARIABLES) + " " + any(VARIABLES);
    if (!computed.isEmpty() && order.isEmpty()) {
      return "SELECT " + what + any(VARIABLES) + computed + " WHERE " + where + values();
    }
    return "SELECT " + what + select + " WHERE " + where + order + slice;
  }

  private String orders() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      String v = any(VARIABLES);
      keys.add(
          errs()
              ? "DESC(" + key() + ")"
              : any(List.of(v, "DESC(" + v + ")", "STR(" + v + ")", "ASC(" + v + " + 1)")));
    }
    return String.join(" ", keys);
  }

  /// Generates an expression to order by. It has no EXISTS, which [RightOrder] could not evaluate.
  private String key() {
    String key = expression();
    return key.contains("EXISTS") ? any(VARIABLES) : key;
  }

  private String aggregation(String where) {
    String by = any(VARIABLES);
    String of = any(VARIABLES);
    String function =
        errs()
            ? errors.aggregate(of, any(VARIABLES), "1")
            : any(
                List.of(
                    "COUNT(*)",
                    "COUNT(" + of + ")",
                    "COUNT(DISTINCT " + of + ")",
                    "SUM(" + of + ")",
                    "AVG(" + of + ")",
                    "COUNT(DISTINCT *)",
                    "MIN(" + of + ")",
                    "MAX(" + of + ")",
                    "SUM(DISTINCT " + of + ")"));
    String having = random.nextInt(4) == 0 ? " HAVING (COUNT(*) > 1)" : "";
    if (errs()) {
      String key = "(" + expression() + " AS ?k)";
      String kept = random.nextBoolean() ? "" : " HAVING (" + function + " > 1)";
      return "SELECT ?k (%s AS ?n) WHERE %s GROUP BY %s".formatted(function, where, key) + kept;
    }
    return switch (random.nextInt(4)) {
      case 0 -> "SELECT (" + function + " AS ?n) WHERE " + where;
      case 1 ->
          "SELECT "
              + by
              + " "
              + of
              + " ("
              + function
              + " AS ?n) WHERE "
              + where
              + " GROUP BY "
              + by
              + (by.equals(of) ? "" : " " + of)
              + having;
      case 2 ->
          "SELECT ?a ?n WHERE { ?a <http://e/p0> ?b { SELECT "
              + by
              + " ("
              + function
              + " AS ?n) WHERE "
              + where
              + " GROUP BY "
              + by
              + " } }";
      default ->
          "SELECT "
              + by
              + " ("
              + function
              + " AS ?n) WHERE "
              + where
              + " GROUP BY "
              + by
              + having
              + (random.nextBoolean() ? " ORDER BY DESC(?n) " + by + " LIMIT 3" : "");
    };
  }

  /// Generates parts of a group whose order makes no difference: triples, paths, VALUES, UNION,
  /// sub-selects, EXISTS, and alternatives.
  ///
  /// @param most the most parts
  List<String> conjuncts(int most) {
    List<String> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(most - 1); i > 0; i--) {
      String triple = "{ " + triples() + " }";
      parts.add(
          switch (random.nextInt(13)) {
            case 0 -> "VALUES " + any(VARIABLES) + " { <http://e/s1> <http://e/s2> 1 'a' 77 }";
            case 6, 7 ->
                "FILTER EXISTS { " + triples() + (random.nextBoolean() ? walk() : "") + " }";
            case 8 -> "FILTER(" + alternatives() + ")";
            case 1, 2 -> walk();
            case 3 -> triple + " UNION { " + triples() + " }";
            case 4 -> "{ SELECT DISTINCT " + any(VARIABLES) + " WHERE " + triple + " }";
            case 5 -> counts(triple);
            default -> triples();
          });
    }
    return parts;
  }

  /// Generates a query on parts that only an equality in a filter connects.
  String comparison() {
    String left =
        any(List.of("?a %s ?b .", "?a %s ?b . ?b ?p ?x .", "{ ?a %s ?b } UNION { ?b %s ?a }"));
    String right =
        any(
            List.of(
                "?c %s ?d .", "?d %s ?c . ?c ?q ?y .", "VALUES ?d { 1 'a' <http://e/s1> UNDEF }"));
    String equality =
        any(
            List.of(
                "?b = ?d",
                "?d = ?b",
                "sameTerm(?b, ?d)",
                "STR(?b) = STR(?d)",
                "?b = ?d && ?a != ?c",
                "?b + 1 = ?d"));
    String rest =
        any(
            List.of(
                "",
                "FILTER(?b != 1)",
                "FILTER(isLiteral(?d))",
                "OPTIONAL { ?a <http://e/p0> ?c }",
                "MINUS { ?d <http://e/p1> ?e }",
                "BIND(STR(?b) AS ?s)"));
    String what = any(List.of("*", "DISTINCT ?b", "(COUNT(*) AS ?n)"));
    String where = left + " " + right + " FILTER(" + equality + ") " + rest;
    while (where.contains("%s")) {
      where = where.replaceFirst("%s", "<http://e/p" + random.nextInt(4) + ">");
    }
    return "SELECT " + what + " { " + where + " }";
  }

  /// Generates a query with EXISTS of patterns whose variables a row may bind: sub-selects, BIND,
  /// MINUS, OPTIONAL, and filters on variables from outside.
  String existence() {
    String not = random.nextBoolean() ? "NOT " : "";
    String exists = not + "EXISTS { " + inside() + " }";
    String condition =
        switch (random.nextInt(6)) {
          case 0 -> "FILTER(IF(" + exists + ", " + any(VARIABLES) + " = 1, " + expression() + "))";
          case 1 -> "BIND(" + exists + " AS ?e)";
          case 2 -> "OPTIONAL { " + triples() + " FILTER(" + not + "EXISTS { " + part(1) + " }) }";
          default -> "FILTER " + exists;
        };
    String outer = random.nextInt(4) == 0 ? "OPTIONAL { " + triples() + " } " : "";
    return "SELECT * { " + triples() + outer + condition + " }";
  }

  /// Generates a query with EXISTS, or OPTIONAL without a match, of a pattern that is compared with
  /// the rows by an order or `!=`.
  String extremes() {
    String left =
        any(
            List.of(
                "?a %s ?b .",
                "?a %s ?b . ?b %s ?c .",
                "?a %s ?b OPTIONAL { ?a %s ?c }",
                "{ ?a %s ?b } UNION { ?c %s ?b }"));
    String inside =
        any(
            List.of(
                "?x %s ?y",
                "?x ?p ?y",
                "?a %s ?y",
                "?x %s ?y . ?x %s ?b",
                "?a ?p ?x . ?x ?q ?y",
                "?x %s ?y OPTIONAL { ?x %s ?c }",
                "{ ?x %s ?y } UNION { ?a %s ?y }",
                "?x %s ?z BIND(?z + 1 AS ?y)",
                "VALUES ?y { 1 'a' 2.5 UNDEF <http://e/s1> }"));
    String value = any(List.of("?y", "?y", "?y", "STR(?y)", "?y * 2", "xsd:float(?y)", "?x"));
    String other = any(List.of("?b", "?b", "?b", "STR(?b)", "?b + 0.5", "?c", "xsd:double(?b)"));
    String operator = any(List.of("<", "<=", ">", ">=", "!="));
    String comparison =
        random.nextBoolean()
            ? value + " " + operator + " " + other
            : other + " " + operator + " " + value;
    String more =
        any(List.of("", "", "", " && ?y != 1", " && ?b != 2", " && ?x != ?a", " || ?c = 1"));
    String pattern = "{ " + inside + " FILTER(" + comparison + more + ") }";
    String condition =
        any(
            List.of(
                "FILTER NOT EXISTS " + pattern,
                "FILTER EXISTS " + pattern,
                "BIND(EXISTS " + pattern + " AS ?e)",
                "OPTIONAL " + pattern + " FILTER(!BOUND(?y))"));
    String where = left + " " + condition;
    while (where.contains("%s")) {
      where = where.replaceFirst("%s", predicate());
    }
    return "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT * { " + where + " }";
  }

  /// Generates a query with OPTIONAL after parts with many rows. Its right side may have filters on
  /// variables of the left side, OPTIONAL, MINUS, VALUES and sub-selects, and share variables that
  /// some rows leave unbound.
  String optional() {
    String left =
        any(
            List.of(
                "?a ?p ?b . ",
                "?a ?p ?b . ?b " + predicate() + " ?c . ",
                "{ ?a ?p ?b } UNION { ?c ?p ?a } ",
                "?a ?p ?b OPTIONAL { ?b " + predicate() + " ?c } ",
                "?a ?p ?b OPTIONAL { ?a " + predicate() + " ?c . ?c " + predicate() + " ?d } ",
                "?a ?p ?b VALUES (?a ?c) { (UNDEF <http://e/s1>) (<http://e/s2> UNDEF) } "));
    String later =
        any(
            List.of(
                "",
                "",
                "OPTIONAL { " + right() + " } ",
                "FILTER(!BOUND(?c)) ",
                "FILTER(!BOUND(?h)) ",
                "FILTER(!BOUND(?h) || ?h != ?b) ",
                "FILTER(" + expression() + ") ",
                "MINUS { ?d " + predicate() + " ?b } ",
                "?a " + predicate() + " ?d . "));
    String what =
        any(
            List.of(
                "* { %s }",
                "DISTINCT ?a ?d { %s }",
                "(COUNT(*) AS ?n) { %s }",
                "(COUNT(?c) AS ?n) (COUNT(?d) AS ?m) { %s }",
                "(COUNT(DISTINCT ?c) AS ?n) (MAX(?d) AS ?m) { %s }",
                "?b (COUNT(*) AS ?n) { %s } GROUP BY ?b",
                "?d (COUNT(?c) AS ?n) { %s } GROUP BY ?d"));
    return "SELECT " + what.formatted(left + "OPTIONAL { " + right() + " } " + later);
  }

  /// Generates the right side of OPTIONAL, which nearly always shares a variable with the left.
  private String right() {
    String shared = any(List.of("?a", "?b", "?b", "?c"));
    String other = any(List.of("?c", "?d", "?d", "?a"));
    String triple =
        random.nextBoolean()
            ? "%s %s %s . ".formatted(shared, predicate(), other)
            : "%s %s %s . ".formatted(other, predicate(), shared);
    return switch (random.nextInt(14)) {
      case 0 -> "VALUES ?d { <http://e/s1> <http://e/s2> 1 'a' } " + triple;
      case 1 -> triple + "FILTER(" + expression() + ")";
      case 2 -> triple + "OPTIONAL { " + triples() + " FILTER(" + expression() + ") }";
      case 3 -> triple + "OPTIONAL { " + other + " <http://e/p1> ?e OPTIONAL { ?e ?q ?f } }";
      case 4 -> triple + "FILTER NOT EXISTS { " + other + " <http://e/p2> ?x }";
      case 5 -> triple + withoutLimit();
      case 6 -> "{ " + triple + "} UNION { ?e <http://e/p0> " + shared + " }";
      case 7 -> triple + "BIND(" + any(List.of("?a", "?d", expression())) + " AS ?h) ";
      case 8 -> triple + "BIND(1 AS ?h) ";
      case 10 -> triple + "%s %s ?e . ".formatted(other, predicate());
      case 11 -> triple + "OPTIONAL { %s %s ?e . ?f ?q ?e } ".formatted(other, predicate());
      case 9 -> "?e %s ?h FILTER(%s = ?h) ".formatted(predicate(), shared);
      default -> triple;
    };
  }

  /// Generates a valid pattern of which the data decide all rows.
  private String withoutLimit() {
    String pattern = inside();
    while (pattern.contains("LIMIT")) {
      pattern = inside();
    }
    return pattern;
  }

  /// Generates a query on all graphs, with parts that are evaluated for all of them at once: BIND,
  /// paths, sub-selects, EXISTS and MINUS. Some rows may bind the graph before.
  String graphs() {
    if (random.nextInt(4) == 0) {
      return counted();
    }
    String graph = any(List.of("?g", "?g", "?g", "?a", "?c"));
    List<String> last = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      last.add(lastInGraph());
    }
    String start = random.nextBoolean() ? triples() : "?a " + link() + " ?b . ?a ?p ?x . ";
    String pattern = start + partInGraph() + String.join(" ", last);
    if (random.nextInt(5) == 0) {
      pattern =
          "{ SELECT %1$s (COUNT(*) AS ?k) (COUNT(DISTINCT ?d) AS ?l) { %2$s } GROUP BY %1$s %3$s}"
              .formatted(
                  any(List.of("?a", "?b", "?x")),
                  pattern,
                  any(List.of("", "HAVING(COUNT(*) > 1) ")));
    }
    String before = any(List.of("", "", triples(), "VALUES ?g { <http://e/g0> UNDEF } "));
    String after =
        any(List.of("", "", triples(), "FILTER(?g != <http://e/g1>) ", "GRAPH ?g { ?a ?p ?b } "));
    String what =
        any(
            List.of(
                "* { %s }",
                "DISTINCT ?a { %s }",
                "DISTINCT ?g ?b { %s }",
                "(COUNT(*) AS ?n) { %s }",
                "?g (COUNT(?a) AS ?n) { %s } GROUP BY ?g",
                "?b (COUNT(?d) AS ?n) (COUNT(*) AS ?m) { %s } GROUP BY ?b",
                "* { ?a ?q ?d FILTER EXISTS { %s } }"));
    return "SELECT " + what.formatted(before + "GRAPH " + graph + " { " + pattern + " } " + after);
  }

  /// Generates a query that counts the rows of all graphs, which are merged before their last part.
  private String counted() {
    String end = random.nextBoolean() ? "?b" : "?a";
    String last =
        any(
            List.of(
                "OPTIONAL { %s %s ?d } ",
                "OPTIONAL { ?d %2$s %1$s } ",
                "{ %s %s ?d } UNION { ?d ?q %1$s } ",
                "OPTIONAL { { %s %s ?d } UNION { ?d ?q %1$s } } "));
    String pattern = "?a ?p ?b . ?a ?r ?x . " + last.formatted(end, link());
    String counts =
        any(List.of("(COUNT(?d) AS ?n) (COUNT(*) AS ?m)", "(COUNT(DISTINCT ?d) AS ?n)"));
    return random.nextBoolean()
        ? "SELECT " + counts + " { GRAPH ?g { " + pattern + "} }"
        : "SELECT ?b " + counts + " { GRAPH ?g { " + pattern + "} } GROUP BY ?b";
  }

  private String partInGraph() {
    return switch (random.nextInt(12)) {
      case 7 -> "?a " + link() + any(List.of("+", "*", "?")) + " ?end" + ends++ + " . ";
      case 8 -> "?end" + ends++ + " (" + link() + "|^" + link() + ")+ ?end" + ends++ + " . ";
      case 9 -> "?b (" + link() + "/" + link() + ")* ?end" + ends++ + " . ";
      case 10 -> "{ SELECT DISTINCT ?a { " + triples() + " } } ";
      case 11 ->
          "{ SELECT ?a (COUNT(*) AS ?end%d) { %s } GROUP BY ?a } ".formatted(ends++, triples());
      case 0 -> "BIND(" + any(List.of("1", "?b", expression())) + " AS ?x) ";
      case 1 -> start() + " (" + link() + "|" + link() + ") ?end" + ends++ + " . ";
      case 2 -> "?a (" + link() + "/" + link() + "|^" + link() + ") ?end . ";
      case 3 -> "?b !(" + link() + "|^" + link() + ") ?end . ";
      case 4 -> "{ SELECT ?a ?c { " + triples() + " } } ";
      case 5 -> "OPTIONAL { ?b " + link() + " ?d } ";
      default -> "{ " + triples() + " } UNION { " + triples() + " } ";
    };
  }

  /// Generates EXISTS, MINUS or OPTIONAL.
  private String lastInGraph() {
    String inner = triples() + (random.nextInt(3) == 0 ? partInGraph() : "");
    return switch (random.nextInt(6)) {
      case 0 -> "MINUS { " + inner + " } ";
      case 1 -> "MINUS { " + inner + "FILTER(" + expression() + ") } ";
      case 2 -> "FILTER EXISTS { " + inner + " } ";
      case 3 -> "FILTER NOT EXISTS { " + inner + "FILTER(" + expression() + ") } ";
      case 4 -> "FILTER(" + expression() + " || EXISTS { " + inner + " }) ";
      default -> "OPTIONAL { " + inner + " } ";
    };
  }

  private String link() {
    return "<http://e/p" + random.nextInt(4) + ">";
  }

  /// Generates a query with EXISTS as an operand of `||`, `&&`, `!` or IF.
  String connected() {
    String exists = any(List.of("", "NOT ")) + "EXISTS { " + inside() + " }";
    String other = any(List.of("", "!")) + "(" + expression() + ")";
    String condition =
        switch (random.nextInt(6)) {
          case 0 -> exists + " || " + other;
          case 1 -> "!(" + other + " && " + exists + ")";
          case 2 -> "!(" + exists + " || " + other + ") || " + expression();
          case 3 -> "IF(" + expression() + ", " + exists + ", " + other + ")";
          case 4 -> "!!" + exists + " && (" + other + " || EXISTS { " + inside() + " })";
          default -> "COALESCE(" + any(VARIABLES) + ", " + exists + ")";
        };
    String outer = random.nextInt(4) == 0 ? "OPTIONAL { " + triples() + " } " : "";
    return "SELECT * { " + triples() + outer + "FILTER(" + condition + ") }";
  }

  /// Generates a valid pattern. ARQ does not check whether BIND in EXISTS has a new variable.
  private String inside() {
    while (true) {
      String pattern = unchecked();
      try {
        QueryFactory.create("SELECT * { " + pattern + " }");
        return pattern;
      } catch (QueryParseException | ExprEvalException _) {
        // Invalid: the next one.
      }
    }
  }

  private String unchecked() {
    if (random.nextInt(10) == 0) {
      return "{ SELECT ?a ?b { " + triples() + " } ORDER BY ?a LIMIT 1 }";
    }
    String part =
        switch (random.nextInt(11)) {
          case 0 -> "MINUS { " + triples() + " }";
          case 1 -> "BIND(" + expression() + " AS " + any(List.of("?x", "?a", "?c")) + ")";
          case 2 -> "OPTIONAL { " + triples() + " FILTER(" + expression() + ") }";
          case 3 -> "FILTER(" + expression() + ")";
          case 4 -> "{ " + triples() + " } UNION { " + triples() + " }";
          case 5 -> "VALUES " + any(VARIABLES) + " { <http://e/s1> <http://e/s2> 1 'a' }";
          case 6 -> walk();
          default -> "";
        };
    List<String> parts = new ArrayList<>(List.of(part, random.nextInt(3) == 0 ? "" : select()));
    if (random.nextBoolean()) {
      parts.add(triples());
      Collections.shuffle(parts, random);
    }
    if (part.startsWith("BIND") || part.startsWith("MINUS")) {
      parts.addFirst(triples());
    }
    return String.join(" ", parts);
  }

  /// Generates a query on a cycle of three to five triples, some of which have constants, repeated
  /// variables or variable predicates, with up to two more triples between its nodes.
  String cycle() {
    int n = 3 + random.nextInt(3);
    List<String> nodes = new ArrayList<>(List.of("?a", "?b", "?c", "?d", "?e").subList(0, n));
    if (random.nextInt(3) == 0) {
      nodes.set(random.nextInt(n), any(List.of("<http://e/s1>", "?a", "?b", "'a'")));
    }
    List<String> triples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      triples.add(triple(nodes.get(i), nodes.get((i + 1) % n)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      triples.add(triple(any(nodes), any(nodes)));
    }
    Collections.shuffle(triples, random);
    String first = String.join(" ", triples.subList(0, 2));
    String rest = String.join(" ", triples.subList(2, triples.size()));
    String graph = "GRAPH " + any(List.of("?g", "?a", "<http://e/g0>")) + " { ";
    String where =
        switch (random.nextInt(10)) {
          case 0 -> graph + first + rest + " }";
          case 1 -> graph + first + " } " + rest;
          case 2 -> first + " VALUES ?c { <http://e/s1> UNDEF <http://e/s3> } " + rest;
          case 3 -> first + " FILTER(" + expression() + ") " + rest;
          case 4 -> "?a <http://e/p0> ?x OPTIONAL { " + first + " } OPTIONAL { " + rest + " }";
          case 5 -> first + " FILTER EXISTS { " + rest + " }";
          case 6 -> "{ " + first + rest + " } UNION { " + rest + " }";
          default -> first + rest;
        };
    String what =
        any(
            List.of(
                "* { %s }",
                "DISTINCT ?a ?b { %s }",
                "(COUNT(*) AS ?n) { %s }",
                "(COUNT(DISTINCT ?c) AS ?n) { %s }",
                "?b (COUNT(*) AS ?n) { %s } GROUP BY ?b",
                "* { ?a <http://e/p0> ?x FILTER NOT EXISTS { %s } }"));
    return "SELECT " + what.formatted(where);
  }

  /// Generates a triple in one of both directions. A literal is never a subject.
  private String triple(String node, String other) {
    boolean forward = !node.startsWith("'") && (other.startsWith("'") || random.nextBoolean());
    String p = random.nextInt(10) == 0 ? "?p" : "<http://e/p" + random.nextInt(3) + ">";
    return forward ? node + " " + p + " " + other + " . " : other + " " + p + " " + node + " . ";
  }

  /// Generates a query with a part that leaves `?c` unbound in some or all solutions, and others
  /// that may bind it.
  String open() {
    String inner =
        any(
            List.of(
                "",
                "FILTER(" + expression() + ")",
                "FILTER(!BOUND(?c))",
                "OPTIONAL { ?c " + predicate() + " ?d }",
                "MINUS { ?c " + predicate() + " ?d }",
                "BIND(BOUND(?c) AS ?k)"));
    String first =
        any(
            List.of(
                "{ ?a %s ?x BIND(?x + 1 AS ?c) " + inner + " }",
                "{ { SELECT ?a ?c { ?a %s ?x } } " + inner + " }",
                "{ { SELECT ?a (SUM(?x) AS ?c) { ?a %s ?x } GROUP BY ?a } " + inner + " }",
                "{ ?a %s ?x BIND(?x + 1 AS ?c) " + inner + " } UNION { ?a <http://e/p1> ?x }"));
    List<String> parts =
        new ArrayList<>(List.of(first.formatted(predicate()), "?c " + predicate() + " ?a . "));
    if (random.nextBoolean()) {
      parts.add("OPTIONAL { " + triples() + " }");
    }
    if (random.nextBoolean()) {
      parts.add("FILTER(" + expression() + ")");
    }
    Collections.shuffle(parts, random);
    return "SELECT * { " + String.join(" ", parts) + " }";
  }

  /// Generates a query with a condition on alternatives of IRIs.
  String choice() {
    String more =
        any(
            List.of(
                "",
                "FILTER(" + alternatives() + ")",
                "FILTER(" + expression() + ")",
                "OPTIONAL { " + triples() + " FILTER(" + alternatives() + ") }",
                "VALUES " + any(VARIABLES) + " { <http://e/s1> UNDEF }",
                "{ " + triples() + " FILTER(" + alternatives() + ") } UNION { " + walk() + " }"));
    String what = any(List.of("*", "DISTINCT ?a", "(COUNT(*) AS ?n)"));
    return "SELECT %s { %s %s FILTER(%s) }".formatted(what, triples(), more, alternatives());
  }

  /// Generates a condition that is true for a few IRIs, some of them given twice.
  private String alternatives() {
    String x = any(VARIABLES);
    String s = "<http://e/s" + random.nextInt(6) + ">";
    return any(
        List.of(
            x + " IN (<http://e/s1>, <http://e/s2>, " + s + ")",
            x + " = " + s + " || <http://e/s1> = " + x,
            x + " IN (<http://e/s3>, " + s + ") || " + x + " = <http://e/s1>",
            x + " = " + s + " || " + any(VARIABLES) + " = <http://e/s1>"));
  }

  private String select() {
    String by = any(VARIABLES);
    String optional = random.nextInt(4) == 0 ? " OPTIONAL { " + triples() + " }" : "";
    String where = "{ " + triples() + optional + " }";
    return "{ "
        + switch (random.nextInt(6)) {
          case 0 -> "SELECT " + by + " " + where;
          case 1 -> "SELECT " + by + " " + any(VARIABLES) + " " + where;
          case 2 -> "SELECT DISTINCT " + by + " " + where;
          case 3 -> "SELECT %1$s (COUNT(*) AS ?n) %2$s GROUP BY %1$s".formatted(by, where);
          case 4 ->
              "SELECT %1$s %2$s GROUP BY %1$s %3$s HAVING (COUNT(*) > %4$d)"
                  .formatted(by, where, any(VARIABLES), random.nextInt(3));
          default -> "SELECT (COUNT(*) AS ?n) " + where + " HAVING (COUNT(*) > 5)";
        }
        + " }";
  }

  /// Generates triples and other parts in any order.
  String group(int depth) {
    List<String> group = new ArrayList<>(List.of(triples()));
    for (int i = random.nextInt(3); i > 0 && depth > 0; i--) {
      group.add(part(depth - 1));
    }
    if (random.nextInt(4) == 0) {
      group.add(triples());
    }
    Collections.shuffle(group, random);
    return String.join(" ", group);
  }

  private String part(int depth) {
    String inner = "{ " + group(depth) + " }";
    return switch (random.nextInt(17)) {
      case 0, 1 -> "OPTIONAL " + inner;
      case 2 -> inner + " UNION { " + group(depth) + " }";
      case 3 -> "MINUS " + inner;
      case 4 -> "FILTER NOT EXISTS " + inner;
      case 5 -> "FILTER EXISTS " + inner;
      case 6 -> "GRAPH " + any(List.of("?a", "?g", "<http://e/g0>", "<http://e/g9>")) + " " + inner;
      case 7 ->
          errs()
              ? values()
              : "VALUES " + any(VARIABLES) + " { <http://e/s1> <http://e/s2> 1 'a' 77 UNDEF }";
      case 8 -> "BIND(" + expression() + " AS ?x" + random.nextInt(1000) + ")";
      case 9 -> inner;
      case 10 -> "{ SELECT DISTINCT " + any(VARIABLES) + " WHERE " + inner + " }";
      case 11, 12 -> walk();
      case 13 -> counts(inner);
      default -> "FILTER(" + expression() + ")";
    };
  }

  private String counts(String inner) {
    return "{ SELECT %1$s (COUNT(*) AS ?n%2$d) WHERE %3$s GROUP BY %1$s }"
        .formatted(any(VARIABLES), ends++, inner);
  }

  /// Generates rows for two variables, some of them UNDEF.
  private String values() {
    String rows = " { (<http://e/s1> UNDEF) (UNDEF 'a') (1 <http://e/s2>) (UNDEF UNDEF) }";
    return errs() ? " VALUES (?a " + any(VARIABLES.subList(1, 4)) + ")" + rows : "";
  }

  /// Generates one to three triple patterns.
  String triples() {
    StringBuilder triples = new StringBuilder();
    for (int i = random.nextInt(5) / 2; i >= 0; i--) {
      triples.append(start()).append(' ').append(predicate()).append(' ');
      triples.append(end()).append(" . ");
    }
    return triples.toString();
  }

  /// Generates a subject, rarely a term without triples in the data, because most queries should
  /// have results.
  private String start() {
    return random.nextInt(20) == 0 ? end() : any(VARIABLES);
  }

  private String end() {
    return switch (random.nextInt(12)) {
      case 0 -> "<http://e/s" + random.nextInt(7) + ">";
      case 1 ->
          any(List.of("1", "'a'", "'a'@en", "\"2020\"^^<http://www.w3.org/2001/XMLSchema#gYear>"));
      default -> any(VARIABLES);
    };
  }

  /// Generates a predicate, or the variable `?p`, which is used nowhere else: ARQ in memory fails
  /// if a literal becomes a predicate.
  private String predicate() {
    int absent = random.nextInt(20) == 0 ? 4 : 0;
    return random.nextInt(8) == 0 ? "?p" : "<http://e/p" + (random.nextInt(4) + absent) + ">";
  }

  /// Generates a path. Where ARQ is wrong for two given ends, the path ends in a variable that is
  /// used nowhere else: ARQ accepts a literal of equal value, and rejects a term that is no node
  /// from itself to itself (SPARQL 1.1, section 18.4).
  private String walk() {
    String start = end();
    String path = path();
    String end = end();
    boolean alternatives = path.endsWith(")") && path.contains("|") && !path.contains("!");
    boolean right = end.startsWith("?") || (end.startsWith("<") && !end.equals(start));
    return start + " " + path + " " + (alternatives || !right ? "?end" + ends++ : end) + " .";
  }

  private String path() {
    String one = "<http://e/p" + random.nextInt(4) + ">";
    String other = "<http://e/p" + random.nextInt(4) + ">";
    String step =
        any(
            List.of(
                one,
                "^" + one,
                one + "/" + other,
                one + "|" + other,
                one + "|" + other + "/^" + one,
                one + "/(" + other + "|^" + one + "/" + other + ")|" + other,
                "!" + one,
                "!(" + one + "|^" + other + ")",
                one + "/" + other + "*",
                one + "?"));
    return "(" + step + ")" + any(List.of("*", "+", "?", ""));
  }

  /// Generates an expression.
  String expression() {
    String x = any(VARIABLES);
    String y = any(VARIABLES);
    String constant =
        any(
            List.of(
                "1",
                "2.0",
                "'a'",
                "'a'@en",
                "<http://e/s1>",
                "\"2015\"^^<http://www.w3.org/2001/XMLSchema#gYear>",
                "true"));
    if (errs()) {
      return errors.expression(x, y, constant, triples());
    }
    String comparison = any(List.of("=", "!=", "<", ">", "<=", ">="));
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> x + " " + comparison + " " + constant;
      case 3, 4 -> x + " " + comparison + " " + y;
      case 5 -> "BOUND(" + x + ")";
      case 6 -> "isIRI(" + x + ") && " + y + " != " + constant;
      case 7 -> "REGEX(STR(" + x + "), 'a|1', 'i')";
      case 8 -> "COALESCE(" + x + " + 1, " + constant + ")";
      case 9 -> "LANG(" + x + ") = 'en' || sameTerm(" + x + ", " + y + ")";
      case 10 -> x + " IN (1, 'a', <http://e/s2>, " + y + ")";
      default -> "!BOUND(" + x + ") || STRLEN(STR(" + x + ")) > 1";
    };
  }
}
