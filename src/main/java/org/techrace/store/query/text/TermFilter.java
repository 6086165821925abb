package org.techrace.store.query.text;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.E_Datatype;
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
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrLength;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.guard.StoppableRegex;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.QueryRun;

/// A filter on a part of a term that the dictionary provides without creating the term: its kind
/// (`isIRI(?x)`), its language (`LANG(?x) = "en"`) or its text (`CONTAINS(LCASE(STR(?label)),
/// "laser")`, `REGEX(STR(?label), "^laser", "i")`). An expression that fails is not true, so the
/// parts of `||` and `&&` are tested separately.
final class TermFilter {
  /// A language tag that Jena keeps unchanged.
  private static final String LANGUAGE_TAG = "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*";

  private final QueryRun run;
  private final Dictionary dictionary;

  private TermFilter(QueryRun run) {
    this.run = run;
    this.dictionary = run.store().dictionary();
  }

  /// Compiles an expression of one variable. The result tests the id of a term that the store
  /// contains and that has a text (is no blank node or triple term). Returns empty if the
  /// expression has another form.
  ///
  /// @param run the run whose cancellation is checked while a regular expression is applied to a
  ///   text
  static Optional<IntPredicate> of(Expr expr, QueryRun run) {
    return new TermFilter(run).test(expr);
  }

  private Optional<IntPredicate> test(Expr expr) {
    return switch (expr) {
      case E_LogicalOr or -> test(or.getArg1()).flatMap(a -> test(or.getArg2()).map(b -> a.or(b)));
      case E_LogicalAnd and ->
          test(and.getArg1()).flatMap(a -> test(and.getArg2()).map(b -> a.and(b)));
      case E_IsIRI is when is.getArg().isVariable() -> Optional.of(this::isIri);
      case E_IsURI is when is.getArg().isVariable() -> Optional.of(this::isIri);
      case E_IsBlank is when is.getArg().isVariable() -> Optional.of(id -> false);
      case E_IsLiteral is when is.getArg().isVariable() -> Optional.of(id -> !isIri(id));
      case E_IsNumeric is when is.getArg().isVariable() -> Optional.of(this::isNumeric);
      case E_Equals equal when isLanguage(equal.getArg1()) -> language(equal.getArg2());
      case E_Equals equal
          when equal.getArg1() instanceof E_Datatype type && type.getArg().isVariable() ->
          datatype(equal.getArg2());
      case E_OneOf in when isLanguage(in.getLHS()) -> languages(in.getRHS().getList());
      case E_LangMatches matches when isLanguage(matches.getArg1()) -> range(matches.getArg2());
      case E_StrContains e -> text(e.getArg1(), e.getArg2(), String::contains);
      case E_StrStartsWith e -> prefix(e, text(e.getArg1(), e.getArg2(), String::startsWith));
      case E_StrEndsWith e -> text(e.getArg1(), e.getArg2(), String::endsWith);
      case E_Regex e -> prefix(e, regex(e));
      case E_Equals e when e.getArg1() instanceof E_StrLength n ->
          length(n.getArg(), e.getArg2(), x -> x == 0);
      case E_GreaterThan e when e.getArg1() instanceof E_StrLength n ->
          length(n.getArg(), e.getArg2(), x -> x > 0);
      case E_GreaterThanOrEqual e when e.getArg1() instanceof E_StrLength n ->
          length(n.getArg(), e.getArg2(), x -> x >= 0);
      case E_LessThan e when e.getArg1() instanceof E_StrLength n ->
          length(n.getArg(), e.getArg2(), x -> x < 0);
      case E_LessThanOrEqual e when e.getArg1() instanceof E_StrLength n ->
          length(n.getArg(), e.getArg2(), x -> x <= 0);
      default -> Optional.empty();
    };
  }

  private boolean isIri(int id) {
    return dictionary.section(id) == Section.IRI;
  }

  private boolean isNumeric(int id) {
    return switch (dictionary.section(id)) {
      case NUMBER, DOUBLE -> true;
      case OTHER -> run.terms().value(id).isNumber();
      default -> false;
    };
  }

  private Optional<IntPredicate> datatype(Expr constant) {
    if (!constant.isConstant() || !constant.getConstant().isIRI()) {
      return Optional.empty();
    }
    String iri = constant.getConstant().asNode().getURI();
    return Optional.of(id -> !isIri(id) && dictionary.datatype(id).getURI().equals(iri));
  }

  private static boolean isLanguage(Expr expr) {
    return expr instanceof E_Lang lang && lang.getArg().isVariable();
  }

