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

/// The release being served, and its users. A promotion replaces it in one step: requests in
/// progress end on the release they began with, and the last user of an old release closes it. Safe
/// for concurrent use.
public final class Current implements AutoCloseable {

  /// The parts of an opened release that the server needs.
  ///
  /// @param description the description of the release: DCAT, PROV and VoID
  /// @param text the folder of its label index
  /// @param close closes the dataset; called once, when the last lease is closed
  public record Open(
      String id, DatasetGraph dataset, Graph description, Path text, Runnable close) {
    /// Returns the IRI namespaces of its graph.
    public Iris iris() {
      return Iris.of(description, id).orElse(Iris.EXAMPLE);
    }

    /// An opened release.
    ///
    /// @param retirement handles the release when the last lease is closed
    public static Open of(Release release, Retirement retirement) {
      return new Open(
          release.id(),
          release.dataset(),
          release.description().getGraph(),
          release.folder().resolve(LabelIndex.FOLDER),
          () -> retirement.of(release));
    }
  }

  /// The data that pages are made from.
  ///
  /// @param aboutRelease the entities of the release's description
  private record Pages(Entities entities, Entities aboutRelease, Search search) {}

  private final Function<DatasetGraph, Entities> entities;
  private Counted current;

  /// Serves a release. Queries are answered at once; pages wait until [#openPages] has ended.
  public Current(Open first, Function<DatasetGraph, Entities> entities) {
    this.entities = entities;
    this.current = new Counted(first);
  }

  /// Opens the data that pages are made from. Must be called once.
  public void openPages() {
    current.openPages(entities);
  }

  /// Makes requests for pages fail, with a reason.
  public void failPages(Throwable reason) {
    current.pages.completeExceptionally(reason);
  }

  /// A lease on the release being served now.
  public synchronized Lease lease() {
    return current.lease();
  }

  /// Serves another release from now on. Before that, evaluates the queries that were asked last,
  /// so that their results are cached. If the release cannot be read, closes it and keeps serving
  /// the one before.
  public void promote(Open next) {
    Counted counted = new Counted(next);
    try (Lease before = lease()) {
      counted.openPages(entities);
      counted.pages().entities.anticipate(before.entities());
      counted.pages().aboutRelease.anticipate(before.aboutRelease());
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

  /// A release and the number of its users. The server counts as a user while the release is
  /// current.
  private static final class Counted {
    private final Open open;
    private final Iris iris;
    private final CompletableFuture<Pages> pages = new CompletableFuture<>();
    private int users = 1;

    Counted(Open open) {
      this.open = open;
      this.iris = open.iris();
    }

    void openPages(Function<DatasetGraph, Entities> entities) {
      Entities own = entities.apply(open.dataset());
      pages.complete(new Pages(own, own.of(described(open)), search(open)));
    }

    Pages pages() {
      return pages.join();
    }

    /// The description as a dataset with one named graph, that of the release.
    private static DatasetGraph described(Open open) {
      DatasetGraph dataset = DatasetGraphFactory.create(open.description());
      dataset.addGraph(NodeFactory.createURI(open.iris().release(open.id())), open.description());
      return dataset;
    }

    synchronized Lease lease() {
      users++;
      return new Held(this, new AtomicBoolean(), Optional.empty(), "");
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

  /// A lease.
  ///
  /// @param closed shared by all leases made from this one by [#until]
  /// @param stop the signal that ends work on this lease, if there is one
  /// @param language the language of labels; empty for those of the graph
  private record Held(
      Counted counted, AtomicBoolean closed, Optional<AtomicBoolean> stop, String language)
      implements Lease {

    @Override
    public String release() {
      return counted.open.id();
    }

    @Override
    public Iris iris() {
      return counted.iris;
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
      Entities labelled = language.isEmpty() ? entities : entities.in(language);
      return stop.map(labelled::until).orElse(labelled);
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
      return new Held(counted, closed, Optional.of(signal), language);
    }

    @Override
    public Lease in(String other) {
      return new Held(counted, closed, stop, other);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        counted.release();
      }
    }
  }
}
