package org.techrace.release;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDF2;
import org.apache.jena.sparql.core.DatasetGraph;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Report;
import org.techrace.store.Progress;
import org.techrace.store.StoreWriter;

/// A release in the making, in a hidden folder that nobody serves.
///
/// First the sources say what they have to say, each through a stream of its own; then [#dataset]
/// shows the whole to the checks; then it is sealed or, on [#close], discarded.
public final class Staging implements AutoCloseable {
  static final String STORE = "store";

  private static final long SORT_BUDGET = 64L << 20;

  private final Path folder;
  private final Path target;
  private final Origin origin;

  /// The dump's order is that of its lines, which any tool can compare; the store's is that of its
  /// terms, numbers by value. So what comes in is sorted twice, and neither depends on the other.
  private final SortedLines lines;

  private final FolderLock lock;
  private final Map<String, QuadLines> streams = new HashMap<>();
  private final Map<String, Long> rows = new HashMap<>();
  private @Nullable DatasetGraph dataset;

  Staging(Path folder, Path target, Origin origin, FolderLock lock) {
    this.folder = folder;
    this.target = target;
    this.origin = origin;
    this.lines = new SortedLines(folder, SORT_BUDGET);
    this.lock = lock;
  }

  /// Where its files are written.
  public Path folder() {
    return folder;
  }

  /// The name that the release will have.
  public String id() {
    return origin.id();
  }

  /// Takes what a source says. Triples go into its named graph; quads keep theirs. A source may
  /// consist of several documents; each begins and ends its part of the same stream.
  ///
  /// @param graph the IRI of the source's named graph
  public StreamRDF stream(String graph) {
    return streams.computeIfAbsent(graph, iri -> new QuadLines(lines, iri));
  }

  /// Takes how many rows a source was read from.
  ///
  /// @param graph the IRI of the source's named graph
  public void rows(String graph, long number) {
    rows.put(graph, number);
  }

  /// All that was said, ready to query; the default graph is the union of the named graphs. From
  /// the first call on nothing more is taken.
  public DatasetGraph dataset() throws IOException {
    if (dataset == null) {
      Path dump = folder.resolve(Dump.FILE);
      Dump.write(lines, dump);
      lines.close();
      try (StoreWriter store = new StoreWriter(folder.resolve(STORE), Progress.NONE)) {
        Counts counts = new Counts(origin.publication().iris());
        Dump.read(dump, StreamRDF2.create(counts, store));
        ReleaseDescription.write(folder, origin, counts, rows);
        store.seal();
      }
      dataset = Release.store(folder);
    }
    return dataset;
  }

  /// Seals the release and gives it its place beside the others. It is not yet current.
  ///
  /// @param report what was found while it was made
  /// @return its name
  public String seal(Report report) throws IOException {
    dataset().close();
    dataset = null;
    ReleaseFindings.write(report, folder.resolve(ReleaseFindings.FILE));
    Checksums.write(folder);
    Durable.sync(folder);
    Durable.move(folder, target);
    return id();
  }

  /// Discards what was not sealed, and lets the next build begin.
  @Override
  public void close() throws IOException {
    if (dataset != null) {
      dataset.close();
    }
    try (lock) {
      lines.close();
      Durable.delete(folder);
    }
  }

  /// Where a release comes from.
  ///
  /// @param publication as what the graph is published
  /// @param id its name
  /// @param inputs what it is made from
  /// @param when when it is made
  /// @param previous the folder of the release that is current now, if there is a sound one
  record Origin(
      Publication publication, String id, Inputs inputs, Instant when, Optional<Path> previous) {}
}
