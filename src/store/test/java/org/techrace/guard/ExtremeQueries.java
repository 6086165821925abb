package org.techrace.guard;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Generates queries as deep, as wide and as long as the endpoint allows: every construct nested in
/// itself and repeated, long lists and literals, every operator of paths, and random combinations.
final class ExtremeQueries {
  private static final int MAX_LENGTH = 60_000;
  private static final int MAX_VARIABLES = 950;
  private static final int MAX_GROUPS = 950;
  private static final int MAX_BRACKETS = 196;

  /// Constructs that may contain a group, with `~` in its place and `%d` for the level.
  private static final List<String> NESTED =
      List.of(
          "?s :next ?o FILTER EXISTS { ~ }",
          "?s :next ?o FILTER NOT EXISTS { ~ }",
          "?s :next ?o FILTER (!EXISTS { ~ })",
          "?s :next ?o FILTER (true && EXISTS { ~ })",
          "?s :next ?o FILTER (EXISTS { ~ } IN (true, false))",
          "?s :next ?o FILTER IF(true, EXISTS { ~ }, false)",
          "?s :next ?o FILTER COALESCE(EXISTS { ~ }, false)",
          "?s :next ?o FILTER (EXISTS { ?s :value ?o } || EXISTS { ~ })",
          "?s :next ?o FILTER (?o = 'text') FILTER EXISTS { ~ }",
          "?s :next ?o%d FILTER (?o%d = ?s) FILTER EXISTS { ~ }",
          "?s :next ?o BIND(EXISTS { ~ } AS ?b%d)",
          "?s :next ?o FILTER EXISTS { SELECT ?s { ~ } }",
          "?s :next ?o FILTER EXISTS { SELECT ?s { ?s :next ?o } GROUP BY ?s HAVING (EXISTS { ~ })"
              + " }",
          "?s :next ?o FILTER EXISTS { SELECT ?s { ?s :next ?o } ORDER BY (EXISTS { ~ }) LIMIT 3 }",
          "{ SELECT (EXISTS { ~ } AS ?e%d) {} }",
          "{ SELECT (SUM(?e) AS ?a%d) { BIND(EXISTS { ~ } AS ?e) } }",
          "{ SELECT ?e%d { ?s :next ?o } GROUP BY (EXISTS { ~ } AS ?e%d) }",
          "?s :next ?o OPTIONAL { ?s :value ?v FILTER EXISTS { ~ } }",
          "?s :next ?o MINUS { ?s :value ?v FILTER EXISTS { ~ } }",
          "?s :next ?o FILTER EXISTS { { ?s :value ?v } UNION { ~ } }",
          "?s :next ?o FILTER EXISTS { GRAPH ?g { ~ } }",
          "?s :next ?o OPTIONAL { ~ }",
          "?s :next ?o OPTIONAL { FILTER(?o = 'text') ~ }",
          "?s :next ?o%d OPTIONAL { FILTER(?o%d = ?s) ~ }",
          "?s :next ?o MINUS { ~ }",
          "?s%d :next ?o MINUS { ~ }",
          "{ ?s :next ?o } UNION { ~ }",
          "?s :next ?o { ?s :value ?v } UNION { ~ }",
          "?s :next ?o GRAPH ?g { ~ }",
          "?s :next ?o GRAPH ?g%d { ~ }",
          "{ SELECT ?s { ~ } }",
          "{ SELECT DISTINCT ?s { ~ } }",
          "{ SELECT ?s { ~ } ORDER BY ?s LIMIT 10 }",
          "{ SELECT ?s (COUNT(*) AS ?c%d) { ~ } GROUP BY ?s }",
          "?s :next ?o { ~ }",
          "?s :next ?o%d FILTER(?o%d != ?s) { ~ }");

