package org.techrace.store.query;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.main.QueryEngineMain;
import org.apache.jena.sparql.util.Context;
import org.techrace.store.Store;

/// ARQ's engine, but that the graphs which a query names in `FROM` are one graph of the store, and
/// that no rows are lost to faults of its optimizer.
final class StoreEngine extends QueryEngineMain {
  private StoreEngine(Query query, DatasetGraph dataset, Binding input, Context context) {
    super(query, dataset, input, context);
  }

  /// Has queries on stores run here. To be called once.
  static void install() {
    QueryEngineRegistry.addFactory(new Factory());
  }

  /// Optimizes as ARQ does, but for two faults in how it places filters and one in how it joins
  /// ([StandsAlone]).
  ///
  /// It puts a FILTER on both sides of a join, `VALUES` too, where it fails for the rows whose
  /// variable is `UNDEF` and that the other side would have bound. A query with such rows keeps its
  /// filters where they stand.
  ///
  /// Of `||` and `IN` it makes disjunctions. Rows for which two alternatives hold come twice, and
  /// when it places filters around a disjunction it may lose those that stand further out. So only
  /// `IN` with nothing but IRIs, alone in its query, becomes one.
  @Override
  protected Op modifyOp(Op op) {
    FilterHazards hazards = FilterHazards.of(op);
    if (hazards.undefinedValues()) {
      context.set(ARQ.optFilterPlacement, false);
    }
    if (hazards.alternatives()) {
      context.set(ARQ.optFilterDisjunction, false);
    }
    return Transformer.transform(new StandsAlone(), super.modifyOp(op));
  }

  @Override
  protected DatasetGraph dynamicDataset(
      DatasetDescription description, DatasetGraph dataset, boolean union) {
    DatasetGraph dynamic = super.dynamicDataset(description, dataset, union);
    List<Node> names =
        description.getDefaultGraphURIs().stream().map(NodeFactory::createURI).toList();
    boolean plain = names.stream().noneMatch(n -> Quad.isDefaultGraph(n) || Quad.isUnionGraph(n));
    if (!plain || !(dataset.getDefaultGraph() instanceof StoreGraph own)) {
      return dynamic;
    }
    Store store = own.store();
    Set<Integer> graphs = names.stream().map(store::id).collect(Collectors.toSet());
    graphs.remove(0); // of names that the store does not hold
    Graph from = new StoreGraph(store, store.graphs(graphs));
    return new DatasetGraphWrapper(dynamic) {
      @Override
      public Graph getDefaultGraph() {
        return from;
      }
    };
  }

  private static final class Factory implements QueryEngineFactory {
    @Override
    public boolean accept(Query query, DatasetGraph dataset, Context context) {
      return dataset.getDefaultGraph() instanceof StoreGraph;
    }

    @Override
    public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
      return new StoreEngine(query, dataset, input, context).getPlan();
    }

    @Override
    public boolean accept(Op op, DatasetGraph dataset, Context context) {
      return false;
    }

    @Override
    public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
      throw new UnsupportedOperationException("ARQ's own engine runs what was compiled before");
    }
  }
}
