package org.techrace.store.query.text;

import java.util.Optional;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.geo.DistanceBound;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// Finds rows whose distance from a constant geometry is greater than that of another row, for
/// `ORDER BY geof:distance(?g, CONSTANT, uom:metre) LIMIT 10`. Most distances are not measured.
public final class DistanceOrder {
  private final DistanceBound bound;
  private final int column;
  private final KnownBoxes known;

  private DistanceOrder(DistanceBound bound, QueryRun run) {
    this.bound = bound;
    this.column = run.layout().column(bound.variable());
    this.known = new KnownBoxes(run);
  }

  /// Compiles an expression, or returns empty if it is not such a distance.
  public static Optional<DistanceOrder> of(Expr expr, QueryRun run) {
    return DistanceBound.of(expr).map(bound -> new DistanceOrder(bound, run));
  }

  /// Returns true if an expression is the distance from a constant geometry.
  public static boolean isDistance(Expr expr) {
    return DistanceBound.of(expr).isPresent();
  }

  /// Returns true if the distance of a row is certainly greater than a number.
  public boolean isFarther(Batch batch, int row, double distance) {
    int id = batch.get(column, row);
    return known
        .of(id)
        .filter(boxes -> bound.isFarther(boxes, known.number(id), distance))
        .isPresent();
  }
}
