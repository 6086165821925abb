package org.techrace.release;

import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.DatasetGraphWrapperView;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/// The data of a release and, as one more named graph, the description of the release. The default
/// graph, which is the union of the sources, does not contain the description, so that counts are
/// those of the sources.
///
/// The other graphs are those of the store, so that queries on them are fast.
final class DescribedDataset extends DatasetGraphWrapper implements DatasetGraphWrapperView {
  private final Node name;
  private final Graph description;

  /// @param name the name of the graph with the description
  DescribedDataset(DatasetGraph store, Node name, Graph description) {
    super(store);
    this.name = name;
    this.description = description;
  }

  @Override
  public Graph getGraph(Node graph) {
    return graph.equals(name) ? description : super.getGraph(graph);
  }

  @Override
  public boolean containsGraph(Node graph) {
    return graph.equals(name) || super.containsGraph(graph);
  }

  @Override
  public Iterator<Node> listGraphNodes() {
    return Iter.append(super.listGraphNodes(), Iter.singletonIterator(name));
  }

  @Override
  public long size() {
    return super.size() + 1;
  }

  @Override
  public Iterator<Quad> find(
      @Nullable Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return isAny(g) ? Iter.append(super.find(g, s, p, o), own(s, p, o)) : findNG(g, s, p, o);
  }

  @Override
  public Iterator<Quad> findNG(
      @Nullable Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    if (isAny(g)) {
      return Iter.append(super.findNG(g, s, p, o), own(s, p, o));
    }
    return name.equals(g) ? own(s, p, o) : super.find(g, s, p, o);
  }

  private Iterator<Quad> own(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return Iter.map(description.find(s, p, o), triple -> Quad.create(name, triple));
  }

  private static boolean isAny(@Nullable Node g) {
    return g == null || g.equals(Node.ANY);
  }

  @Override
  public Iterator<Quad> find(Quad quad) {
    return find(quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject());
  }

  @Override
  public Iterator<Quad> find() {
    return find(Node.ANY, Node.ANY, Node.ANY, Node.ANY);
  }

  @Override
  public Stream<Quad> stream(
      @Nullable Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return Iter.asStream(find(g, s, p, o));
  }

  @Override
  public Stream<Quad> stream() {
    return Iter.asStream(find());
  }

  @Override
  public boolean contains(@Nullable Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return find(g, s, p, o).hasNext();
  }

  @Override
  public boolean contains(Quad quad) {
    return find(quad).hasNext();
  }
}
