package org.techrace.release;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.vocabulary.VOID;

/// A sealed release, open for reading.
public final class Release implements AutoCloseable {
  private final Path folder;
  private final DatasetGraph dataset;

  private Release(Path folder, DatasetGraph dataset) {
    this.folder = folder;
    this.dataset = dataset;
  }

  /// Opens the release in a folder.
  ///
  /// @throws IOException if there is no complete release in it
  static Release open(Path folder) throws IOException {
    for (String part : Staging.PARTS) {
      if (!folder.resolve(part).toFile().exists()) {
        throw new IOException(
            "%s is not a release: it has no %s; build again, or promote another one"
                .formatted(folder, part));
      }
    }
    return new Release(folder, Tdb2.open(folder.resolve("store")));
  }

  /// The name of the release, such as `2026-11-24-3f9a1c`.
  public String id() {
    return folder.getFileName().toString();
  }

  public Path folder() {
    return folder;
  }

  /// What the release says, read only by contract; the default graph is the union of the named
  /// graphs. Valid until the release is closed.
  public DatasetGraph dataset() {
    return dataset;
  }

  /// The release's description of itself: DCAT, PROV and VoID.
  public Model description() {
    Model model = ModelFactory.createDefaultModel();
    RDFDataMgr.read(model, folder.resolve(Description.FILE).toUri().toString());
    return model;
  }

  /// The IRI of an entity worth looking at first.
  public String example() {
    return description()
        .createResource(Description.iri(id()))
        .getPropertyResourceValue(VOID.exampleResource)
        .getURI();
  }

  @Override
  public void close() {
    Tdb2.close(dataset);
  }
}
