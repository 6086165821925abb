package org.techrace.serve.sparql;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.atlas.io.IndentedWriter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitor;
import org.apache.jena.sparql.algebra.Transform;
import org.apache.jena.sparql.algebra.op.OpExt;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.iterator.QueryIterPath;
import org.apache.jena.sparql.graph.GraphWrapper;
import org.apache.jena.sparql.serializer.SerializationContext;
import org.apache.jena.sparql.util.NodeIsomorphismMap;
import org.apache.jena.util.iterator.ExtendedIterator;

/// A property path that stops on a signal. ARQ's path engine never looks up from its walk, but each
/// step asks the graph: so the graph it walks on looks for it.
final class GuardedPath extends OpExt {
  private final OpPath path;
  private final AtomicBoolean stop;

  GuardedPath(OpPath path, AtomicBoolean stop) {
    super("path");
    this.path = path;
    this.stop = stop;
  }

  @Override
  public Op effectiveOp() {
    return path;
  }

  @Override
  public QueryIterator eval(QueryIterator input, ExecutionContext context) {
    ExecutionContext guarded =
        ExecutionContext.copyChangeActiveGraph(
            context, new GuardedGraph(context.getActiveGraph(), stop));
    return new QueryIterPath(path.getTriplePath(), input, guarded);
  }

  @Override
  public Op apply(Transform transform, OpVisitor before, OpVisitor after) {
    return apply(transform);
  }

  @Override
  public Op apply(Transform transform) {
    return transform.transform(path) instanceof OpPath changed
        ? new GuardedPath(changed, stop)
        : this;
  }

  @Override
  public void outputArgs(IndentedWriter out, SerializationContext context) {
    out.print(path.toString());
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public boolean equalTo(Op other, NodeIsomorphismMap labels) {
    return other instanceof GuardedPath guarded && path.equalTo(guarded.path, labels);
  }

  private static final class GuardedGraph extends GraphWrapper {
    private final AtomicBoolean stop;

    GuardedGraph(Graph graph, AtomicBoolean stop) {
      super(graph);
      this.stop = stop;
    }

    @Override
    public ExtendedIterator<Triple> find(Triple pattern) {
      return checked(super.find(pattern));
    }

    @Override
    public ExtendedIterator<Triple> find(
        org.apache.jena.graph.Node s, org.apache.jena.graph.Node p, org.apache.jena.graph.Node o) {
      return checked(super.find(s, p, o));
    }

    private ExtendedIterator<Triple> checked(ExtendedIterator<Triple> triples) {
      check();
      return triples.mapWith(
          triple -> {
            check();
            return triple;
          });
    }

    private void check() {
      if (stop.get()) {
        throw new QueryCancelledException();
      }
    }
  }
}
