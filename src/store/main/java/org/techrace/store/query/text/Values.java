package org.techrace.store.query.text;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.XSDFuncOp;
import org.apache.jena.sparql.util.NodeUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.QueryTerms;
import org.techrace.store.query.text.Value.Computed;
import org.techrace.store.query.text.Value.Constant;
import org.techrace.store.query.text.Value.Exact;
import org.techrace.store.query.text.Value.Failure;
import org.techrace.store.query.text.Value.Floating;
import org.techrace.store.query.text.Value.Term;
import org.techrace.store.query.text.Value.Text;
import org.techrace.store.query.text.Value.Truth;

/// Reads, compares and converts the values of an expression. Used by one thread.
final class Values {
  static final long MILLION = 1_000_000;

  private static final int FRACTION_DIGITS = 6;

  /// The maximum number of bits of an integer whose value in millionths is computed with.
  private static final int MAX_INTEGER_BITS = 40;

  /// The maximum number of digits of a decimal whose value in millionths is computed with.
  private static final int MAX_DECIMAL_DIGITS = 12;

  private static final int MAX_CACHED_NUMBERS = 1 << 12;

  private final QueryRun run;
  private final Dictionary dictionary;
  private final Dictionary.TermReader reader;
  private final int no;
  private final int yes;

  /// The literals that have the language read last, and the language; null if they have a base
  /// direction.
  private Dictionary.IdRange sameLanguage = new Dictionary.IdRange(0, 0);

  private @Nullable String language;

  /// The ids of computed numbers that are not encoded in their ids.
  private final Map<Value, Integer> numbers = new HashMap<>();

  Values(QueryRun run) {
    this.run = run;
    this.dictionary = run.store().dictionary();
    this.reader = dictionary.reader();
    this.no = run.terms().id(NodeValue.FALSE.asNode());
    this.yes = run.terms().id(NodeValue.TRUE.asNode());
  }

  Dictionary.TermReader reader() {
    return reader;
  }

  /// Returns the value of a constant of the query.
  Constant constant(NodeValue value) {
    Node term = value.asNode();
    int id = run.terms().canonical(run.terms().id(term));
    return new Constant(id, value, text(term), number(value), floating(value));
  }

  /// Returns the section of a term of the store, or null for any other value.
  @Nullable Section section(Value value) {
    return switch (value) {
      case Term term when term.id() > 0 -> dictionary.section(term.id());
      case Constant constant when constant.id() > 0 -> dictionary.section(constant.id());
      default -> null;
    };
  }

  /// Returns a string or a literal with a language tag, but no base direction. Returns null for any
  /// other value.
  @Nullable Text text(Value value) {
    return switch (value) {
      case Text text -> text;
      case Constant constant -> constant.text();
      case Term(int id) when id > 0 ->
          switch (dictionary.section(id)) {
            case STRING -> new Text(reader.text(id), "");
            case LANGUAGE -> {
              String language = language(id);
              yield language == null ? null : new Text(reader.text(id), language);
            }
            default -> null;
          };
      case Term(int id) -> text(run.terms().node(id));
      case Computed(NodeValue computed) -> text(computed.asNode());
      case Exact _, Floating _, Truth _, Failure _ -> null;
    };
  }

  /// Returns the text of a string, or of a literal with a language tag but no base direction, of
  /// the store. Returns null for any other term.
  @Nullable String string(int id) {
    if (id <= 0) {
      return null;
    }
    return switch (dictionary.section(id)) {
      case STRING -> reader.text(id);
      case LANGUAGE -> language(id) == null ? null : reader.text(id);
      default -> null;
    };
  }

  /// Returns the language of a literal, or null if it has a base direction. The literals of a
  /// language are adjacent, so it is read once for many of them.
  private @Nullable String language(int id) {
    if (!sameLanguage.has(id)) {
      sameLanguage = dictionary.textRange(id);
      language = reader.hasDirection(id) ? null : reader.language(id);
    }
    return language;
  }

  private static @Nullable Text text(Node term) {
    if (NodeUtils.isSimpleString(term)) {
      return new Text(term.getLiteralLexicalForm(), "");
    }
    return NodeUtils.isLangString(term) && term.getLiteralBaseDirection() == null
        ? new Text(term.getLiteralLexicalForm(), term.getLiteralLanguage())
        : null;
  }

