package org.techrace.remote;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReader;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpNull;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.PlanOp;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingComparator;
import org.apache.jena.sparql.engine.iterator.QueryIterPlainWrapper;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;

/// ARQ's engine for queries on an [EndpointDataset]: sends them to the endpoint as a whole. ARQ
/// itself evaluates queries that use the label index or other endpoints, pattern by pattern.
final class EndpointEngine implements QueryEngineFactory {
  /// Parts of the algebra that an endpoint cannot evaluate in place of this server.
  private static final String TEXT_INDEX = "<http://jena.apache.org/text#";

  private static final String SERVICE = "(service ";

  private EndpointEngine() {}

  /// Registers the engine. Call it once.
  static void install() {
    QueryEngineRegistry.addFactory(new EndpointEngine());
  }

  private static @Nullable EndpointDataset endpoint(DatasetGraph dataset) {
    DatasetGraph base = dataset;
    while (base instanceof DatasetGraphWrapper wrapper && !(base instanceof EndpointDataset)) {
      base = wrapper.getWrapped();
    }
    return base instanceof EndpointDataset endpoint ? endpoint : null;
  }

  @Override
  public boolean accept(Query query, DatasetGraph dataset, Context context) {
    if (endpoint(dataset) == null || query.getQueryPattern() == null) {
      return false;
    }
    String algebra = Algebra.compile(query).toString();
    return !algebra.contains(TEXT_INDEX) && !algebra.contains(SERVICE);
  }

  @Override
  public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
    EndpointDataset endpoint = endpoint(dataset);
    if (endpoint == null) {
      throw new IllegalArgumentException("the dataset is not an endpoint");
    }
    AtomicBoolean stop = context.get(ARQConstants.symCancelQuery);
    PortableQuery portable = PortableQuery.of(solutions(query, input));
    Iterator<Binding> rows =
        sorted(
            portable,
            rows(
                endpoint.client(),
                portable.sent(),
                query.hasDatasetDescription(),
                stop == null ? new AtomicBoolean() : stop));
    return new PlanOp(OpNull.create(), null, QueryIterPlainWrapper.create(rows));
  }

  @Override
  public boolean accept(Op op, DatasetGraph dataset, Context context) {
    return false;
  }

  @Override
  public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
    throw new UnsupportedOperationException("compiled queries are run by ARQ's own engine");
  }

  /// Returns the query for the solutions of another one: ARQ makes the graphs of CONSTRUCT and
  /// DESCRIBE, and the answer of ASK, from them.
  private static Query solutions(Query query, Binding input) {
    Query select = query.cloneQuery();
    if (!query.isSelectType()) {
      select.setQuerySelectType();
      select.setQueryResultStar(true);
      select.resetResultVars();
      if (query.isAskType()) {
        select.setLimit(1);
      }
    }
    if (input.isEmpty()) {
      return select;
    }
    Map<Var, Node> values = new HashMap<>();
    input.forEach(values::put);
    return QueryTransformOps.syntaxSubstitute(select, values);
  }

  private static Iterator<Binding> sorted(PortableQuery query, Iterator<Binding> rows) {
    Optional<BindingComparator> comparator = query.comparator();
    return comparator.isPresent()
        ? Iter.toList(rows).stream().sorted(comparator.get()).iterator()
        : rows;
  }

  /// Returns the solutions of a query, which is sent when the first one is asked for.
  ///
  /// @param own true if the query has a dataset of its own (`FROM`)
  /// @param stop set to true by another thread to stop the query
  static Iterator<Binding> rows(
      EndpointClient client, Query query, boolean own, AtomicBoolean stop) {
    return new Iterator<>() {
      private @Nullable RowSet answer;

      private RowSet answer() {
        if (answer == null) {
          answer =
              RowSetReader.createReader(ResultSetLang.RS_JSON)
                  .read(client.send(query.serialize(), own, stop), new Context());
        }
        return answer;
      }

      @Override
      public boolean hasNext() {
        return answer().hasNext();
      }

      @Override
      public Binding next() {
        return answer().next();
      }
    };
  }
}
