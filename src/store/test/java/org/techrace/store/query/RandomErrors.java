package org.techrace.store.query;

import java.util.List;
import java.util.Random;

/// Generates expressions and aggregates that fail for many of their possible values.
final class RandomErrors {
  private static final String XSD = "<http://www.w3.org/2001/XMLSchema#";

  /// The expressions. The parts of dates are taken from literals only, and patterns and flags are
  /// strings: for an IRI, these functions throw an exception that no operator catches, and whether
  /// a query then fails depends on the order of evaluation. `%x` and `%y` are variables, `%c` a
  /// term, `%t` triple patterns.
  private static final List<String> EXPRESSIONS =
      List.of(
          "%x + %y > 0",
          "%x * 2 = %y - %c",
          "%x / 0 = 1",
          "1 / 0 = %x || %y = %c",
          "-%x < 0",
          "%x",
          "!%x",
          "%x && %y",
          "%x || %y",
          "?unbound = %x",
          "?unbound || %x = %c",
          "!(?unbound && %x != %c)",
          "IF(%x, %y, 1 / 0)",
          "IF(%x > 1, 1 / 0, %y)",
          "COALESCE(1 / 0, ?unbound, %x + 1)",
          "COALESCE(?unbound, 1 / 0)",
          "%x IN (1 / 0, %y)",
          "%x NOT IN (1 / 0, ?unbound, %c)",
          "%x IN ()",
          "STRLEN(%x) > 1",
          "SUBSTR(%x, %y) = 'a'",
          "SUBSTR(STR(%x), 1 / 0) = 'a'",
          "CONCAT(%x, %y) = 'aa'",
          "UCASE(%x) = %c",
          "STRBEFORE(%x, %y) = ''",
          "STRSTARTS(%x, %y)",
          "CONTAINS(%x, 'a')",
          "CONTAINS(LCASE(STR(%x)), %c)",
          "REGEX(%x, 'a')",
          "REGEX(STR(%x), STR(%y))",
          "REGEX(STR(%x), '(')",
          "REGEX(STR(%x), 'a', 'no flags')",
          "REGEX(STR(%x), 'A', STR(%y))",
          "REPLACE(%x, 'a', 'b') = 'b'",
          "REPLACE(STR(%x), '(', 'b') = 'b'",
          "REPLACE(STR(%x), 'a', '$1') = 'b'",
          "LANG(%x) = 'en'",
          "LANGMATCHES(LANG(%x), %y)",
          "DATATYPE(%x) = " + XSD + "integer>",
          "STRDT(%x, %y) = %c",
          "STRDT(STR(%x), " + XSD + "integer>) = 1",
          "STRLANG(%x, 'en') = %y",
          "IRI(%x) = %y",
          "isLiteral(%x) && YEAR(%x) >= 2020",
          "isLiteral(%x) && SECONDS(%x) = 0.5",
          "ABS(%x) = 1",
          "ROUND(%x) = %y",
          XSD + "integer>(%x) = 1",
          XSD + "double>(STR(%x)) > 1",
          XSD + "dateTime>(%x) < %y",
          XSD + "boolean>(%x)",
          "<http://e/undefined>(%x)",
          "sameTerm(%x, 1 / 0)",
          "%x > %c || EXISTS { %t }",
          "%x + 1 = %c && NOT EXISTS { %t FILTER(%x / %y > 1) }");

  /// The aggregates. Each gives the same result for any order of its rows.
  private static final List<String> AGGREGATES =
      List.of(
          "SUM(%x + %y)",
          "SUM(DISTINCT %x * 2)",
          "AVG(STRLEN(%x))",
          "AVG(" + XSD + "integer>(%x))",
          "MIN(%x + 1)",
          "MAX(IF(isLiteral(%x), YEAR(%x), 1 / 0))",
          "MAX(IF(%x = %c, 1 / 0, 1))",
          "COUNT(1 / 0)",
          "COUNT(?unbound)",
          "COUNT(%x / %y)",
          "COUNT(DISTINCT %x + 1)",
          "SUM(?unbound)",
          "MIN(?unbound)",
          "SUM(1) / COUNT(%x)",
          "STRLEN(GROUP_CONCAT(%x))",
          "STRLEN(GROUP_CONCAT(STR(%x)))",
          "STRLEN(GROUP_CONCAT(DISTINCT %x))",
          "STRLEN(GROUP_CONCAT(CONCAT(STR(%x), STR(%y))))",
          "AVG(DISTINCT STRLEN(STR(%x)))",
          "SUM(IF(%x > %y, 1, 0))",
          "COUNT(%x = %y)",
          "COUNT(DISTINCT %x + %y)",
          "MAX(DISTINCT %x - %y)",
          "IF(sameTerm(SAMPLE(%x), SAMPLE(%x)), 1, 0)",
          "COUNT(%y) + STRLEN(STR(SAMPLE(1)))");

  private final Random random;

  RandomErrors(Random random) {
    this.random = random;
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  String expression(String x, String y, String constant, String triples) {
    return fill(any(EXPRESSIONS), x, y, constant).replace("%t", triples);
  }

  String aggregate(String x, String y, String constant) {
    return fill(any(AGGREGATES), x, y, constant);
  }

  private static String fill(String form, String x, String y, String constant) {
    return form.replace("%x", x).replace("%y", y).replace("%c", constant);
  }
}