  /// Returns the value of an integer or decimal, or null for any other value and for numbers of
  /// many digits.
  @Nullable Exact number(Value value) {
    return switch (value) {
      case Exact exact -> exact;
      case Constant constant -> constant.number();
      case Term(int id) -> {
        long millionths = run.terms().millionths(id);
        yield millionths == QueryTerms.NO_NUMBER
            ? null
            : new Exact(millionths, run.terms().isDecimal(id));
      }
      case Computed(NodeValue computed) -> number(computed);
      case Text _, Floating _, Truth _, Failure _ -> null;
    };
  }

  /// Returns the value of a double or float, or null for any other value.
  @Nullable Floating floating(Value value) {
    return switch (value) {
      case Floating floating -> floating;
      case Constant constant -> constant.floating();
      case Term(int id) when id > 0 ->
          switch (dictionary.section(id)) {
            case DOUBLE -> {
              double number = run.terms().doubleValue(id);
              yield Double.isNaN(number)
                  ? floating(run.terms().value(id))
                  : new Floating(number, false);
            }
            case OTHER -> floating(run.terms().value(id));
            default -> null;
          };
      case Term(int id) ->
          run.terms().node(id).isLiteral() ? floating(run.terms().value(id)) : null;
      case Computed(NodeValue computed) -> floating(computed);
      case Exact _, Text _, Truth _, Failure _ -> null;
    };
  }

  private static @Nullable Floating floating(NodeValue value) {
    boolean floating = value.isNumber() && !value.isInteger() && !value.isDecimal();
    return floating
        ? new Floating(FloatingNumbers.nearest(value, value.isFloat()), value.isFloat())
        : null;
  }

  /// Returns the text of a value that is the source of a [Floating].
  private String source(Value source) {
    return source instanceof Text text ? text.text() : reader.text(id(source));
  }

  private static @Nullable Exact number(NodeValue value) {
    if (value.isInteger()) {
      BigInteger integer = value.getInteger();
      return integer.bitLength() <= MAX_INTEGER_BITS
          ? new Exact(MILLION * integer.longValue(), false)
          : null;
    }
    if (!value.isDecimal()) {
      return null;
    }
    BigDecimal decimal = value.getDecimal();
    return decimal.scale() >= 0
            && decimal.scale() <= FRACTION_DIGITS
            && decimal.precision() <= MAX_DECIMAL_DIGITS
        ? new Exact(decimal.movePointRight(FRACTION_DIGITS).longValueExact(), true)
        : null;
  }

  /// Returns ARQ's value.
  ///
  /// @throws ExprEvalException if the value is a failure
  NodeValue nodeValue(Value value) {
    return switch (value) {
      case Term(int id) -> run.terms().value(id);
      case Constant constant -> constant.value();
      case Computed(NodeValue computed) -> computed;
      case Text text ->
          text.isSimple() ? NodeValue.makeString(text.text()) : NodeValue.makeNode(node(text));
      case Exact exact -> nodeValue(exact);
      case Floating floating -> nodeValue(floating);
      case Truth truth -> truth == Truth.TRUE ? NodeValue.TRUE : NodeValue.FALSE;
      case Failure _ -> throw new ExprEvalException("no value");
    };
  }

  private static NodeValue nodeValue(Exact number) {
    return number.decimal()
        ? NodeValue.makeDecimal(BigDecimal.valueOf(number.millionths(), FRACTION_DIGITS))
        : NodeValue.makeInteger(number.millionths() / MILLION);
  }

  private NodeValue nodeValue(Floating number) {
    Value source = number.source();
    return source == null
        ? FloatingNumbers.nodeValue(number.value(), number.single())
        : NodeValue.makeNode(
            source(source), number.single() ? XSDDatatype.XSDfloat : XSDDatatype.XSDdouble);
  }

  private static Node node(Text text) {
    return text.isSimple()
        ? NodeFactory.createLiteralString(text.text())
        : NodeFactory.createLiteralLang(text.text(), text.language());
  }

  /// Returns the id of a value, or [Batch#UNBOUND] for a failure.
  int id(Value value) {
    return switch (value) {
      case Term(int id) -> id;
      case Constant constant -> constant.id();
      case Computed(NodeValue computed) -> run.terms().id(computed.asNode());
      case Text text -> run.terms().id(node(text));
      case Exact exact when !exact.decimal() && exact.millionths() >= 0 ->
          run.terms().id(exact.millionths() / MILLION);
      case Exact _, Floating _ -> idOfNumber(value);
      case Truth truth -> truth == Truth.TRUE ? yes : no;
      case Failure _ -> Batch.UNBOUND;
    };
  }

