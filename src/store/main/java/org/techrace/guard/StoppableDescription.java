package org.techrace.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.core.describe.DescribeBNodeClosure;
import org.apache.jena.sparql.core.describe.DescribeHandlerRegistry;
import org.apache.jena.sparql.util.Context;

/// Describes a resource as ARQ does, by its statements and those of the blank nodes in them, and
/// ends when the query is cancelled. ARQ checks the signal only while it looks for the resources.
public final class StoppableDescription extends DescribeBNodeClosure {
  private AtomicBoolean stop = new AtomicBoolean();

  /// Makes DESCRIBE of all queries in this process use this class.
  public static void install() {
    DescribeHandlerRegistry registry = DescribeHandlerRegistry.get();
    registry.clear();
    registry.add(StoppableDescription::new);
  }

  @Override
  public void start(Model result, Context context) {
    stop = Context.getOrSetCancelSignal(context);
    super.start(
        ModelFactory.createModelForGraph(new StoppableGraph(result.getGraph(), stop)), context);
  }

  @Override
  public void describe(Resource resource) {
    if (stop.get()) {
      throw new QueryCancelledException();
    }
    super.describe(resource);
  }
}
