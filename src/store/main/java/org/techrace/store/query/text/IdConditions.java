package org.techrace.store.query.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_IsBlank;
import org.apache.jena.sparql.expr.E_IsIRI;
import org.apache.jena.sparql.expr.E_IsLiteral;
import org.apache.jena.sparql.expr.E_IsNumeric;
import org.apache.jena.sparql.expr.E_IsURI;
import org.apache.jena.sparql.expr.E_Lang;
import org.apache.jena.sparql.expr.E_LangMatches;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.E_NotOneOf;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.E_OneOfBase;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.Dictionary;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Dictionary.Place;
import org.techrace.store.IdRanges;
import org.techrace.store.Section;
import org.techrace.store.query.row.IdCondition;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Compiles conditions on one variable that the dictionary decides, because it is sorted by kind of
/// terms, and most kinds by value or text: `?year >= 2020 && ?year < 2025`, `?x IN (1, 2)`,
/// `isIRI(?x)`, `LANG(?label) = "en"`, `STRSTARTS(?label, "Com")`.
public final class IdConditions {
  /// A language tag that Jena keeps unchanged.
  private static final String LANGUAGE_TAG = "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*";

  /// A regular expression that matches a text at its start. None of the characters after `^` has a
  /// meaning of its own.
  private static final Pattern ANCHORED = Pattern.compile("\\^([\\p{Alnum} _/:,-]+)");

  private final Dictionary dictionary;
  private final Var variable;

  private IdConditions(QueryRun run, Var variable) {
    this.dictionary = run.store().dictionary();
    this.variable = variable;
  }

  /// Compiles a condition. Returns empty if ids decide nothing about it.
  public static Optional<IdCondition> of(Expr condition, QueryRun run) {
    Set<Var> variables = condition.getVarsMentioned();
    return variables.size() == 1 && run.uses(Rewrite.ID_RANGES)
        ? new IdConditions(run, variables.iterator().next()).of(condition)
        : Optional.empty();
  }

  /// Compiles a comparison of a variable with constants, by an operator or `IN`. For an id that is
  /// decided it does not fail.
  static Optional<IdCondition> ofComparison(Expr expr, QueryRun run) {
    Set<Var> variables = expr.getVarsMentioned();
    return variables.size() == 1 && run.uses(Rewrite.ID_RANGES)
        ? new IdConditions(run, variables.iterator().next()).comparison(expr)
        : Optional.empty();
  }

  private Optional<IdCondition> of(Expr condition) {
    return switch (condition) {
      case E_LogicalAnd _ -> ofAll(operands(condition, E_LogicalAnd.class), IdCondition::and);
      case E_LogicalOr _ -> ofAll(operands(condition, E_LogicalOr.class), IdCondition::or);
      case E_IsIRI is when isVariable(is.getArg()) -> Optional.of(kinds(Section.IRI, Section.IRI));
      case E_IsURI is when isVariable(is.getArg()) -> Optional.of(kinds(Section.IRI, Section.IRI));
      case E_IsBlank is when isVariable(is.getArg()) ->
          Optional.of(kinds(Section.BLANK, Section.BLANK));
      case E_IsLiteral is when isVariable(is.getArg()) ->
          Optional.of(kinds(Section.STRING, Section.OTHER));
      case E_IsNumeric is when isVariable(is.getArg()) ->
          Optional.of(condition(sections(Section.NUMBER, Section.DOUBLE), sections(Section.OTHER)));
      case E_Equals equal when isLanguage(equal.getArg1()) -> language(equal.getArg2());
      case E_OneOf in when isLanguage(in.getLHS()) ->
          ofKnown(in.getRHS().getList().stream().map(this::language).toList());
      case E_LangMatches matches when isLanguage(matches.getArg1()) -> range(matches.getArg2());
      case E_StrStartsWith starts ->
          TextEvaluators.string(starts.getArg2())
              .flatMap(prefix -> prefix(starts.getArg1(), prefix));
      case E_Regex regex when regex.getArg(3) == null ->
          TextEvaluators.string(regex.getArg(2))
              .map(ANCHORED::matcher)
              .filter(Matcher::matches)
              .flatMap(matcher -> prefix(regex.getArg(1), matcher.group(1)));
      default -> comparison(condition);
    };
  }

