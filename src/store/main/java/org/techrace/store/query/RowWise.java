package org.techrace.store.query;

import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.join.MentionedVariables;
import org.techrace.store.query.path.PathBranches;
import org.techrace.store.query.path.PathSteps;

/// Detects operators whose result for a batch is the union of their results for its rows, and that
/// keep unknown columns.
final class RowWise {
  private RowWise() {}

  static boolean test(Op op) {
    return test(op, false);
  }

  /// Tests the pattern of an EXISTS, in which the values of a row take the place of variables
  /// before OPTIONAL and MINUS are evaluated.
  static boolean testExists(Op op) {
    return test(op, true);
  }

  /// Returns true if the variables that a sub-select does not return have names that no other part
  /// of the query uses. ARQ renames them so.
  static boolean isScoped(OpProject project) {
    return MentionedVariables.of(project.getSubOp()).stream()
        .allMatch(
            v ->
                project.getVars().contains(v)
                    || v.getVarName().startsWith(ARQConstants.allocVarScopeHiding));
  }

  private static boolean test(Op op, boolean exists) {
    return switch (op) {
      case OpBGP _, OpTriple _ -> true;
      case OpPath path ->
          PathSteps.applies(path.getTriplePath().getPath())
              || PathBranches.of(path.getTriplePath()).isPresent();
      case OpTable _ -> true;
      case OpJoin join ->
          test(join.getLeft(), exists)
              && (exists || test(join.getRight(), false))
              && GroupParser.isIndependent(join);
      case OpSequence sequence -> sequence.getElements().stream().allMatch(e -> test(e, exists));
      case OpFilter filter -> test(filter.getSubOp(), exists);
      case OpExtend extend -> test(extend.getSubOp(), exists);
      case OpAssign assign -> test(assign.getSubOp(), exists);
      case OpUnion union -> test(union.getLeft(), exists) && test(union.getRight(), exists);
      case OpConditional optional ->
          test(optional.getLeft(), exists) && test(optional.getRight(), exists);
      case OpGraph graph -> test(graph.getSubOp(), exists);
      case OpProject project -> isScoped(project) && test(project.getSubOp(), exists);
      case OpLeftJoin optional -> exists && test(optional.getLeft(), true);
      case OpMinus minus -> exists && test(minus.getLeft(), true);
      default -> false;
    };
  }
}
