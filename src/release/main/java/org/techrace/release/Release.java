package org.techrace.release;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.VOID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.rdf.Iris;
import org.techrace.remote.EndpointDataset;
import org.techrace.remote.EndpointException;
import org.techrace.search.LabelIndex;
import org.techrace.search.TextQueries;
import org.techrace.store.DamagedStoreException;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.StoreDataset.DefaultGraph;

/// A sealed release, open for reading: all that its queries read, the label index included. Nothing
/// is written, so its folder may be read-only. Thread-safe.
public final class Release implements AutoCloseable {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  private static final Logger log = LoggerFactory.getLogger(Release.class);

  /// The limits of an answer of an engine.
  private static final Duration ANSWER_TIME = Duration.ofMinutes(10);

  private static final long ANSWER_BYTES = 256L << 20;

  private final Path folder;
  private final DatasetGraph dataset;
  private final Model description;
  private final Iris iris;

  /// Closes the label index. A program that opens releases without one needs no Lucene.
  private final Runnable closeText;

  private Release(
      Path folder, DatasetGraph dataset, Model description, Iris iris, Runnable closeText) {
    this.folder = folder;
    this.dataset = dataset;
    this.description = description;
    this.iris = iris;
    this.closeText = closeText;
  }

  /// Opens the release in a folder. Verifies the checksums of small files, which takes the same
  /// short time for a release of any size.
  ///
  /// @throws DamagedReleaseException if a file has changed since the release was sealed
  static Release open(Path folder) throws IOException {
    Checksums.verifyQuickly(folder);
    Model description = ReleaseDescription.read(folder);
    String id = folder.getFileName().toString();
    Iris iris =
        Iris.of(description.getGraph(), id)
            .orElseThrow(
                () ->
                    new DamagedReleaseException(
                        folder,
                        List.of(ReleaseDescription.FILE + " does not describe the release")));
    Node name = NodeFactory.createURI(iris.release(id));
    DatasetGraph data = isStored(folder) ? store(folder) : held(folder, description, iris);
    DatasetGraph dataset = new DescribedDataset(data, name, description.getGraph());
    boolean complete = false;
    try {
      Release opened = new Release(folder, dataset, description, iris, text(folder, dataset));
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        dataset.close();
      }
    }
  }

  /// Opens the label index, unless the release has none because an older version built it.
  private static Runnable text(Path folder, DatasetGraph dataset) throws IOException {
    Path index = folder.resolve(LabelIndex.FOLDER);
    try {
      return Files.isDirectory(index) ? TextQueries.enable(dataset, index)::close : () -> {};
    } catch (EndpointException e) {
      log.warn(
          "the names of release {} are not searched: {}", folder.getFileName(), e.getMessage());
      return () -> {};
    }
  }

  /// Returns true if the release in a folder has a store, and false if an engine holds its data.
  static boolean isStored(Path folder) {
    return Files.isDirectory(folder.resolve(Staging.STORE));
  }

  /// Returns the data of a release as an engine holds it.
  private static DatasetGraph held(Path folder, Model description, Iris iris) throws IOException {
    String id = folder.getFileName().toString();
    Optional<URI> engine = HeldReleases.in(folder.resolveSibling("")).engine(id);
    if (engine.isEmpty()) {
      return EndpointDataset.absent(
          "release %s has no store, and no engine holds it; load its %s into one, and name that with serve --endpoint"
              .formatted(id, Dump.FILE));
    }
    Resource release = description.createResource(iris.release(id));
    List<String> graphs =
        release.listProperties(VOID.subset).mapWith(graph -> graph.getResource().getURI()).toList();
    String example = release.getPropertyResourceValue(VOID.exampleResource).getURI();
    return EndpointDataset.connectingLater(
        engine.get(), example, graphs, ANSWER_TIME, ANSWER_BYTES);
  }

  /// Opens the store in the folder of a release.
  static DatasetGraph store(Path folder) throws IOException {
    Path store = folder.resolve(Staging.STORE);
    try {
      return new StoreDataset(Store.open(store), DefaultGraph.UNION);
    } catch (DamagedStoreException e) {
      throw new DamagedReleaseException(folder, List.of(String.valueOf(e.getMessage())));
    }
  }

  /// Returns the name of the release, such as `2026-11-24-3f9a1c`.
  public String id() {
    return folder.getFileName().toString();
  }

  /// Returns the IRI spaces of the graph.
  public Iris iris() {
    return iris;
  }

  /// Returns the folder of the files.
  public Path folder() {
    return folder;
  }

  /// Returns the data, read-only. The default graph is the union of the named graphs of the
  /// sources; the description of the release is one more named graph. Valid until the release is
  /// closed.
  public DatasetGraph dataset() {
    return dataset;
  }

  /// Returns true if the release has a store, and false if an engine holds its data.
  public boolean isStored() {
    return isStored(folder);
  }

  /// Returns the description of the release: DCAT, PROV and VoID.
  public Model description() {
    return description;
  }

  /// Returns the digest of the inputs of the release.
  public String inputs() {
    return description
        .createResource(iris.release(id()))
        .getPropertyResourceValue(ReleaseDescription.prov("wasGeneratedBy"))
        .getRequiredProperty(DCTerms.identifier)
        .getString();
  }

  /// Returns the IRI of an example entity: the one with the most statements.
  public String example() {
    return description
        .createResource(iris.release(id()))
        .getPropertyResourceValue(VOID.exampleResource)
        .getURI();
  }

  @Override
  public void close() {
    closeText.run();
    dataset.close();
  }
}
