package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Report;

/// A release in the making, in a hidden folder that nobody serves.
///
/// First the sources say what they have to say, each through a stream of its own; then [#dataset]
/// shows the whole to the checks; then it is sealed or, on [#close], discarded.
public final class Staging implements AutoCloseable {
  /// What a sealed release consists of.
  static final List<String> PARTS = List.of(Dump.FILE, "store", Findings.FILE, Description.FILE);

  private static final long SORT_BUDGET = 64L << 20;

  private final Releases releases;
  private final Path folder;
  private final SortedLines lines;
  private final BuildLock lock;
  private @Nullable DatasetGraph dataset;

  Staging(Releases releases, Path folder, BuildLock lock) {
    this.releases = releases;
    this.folder = folder;
    this.lines = new SortedLines(folder, SORT_BUDGET);
    this.lock = lock;
  }

  /// Takes what a source says. Triples go into its named graph; quads keep theirs.
  ///
  /// @param graph the IRI of the source's named graph
  public StreamRDF stream(String graph) {
    return new QuadLines(lines, graph);
  }

  /// All that was said, ready to query; the default graph is the union of the named graphs. From
  /// the first call on nothing more is taken.
  public DatasetGraph dataset() throws IOException {
    if (dataset == null) {
      Path dump = folder.resolve(Dump.FILE);
      Dump.write(lines, dump);
      dataset = Tdb2.create(folder.resolve("store"), dump);
    }
    return dataset;
  }

  /// Seals the release: describes it, and gives it its name and its place beside the others. It is
  /// not yet current.
  ///
  /// @param inputs what it was made from
  /// @param report what was found while it was made
  /// @param clock says when; only the description and the name bear it
  public String seal(Inputs inputs, Report report, Clock clock) throws IOException {
    DatasetGraph sealed = dataset();
    String id = LocalDate.now(clock.withZone(ZoneOffset.UTC)) + "-" + inputs.shortDigest();
    Path target = releases.folder().resolve(id);
    Findings.write(report, folder.resolve(Findings.FILE));
    Optional<String> previous = releases.current().filter(p -> !p.equals(id));
    Model description =
        Description.write(folder, id, inputs, clock.instant(), previous.map(releases::folder));
    Txn.executeWrite(
        sealed,
        () -> sealed.addGraph(NodeFactory.createURI(Description.iri(id)), description.getGraph()));
    Tdb2.close(sealed);
    dataset = null;
    Durable.sync(folder);
    if (Files.exists(target)) {
      Durable.delete(target);
    }
    Durable.move(folder, target);
    return id;
  }

  /// Discards what was not sealed.
  @Override
  public void close() throws IOException {
    if (dataset != null) {
      Tdb2.close(dataset);
    }
    lines.close();
    Durable.delete(folder);
    lock.close();
  }
}
