package org.techrace.store;

import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.sparql.core.DatasetGraphBaseFind;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Transactional;
import org.apache.jena.sparql.core.TransactionalNull;
import org.jspecify.annotations.Nullable;

/// A Jena dataset that is never updated. Read transactions are accepted and have no effect; write
/// transactions and updates are refused. Safe for use by several threads if its subclass is.
public abstract class ReadOnlyDataset extends DatasetGraphBaseFind {
  static {
    org.apache.jena.sys.JenaSystem.init();
  }

  private final String refusal;
  private final PrefixMap prefixes = PrefixMapFactory.create();
  private final Transactional transaction = TransactionalNull.create();

  /// @param refusal the message of the exception that an update throws
  protected ReadOnlyDataset(String refusal) {
    this.refusal = refusal;
  }

  private UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException(refusal);
  }

  @Override
  protected Stream<Quad> streamInDftGraph(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return Iter.asStream(findInDftGraph(s, p, o));
  }

  @Override
  protected Stream<Quad> streamInSpecificNamedGraph(
      Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return Iter.asStream(findInSpecificNamedGraph(g, s, p, o));
  }

  @Override
  protected Stream<Quad> streamInAnyNamedGraphs(
      @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return Iter.asStream(findInAnyNamedGraphs(s, p, o));
  }

  @Override
  public PrefixMap prefixes() {
    return prefixes;
  }

  @Override
  public void addGraph(Node name, Graph graph) {
    throw readOnly();
  }

  @Override
  public void removeGraph(Node name) {
    throw readOnly();
  }

  @Override
  public boolean supportsTransactions() {
    return true;
  }

  @Override
  public boolean supportsTransactionAbort() {
    return true;
  }

  @Override
  public void begin(TxnType type) {
    if (type == TxnType.WRITE) {
      throw readOnly();
    }
    transaction.begin(type);
  }

  @Override
  public boolean promote(Promote mode) {
    return false;
  }

  @Override
  public void commit() {
    transaction.commit();
  }

  @Override
  public void abort() {
    transaction.abort();
  }

  @Override
  public void end() {
    transaction.end();
  }

  @Override
  public boolean isInTransaction() {
    return transaction.isInTransaction();
  }

  @Override
  public @Nullable ReadWrite transactionMode() {
    return transaction.transactionMode();
  }

  @Override
  public @Nullable TxnType transactionType() {
    return transaction.transactionType();
  }
}