  /// Queries with a part that is repeated: the start, the part, what is between two of them, and
  /// the end.
  private static final List<List<String>> REPEATED =
      List.of(
          of("SELECT * {", "?s :next ?o%d .", " ", "}"),
          of("SELECT * {", "?s%d :next ?o%d .", " ", "}"),
          of("SELECT * {", "?s%d ?p%d ?o%d .", " ", "} ORDER BY ?s1"),
          of("SELECT * { ?s :next ", ":n%d", ", ", "}"),
          of("SELECT * { ?s :value ?o OPTIONAL {", "?s :p%d ?v%d", "} OPTIONAL {", "}}"),
          of("SELECT * { ?s :next ?o OPTIONAL {", "?s :next ?v%d", "} OPTIONAL {", "}}"),
          of("SELECT * { ?s :next ?o MINUS {", "?s :next ?v%d", "} MINUS {", "}}"),
          of("SELECT * { ?s :next ?o FILTER EXISTS {", "?s :next ?v%d", "} FILTER EXISTS {", "}}"),
          of("SELECT * { {", "?s :next ?o", "} UNION {", "}}"),
          of("SELECT * { {", "?s :next ?o%d", "} UNION {", "} FILTER (?o1 = ?o2) }"),
          of("SELECT * {", "{?s :next ?o} UNION {?s :value ?o}", " ", "}"),
          of("SELECT * {", "{?s :next ?o} UNION {?s :value ?o}", " ", "FILTER(?o > 3) }"),
          of("SELECT * {", "VALUES ?v%d { 1 UNDEF }", " ", "}"),
          of("SELECT * { ?s :next ?o VALUES (?s ?o) {", "(:n%d UNDEF)", " ", "}}"),
          of("SELECT * { ?s :value ?o VALUES ?o {", "%d", " ", "}}"),
          of("SELECT * { ?s :value ?o FILTER(?o IN (", "%d", ", ", "))}"),
          of("SELECT * { ?s :value ?o FILTER(?o NOT IN (", "%d.5", ", ", "))}"),
          of("SELECT * { ?s :next ?o FILTER(?o IN (", ":n%d", ", ", "))}"),
          of("SELECT * { ?s :next ?o FILTER(?o IN (", "\"x%d\"@en", ", ", "))}"),
          of("SELECT * { ?s :value ?o FILTER(?o + 1 IN (", "%d", ", ", "))}"),
          of("SELECT * { ?s :next ?o FILTER(STR(?o) IN (", "\"x%d\"", ", ", "))}"),
          of("SELECT * { ?s ?p ?o FILTER(LANG(?o) IN (", "\"x%d\"", ", ", "))}"),
          of("SELECT * { ?s :next ?o FILTER(", "?o = :n%d", " || ", ")}"),
          of("SELECT * { ?s :value ?o FILTER(", "?o = %d", " || ", ")}"),
          of("SELECT * { ?s :value ?o FILTER(", "?o != %d", " && ", ")}"),
          of("SELECT * { ?s :next ?o FILTER(", "?s = ?v%d", " || ", ")}"),
          of("SELECT * { ?s :next ?o FILTER(", "(?s = :n%d || ?o > 3)", " && ", ")}"),
          of("SELECT * { ?s :next ?o FILTER(", "(?s = :n%d && ?o > 3)", " || ", ")}"),
          of("SELECT * { ?s :next ?o ", "FILTER(?s = :n%d || ?o = :n%d)", " ", "}"),
          of("SELECT * { ?s :next ?o ", "FILTER(?s != :n%d)", " ", "}"),
          of("SELECT * { ?s :value ?o FILTER(0 < ", "?o", " + ", ")}"),
          of("SELECT * { ?s :value ?o . ?t :value ?p FILTER(0 < ", "?o * ?p", " - ", ")}"),
          of("SELECT * { ?s :value ?o FILTER(0 < ", "%d", " * ", ")}"),
          of("SELECT * { ?s :value ?o FILTER(", "!", "", "?o)}"),
          of("SELECT * { ?s ?p ?o BIND(CONCAT(", "STR(?o)", ", ", ") AS ?c)}"),
          of("SELECT * { ?s ?p ?o BIND(COALESCE(", "?v%d", ", ", ") AS ?c)}"),
          of("SELECT * { ?s ?p ?o FILTER(", "CONTAINS(STR(?o), 'x%d')", " || ", ")}"),
          of("SELECT * { ?s ?p ?o FILTER(", "REGEX(STR(?o), '(a|b%d)*c')", " || ", ")}"),
          of("SELECT * { ?s :value ?o ", "BIND(?o + %d AS ?b%d)", " ", "}"),
          of("SELECT ", "(?o + %d AS ?b%d)", " ", "{ ?s :value ?o }"),
          of("SELECT ", "(SUM(?o + %d) AS ?b%d)", " ", "{ ?s ?p ?o } GROUP BY ?p"),
          of("SELECT ", "(GROUP_CONCAT(DISTINCT ?o) AS ?b%d)", " ", "{ ?s ?p ?o }"),
          of("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ", "(?o + %d AS ?b%d)", " ", ""),
          of("SELECT * { ?s ?p ?o } ORDER BY ", "DESC(?o + %d)", " ", ""),
          of("SELECT ?p { ?s ?p ?o } GROUP BY ?p HAVING ", "(COUNT(*) > %d)", " ", ""),
          of("SELECT * { ?s ", ":next", "/", " ?o }"),
          of("SELECT * { ?s ", ":p%d", "|", " ?o }"),
          of("SELECT * { ?s ", "(:next|^:next)", "/", " ?o }"),
          of("SELECT * { ?s ", "(:next|:p%d)*", "/", " ?o }"),
          of("SELECT * { ?s (", ":p%d", "|", ")* ?o }"),
          of("SELECT * { ?s !(", ":p%d", "|", ") ?o }"),
          of("SELECT * { ?s (!(", "^:p%d", "|", "))+ ?o }"),
          of("SELECT * { ?s :next (", "%d", " ", ")}"),
          of("SELECT * { ", "[ :next ?o ]", " . ", "}"),
          of("SELECT * { ?s :value \"", "abc %d", " ", "\"}"),
          of("SELECT * { ?s :value <http://example.org/", "a%d", "/", ">}"),
          of("SELECT * { ?s :value \"x\"@en-", "a%d", "-", "}"),
          of("SELECT * { ?s :value ?o FILTER(CONTAINS(STR(?o), \"", "abc %d", " ", "\"))}"),
          of("DESCRIBE ", ":%d", " ", ""),
          of("DESCRIBE ?s ", ":%d", " ", "{ ?s ?p ?o }"),
          of("CONSTRUCT { ", "?s :p%d ?o .", " ", "} { ?s ?p ?o }"),
          of("CONSTRUCT { ", "_:b%d :next [ :next ?o ] .", " ", "} { ?s ?p ?o }"),
          of("ASK ", "FROM :g%d", " ", " { ?s ?p ?o }"),
          of("ASK ", "FROM NAMED :g%d", " ", " { GRAPH ?g { ?s ?p ?o } }"),
          of("ASK { ?s ?p ?o", "", " ", "} VALUES ?s { :n1 }"));

