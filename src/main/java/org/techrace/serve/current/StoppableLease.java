package org.techrace.serve.current;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Graph;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.entity.Entities;
import org.techrace.search.Search;

/// A lease whose entities and search look at a signal, and stop when it is set.
record StoppableLease(Lease lease, AtomicBoolean stop) implements Lease {
  @Override
  public String release() {
    return lease.release();
  }

  @Override
  public DatasetGraph dataset() {
    return lease.dataset();
  }

  @Override
  public Graph description() {
    return lease.description();
  }

  @Override
  public Entities entities() {
    return lease.entities().until(stop);
  }

  @Override
  public Search search() {
    return lease.search().until(stop);
  }

  @Override
  public Entities aboutRelease() {
    return lease.aboutRelease().until(stop);
  }

  @Override
  public Lease again() {
    return lease.again();
  }

  @Override
  public void close() {
    lease.close();
  }
}
