package org.techrace.store.query.text;

import java.util.BitSet;
import java.util.Optional;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.geo.BoxCondition;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// A condition on a geometry that is compared with a constant, such as `geof:sfWithin(?g,
/// CONSTANT)` or `geof:distance(?g, CONSTANT, uom:metre) < 500`. The [GeometryIndex] decides it
/// without reading terms for points, and for other geometries whose box shows that it is false.
public final class GeometryFilter {
  /// The maximum part of the geometries, as a divisor, that the join may start from.
  private static final int CANDIDATES_DIVISOR = 8;

  private final QueryRun run;
  private final BoxCondition condition;
  private final GeometryIndex index;
  private final KnownBoxes known;

  private GeometryFilter(QueryRun run, BoxCondition condition, GeometryIndex index) {
    this.run = run;
    this.condition = condition;
    this.index = index;
    this.known = new KnownBoxes(run);
  }

  /// Compiles an expression. Returns empty if it has another form, or if the store has no index of
  /// geometries.
  public static Optional<GeometryFilter> of(Expr expr, QueryRun run) {
    if (!run.uses(Rewrite.GEOMETRY_BOXES)) {
      return Optional.empty();
    }
    return BoxCondition.of(expr)
        .map(condition -> new GeometryFilter(run, condition, GeometryIndex.of(run.store())))
        .filter(filter -> filter.index.size() > 0);
  }

  /// Returns the variable of the geometry.
  public Var variable() {
    return condition.variable();
  }

  /// Returns true if the boxes are known, or if it is known that there are too many.
  public boolean isReady() {
    return index.isSettled();
  }

  /// Returns the ids of the geometries for which the condition may be true, in ascending order.
  /// Returns empty if they are not few.
  public Optional<int[]> candidates() {
    return condition.isLocal()
        ? index
            .boxes(run)
            .map(condition::candidates)
            .filter(found -> found.cardinality() <= index.size() / CANDIDATES_DIVISOR)
            .map(this::ids)
        : Optional.empty();
  }

  private int[] ids(BitSet numbers) {
    return numbers.stream().map(i -> index.ids().start() + i).toArray();
  }

  /// Returns the value for a term if its box decides it.
  Optional<Boolean> byBox(int id) {
    return known.of(id).flatMap(boxes -> condition.byBox(boxes, known.number(id)));
  }

  /// Returns the value for a term if it is a point.
  Optional<Boolean> byPoint(int id) {
    return known.of(id).flatMap(boxes -> condition.byPoint(boxes, known.number(id)));
  }
}
