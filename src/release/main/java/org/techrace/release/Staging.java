package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.DatasetGraph;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Iris;
import org.techrace.remote.Holder;
import org.techrace.report.Report;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;

/// A release that is being built, in a hidden folder.
///
/// First each source writes its statements to its own [#stream], or to files that are added
/// ([#statements], [#add]). Then [#dataset] returns all of them for checks. Finally [#seal]
/// completes the release, or [#close] discards it. Not thread-safe, except [#statements].
public final class Staging implements AutoCloseable {
  static final String STORE = "store";
  private static final String RUNS = "runs";

  /// The maximum number of characters that are sorted in memory.
  private static final long SORT_BUDGET = 64L << 20;

  private final Path folder;
  private final Path target;
  private final Origin origin;

  /// The dump is sorted by lines, so that any tool can compare it; the store is sorted by terms,
  /// with numbers by value. The statements are therefore sorted twice, independently.
  private final SortedLines lines;

  private final FolderLock lock;

  /// Loads the data into an engine; empty if the release has a store.
  private final Optional<Loading> loading;

  private final Map<String, QuadLines> streams = new HashMap<>();
  private final Map<String, Long> rows = new HashMap<>();
  private final List<Path> added = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private Optional<Difference> difference = Optional.empty();
  private long aboutBlankNodes;
  private @Nullable DatasetGraph dataset;

  Staging(Path folder, Path target, Origin origin, FolderLock lock, Optional<Loading> loading)
      throws IOException {
    this.folder = folder;
    this.target = target;
    this.origin = origin;
    this.lines = new SortedLines(Files.createDirectories(folder.resolve(RUNS)), SORT_BUDGET);
    this.lock = lock;
    this.loading = loading;
  }

  /// Loads the dump of a release into an engine.
  @FunctionalInterface
  interface Loading {
    /// Returns the data as the engine has it.
    DatasetGraph load(Path dump, Holder.Contents contents) throws IOException;
  }

  /// Returns the folder of the files.
  public Path folder() {
    return folder;
  }

  /// Returns the name that the release will have.
  public String id() {
    return origin.id();
  }

  /// Returns the stream for the statements of a source. Triples go to its named graph; quads keep
  /// their graph. A source may have several documents, each with its own start and finish in the
  /// same stream.
  ///
  /// @param graph the IRI of the named graph of the source
  public StreamRDF stream(String graph) {
    return streams.computeIfAbsent(graph, iri -> new QuadLines(lines, iri));
  }

  /// Begins the statements of a source that [#add] adds later. Safe for use by several threads.
  ///
  /// @param graph the IRI of the named graph of the source
  /// @param parallel the number of sources that are written at the same time, which share the
  ///   memory for sorting
  public Statements statements(String graph, int parallel) throws IOException {
    Path place = folder.resolve(RUNS).resolve("source-" + begun.incrementAndGet());
    return new Statements(place, graph, SORT_BUDGET / parallel);
  }

  /// Adds the statements of a source.
  ///
  /// @param statements the folder of complete [Statements], which must not change before [#dataset]
  ///   returns
  public void add(Path statements) throws IOException {
    added.addAll(Statements.runs(statements));
  }

  /// Records the number of rows of a source.
  ///
  /// @param graph the IRI of the named graph of the source
  public void rows(String graph, long number) {
    rows.put(graph, number);
  }

  /// Returns all statements, ready for queries. The default graph is the union of the named graphs.
  /// After the first call no statements may be added.
  public DatasetGraph dataset() throws IOException {
    if (dataset == null) {
      dataset = loading.isPresent() ? loaded(loading.get()) : stored();
    }
    return dataset;
  }

  private DatasetGraph stored() throws IOException {
    try (StoreWriter store = new StoreWriter(folder.resolve(STORE), Progress.NONE)) {
      dump((in, labels) -> store.read(in, Lang.NQUADS, labels));
      store.seal();
    }
    try (Store store = Store.open(folder.resolve(STORE))) {
      Counts counts = StoreCounts.of(store, origin.publication().iris());
      difference = ReleaseDescription.write(folder, origin, counts, rows);
    }
    return Release.store(folder);
  }

  private DatasetGraph loaded(Loading engine) throws IOException {
    Iris iris = origin.publication().iris();
    DumpCounts read = new DumpCounts(iris);
    dump(
        (in, labels) ->
            RDFParser.source(in)
                .lang(Lang.NQUADS)
                .labelToNode(LabelToNode.createScopeByDocumentHash(labels))
                .parse(read));
    Counts counts = read.counts();
    difference = ReleaseDescription.write(folder, origin, counts, rows);
    Map<String, Long> sizes = new HashMap<>();
    counts.perGraph().forEach((graph, number) -> sizes.put(graph.getURI(), number));
    aboutBlankNodes = read.aboutBlankNodes();
    return engine.load(
        folder.resolve(Dump.FILE), new Holder.Contents(counts.example(), sizes, iris.graph("")));
  }

  private void dump(Dump.Parser parser) throws IOException {
    List<Path> runs = new ArrayList<>(lines.finish());
    runs.addAll(added);
    Dump.write(runs, folder.resolve(RUNS), folder.resolve(Dump.FILE), id(), parser);
    Durable.delete(folder.resolve(RUNS));
  }

  /// Returns the number of statements whose subject is a blank node, if an engine holds the data:
  /// it does not find them again, so shapes do not see them.
  public long statementsAboutBlankNodes() {
    return aboutBlankNodes;
  }

  /// Returns what has changed since the current release; empty before [#dataset] was called, if
  /// there is no current release, or if too much has changed.
  public Optional<Difference> difference() {
    return difference;
  }

  /// Seals the release and moves it to its folder. It is not yet current.
  ///
  /// @param report the findings of the build
  /// @return the name of the release
  public String seal(Report report) throws IOException {
    dataset().close();
    dataset = null;
    ReleaseFindings.write(report, folder.resolve(ReleaseFindings.FILE));
    Checksums.write(folder);
    Durable.sync(folder);
    Durable.move(folder, target);
    return id();
  }

  /// Discards the release if it was not sealed, and allows the next build.
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

  /// The origin of a release.
  ///
  /// @param publication the names and IRIs of the published graph
  /// @param id the name of the release
  /// @param inputs its inputs
  /// @param when the time of the build
  /// @param previous the folder of the current release, if it is intact
  record Origin(
      Publication publication, String id, Inputs inputs, Instant when, Optional<Path> previous) {}
}
