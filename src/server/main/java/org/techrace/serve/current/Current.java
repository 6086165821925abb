package org.techrace.serve.current;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.jena.graph.Graph;
import org.apache.jena.sparql.core.DatasetGraph;
import org.techrace.entity.Entities;
import org.techrace.rdf.Iris;
import org.techrace.release.Release;
import org.techrace.search.LabelIndex;

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
      return of(release, () -> retirement.of(release));
    }

    /// An opened release.
    ///
    /// @param close called once, when the last lease is closed
    static Open of(Release release, Runnable close) {
      return new Open(
          release.id(),
          release.dataset(),
          release.description().getGraph(),
          release.folder().resolve(LabelIndex.FOLDER),
          close);
    }
  }

  private final Function<DatasetGraph, Entities> entities;
  private OpenRelease current;
  private volatile Consumer<Lease> prepare = _ -> {};

  /// Serves a release. Queries are answered at once; pages wait until [#openPages] has ended.
  public Current(Open first, Function<DatasetGraph, Entities> entities) {
    this.entities = entities;
    this.current = new OpenRelease(first);
  }

  /// Opens the data that pages are made from. Must be called once.
  public void openPages() {
    current.openPages(entities);
  }

  /// Sets what pages prepare for each release before it is served.
  public void prepareWith(Consumer<Lease> work) {
    this.prepare = work;
  }

  /// Makes requests for pages fail, with a reason.
  public void failPages(Throwable reason) {
    current.failPages(reason);
  }

  /// A lease on the release being served now.
  public synchronized Lease lease() {
    return current.lease("");
  }

  /// A lease on a release that the client has named, if it is the one being served now.
  synchronized Optional<Lease> lease(String id, String root) {
    return current.id().equals(id) ? Optional.of(current.lease(root)) : Optional.empty();
  }

  /// The name of the release being served now.
  synchronized String release() {
    return current.id();
  }

  /// Serves another release from now on. Before that, evaluates the queries that were asked last,
  /// so that their results are cached, and prepares what pages need. If the release cannot be read,
  /// closes it and keeps serving the one before.
  public void promote(Open release) {
    OpenRelease opened = new OpenRelease(release);
    try (Lease before = lease();
        Lease next = opened.lease("")) {
      opened.openPages(entities);
      opened.pages().entities().anticipate(before.entities());
      opened.pages().aboutRelease().anticipate(before.aboutRelease());
      prepare.accept(next);
    } catch (RuntimeException | Error e) {
      opened.release();
      throw e;
    }
    OpenRelease old;
    synchronized (this) {
      old = current;
      current = opened;
    }
    old.release();
  }

  @Override
  public synchronized void close() {
    current.release();
  }
}
