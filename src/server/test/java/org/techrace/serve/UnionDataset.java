package org.techrace.serve;

import java.util.Iterator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.DatasetGraphWrapperView;
import org.apache.jena.sparql.core.GraphView;
import org.apache.jena.sparql.core.Quad;

/// A dataset whose default graph is the union of its named graphs.
final class UnionDataset extends DatasetGraphWrapper implements DatasetGraphWrapperView {
  UnionDataset(DatasetGraph dataset) {
    super(dataset);
  }

  @Override
  public Graph getDefaultGraph() {
    return GraphView.createUnionGraph(get());
  }

  @Override
  public Iterator<Quad> find(Node g, Node s, Node p, Node o) {
    return Quad.isDefaultGraph(g) ? get().find(Quad.unionGraph, s, p, o) : get().find(g, s, p, o);
  }

  @Override
  public boolean contains(Node g, Node s, Node p, Node o) {
    return find(g, s, p, o).hasNext();
  }
}
