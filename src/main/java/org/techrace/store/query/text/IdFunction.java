package org.techrace.store.query.text;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.E_Datatype;
import org.apache.jena.sparql.expr.E_DateTimeDay;
import org.apache.jena.sparql.expr.E_DateTimeMonth;
import org.apache.jena.sparql.expr.E_DateTimeYear;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.E_Lang;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrLength;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.XSDFuncOp;
import org.techrace.guard.LiteralArgument;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// `DATATYPE(?x)`, `LANG(?x)`, `STRLEN(?x)`, `YEAR(?x)`, `MONTH(?x)`, `DAY(?x)`, and `IF` with a
/// comparison, computed from the id of a term. Most terms are not created.
public final class IdFunction {
  /// The result for terms for which the function is not computed here.
  public static final int UNDECIDED = Integer.MAX_VALUE;

  private IdFunction() {}

  /// Compiles an expression of one variable. The result maps the id of a term that the store
  /// contains and that has a text (is no blank node or triple term) to the id of the value, to 0 if
  /// the expression fails, or to [#UNDECIDED]. Returns empty if the expression has another form.
  public static Optional<IntUnaryOperator> of(Expr expr, QueryRun run) {
    return switch (expr) {
      case E_Datatype type when type.getArg().isVariable() -> Optional.of(datatype(run));
      case E_Lang lang when lang.getArg().isVariable() -> Optional.of(language(run));
      case E_DateTimeYear year when isVariable(year.getArg()) ->
          Optional.of(year(run, datePart(run, 0, 4, XSDFuncOp::getYear)));
      case E_DateTimeMonth month when isVariable(month.getArg()) ->
          Optional.of(datePart(run, 5, 7, XSDFuncOp::getMonth));
      case E_DateTimeDay day when isVariable(day.getArg()) ->
          Optional.of(datePart(run, 8, 10, XSDFuncOp::getDay));
      case E_StrLength length
          when length.getArg() instanceof E_Str str && str.getArg().isVariable() ->
          Optional.of(length(run, _ -> true));
      case E_StrLength length when length.getArg().isVariable() ->
          Optional.of(length(run, id -> TermFilter.isString(id, run)));
      case E_If choice -> conditional(choice, run);
      default -> Optional.empty();
    };
  }

  private static IntUnaryOperator length(QueryRun run, IntPredicate hasLength) {
    Dictionary.TextReader texts = run.store().dictionary().texts();
    return id -> {
      if (!hasLength.test(id)) {
        return Batch.UNBOUND;
      }
      String text = texts.text(id);
      return run.terms().id(text.codePointCount(0, text.length()));
    };
  }

  private static Optional<IntUnaryOperator> conditional(E_If choice, QueryRun run) {
    return ValueFilter.of(choice.getArg1(), run)
        .flatMap(
            condition ->
                operand(choice.getArg2(), run)
                    .flatMap(
                        yes ->
                            operand(choice.getArg3(), run)
                                .map(no -> id -> choose(condition, yes, no, id))));
  }

  private static int choose(
      ValueFilter condition, IntUnaryOperator yes, IntUnaryOperator no, int id) {
    if (!condition.section().has(id)) {
      return UNDECIDED;
    }
    return (condition.test().test(id) ? yes : no).applyAsInt(id);
  }

  private static Optional<IntUnaryOperator> operand(Expr expr, QueryRun run) {
    if (expr.isConstant()) {
      int constant = run.terms().id(expr.getConstant().asNode());
      return Optional.of(_ -> constant);
    }
    return expr.isVariable() ? Optional.of(id -> id) : of(expr, run);
  }

  /// Returns true for a variable, also as the argument that the guard has checked.
  private static boolean isVariable(Expr argument) {
    return argument.isVariable()
        || (argument instanceof LiteralArgument literal && literal.getArg().isVariable());
  }

  private static IntUnaryOperator datatype(QueryRun run) {
    Dictionary dictionary = run.store().dictionary();
    Map<RDFDatatype, Integer> known = new HashMap<>();
    return id ->
        dictionary.section(id) == Section.IRI
            ? Batch.UNBOUND
            : known.computeIfAbsent(
                dictionary.datatype(id),
                type -> run.terms().id(NodeFactory.createURI(type.getURI())));
  }

  private static IntUnaryOperator language(QueryRun run) {
    Dictionary dictionary = run.store().dictionary();
    int none = run.terms().id(NodeFactory.createLiteralString(""));
    Map<String, Integer> known = new HashMap<>();
    return id ->
        switch (dictionary.section(id)) {
          case IRI -> Batch.UNBOUND;
          case LANGUAGE ->
              known.computeIfAbsent(
                  dictionary.language(id),
                  tag -> run.terms().id(NodeFactory.createLiteralString(tag)));
          default -> none;
        };
  }

  private record Year(Dictionary.IdRange ids, int value) {}

  /// Reads the year once for all ids of a year, since dates are sorted.
  private static IntUnaryOperator year(QueryRun run, IntUnaryOperator year) {
    Dictionary dictionary = run.store().dictionary();
    NavigableMap<Integer, Year> years = new TreeMap<>();
    return id ->
        switch (dictionary.section(id)) {
          case DATE_TIME_UTC, DATE_TIME, DATE -> {
            Map.Entry<Integer, Year> before = years.floorEntry(id);
            if (before != null && before.getValue().ids.has(id)) {
              yield before.getValue().value;
            }
            Year found = new Year(dictionary.samePrefix(id, 4), year.applyAsInt(id));
            years.put(found.ids.start(), found);
            yield found.value;
          }
          default -> year.applyAsInt(id);
        };
  }

  /// Reads a part of a date from its text `2026-11-24`, as ARQ does, which gives `08` for August.
  /// Other terms are left to ARQ.
  private static IntUnaryOperator datePart(
      QueryRun run, int start, int end, UnaryOperator<NodeValue> otherwise) {
    Dictionary dictionary = run.store().dictionary();
    Map<String, Integer> known = new HashMap<>();
    return id ->
        switch (dictionary.section(id)) {
          case DATE_TIME_UTC, DATE_TIME, DATE ->
              known.computeIfAbsent(
                  dictionary.text(id).substring(start, end),
                  n -> run.terms().id(NodeFactory.createLiteralDT(n, XSDDatatype.XSDinteger)));
          case YEAR, OTHER -> value(run, id, otherwise);
          default -> Batch.UNBOUND;
        };
  }

  private static int value(QueryRun run, int id, UnaryOperator<NodeValue> function) {
    try {
      return run.terms().id(function.apply(run.terms().value(id)).asNode());
    } catch (ExprException e) {
      return Batch.UNBOUND;
    }
  }
}
