package org.techrace.store.assembly;

import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.sparql.core.assembler.AssemblerUtils;
import org.apache.jena.sys.JenaSubsystemLifecycle;

/// Registers [StoreAssembler] when Jena starts.
public final class StoreSubsystem implements JenaSubsystemLifecycle {
  @Override
  public void start() {
    AssemblerUtils.registerDataset(
        ResourceFactory.createResource(StoreAssembler.TYPE), new StoreAssembler());
  }

  @Override
  public void stop() {}

  @Override
  public int level() {
    return 600; // after ARQ, which has the assemblers of datasets
  }
}
