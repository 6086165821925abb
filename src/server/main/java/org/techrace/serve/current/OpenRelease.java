package org.techrace.serve.current;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.system.G;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.DCTerms;
import org.techrace.entity.Entities;
import org.techrace.rdf.Iris;
import org.techrace.search.Search;
import org.techrace.search.TextQueries;

/// An opened release and the number of its users. Its owner counts as a user until it calls
/// [#release]; the last user closes the release. All that a query can read is open from the start.
/// Readers of [#pages] wait until they are open. Safe for concurrent use.
final class OpenRelease {
  private final Current.Open open;
  private final Optional<TextQueries> text;
  private final Iris iris;
  private final List<String> licences;
  private final CompletableFuture<Pages> pages = new CompletableFuture<>();
  private int users = 1;

  /// The data that pages are made from.
  ///
  /// @param aboutRelease the entities of the release's description
  record Pages(Entities entities, Entities aboutRelease, Search search) {}

  /// Takes over an opened release, which is closed if this fails.
  ///
  /// @throws UncheckedIOException if its label index cannot be read
  OpenRelease(Current.Open open) {
    this.open = open;
    this.text = text(open);
    this.iris = open.iris();
    Node release = NodeFactory.createURI(iris.release(open.id()));
    this.licences =
        G.iterSP(open.description(), release, DCTerms.license.asNode())
            .mapWith(Node::toString)
            .toList();
  }

  /// Enables `text:query`, unless the release has done so itself.
  private static Optional<TextQueries> text(Current.Open open) {
    boolean complete = false;
    try {
      Optional<TextQueries> text =
          TextQueries.enabled(open.dataset())
              ? Optional.empty()
              : Optional.of(read(open, () -> TextQueries.enable(open.dataset(), open.text())));
      complete = true;
      return text;
    } finally {
      if (!complete) {
        open.close().run();
      }
    }
  }

  /// Opens an index.
  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException;
  }

  private static <T> T read(Current.Open open, Opening<T> index) {
    return Txn.calculateRead(
        open.dataset(),
        () -> {
          try {
            return index.open();
          } catch (IOException e) {
            throw new UncheckedIOException("the label index cannot be read", e);
          }
        });
  }

  String id() {
    return open.id();
  }

  void openPages(Function<DatasetGraph, Entities> entities) {
    Entities own = entities.apply(open.dataset());
    pages.complete(new Pages(own, own.of(described(open)), search(open)));
  }

  /// Makes requests for pages fail, with a reason.
  void failPages(Throwable reason) {
    pages.completeExceptionally(reason);
  }

  /// The data that pages are made from. Waits until they are open.
  ///
  /// @throws StillOpeningException if that takes too long
  Pages pages() {
    return StillOpeningException.await(pages);
  }

  /// The description as a dataset with one named graph, that of the release.
  private static DatasetGraph described(Current.Open open) {
    DatasetGraph dataset = DatasetGraphFactory.create(open.description());
    dataset.addGraph(NodeFactory.createURI(open.iris().release(open.id())), open.description());
    return dataset;
  }

  private static Search search(Current.Open open) {
    return read(open, () -> Search.open(open.text(), open.dataset()));
  }

  /// Makes a lease.
  ///
  /// @param root see [Lease#root]
  synchronized Lease lease(String root) {
    users++;
    return new Held(this, root, new AtomicBoolean(), Optional.empty(), "");
  }

  /// Reports whether only the owner uses the release.
  synchronized boolean idle() {
    return users == 1;
  }

  void release() {
    boolean last;
    synchronized (this) {
      last = --users == 0;
    }
    if (last) {
      if (pages.isDone() && !pages.isCompletedExceptionally()) {
        pages().search().close();
      }
      text.ifPresent(TextQueries::close);
      open.close().run();
    }
  }

  /// A lease.
  ///
  /// @param closed shared by all leases made from this one by [#until]
  /// @param stop the signal that ends work on this lease, if there is one
  /// @param language the language of labels; empty for those of the graph
  private record Held(
      OpenRelease held,
      String root,
      AtomicBoolean closed,
      Optional<AtomicBoolean> stop,
      String language)
      implements Lease {

    @Override
    public String release() {
      return held.open.id();
    }

    @Override
    public Iris iris() {
      return held.iris;
    }

    @Override
    public DatasetGraph dataset() {
      return held.open.dataset();
    }

    @Override
    public Entities aboutRelease() {
      return stoppable(held.pages().aboutRelease());
    }

    @Override
    public Graph description() {
      return held.open.description();
    }

    @Override
    public List<String> licences() {
      return held.licences;
    }

    @Override
    public Entities entities() {
      return stoppable(held.pages().entities());
    }

    private Entities stoppable(Entities entities) {
      Entities labelled = language.isEmpty() ? entities : entities.in(language);
      return stop.map(labelled::until).orElse(labelled);
    }

    @Override
    public Search search() {
      Search search = held.pages().search();
      return stop.map(search::until).orElse(search);
    }

    @Override
    public Lease again() {
      return held.lease(root);
    }

    @Override
    public Lease until(AtomicBoolean signal) {
      return new Held(held, root, closed, Optional.of(signal), language);
    }

    @Override
    public Lease in(String other) {
      return new Held(held, root, closed, stop, other);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        held.release();
      }
    }
  }
}
