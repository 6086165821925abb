package org.techrace.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.FunctionBase0;

/// A class of the class path that a query of somebody else may try to call: ARQ finds it by
/// `java:org.techrace.cli.Intruder`.
public final class Intruder extends FunctionBase0 {
  private static final AtomicInteger CALLS = new AtomicInteger();

  /// Returns how often it was called, and starts again.
  static int calls() {
    return CALLS.getAndSet(0);
  }

  @Override
  public NodeValue exec() {
    CALLS.incrementAndGet();
    return NodeValue.TRUE;
  }
}
