package org.techrace.store.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.OpWalker;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;

/// Tells which operators give for a batch of rows what they would give for its rows one by one, and
/// keep the columns they do not know.
final class RowWise {
  private RowWise() {}

  static boolean test(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _ -> true;
      case OpPath path ->
          PathSteps.applies(path.getTriplePath().getPath())
              || PathBranches.of(path.getTriplePath()).isPresent();
      case OpTable table -> table.isJoinIdentity();
      case OpSequence sequence -> sequence.getElements().stream().allMatch(RowWise::test);
      case OpFilter filter -> test(filter.getSubOp());
      case OpExtend extend -> test(extend.getSubOp());
      case OpAssign assign -> test(assign.getSubOp());
      case OpUnion union -> test(union.getLeft()) && test(union.getRight());
      case OpConditional optional -> test(optional.getLeft()) && test(optional.getRight());
      case OpGraph graph -> test(graph.getSubOp());
      default -> false;
    };
  }

  /// The same of the pattern of an EXISTS. What BIND throws makes the filter around it not true for
  /// that row only, so a pattern with BIND is run row by row.
  static boolean testExists(Op op) {
    List<Op> binds = new ArrayList<>();
    OpWalker.walk(
        op,
        new OpVisitorBase() {
          @Override
          public void visit(OpExtend extend) {
            binds.add(extend);
          }

          @Override
          public void visit(OpAssign assign) {
            binds.add(assign);
          }
        });
    return binds.isEmpty() && test(op);
  }
}
