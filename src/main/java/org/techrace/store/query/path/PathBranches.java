package org.techrace.store.query.path;

import java.util.Optional;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_ReverseLink;
import org.apache.jena.sparql.path.Path;

/// Rewrites a path of alternatives, such as `rdfs:label|skos:altLabel`, to a union of its branches
/// (SPARQL 1.1, section 18.4).
public final class PathBranches {
  private PathBranches() {}

  /// Returns the union, or empty if the path has no alternatives or a branch cannot run on ids.
  public static Optional<Op> of(TriplePath path) {
    return path.getPath() instanceof P_Alt alt
        ? branch(path.getSubject(), alt, path.getObject())
        : Optional.empty();
  }

  private static Optional<Op> branch(Node subject, Path path, Node object) {
    return switch (path) {
      case P_Alt alt ->
          branch(subject, alt.getLeft(), object)
              .flatMap(
                  one ->
                      branch(subject, alt.getRight(), object)
                          .map(other -> OpUnion.create(one, other)));
      case P_Link link -> Optional.of(triple(subject, link.getNode(), object));
      case P_ReverseLink link -> Optional.of(triple(object, link.getNode(), subject));
      case P_Inverse inverse -> branch(object, inverse.getSubPath(), subject);
      default ->
          PathSteps.applies(path)
              ? Optional.of(new OpPath(new TriplePath(subject, path, object)))
              : Optional.empty();
    };
  }

  private static Op triple(Node subject, Node predicate, Node object) {
    return new OpTriple(Triple.create(subject, predicate, object));
  }
}
