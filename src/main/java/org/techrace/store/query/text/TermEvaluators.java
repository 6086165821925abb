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
      case E_DateTimeSeconds e -> Optional.of(part(e, operand, (_, _) -> null));
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
              dictionary.datatype(id),
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
          Value result = compute.compute(values.id(value), section);
          return result == null ? arq.apply(function, value) : result;
        });
  }

  private OfTerm dayPart(int start, int end) {
    Map<String, Value> known = new HashMap<>();
    return (id, section) ->
        switch (section) {
          case DATE_TIME_UTC, DATE_TIME, DATE -> part(id, start, end, known);
          default -> null;
        };
  }

  private OfTerm timePart(int start, int end) {
    Map<String, Value> known = new HashMap<>();
    return (id, section) ->
        switch (section) {
          case DATE_TIME_UTC, DATE_TIME -> part(id, start, end, known);
          default -> null;
        };
  }

  private Value part(int id, int start, int end, Map<String, Value> known) {
    return known.computeIfAbsent(
        values.reader().text(id).substring(start, end),
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
            Year found = new Year(dictionary.samePrefix(id, 4), part(id, 0, 4, known));
            years.put(found.ids.start(), found);
            yield found.value;
          }
          case YEAR -> part(id, 0, 4, known);
          default -> null;
        };
  }
}
