package org.techrace.store.query.text;

import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_Random;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.E_StrUUID;
import org.apache.jena.sparql.expr.E_UUID;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.sse.Tags;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.geo.GeoFunctions;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps the rows for which an expression is true. An expression of one variable depends only on
/// the id: it becomes a [TermFilter], a [ValueFilter] or a [GeometryFilter], or it is evaluated
/// once per term and the result is cached. Comparisons of two variables compare ids if one term is
/// an IRI ([EqualIris]), or values of one kind ([ComparedValues]). Any other expression is
/// evaluated per row ([CompiledExpression]).
public final class FilterRows implements QueryRows {
  private static final Set<String> PURE_NAMESPACES =
      Set.of(XSD.NS, ARQConstants.fnPrefix, ARQConstants.mathPrefix, GeoFunctions.NAMESPACE);

  private final QueryRun run;
  private final QueryRows input;
  private final CompiledExpression compiled;

  /// The column of the only variable, or -1 if there are several.
  private final int column;

  private final Optional<IntPredicate> byId;
  private final Optional<ValueFilter> byValue;
  private final Optional<GeometryFilter> byGeometry;
  private final Optional<EqualIris> byIri;
  private final Optional<ComparedValues> byOrder;
  private final Verdicts verdicts;

  public FilterRows(QueryRun run, QueryRows input, Expr expr, ExecutionContext context) {
    this.run = run;
    this.input = input;
    this.compiled = new CompiledExpression(expr, run, context);
    this.verdicts = new Verdicts(run);
    Set<Var> variables = expr.getVarsMentioned();
    this.column =
        variables.size() == 1 && isFunction(expr)
            ? run.layout().column(variables.iterator().next())
            : -1;
    this.byId = column < 0 ? Optional.empty() : TermFilter.of(expr, run);
    this.byValue = column < 0 ? Optional.empty() : ValueFilter.of(expr, run);
    this.byGeometry = column < 0 ? Optional.empty() : GeometryFilter.of(expr, run);
    this.byIri = EqualIris.of(expr, run);
    this.byOrder = ComparedValues.of(expr, run);
  }

  /// Returns true if the expression always gives the same result for the same terms.
  public static boolean isFunction(Expr expr) {
    return switch (expr) {
      case ExprFunctionOp _, ExprAggregator _ -> false;
      case ExprFunction f -> isPure(f) && f.getArgs().stream().allMatch(FilterRows::isFunction);
      default -> true;
    };
  }

  /// Returns true if a function always gives the same result for the same arguments. Of the named
  /// functions, those of XPath and GeoSPARQL and the casts do.
  public static boolean isPure(Expr function) {
    return switch (function) {
      case E_Function named -> PURE_NAMESPACES.contains(namespace(named.getFunctionIRI()));
      case E_Random _, E_UUID _, E_StrUUID _ -> false;
      // ARQ keeps the classes of BNODE private.
      case ExprFunction f -> !f.getFunctionSymbol().getSymbol().equals(Tags.tagBNode);
      default -> true;
    };
  }

  /// Returns true if an expression contains EXISTS.
  public static boolean hasPattern(Expr expr) {
    return expr instanceof ExprFunctionOp
        || (expr instanceof ExprFunction function
            && function.getArgs().stream().anyMatch(e -> e != null && hasPattern(e)));
  }

  /// Returns true if an expression is a test of the text of a term that is often false.
  public static boolean readsText(Expr expr) {
    return switch (expr) {
      case E_StrContains _, E_StrStartsWith _, E_StrEndsWith _, E_Regex _ ->
          expr.getVarsMentioned().size() == 1;
      default -> false;
    };
  }

  private static String namespace(String iri) {
    return iri.substring(0, Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1);
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int[] kept = new int[batch.size];
      int n = 0;
      for (int row = 0; row < batch.size; row++) {
        if ((row & 63) == 0) {
          run.check();
        }
        if (isTrue(batch, row)) {
          kept[n++] = row;
        }
      }
      if (n == batch.size) {
        return batch;
      }
      if (n > 0) {
        return batch.pick(kept, n);
      }
    }
  }

  private boolean isTrue(Batch batch, int row) {
    if (column < 0) {
      if (byIri.isPresent() && byIri.get().decides(batch, row)) {
        return byIri.get().test(batch, row);
      }
      return byOrder
          .flatMap(comparison -> comparison.test(batch, row))
          .orElseGet(() -> compiled.isTrue(batch, row));
    }
    int id = batch.get(column, row);
    if (byValue.isPresent() && byValue.get().section().has(id)) {
      return byValue.get().test().test(id);
    }
    if (byId.isPresent() && run.terms().hasText(id)) {
      return byId.get().test(id);
    }
    if (byGeometry.isPresent()) {
      GeometryFilter filter = byGeometry.get();
      return filter
          .byBox(id)
          .orElseGet(
              () ->
                  verdicts.get(
                      id,
                      term -> filter.byPoint(term).orElseGet(() -> compiled.isTrue(batch, row))));
    }
    return verdicts.get(id, _ -> compiled.isTrue(batch, row));
  }

  @Override
  public void close() {
    input.close();
  }
}