  private static final List<String> VALUES =
      List.of("?o", "?s", "?v", "1", "2.5", "'text'", "'text'@en", ":n1", "true", "NOW()");

  private static final List<String> EXPRESSIONS =
      List.of(
          "(~ + ~)",
          "(~ = ~)",
          "(~ < ~)",
          "(~ && ~)",
          "(~ || ~)",
          "(! ~)",
          "(~ IN (~, ~, ~))",
          "IF(~, ~, ~)",
          "COALESCE(~, ~)",
          "CONCAT(STR(~), STR(~))",
          "REPLACE(STR(~), '(a|aa)+', STR(~))",
          "REGEX(STR(~), '(x+x+)+y')",
          "STRLEN(STR(~))",
          "BOUND(?v)",
          "EXISTS { ~~ }",
          "NOT EXISTS { ~~ }");

  private static final List<String> PATHS =
      List.of("(~)*", "(~)+", "(~)?", "(~/~)", "(~|~)", "^(~)", "(~/^(~))", "!(:next|^:value)");

  private static final List<String> SELECTIONS =
      List.of(
          "SELECT * { ~~ }",
          "SELECT DISTINCT * { ~~ }",
          "SELECT (COUNT(DISTINCT *) AS ?n) { ~~ }",
          "SELECT ?s (SUM(?o) AS ?n) (GROUP_CONCAT(?o) AS ?t) { ~~ } GROUP BY ?s HAVING (~)",
          "SELECT ?s (MAX(?o) AS ?n) (SAMPLE(?v) AS ?t) { ~~ } GROUP BY ?s ORDER BY ?n",
          "SELECT * { ~~ } ORDER BY (~) ?o DESC(?s)",
          "SELECT * { ~~ } ORDER BY ?o LIMIT 100000",
          "SELECT (~ AS ?x) { ~~ }",
          "ASK { ~~ }",
          "CONSTRUCT { ?s :next ?o . [] :value ?v } { ~~ }",
          "DESCRIBE ?s ?o { ~~ }");

  private final long seed;

  /// @param seed the same seed makes the same queries
  ExtremeQueries(long seed) {
    this.seed = seed;
  }

  private static List<String> of(String start, String part, String between, String end) {
    return List.of(start, part, between, end);
  }

  /// Returns each construct nested in itself, and each part repeated, as often as is allowed.
  static Stream<String> largest() {
    return Stream.concat(
        NESTED.stream().map(c -> nested(_ -> c, "SELECT * { ~~ }")),
        REPEATED.stream().map(r -> repeated(r, 1)));
  }

