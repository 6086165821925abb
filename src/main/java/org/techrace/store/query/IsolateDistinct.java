package org.techrace.store.query;

import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.walker.Walker;

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
    DistinctSeeker seeker = new DistinctSeeker();
    Walker.walk(op, seeker);
    return seeker.found;
  }

  private static final class DistinctSeeker extends OpVisitorBase {
    private boolean found;

    @Override
    public void visit(OpDistinct distinct) {
      found = true;
    }

    @Override
    public void visit(OpReduced reduced) {
      found = true;
    }
  }
}