  /// Returns the operands of `a && b && c` or `a || b || c`.
  private static List<Expr> operands(Expr condition, Class<? extends ExprFunction2> operator) {
    List<Expr> operands = new ArrayList<>();
    Deque<Expr> left = new ArrayDeque<>(List.of(condition));
    while (!left.isEmpty()) {
      Expr expr = left.pop();
      if (operator.isInstance(expr)) {
        left.push(((ExprFunction2) expr).getArg2());
        left.push(((ExprFunction2) expr).getArg1());
      } else {
        operands.add(expr);
      }
    }
    return operands;
  }

  /// Combines conditions. Returns empty if ids decide nothing about any of them.
  private Optional<IdCondition> ofAll(List<Expr> operands, BinaryOperator<IdCondition> operator) {
    List<Optional<IdCondition>> conditions = operands.stream().map(this::of).toList();
    return conditions.stream().allMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(
            combined(conditions.stream().map(c -> c.orElseGet(this::unknown)).toList(), operator));
  }

  /// Returns the disjunction of conditions, or empty if one of them is not known.
  private Optional<IdCondition> ofKnown(List<Optional<IdCondition>> conditions) {
    return conditions.stream().allMatch(Optional::isPresent)
        ? Optional.of(any(conditions.stream().map(Optional::get).toList()))
        : Optional.empty();
  }

  private IdCondition any(List<IdCondition> conditions) {
    return conditions.isEmpty() ? never() : combined(conditions, IdCondition::or);
  }

  /// Combines neighbours, then their results, and so on: the work grows with the number of
  /// conditions, not with its square.
  private static IdCondition combined(
      List<IdCondition> conditions, BinaryOperator<IdCondition> operator) {
    if (conditions.size() == 1) {
      return conditions.getFirst();
    }
    int middle = conditions.size() / 2;
    return operator.apply(
        combined(conditions.subList(0, middle), operator),
        combined(conditions.subList(middle, conditions.size()), operator));
  }

  private boolean isVariable(Expr expr) {
    return expr.isVariable() && expr.asVar().equals(variable);
  }

  private boolean isLanguage(Expr expr) {
    return expr instanceof E_Lang lang && isVariable(lang.getArg());
  }

  private IdCondition condition(IdRanges passing, IdRanges open) {
    return new IdCondition(variable, passing, open.minus(passing));
  }

  private IdCondition unknown() {
    return condition(IdRanges.NONE, IdRanges.ALL);
  }

  private IdCondition never() {
    return condition(IdRanges.NONE, IdRanges.NONE);
  }

  /// Returns the condition that a term is of one of several kinds.
  private IdCondition kinds(Section first, Section last) {
    return condition(sections(first, last), IdRanges.NONE);
  }

  private IdRanges sections(Section section) {
    return sections(section, section);
  }

  /// Returns the ids of several sections.
  private IdRanges sections(Section first, Section last) {
    return IdRanges.of(new IdRange(dictionary.range(first).start(), dictionary.range(last).end()));
  }

  /// Tests for one language. Literals without a language have the empty one.
  private Optional<IdCondition> language(Expr constant) {
    return TextEvaluators.string(constant).flatMap(this::language);
  }

  private Optional<IdCondition> language(String tag) {
    if (tag.isEmpty()) {
      IdRanges literals = sections(Section.STRING, Section.OTHER);
      return Optional.of(condition(literals.minus(sections(Section.LANGUAGE)), IdRanges.NONE));
    }
    if (!tag.matches(LANGUAGE_TAG)) {
      return Optional.empty();
    }
    if (!tag.equals(NodeFactory.createLiteralLang("", tag).getLiteralLanguage())) {
      return Optional.of(never()); // Jena does not write this tag
    }
    String lower = tag.toLowerCase(Locale.ROOT);
    return Optional.of(
        condition(IdRanges.of(dictionary.languages(lower, lower + '\0')), IdRanges.NONE));
  }

  /// Tests for a language range of one subtag (basic filtering, RFC 4647, section 3.3.1).
  private Optional<IdCondition> range(Expr constant) {
    return TextEvaluators.string(constant)
        .filter(range -> range.matches("[A-Za-z]{1,8}"))
        .map(range -> range.toLowerCase(Locale.ROOT))
        // The tags that begin with `en-` end before `en.`.
        .map(range -> dictionary.languages(range, range + (char) ('-' + 1)))
        .map(ids -> condition(IdRanges.of(ids), IdRanges.NONE));
  }

