package org.techrace.store.query.text;

import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
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
import org.techrace.geo.GeoFunctions;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IdCondition;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps the rows for which an expression is true. An expression of one variable depends only on
/// the id: it is decided by ranges of ids ([IdConditions]) or a [GeometryFilter], or it is
/// evaluated once per term and the result is cached. Any other expression is evaluated per row
/// ([CompiledExpression]).
public final class FilterRows extends MappedRows {
  private static final Set<String> PURE_NAMESPACES =
      Set.of(XSD.NS, ARQConstants.fnPrefix, ARQConstants.mathPrefix, GeoFunctions.NAMESPACE);

  private final QueryRun run;
  private final CompiledExpression compiled;

  /// The column of the only variable, or -1 if there are several.
  private final int column;

  private final Optional<IdCondition> byId;
  private final Optional<GeometryFilter> byGeometry;

  /// The results of the expression by term, 1 for true.
  private final TermCache verdicts;

  private final IntUnaryOperator verdict;

  /// The row that is tested.
  private Batch batch = Batch.unit();

  private int row;

  public FilterRows(QueryRun run, QueryRows input, Expr expr, ExecutionContext context) {
    super(input);
    this.run = run;
    this.compiled = new CompiledExpression(expr, run, context);
    this.verdicts = new TermCache(run, false);
    Set<Var> variables = expr.getVarsMentioned();
    this.column =
        variables.size() == 1 && isFunction(expr)
            ? run.layout().column(variables.iterator().next())
            : -1;
    this.byId = column < 0 ? Optional.empty() : IdConditions.of(expr, run);
    this.byGeometry = column < 0 ? Optional.empty() : GeometryFilter.of(expr, run);
    this.verdict = id -> evaluate(id) ? 1 : 0;
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
  protected Batch map(Batch rows) {
    boolean[] kept = new boolean[rows.size];
    int[] order = compiled.order(rows);
    batch = rows;
    for (int i = 0; i < rows.size; i++) {
      if ((i & 63) == 0) {
        run.check();
      }
      row = order == null ? i : order[i];
      kept[row] = isTrue();
    }
    return rows.filter(row -> kept[row]);
  }

  private boolean isTrue() {
    if (column < 0) {
      return compiled.isTrue(batch, row);
    }
    int id = batch.get(column, row);
    if (byId.isPresent() && byId.get().decides(id)) {
      return byId.get().passing().has(id);
    }
    Optional<Boolean> byBox =
        byGeometry.isPresent() ? byGeometry.get().byBox(id) : Optional.empty();
    return byBox.isPresent() ? byBox.get() : verdicts.get(id, verdict) == 1;
  }

  /// Evaluates an expression of one variable.
  private boolean evaluate(int id) {
    Optional<Boolean> byPoint =
        byGeometry.isPresent() ? byGeometry.get().byPoint(id) : Optional.empty();
    return byPoint.isPresent() ? byPoint.get() : compiled.isTrue(batch, row);
  }
}