  private int idOfNumber(Value number) {
    if (numbers.size() >= MAX_CACHED_NUMBERS) {
      numbers.clear();
    }
    return numbers.computeIfAbsent(number, n -> run.terms().id(nodeValue(n).asNode()));
  }

  /// Returns the effective boolean value (SPARQL 1.1, section 17.2.2).
  Value truth(Value value) {
    switch (value) {
      case Truth _, Failure _ -> {
        return value;
      }
      case Exact exact -> {
        return Truth.of(exact.millionths() != 0);
      }
      case Floating floating -> {
        return Truth.of(floating.value() != 0 && !Double.isNaN(floating.value()));
      }
      case Text text -> {
        return Truth.of(!text.text().isEmpty());
      }
      case Term _, Constant _, Computed _ -> {
        Exact number = number(value);
        if (number != null) {
          return Truth.of(number.millionths() != 0);
        }
      }
    }
    try {
      return Truth.of(XSDFuncOp.effectiveBooleanValue(nodeValue(value)));
    } catch (ExprEvalException e) {
      return Failure.ERROR;
    }
  }

  /// Compares two numbers, strings, or times of one form. Returns empty for other values.
  OptionalInt compare(Value x, Value y) {
    Section section = section(x);
    if (section != null && section == section(y)) {
      switch (section) {
        case STRING, DATE_TIME_UTC, DATE_TIME, DATE, YEAR -> {
          if (dictionary.valuesDiffer(section)) {
            return OptionalInt.of(Integer.compare(id(x), id(y)));
          }
        }
        default -> {}
      }
    }
    Exact number = number(x);
    if (number != null) {
      Exact other = number(y);
      return other == null
          ? compareFloating(x, y)
          : OptionalInt.of(Long.compare(number.millionths(), other.millionths()));
    }
    Text text = text(x);
    if (text == null) {
      return compareFloating(x, y);
    }
    Text other = text.isSimple() ? text(y) : null;
    return other == null || !other.isSimple()
        ? OptionalInt.empty()
        : OptionalInt.of(text.text().compareTo(other.text()));
  }

  /// Compares two numbers of which one or both are doubles or floats. Returns empty for other
  /// values, and leaves zeros and NaN to ARQ.
  private OptionalInt compareFloating(Value x, Value y) {
    FloatingPair pair = floatingPair(x, y);
    if (pair == null) {
      return OptionalInt.empty();
    }
    if (pair.x < pair.y || pair.x > pair.y) {
      return OptionalInt.of(pair.x < pair.y ? -1 : 1);
    }
    return pair.x == pair.y && pair.x != 0 ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /// Two numbers, promoted to the same type.
  ///
  /// @param single true for floats, false for doubles
  record FloatingPair(double x, double y, boolean single) {}

  /// Returns two numbers of which one or both are doubles or floats, or null for other values.
  @Nullable FloatingPair floatingPair(Value x, Value y) {
    Floating a = floating(x);
    Exact exact = a == null ? number(x) : null;
    if (a == null && exact == null) {
      return null;
    }
    Floating b = floating(y);
    Exact other = b == null ? number(y) : null;
    if (b == null && (other == null || a == null)) {
      return null;
    }
    boolean single = (a == null || a.single()) && (b == null || b.single());
    return new FloatingPair(promoted(a, exact, single), promoted(b, other, single), single);
  }

  private static double promoted(
      @Nullable Floating floating, @Nullable Exact exact, boolean single) {
    return floating != null
        ? floating.value()
        : FloatingNumbers.nearest(requireNonNull(exact).millionths(), single);
  }

  /// Returns true if two values are known to be equal.
  ///
  /// @throws ExprEvalException if this is not known
  boolean areEqual(Value x, Value y) {
    OptionalInt comparison = compare(x, y);
    if (comparison.isPresent()) {
      return comparison.getAsInt() == 0;
    }
    // A term of the store is equal to an IRI of the store only if it is the same term.
    Section section = section(x);
    Section other = section(y);
    if (section != null && other != null && (section == Section.IRI || other == Section.IRI)) {
      return id(x) == id(y);
    }
    return ArqFunctions.checked(() -> NodeValue.sameValueAs(nodeValue(x), nodeValue(y)));
  }
}