  /// Tests for one language. Literals without a language have the empty one.
  private Optional<IntPredicate> language(Expr constant) {
    return TextOf.string(constant).flatMap(this::language);
  }

  private Optional<IntPredicate> language(String tag) {
    if (tag.isEmpty()) {
      return Optional.of(
          id -> {
            Section section = dictionary.section(id);
            return section != Section.IRI && section != Section.LANGUAGE;
          });
    }
    if (!tag.matches(LANGUAGE_TAG)) {
      return Optional.empty();
    }
    if (!tag.equals(NodeFactory.createLiteralLang("", tag).getLiteralLanguage())) {
      return Optional.of(id -> false); // Jena does not write this tag
    }
    String lower = tag.toLowerCase(Locale.ROOT);
    return Optional.of(dictionary.languages(lower, lower + '\0')::has);
  }

  private Optional<IntPredicate> languages(List<Expr> constants) {
    return constants.stream()
        .map(this::language)
        .reduce((x, y) -> x.flatMap(a -> y.map(b -> a.or(b))))
        .flatMap(test -> test);
  }

  /// Tests for a language range of one subtag (basic filtering, RFC 4647, section 3.3.1).
  private Optional<IntPredicate> range(Expr constant) {
    return TextOf.string(constant)
        .filter(range -> range.matches("[A-Za-z]{1,8}"))
        .map(range -> range.toLowerCase(Locale.ROOT))
        // The tags that begin with `en-` end before `en.`.
        .map(range -> dictionary.languages(range, range + (char) ('-' + 1))::has);
  }

  @FunctionalInterface
  private interface Test {
    boolean passes(String text, String part);
  }

  private Optional<IntPredicate> text(Expr text, Expr part, Test test) {
    return TextOf.string(part).flatMap(p -> text(text, s -> test.passes(s, p)));
  }

  /// Tests the beginning of a text by id, if possible.
  private Optional<IntPredicate> prefix(Expr expr, Optional<IntPredicate> oneByOne) {
    return oneByOne.flatMap(others -> PrefixFilter.of(expr, dictionary, others)).or(() -> oneByOne);
  }

  private Optional<IntPredicate> regex(E_Regex expr) {
    Optional<String> regex = TextOf.string(expr.getArg(2));
    Optional<String> flags =
        expr.getArg(3) == null ? Optional.of("") : TextOf.string(expr.getArg(3));
    if (regex.isEmpty() || flags.isEmpty()) {
      return Optional.empty();
    }
    StoppableRegex stoppable =
        StoppableRegex.compile("REGEX", regex.get(), flags.get(), run::check);
    return text(expr.getArg(1), stoppable::isIn);
  }

  /// Tests a text that is computed from a variable. Without `STR`, the variable must be a string.
  private Optional<IntPredicate> text(Expr expr, Predicate<String> test) {
    Dictionary.TermReader texts = dictionary.reader();
    Optional<IntPredicate> ofText =
        TextOf.of(expr, run).map(text -> id -> test.test(text.change().apply(texts.text(id))));
    if (ofText.isPresent()) {
      return ofText.map(this::once);
    }
    return TextOf.of(withStr(expr), run)
        .map(
            text ->
                once(id -> isString(id, run) && test.test(text.change().apply(texts.text(id)))));
  }

  /// Returns true for `xsd:string` and its derived types, and for literals with a language.
  static boolean isString(int id, QueryRun run) {
    return switch (run.store().dictionary().section(id)) {
      case STRING, LANGUAGE -> true;
      case OTHER -> run.terms().value(id).isString();
      default -> false;
    };
  }

  /// Applies `STR` to the variable of `?x`, `LCASE(?x)` or `UCASE(?x)`.
  private static Expr withStr(Expr expr) {
    return switch (expr) {
      case E_StrLowerCase lower -> new E_StrLowerCase(withStr(lower.getArg()));
      case E_StrUpperCase upper -> new E_StrUpperCase(withStr(upper.getArg()));
      default -> expr.isVariable() ? new E_Str(expr) : expr;
    };
  }

  private IntPredicate once(IntPredicate test) {
    Verdicts verdicts = new Verdicts(run);
    return id -> verdicts.get(id, test);
  }

  /// Compiles `STRLEN(STR(?x)) > 9` and other comparisons of a length with an integer.
  private Optional<IntPredicate> length(Expr text, Expr number, IntPredicate comparison) {
    if (!number.isConstant() || !number.getConstant().isInteger()) {
      return Optional.empty();
    }
    BigInteger than = number.getConstant().getInteger();
    return text(
        text,
        s -> comparison.test(BigInteger.valueOf(s.codePointCount(0, s.length())).compareTo(than)));
  }
}