  /// Tests whether the text of a term begins with a constant. Strings, the literals of one language
  /// and IRIs are each sorted by text, so those that pass are a range of ids.
  ///
  /// @param text the variable, which must be a string, or STR of it
  private Optional<IdCondition> prefix(Expr text, String prefix) {
    boolean str = text instanceof E_Str of && isVariable(of.getArg());
    if (!str && !isVariable(text)) {
      return Optional.empty();
    }
    IdRanges passing = withPrefix(dictionary.range(Section.STRING), prefix);
    IdRanges open = sections(Section.OTHER, Section.TRIPLE).union(sections(Section.BLANK));
    if (str) {
      passing = passing.union(withPrefix(dictionary.range(Section.IRI), prefix));
      open = open.union(sections(Section.NUMBER, Section.YEAR));
    }
    Optional<List<IdRange>> languages = dictionary.textsByLanguage();
    if (languages.isEmpty()) {
      return Optional.of(condition(passing, open.union(sections(Section.LANGUAGE))));
    }
    for (IdRange language : languages.get()) {
      passing = passing.union(withPrefix(language, prefix));
    }
    return Optional.of(condition(passing, open));
  }

  private IdRanges withPrefix(IdRange range, String prefix) {
    return IdRanges.of(dictionary.withPrefix(range, prefix));
  }

  private Optional<IdCondition> comparison(Expr expr) {
    return switch (expr) {
      case E_Equals e -> comparison(e, true, "=");
      case E_NotEquals e -> comparison(e, true, "=").map(IdCondition::not);
      case E_LessThan e -> comparison(e, false, "<");
      case E_LessThanOrEqual e -> comparison(e, false, "<=");
      case E_GreaterThan e -> comparison(e, false, ">");
      case E_GreaterThanOrEqual e -> comparison(e, false, ">=");
      case E_OneOf in -> oneOf(in);
      case E_NotOneOf in -> oneOf(in).map(IdCondition::not);
      default -> Optional.empty();
    };
  }

  private Optional<IdCondition> oneOf(E_OneOfBase in) {
    if (!isVariable(in.getLHS()) || !in.getRHS().getList().stream().allMatch(Expr::isConstant)) {
      return Optional.empty();
    }
    return Optional.of(
        any(
            in.getRHS().getList().stream()
                .map(constant -> comparison(constant, true, "=").orElseGet(this::unknown))
                .toList()));
  }

  private Optional<IdCondition> comparison(ExprFunction2 expr, boolean equality, String symbol) {
    boolean first = isVariable(expr.getArg1());
    Expr constant = first ? expr.getArg2() : expr.getArg1();
    return constant.isConstant() && isVariable(first ? expr.getArg1() : expr.getArg2())
        ? comparison(constant, equality, first ? symbol : turned(symbol))
        : Optional.empty();
  }

  /// Returns the operator for the operands in the other order.
  private static String turned(String symbol) {
    return switch (symbol) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> symbol;
    };
  }

  /// Compares with a constant whose kind of terms is sorted by value. An IRI can only be equal, and
  /// only to itself (SPARQL 1.1, section 17.4.1.7).
  private Optional<IdCondition> comparison(Expr constant, boolean equality, String symbol) {
    Node term = constant.getConstant().asNode();
    if (!term.isURI() && !term.isLiteral()) {
      return Optional.empty();
    }
    Place place = dictionary.place(term);
    IdRanges equal = IdRanges.of(place.equal());
    return switch (place.kind()) {
      case STRING, NUMBER, DOUBLE, DATE_TIME_UTC, DATE_TIME, DATE, YEAR ->
          Optional.of(
              condition(
                  IdRanges.of(passing(place, symbol)),
                  IdRanges.ALL.minus(IdRanges.of(place.section()))));
      case IRI -> equality ? Optional.of(condition(equal, IdRanges.NONE)) : Optional.empty();
      case BLANK, LANGUAGE, OTHER, TRIPLE -> Optional.empty();
    };
  }

  private static IdRange passing(Place place, String symbol) {
    IdRange all = place.section();
    int start = place.equal().start();
    int end = place.equal().end();
    return switch (symbol) {
      case "=" -> place.equal();
      case "<" -> new IdRange(all.start(), start);
      case "<=" -> new IdRange(all.start(), end);
      case ">" -> new IdRange(end, all.end());
      case ">=" -> new IdRange(start, all.end());
      default -> throw new IllegalArgumentException(symbol);
    };
  }
}
