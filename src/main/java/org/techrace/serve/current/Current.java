package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Entities;
import org.techrace.rdf.Iris;
import org.techrace.release.Release;
import org.techrace.search.LabelIndex;
import org.techrace.search.Search;

/// The release that is served, and how many use it. A promotion swaps it in one step: what is under
/// way ends on the release it began with, and the last user of an old release closes it.
public final class Current implements AutoCloseable {

  /// A release as the server needs it.
  ///
  /// @param description DCAT, PROV and VoID
  /// @param text the folder of its label index
  /// @param close closes the dataset; called once, when no lease is left
  public record Open(
      String id, DatasetGraph dataset, Graph description, Path text, Runnable close) {
    /// A release from disk.
    ///
    /// @param retirement what becomes of it when no lease is left
    public static Open of(Release release, Retirement retirement) {
      return new Open(
          release.id(),
          release.dataset(),
          release.description().getGraph(),
          release.folder().resolve(LabelIndex.FOLDER),
          () -> retirement.of(release));
    }
  }

  /// What pages are made from.
  ///
  /// @param aboutRelease what the release says of itself
  private record Pages(Entities entities, Entities aboutRelease, Search search) {}

  private final Function<DatasetGraph, Entities> entities;
  private Counted current;

  /// Serves a release. Queries may be asked at once; whoever asks for a page waits until
  /// [#openPages] is done.
  public Current(Open first, Function<DatasetGraph, Entities> entities) {
    this.entities = entities;
    this.current = new Counted(first);
  }

  /// Opens what pages are made from. To be called once.
  public void openPages() {
    current.openPages(entities);
  }

  /// Tells those who wait for pages that there will be none.
  public void failPages(Throwable reason) {
    current.pages.completeExceptionally(reason);
  }

  /// A lease on the release that is current now.
  public synchronized Lease lease() {
    return current.lease();
  }

  /// Serves another release from now on. What readers asked last is asked of it beforehand. If it
  /// cannot be read, it is closed and the one before stays.
  public void promote(Open next) {
    Counted counted = new Counted(next);
    try (Lease before = lease()) {
      counted.openPages(entities);
      counted.pages().entities.anticipate(before.entities());
    } catch (RuntimeException | Error e) {
      counted.release();
      throw e;
    }
    Counted old;
    synchronized (this) {
      old = current;
      current = counted;
    }
    old.release();
  }

  private static Search search(Open open) {
    return Txn.calculateRead(
        open.dataset(),
        () -> {
          try {
            return Search.open(open.text(), open.dataset());
          } catch (IOException e) {
            throw new UncheckedIOException("the label index cannot be read", e);
          }
        });
  }

  @Override
  public synchronized void close() {
    current.release();
  }

  /// A release and its users; the server itself counts as one while the release is current.
  private static final class Counted {
    private final Open open;
    private final CompletableFuture<Pages> pages = new CompletableFuture<>();
    private int users = 1;

    Counted(Open open) {
      this.open = open;
    }

    void openPages(Function<DatasetGraph, Entities> entities) {
      Entities own = entities.apply(open.dataset());
      pages.complete(new Pages(own, own.of(described(open)), search(open)));
    }

    Pages pages() {
      return pages.join();
    }

    /// The description as a dataset: what the release says of itself, it says in its own name.
    private static DatasetGraph described(Open open) {
      DatasetGraph dataset = DatasetGraphFactory.create(open.description());
      dataset.addGraph(NodeFactory.createURI(Iris.RELEASE + open.id()), open.description());
      return dataset;
    }

    synchronized Lease lease() {
      users++;
      return new Held(this, new AtomicBoolean(), Optional.empty());
    }

    void release() {
      boolean last;
      synchronized (this) {
        last = --users == 0;
      }
      if (last) {
        if (pages.isDone() && !pages.isCompletedExceptionally()) {
          pages().search.close();
        }
        open.close().run();
      }
    }
  }

  /// What a lease gives.
  ///
  /// @param stop ends the work done on it, if it can be ended
  private record Held(Counted counted, AtomicBoolean closed, Optional<AtomicBoolean> stop)
      implements Lease {

    @Override
    public String release() {
      return counted.open.id();
    }

    @Override
    public DatasetGraph dataset() {
      return counted.open.dataset();
    }

    @Override
    public Entities aboutRelease() {
      return stoppable(counted.pages().aboutRelease);
    }

    @Override
    public Graph description() {
      return counted.open.description();
    }

    @Override
    public Entities entities() {
      return stoppable(counted.pages().entities);
    }

    private Entities stoppable(Entities entities) {
      return stop.map(entities::until).orElse(entities);
    }

    @Override
    public Search search() {
      Search search = counted.pages().search;
      return stop.map(search::until).orElse(search);
    }

    @Override
    public Lease again() {
      return counted.lease();
    }

    @Override
    public Lease until(AtomicBoolean signal) {
      return new Held(counted, closed, Optional.of(signal));
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        counted.release();
      }
    }
  }
}