  /// Returns one of the random queries.
  String query(int number) {
    Random random = new Random(seed + 1_000_003L * number);
    return ExtremeCalls.PREFIXES
        + switch (random.nextInt(4)) {
          case 0 -> repeated(any(REPEATED, random), 1 + random.nextInt(4));
          case 1 -> nested(_ -> any(NESTED, random), selection(random));
          case 2 -> filled(selection(random), random, 60);
          default -> filled(selection(random), random, 600);
        };
  }

  private static String selection(Random random) {
    return any(SELECTIONS, random).replaceAll("(?<!~)~(?!~)", "?o > 1");
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static String repeated(List<String> parts, int divisor) {
    String part = parts.get(1);
    String between = parts.get(2);
    int length = part.replace("%d", "12345").length() + between.length();
    int most = Math.max(1, MAX_LENGTH / Math.max(1, length));
    int variables = part.split("\\?\\w*%d", -1).length - 1;
    int groups = (int) (part + between).chars().filter(c -> c == '{').count();
    most = variables == 0 ? most : Math.min(most, MAX_VARIABLES / variables);
    most = groups == 0 ? most : Math.min(most, MAX_GROUPS / groups);
    StringBuilder query = new StringBuilder(parts.get(0));
    for (int i = 0; i < most / divisor; i++) {
      query.append(i == 0 ? "" : between).append(part.replace("%d", "" + i));
    }
    return query.append(parts.get(3)).toString();
  }

  /// @param construct the construct of a level
  /// @param selection the query, with `~~` in the place of its pattern
  private static String nested(IntFunction<String> construct, String selection) {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    int brackets = depth(selection);
    int groups = 1;
    for (int level = 0; groups < MAX_GROUPS; level++) {
      String next = construct.apply(level).replace("%d", "" + level);
      brackets += depth(next);
      groups += (int) next.chars().filter(c -> c == '{').count();
      if (brackets > MAX_BRACKETS) {
        break;
      }
      before.append(next, 0, next.indexOf('~')).append(' ');
      after.insert(0, next.substring(next.indexOf('~') + 1));
    }
    return selection.replace("~~", before + "?s :none ?o" + after);
  }

  /// Returns the depth of the brackets around the place of the group.
  private static int depth(String construct) {
    int depth = 0;
    for (int i = 0; i < construct.length() && construct.charAt(i) != '~'; i++) {
      depth += "({".indexOf(construct.charAt(i)) >= 0 ? 1 : 0;
      depth -= ")}".indexOf(construct.charAt(i)) >= 0 ? 1 : 0;
    }
    return depth;
  }

  /// @param parts about how many parts the pattern has
  private static String filled(String selection, Random random, int parts) {
    String[] sides = selection.split("~~", -1);
    return sides[0] + group(random, parts, 0) + sides[1];
  }

  private static String group(Random random, int parts, int depth) {
    StringBuilder group = new StringBuilder("?s :next ?o . ");
    int left = parts;
    while (left > 0) {
      int size = depth > 30 ? 1 : 1 + random.nextInt(left);
      group.append(
          switch (random.nextInt(8)) {
            case 0 -> "?s :value ?v . ";
            case 1 -> "?o %s ?v . ".formatted(path(random, Math.min(size, 12)));
            case 2 -> "FILTER(%s) ".formatted(expression(random, size, depth + 1));
            case 3 ->
                "BIND(%s AS ?b%d) "
                    .formatted(expression(random, size, depth + 1), random.nextInt(1 << 30));
            case 4 -> "{ %s } UNION { ?s ?p ?o } ".formatted(group(random, size - 1, depth + 1));
            default ->
                any(NESTED, random)
                    .replace("%d", "" + random.nextInt(400))
                    .replace("~", group(random, size - 1, depth + 1) + " ");
          });
      left -= size;
    }
    return group.toString();
  }

  private static String expression(Random random, int parts, int depth) {
    if (parts <= 1 || depth > 40) {
      return any(VALUES, random);
    }
    String form = any(EXPRESSIONS, random);
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      if (form.startsWith("~~", i)) {
        expression.append(group(random, parts / 2, depth + 1));
        i++;
      } else if (form.charAt(i) == '~') {
        expression.append(expression(random, parts / 2, depth + 1));
      } else {
        expression.append(form.charAt(i));
      }
    }
    return expression.toString();
  }

  private static String path(Random random, int parts) {
    if (parts <= 1) {
      return random.nextBoolean() ? ":next" : ":value";
    }
    StringBuilder path = new StringBuilder();
    for (char c : any(PATHS, random).toCharArray()) {
      path.append(c == '~' ? path(random, parts - 1 - random.nextInt(2)) : "" + c);
    }
    return path.length() > 2_000 ? ":next*" : path.toString();
  }
}
