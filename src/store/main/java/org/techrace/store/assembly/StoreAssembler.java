package org.techrace.store.assembly;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.jena.assembler.Assembler;
import org.apache.jena.assembler.exceptions.AssemblerException;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.rdf.model.Statement;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.assembler.NamedDatasetAssembler;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;

/// Opens the store that a configuration describes as a dataset:
///
/// ```turtle
/// <#data> a tool:Store ; tool:folder "path/of/the/store" ; tool:unionDefaultGraph true .
/// ```
public final class StoreAssembler extends NamedDatasetAssembler {
  private static final String TOOL = "https://w3id.org/techrace/tool#";

  /// The IRI of the type of a store in a configuration. Jena starts before a resource of this class
  /// is initialized if a program uses this class first.
  static final String TYPE = TOOL + "Store";

  private static final Property FOLDER = ResourceFactory.createProperty(TOOL, "folder");
  private static final Property UNION = ResourceFactory.createProperty(TOOL, "unionDefaultGraph");

  @Override
  protected DatasetGraph createDataset(Assembler assembler, Resource root) {
    @Nullable Statement folder = root.getProperty(FOLDER);
    if (folder == null || !folder.getObject().isLiteral()) {
      throw new AssemblerException(
          root, "the store has no tool:folder; expected the path of its folder as a text");
    }
    @Nullable Statement union = root.getProperty(UNION);
    try {
      return new StoreDataset(
          Store.open(Path.of(folder.getString())),
          union != null && union.getBoolean()
              ? StoreDataset.DefaultGraph.UNION
              : StoreDataset.DefaultGraph.OWN);
    } catch (IOException e) {
      throw new AssemblerException(
          root, "the store in '%s' cannot be opened: %s".formatted(folder.getString(), e), e);
    }
  }
}
