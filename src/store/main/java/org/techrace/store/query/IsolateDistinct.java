package org.techrace.store.query;

import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.techrace.guard.AlgebraParts;

/// Evaluates a sub-select with DISTINCT or REDUCED on its own, and joins the result. ARQ's
/// optimizer passes the preceding rows into the sub-select, which then merges equal rows, such as
/// duplicates from a UNION.
final class IsolateDistinct extends TransformCopy {
  @Override
  public Op transform(OpSequence sequence, List<Op> elements) {
    Op joined = elements.getFirst();
    for (Op element : elements.subList(1, elements.size())) {
      joined =
          dropsRepetitions(element)
              ? OpJoin.create(joined, element)
              : OpSequence.create(joined, element);
    }
    return joined;
  }

  private static boolean dropsRepetitions(Op op) {
    return AlgebraParts.any(op, o -> o instanceof OpDistinct || o instanceof OpReduced);
  }
}
