package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_Lang;
import org.apache.jena.sparql.expr.E_LangMatches;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.nodevalue.NodeFunctions;
import org.apache.jena.sparql.util.ExprUtils;
import org.techrace.entity.ResultRow;

/// Finds conditions that are true for no value of a property because of its datatype or language: a
/// year that is compared with a number, or names in a language that they do not have.
final class OtherTypes {
  /// The values that are looked at.
  private static final int MAX_VALUES = 20_000;

  private static final String NUMBER = "a number";

  private static final Pattern TIME = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2})?)?");

  /// The lengths of times as texts, to the day.
  private static final Map<String, Integer> LENGTHS =
      Map.of(
          XSDDatatype.XSDgYear.getURI(), 4,
          XSDDatatype.XSDgYearMonth.getURI(), 7,
          XSDDatatype.XSDdate.getURI(), 10,
          XSDDatatype.XSDdateTime.getURI(), 10);

  private final Rereading reading;
  private final Set<String> sentences = new LinkedHashSet<>();

  private OtherTypes(Rereading reading) {
    this.reading = reading;
  }

  /// Returns a sentence for each such condition.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    OtherTypes found = new OtherTypes(reading);
    Select.eachIn(
        inSteps, select -> select.conditions().forEach(condition -> found.add(select, condition)));
    return List.copyOf(found.sentences);
  }

  private void add(Select select, Expr condition) {
    switch (condition) {
      case E_LogicalAnd both -> {
        add(select, both.getArg1());
        add(select, both.getArg2());
      }
      case E_LangMatches matches -> addLanguage(select, matches);
      case E_Equals equal -> {
        addLanguage(select, equal);
        addCompared(select, equal);
      }
      case E_LessThan compared -> addCompared(select, compared);
      case E_LessThanOrEqual compared -> addCompared(select, compared);
      case E_GreaterThan compared -> addCompared(select, compared);
      case E_GreaterThanOrEqual compared -> addCompared(select, compared);
      default -> {
        // Other conditions depend on no datatype, or can be true in another way.
      }
    }
  }

  private void addCompared(Select select, ExprFunction2 compared) {
    boolean isFirst = !compared.getArg1().isConstant();
    Expr variable = isFirst ? compared.getArg1() : compared.getArg2();
    Expr constant = isFirst ? compared.getArg2() : compared.getArg1();
    if (!constant.isConstant() || !constant.getConstant().isLiteral()) {
      return;
    }
    if (variable instanceof E_Str text && text.getArg().isVariable()) {
      patterns(select, text.getArg().asVar())
          .forEach(
              pattern ->
                  precision(select, pattern, constant.getConstant().asNode(), compared, isFirst)
                      .ifPresent(sentences::add));
    } else if (variable.isVariable()) {
      patterns(select, variable.asVar())
          .forEach(
              pattern ->
                  datatype(select, pattern, constant.getConstant().asNode())
                      .ifPresent(sentences::add));
    }
  }

  private static List<TriplePath> patterns(Select select, Var variable) {
    return select.allPatterns().stream()
        .filter(pattern -> variable.equals(pattern.getObject()))
        .filter(pattern -> !Select.links(pattern).isEmpty())
        .toList();
  }

  private Optional<String> datatype(Select select, TriplePath pattern, Node constant) {
    Var value = Var.alloc(pattern.getObject());
    String asked = kind(constant.getLiteralDatatypeURI());
    if (has(select, value, isOfKind(value, asked))) {
      return Optional.empty();
    }
    Map<String, Integer> types = counted(select, pattern, "STR(DATATYPE(%s))".formatted(value));
    Set<String> kinds = types.keySet().stream().map(OtherTypes::kind).collect(Collectors.toSet());
    if (kinds.isEmpty() || kinds.contains(asked) || isAny(select, value, types)) {
      return Optional.empty();
    }
    String lexical = constant.getLiteralLexicalForm();
    String property = reading.shortPath(Select.links(pattern));
    return Optional.of(
        "%s: its values are %s and do not compare with %s, which is %s; %s"
            .formatted(
                property,
                types.keySet().stream()
                    .limit(2)
                    .map(reading.shortName())
                    .collect(Collectors.joining(" or ")),
                lexical,
                asked.equals(NUMBER) ? NUMBER : reading.shortName().apply(asked),
                kinds.equals(Set.of(NUMBER))
                    ? "write a number"
                    : alike(value, types.keySet().iterator().next(), lexical)));
  }

  /// Returns a sentence if the text of times is compared with that of a time of another precision,
  /// so that those of the same year or month are on the wrong side.
  private Optional<String> precision(
      Select select, TriplePath pattern, Node constant, ExprFunction2 compared, boolean isFirst) {
    String lexical = constant.getLiteralLexicalForm();
    if (!TIME.matcher(lexical).matches()) {
      return Optional.empty();
    }
    Map<String, Integer> types =
        counted(select, pattern, "STR(DATATYPE(%s))".formatted(pattern.getObject()));
    Optional<String> most = types.keySet().stream().filter(LENGTHS::containsKey).findFirst();
    int length = most.map(LENGTHS::get).orElse(lexical.length());
    boolean isGreater =
        isFirst
            ? compared instanceof E_GreaterThan || compared instanceof E_GreaterThanOrEqual
            : compared instanceof E_LessThan || compared instanceof E_LessThanOrEqual;
    boolean withEqual =
        compared instanceof E_GreaterThanOrEqual || compared instanceof E_LessThanOrEqual;
    // A day is later than its own year: from a year on, and before a year, are right.
    boolean isRight =
        length == lexical.length()
            || (!(compared instanceof E_Equals)
                && (length > lexical.length() ? isGreater == withEqual : !isGreater));
    return isRight
        ? Optional.empty()
        : Optional.of(
            "%s: its values are %s, and as texts those of %s come %s \"%s\"; %s"
                .formatted(
                    reading.shortPath(Select.links(pattern)),
                    reading.shortName().apply(most.orElseThrow()),
                    lexical.substring(0, Math.min(length, lexical.length())),
                    length > lexical.length() ? "after" : "before",
                    lexical,
                    alike(Var.alloc(pattern.getObject()), most.orElseThrow(), lexical)));
  }

  /// Returns the advice to compare times as texts of the same length.
  private static String alike(Var value, String datatype, String lexical) {
    int own = LENGTHS.getOrDefault(datatype, lexical.length());
    int length = Math.min(own, lexical.length());
    return "compare `%s` with \"%s\""
        .formatted(
            own > length
                ? "SUBSTR(STR(%s), 1, %d)".formatted(value, length)
                : "STR(%s)".formatted(value),
            lexical.substring(0, length));
  }

  private static String kind(String datatype) {
    RDFDatatype type = TypeMapper.getInstance().getTypeByName(datatype);
    return type != null
            && type.getJavaClass() != null
            && Number.class.isAssignableFrom(type.getJavaClass())
        ? NUMBER
        : datatype;
  }

  private void addLanguage(Select select, ExprFunction2 compared) {
    boolean isFirst = compared.getArg1() instanceof E_Lang;
    Expr language = isFirst ? compared.getArg1() : compared.getArg2();
    Expr constant = isFirst ? compared.getArg2() : compared.getArg1();
    if (language instanceof E_Lang of && of.getArg().isVariable() && constant.isConstant()) {
      String asked = constant.getConstant().asString();
      patterns(select, of.getArg().asVar())
          .forEach(pattern -> language(select, pattern, asked, compared).ifPresent(sentences::add));
    }
  }

  private Optional<String> language(
      Select select, TriplePath pattern, String asked, ExprFunction2 condition) {
    Var value = Var.alloc(pattern.getObject());
    // If the query has solutions, the conditions that each of them meets are true.
    if ((select.joinedConditions().contains(condition) && reading.fits(Rereading.pattern(select)))
        || has(select, value, ExprUtils.fmtSPARQL(condition))) {
      return Optional.empty();
    }
    // The range "zh" also matches the language "zh-Hans".
    boolean isRange = condition instanceof E_LangMatches;
    Map<String, Integer> languages = counted(select, pattern, "LANG(%s)".formatted(value));
    boolean has =
        languages.keySet().stream()
            .anyMatch(one -> isRange ? NodeFunctions.langMatches(one, asked) : one.equals(asked));
    return has || languages.isEmpty() || isAny(select, value, languages)
        ? Optional.empty()
        : Optional.of(
            "%s: no value that the query reads has the language \"%s\"; there are %s"
                .formatted(
                    reading.shortPath(Select.links(pattern)),
                    asked,
                    languages.keySet().stream()
                        .map(one -> one.isEmpty() ? "texts without one" : "\"" + one + "\"")
                        .collect(Collectors.joining(", "))));
  }

  private static String isOfKind(Var value, String kind) {
    return kind.equals(NUMBER)
        ? "isNumeric(%s)".formatted(value)
        : "DATATYPE(%s) = <%s>".formatted(value, kind);
  }

  /// Reports whether a value in the rest of the query meets a condition. One is found sooner than
  /// all are [counted][#counted].
  private boolean has(Select select, Var value, String condition) {
    return reading.fits(
        "%s FILTER (%s)".formatted(Rereading.pattern(select.unfiltered(), value), condition));
  }

  /// Reports whether the query has a value all the same: not all were counted.
  private boolean isAny(Select select, Var value, Map<String, Integer> counted) {
    return counted.values().stream().mapToInt(Integer::intValue).sum() >= MAX_VALUES
        && reading.fits(Rereading.pattern(select, value));
  }

  /// Returns what an expression is for the literals of a pattern in the rest of the query, most
  /// first.
  private Map<String, Integer> counted(Select select, TriplePath pattern, String expression) {
    Map<String, Integer> counted = new LinkedHashMap<>();
    for (ResultRow row :
        reading.rows(
            "SELECT ?otherType (COUNT(*) AS ?number) { { SELECT (%s AS ?otherType) { %s FILTER (isLiteral(%s)) } LIMIT %d } } GROUP BY ?otherType ORDER BY DESC(?number) ?otherType"
                .formatted(
                    expression,
                    Rereading.pattern(select.unfiltered(), Var.alloc(pattern.getObject())),
                    pattern.getObject(),
                    MAX_VALUES))) {
      counted.put(row.text("otherType"), Rereading.number(row, "number"));
    }
    return counted;
  }
}
