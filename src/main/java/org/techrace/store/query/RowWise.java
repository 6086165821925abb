package org.techrace.store.query;

import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.path.PathBranches;
import org.techrace.store.query.path.PathSteps;

/// Detects operators whose result for a batch is the union of their results for its rows, and that
/// keep unknown columns.
final class RowWise {
  private RowWise() {}

  static boolean test(Op op) {
    return test(op, true);
  }

  /// Tests the pattern of an EXISTS. An error in BIND makes the surrounding filter false for that
  /// row only, so a pattern with BIND must run row by row.
  static boolean testExists(Op op) {
    return test(op, false);
  }

  private static boolean test(Op op, boolean bind) {
    return switch (op) {
      case OpBGP _, OpTriple _ -> true;
      case OpPath path ->
          PathSteps.applies(path.getTriplePath().getPath())
              || PathBranches.of(path.getTriplePath()).isPresent();
      case OpTable _ -> true;
      case OpJoin join ->
          test(join.getLeft(), bind)
              && test(join.getRight(), bind)
              && GroupParser.isIndependent(join);
      case OpSequence sequence -> sequence.getElements().stream().allMatch(e -> test(e, bind));
      case OpFilter filter -> test(filter.getSubOp(), bind);
      case OpExtend extend -> bind && test(extend.getSubOp(), true);
      case OpAssign assign -> bind && test(assign.getSubOp(), true);
      case OpUnion union -> test(union.getLeft(), bind) && test(union.getRight(), bind);
      case OpConditional optional ->
          test(optional.getLeft(), bind) && test(optional.getRight(), bind);
      case OpGraph graph -> test(graph.getSubOp(), bind);
      default -> false;
    };
  }
}
