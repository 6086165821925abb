package org.techrace.store.query;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.iterator.QueryIterConvert;
import org.apache.jena.sparql.engine.main.OpExecutor;
import org.apache.jena.sparql.engine.main.QC;
import org.apache.jena.sparql.graph.NodeTransform;
import org.apache.jena.sparql.graph.NodeTransformLib;

/// Runs patterns on a graph of another store: the whole pattern in that store, with the blank nodes
/// of its input and its solutions translated. A pattern that itself contains `GRAPH` runs in ARQ,
/// operator by operator, because the names of graphs belong to the query's own dataset.
final class OtherStoreExecutor extends OpExecutor {
  private final OtherStoreGraph graph;

  OtherStoreExecutor(ExecutionContext context, OtherStoreGraph graph) {
    super(context);
    this.graph = graph;
  }

  @Override
  protected QueryIterator exec(Op op, QueryIterator input) {
    Content content = Content.of(op);
    if (content.graphs.get()) {
      return super.exec(op, input);
    }
    ExecutionContext context = ExecutionContext.copyChangeActiveGraph(execCxt, graph.graph());
    Op own = content.blanks.get() ? NodeTransformLib.transform(graph::inside, op) : op;
    QueryIterator from = input.isJoinIdentity() ? input : translated(input, graph::inside, context);
    return translated(QC.execute(own, from, context), graph::outside, execCxt);
  }

  private static QueryIterator translated(
      QueryIterator rows, NodeTransform terms, ExecutionContext context) {
    return new QueryIterConvert(rows, row -> translated(row, terms), context);
  }

  private static Binding translated(Binding row, NodeTransform terms) {
    for (Iterator<Var> variables = row.vars(); variables.hasNext(); ) {
      if (row.get(variables.next()).isBlank()) {
        return NodeTransformLib.transform(row, terms);
      }
    }
    return row;
  }

  /// The parts of a pattern that need special treatment.
  ///
  /// @param graphs whether it contains `GRAPH`
  /// @param blanks whether it contains a blank node, which is one that a solution has bound: those
  ///   that are written in a query are variables
  private record Content(AtomicBoolean graphs, AtomicBoolean blanks) {
    static Content of(Op op) {
      Content content = new Content(new AtomicBoolean(), new AtomicBoolean());
      Walker.walk(
          op,
          new OpVisitorBase() {
            @Override
            public void visit(OpGraph graph) {
              content.graphs.set(true);
            }

            @Override
            public void visit(OpBGP bgp) {
              bgp.getPattern().forEach(content::add);
            }

            @Override
            public void visit(OpTriple triple) {
              content.add(triple.getTriple());
            }

            @Override
            public void visit(OpPath path) {
              TriplePath triple = path.getTriplePath();
              content.add(triple.getSubject());
              content.add(triple.getObject());
            }
          });
      return content;
    }

    private void add(Triple triple) {
      add(triple.getSubject());
      add(triple.getObject());
    }

    private void add(Node term) {
      if (term.isBlank()) {
        blanks.set(true);
      }
    }
  }
}
