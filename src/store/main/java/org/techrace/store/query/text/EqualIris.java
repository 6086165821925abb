package org.techrace.store.query.text;

import java.util.Optional;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.QueryTerms;

/// `?x = ?y` or `?x != ?y` for rows in which one of the terms is an IRI of the store. An IRI is
/// equal only to itself (SPARQL 1.1, section 17.4.1.7), so ids are compared.
final class EqualIris {
  private final QueryTerms terms;
  private final Dictionary.IdRange iris;
  private final int first;
  private final int second;
  private final boolean equal;

  private EqualIris(ExprFunction2 expr, QueryRun run) {
    this.terms = run.terms();
    this.iris = run.store().dictionary().range(Section.IRI);
    this.first = run.layout().column(expr.getArg1().asVar());
    this.second = run.layout().column(expr.getArg2().asVar());
    this.equal = expr instanceof E_Equals;
  }

  /// Compiles a comparison of two variables, or returns empty if the expression is another one.
  static Optional<EqualIris> of(Expr expr, QueryRun run) {
    return switch (expr) {
      case E_Equals e when isOfVariables(e) -> Optional.of(new EqualIris(e, run));
      case E_NotEquals e when isOfVariables(e) -> Optional.of(new EqualIris(e, run));
      default -> Optional.empty();
    };
  }

  private static boolean isOfVariables(ExprFunction2 expr) {
    return expr.getArg1().isVariable() && expr.getArg2().isVariable();
  }

  /// Returns true if both variables are bound and one of them to an IRI of the store.
  boolean decides(Batch batch, int row) {
    int x = batch.get(first, row);
    int y = batch.get(second, row);
    return x != Batch.UNBOUND && y != Batch.UNBOUND && (iris.has(x) || iris.has(y));
  }

  /// Returns the result for a row that is decided.
  boolean test(Batch batch, int row) {
    int x = terms.canonical(batch.get(first, row));
    int y = terms.canonical(batch.get(second, row));
    return (x == y) == equal;
  }
}
