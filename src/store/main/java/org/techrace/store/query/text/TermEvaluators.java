package org.techrace.store.query.text;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.E_Datatype;
import org.apache.jena.sparql.expr.E_DateTimeDay;
import org.apache.jena.sparql.expr.E_DateTimeHours;
import org.apache.jena.sparql.expr.E_DateTimeMinutes;
import org.apache.jena.sparql.expr.E_DateTimeMonth;
import org.apache.jena.sparql.expr.E_DateTimeSeconds;
import org.apache.jena.sparql.expr.E_DateTimeTZ;
import org.apache.jena.sparql.expr.E_DateTimeTimezone;
import org.apache.jena.sparql.expr.E_DateTimeYear;
import org.apache.jena.sparql.expr.E_IsBlank;
import org.apache.jena.sparql.expr.E_IsIRI;
import org.apache.jena.sparql.expr.E_IsLiteral;
import org.apache.jena.sparql.expr.E_IsNumeric;
import org.apache.jena.sparql.expr.E_Lang;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.LiteralArgument;
import org.techrace.store.Dictionary;
import org.techrace.store.Lexical;
import org.techrace.store.Section;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.Value.Failure;
import org.techrace.store.query.text.Value.Term;
import org.techrace.store.query.text.Value.Text;
import org.techrace.store.query.text.Value.Truth;

/// Compiles functions that read the kind, datatype or language of a term, or a part of a date. Most
/// of them read no more than its id. ARQ evaluates them for terms that the store does not contain.
final class TermEvaluators {
  private final QueryRun run;
  private final Dictionary dictionary;
  private final Values values;
  private final ArqFunctions arq;

  /// The times with a zone or a fraction of a second, once they have been looked up.
  private Dictionary.@Nullable IdRange otherTimes;

  TermEvaluators(QueryRun run, Values values, ArqFunctions arq) {
    this.run = run;
    this.dictionary = run.store().dictionary();
    this.values = values;
    this.arq = arq;
  }

  /// Computes a value from a term of the store, or returns null if ARQ must compute it.
  @FunctionalInterface
  private interface OfTerm {
    @Nullable Value compute(int id, Section section);
  }

  /// Compiles a function, or returns empty for one that is not known here.
  ///
  /// @param operand compiles an argument
  Optional<Evaluator> compile(Expr expr, Function<Expr, Evaluator> operand) {
    return switch (expr) {
      case E_Datatype e -> Optional.of(of(e, operand.apply(e.getArg()), datatype()));
      case E_Lang e -> Optional.of(of(e, operand.apply(e.getArg()), this::language));
      case E_IsIRI e -> Optional.of(kind(e, operand, s -> s == Section.IRI));
      case E_IsBlank e -> Optional.of(kind(e, operand, s -> s == Section.BLANK));
      case E_IsLiteral e -> Optional.of(kind(e, operand, Section::isLiteral));
      case E_IsNumeric e ->
          Optional.of(of(e, operand.apply(e.getArg()), (_, section) -> isNumeric(section)));
      case E_DateTimeYear e -> Optional.of(part(e, operand, year()));
      case E_DateTimeMonth e -> Optional.of(part(e, operand, dayPart(5, 7)));
      case E_DateTimeDay e -> Optional.of(part(e, operand, dayPart(8, 10)));
      case E_DateTimeHours e -> Optional.of(part(e, operand, timePart(11, 13)));
      case E_DateTimeMinutes e -> Optional.of(part(e, operand, timePart(14, 16)));
      case E_DateTimeSeconds e -> Optional.of(part(e, operand, seconds()));
      case E_DateTimeTZ e -> Optional.of(zone(e, operand));
      case E_DateTimeTimezone e -> Optional.of(zone(e, operand));
      default -> Optional.empty();
    };
  }

  private Evaluator of(ExprFunction1 function, Evaluator argument, OfTerm compute) {
    return argument.then(
        value -> {
          Section section = values.section(value);
          Value result = section == null ? null : compute.compute(values.id(value), section);
          return result == null ? arq.apply(function, value) : result;
        });
  }

  private Evaluator kind(
      ExprFunction1 function, Function<Expr, Evaluator> operand, Predicate<Section> test) {
    return of(
        function, operand.apply(function.getArg()), (_, section) -> Truth.of(test.test(section)));
  }

  private static @Nullable Value isNumeric(Section section) {
    return switch (section) {
      case NUMBER, DOUBLE -> Truth.TRUE;
      case OTHER -> null;
      default -> Truth.FALSE;
    };
  }

  private OfTerm datatype() {
    Map<RDFDatatype, Value> known = new HashMap<>();
    return (id, section) -> {
      if (section == Section.IRI) {
        return Failure.ERROR;
      }
      return section.isLiteral()
          ? known.computeIfAbsent(
              values.reader().datatype(id),
              type -> new Term(run.terms().id(NodeFactory.createURI(type.getURI()))))
          : null;
    };
  }

