package org.techrace.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.VOID;
import org.techrace.rdf.Iris;
import org.techrace.store.DamagedStoreException;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.StoreDataset.DefaultGraph;

/// A sealed release, open for reading. Nothing is written, so its folder may be read-only.
public final class Release implements AutoCloseable {
  private final Path folder;
  private final DatasetGraph dataset;
  private final Model description;

  private final Iris iris;

  private Release(Path folder, DatasetGraph dataset, Model description, Iris iris) {
    this.iris = iris;
    this.folder = folder;
    this.dataset = dataset;
    this.description = description;
  }

  /// Opens the release in a folder, after a look at its checksums that takes the same short time
  /// whatever its size.
  ///
  /// @throws DamagedReleaseException if it is not as it was sealed
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
    DatasetGraph dataset = new DescribedDataset(store(folder), name, description.getGraph());
    return new Release(folder, dataset, description, iris);
  }

  /// The store in the folder of a release.
  static DatasetGraph store(Path folder) throws IOException {
    Path store = folder.resolve(Staging.STORE);
    try {
      return new StoreDataset(Store.open(store), DefaultGraph.UNION);
    } catch (DamagedStoreException e) {
      throw new DamagedReleaseException(folder, List.of(String.valueOf(e.getMessage())));
    }
  }

  /// The name of the release, such as `2026-11-24-3f9a1c`.
  public String id() {
    return folder.getFileName().toString();
  }

  /// The IRI spaces of its graph.
  public Iris iris() {
    return iris;
  }

  /// Where its files lie.
  public Path folder() {
    return folder;
  }

  /// What the release says, read only; the default graph is the union of its sources' named graphs,
  /// and its own description is one more named graph. Valid until the release is closed.
  public DatasetGraph dataset() {
    return dataset;
  }

  /// The release's description of itself: DCAT, PROV and VoID.
  public Model description() {
    return description;
  }

  /// The digest of the inputs that the release was made from.
  public String inputs() {
    return description
        .createResource(iris.release(id()))
        .getPropertyResourceValue(ReleaseDescription.prov("wasGeneratedBy"))
        .getRequiredProperty(DCTerms.identifier)
        .getString();
  }

  /// The IRI of an entity worth looking at first.
  public String example() {
    return description
        .createResource(iris.release(id()))
        .getPropertyResourceValue(VOID.exampleResource)
        .getURI();
  }

  @Override
  public void close() {
    dataset.close();
  }
}
