package org.techrace.store.query.path;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_NotOneOf;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_NegPropSet;
import org.apache.jena.sparql.path.P_ReverseLink;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.Path;

/// Rewrites a path of alternatives, such as `rdfs:label|skos:altLabel`, to a union of its branches,
/// a sequence in such a path to a join, and a negated property set to a pattern with a filter on
/// its predicate (SPARQL 1.1, section 18.4).
public final class PathBranches {
  /// The predicate of a pattern for a negated property set. It is not visible outside of it.
  private static final Var PREDICATE = Var.alloc(ARQConstants.allocVarScopeHiding + "predicate");

  /// The start of the names of the variables between the steps of a sequence.
  private static final String MIDDLE = ARQConstants.allocVarScopeHiding + "middle";

  private PathBranches() {}

  /// Returns the union or pattern, or empty if the path has another form or a branch cannot run on
  /// ids.
  public static Optional<Op> of(TriplePath path) {
    return path.getPath() instanceof P_Alt || path.getPath() instanceof P_NegPropSet
        ? branch(path.getSubject(), path.getPath(), path.getObject(), 0)
        : Optional.empty();
  }

  /// @param depth the number of sequences around the path; each has a variable of its own
  private static Optional<Op> branch(Node subject, Path path, Node object, int depth) {
    return switch (path) {
      case P_Alt alt ->
          branch(subject, alt.getLeft(), object, depth)
              .flatMap(
                  one ->
                      branch(subject, alt.getRight(), object, depth)
                          .map(other -> OpUnion.create(one, other)));
      case P_Seq sequence -> {
        Var middle = Var.alloc(MIDDLE + depth);
        yield branch(subject, sequence.getLeft(), middle, depth + 1)
            .flatMap(
                first ->
                    branch(middle, sequence.getRight(), object, depth + 1)
                        .map(next -> ends(OpSequence.create(first, next), subject, object)));
      }
      case P_Link link -> Optional.of(triple(subject, link.getNode(), object));
      case P_ReverseLink link -> Optional.of(triple(object, link.getNode(), subject));
      case P_Inverse inverse -> branch(object, inverse.getSubPath(), subject, depth);
      case P_NegPropSet not when not.getBwdNodes().isEmpty() ->
          Optional.of(not(subject, not.getFwdNodes(), object));
      case P_NegPropSet not when not.getFwdNodes().isEmpty() ->
          Optional.of(not(object, not.getBwdNodes(), subject));
      case P_NegPropSet not ->
          Optional.of(
              OpUnion.create(
                  not(subject, not.getFwdNodes(), object),
                  not(object, not.getBwdNodes(), subject)));
      default ->
          PathSteps.applies(path)
              ? Optional.of(new OpPath(new TriplePath(subject, path, object)))
              : Optional.empty();
    };
  }

  private static Op not(Node subject, List<Node> predicates, Node object) {
    ExprList without = new ExprList(predicates.stream().<Expr>map(NodeValue::makeNode).toList());
    Op pattern =
        OpFilter.filter(
            new E_NotOneOf(new ExprVar(PREDICATE), without), triple(subject, PREDICATE, object));
    return ends(pattern, subject, object);
  }

  /// Removes the variables that are not ends of a path.
  private static Op ends(Op op, Node subject, Node object) {
    return new OpProject(
        op, Stream.of(subject, object).filter(Var::isVar).distinct().map(Var::alloc).toList());
  }

  private static Op triple(Node subject, Node predicate, Node object) {
    return new OpTriple(Triple.create(subject, predicate, object));
  }
}