  private @Nullable Value language(int id, Section section) {
    if (section == Section.LANGUAGE) {
      return new Text(values.reader().language(id), "");
    }
    if (section == Section.IRI) {
      return Failure.ERROR;
    }
    return section.isLiteral() ? new Text("", "") : null;
  }

  /// Compiles a function that reads a part of a date. As in ARQ, the value of `08` for August is
  /// `08`.
  private Evaluator part(
      ExprFunction1 function, Function<Expr, Evaluator> operand, OfTerm compute) {
    return part(function, operand, (id, section, _) -> compute.compute(id, section));
  }

  /// Computes a value from a term of the store, or returns null if ARQ must compute it.
  @FunctionalInterface
  private interface OfDate {
    /// @param value the term as a value
    @Nullable Value compute(int id, Section section, Value value);
  }

  private Evaluator part(
      ExprFunction1 function, Function<Expr, Evaluator> operand, OfDate compute) {
    Expr given = function.getArg();
    boolean checked = given instanceof LiteralArgument;
    Evaluator argument =
        operand.apply(given instanceof LiteralArgument literal ? literal.getArg() : given);
    return argument.then(
        value -> {
          Section section = values.section(value);
          if (section == null) {
            boolean fails = checked && !values.nodeValue(value).asNode().isLiteral();
            return fails ? Failure.ERROR : arq.apply(function, value);
          }
          if (section == Section.IRI || (checked && !section.isLiteral())) {
            return Failure.ERROR;
          }
          Value result = compute.compute(values.id(value), section, value);
          return result == null ? arq.apply(function, value) : result;
        });
  }

  private OfTerm dayPart(int start, int end) {
    Map<String, Value> known = new HashMap<>();
    return (id, section) -> {
      String text = section == Section.DATE ? values.reader().text(id) : time(id, section);
      return text == null ? null : integer(text.substring(start, end), known);
    };
  }

  private OfTerm timePart(int start, int end) {
    Map<String, Value> known = new HashMap<>();
    return (id, section) -> {
      String text = time(id, section);
      return text == null ? null : integer(text.substring(start, end), known);
    };
  }

  private OfTerm seconds() {
    Map<String, Value> known = new HashMap<>();
    return (id, section) -> {
      String text = time(id, section);
      return text == null
          ? null
          : known.computeIfAbsent(
              text.substring(17, Lexical.zoneStart(text)),
              n ->
                  new Term(run.terms().id(NodeFactory.createLiteralDT(n, XSDDatatype.XSDdecimal))));
    };
  }

  /// Compiles TZ and TIMEZONE, whose values are the same for all times in a zone.
  private Evaluator zone(ExprFunction1 function, Function<Expr, Evaluator> operand) {
    Map<String, Value> known = new HashMap<>();
    return part(
        function,
        operand,
        (id, section, value) -> {
          String text = time(id, section);
          return text == null
              ? null
              : known.computeIfAbsent(
                  text.substring(Lexical.zoneStart(text)), _ -> arq.apply(function, value));
        });
  }

  /// Returns the text of an `xsd:dateTime` in a form that [Lexical#isDateTime] knows, or null for
  /// any other term.
  private @Nullable String time(int id, Section section) {
    return switch (section) {
      case DATE_TIME_UTC, DATE_TIME -> values.reader().text(id);
      case OTHER -> {
        String text = isOtherTime(id) ? values.reader().text(id) : "";
        yield Lexical.isDateTime(text) ? text : null;
      }
      default -> null;
    };
  }

  private boolean isOtherTime(int id) {
    Dictionary.IdRange times = otherTimes;
    if (times == null) {
      times = dictionary.datatype(XSDDatatype.XSDdateTime.getURI());
      otherTimes = times;
    }
    return times.has(id);
  }

  private Value integer(String digits, Map<String, Value> known) {
    return known.computeIfAbsent(
        digits,
        n -> new Term(run.terms().id(NodeFactory.createLiteralDT(n, XSDDatatype.XSDinteger))));
  }

  private record Year(Dictionary.IdRange ids, Value value) {}

  /// Reads the year once for all ids of a year, since dates are sorted.
  private OfTerm year() {
    NavigableMap<Integer, Year> years = new TreeMap<>();
    Map<String, Value> known = new HashMap<>();
    return (id, section) ->
        switch (section) {
          case DATE_TIME_UTC, DATE_TIME, DATE -> {
            Map.Entry<Integer, Year> before = years.floorEntry(id);
            if (before != null && before.getValue().ids.has(id)) {
              yield before.getValue().value;
            }
            Year found = new Year(dictionary.samePrefix(id, 4), firstFour(id, known));
            years.put(found.ids.start(), found);
            yield found.value;
          }
          case YEAR -> firstFour(id, known);
          case OTHER -> time(id, section) == null ? null : firstFour(id, known);
          default -> null;
        };
  }

  private Value firstFour(int id, Map<String, Value> known) {
    return integer(values.reader().text(id).substring(0, 4), known);
  }
}
