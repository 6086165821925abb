package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.query.text.EntityDefinition;
import org.apache.jena.query.text.TextIndex;
import org.apache.jena.query.text.TextIndexConfig;
import org.apache.jena.query.text.TextIndexLucene;
import org.apache.jena.query.text.TextQuery;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.pfunction.PropertyFunctionRegistry;
import org.apache.jena.vocabulary.RDFS;
import org.apache.lucene.store.Directory;

/// `text:query` of jena-text over the label index. `?s text:query "huaw*"` finds entities by any of
/// their names, ignoring accents and case; `(?s ?score ?name) text:query ("华为" 10)` also returns
/// the name. Must stay open as long as the dataset is queried.
public final class TextQueries implements AutoCloseable {
  private final Directory index;

  private TextQueries(Directory index) {
    this.index = index;
  }

  /// Enables `text:query` for the queries of a dataset, over the index of a release.
  ///
  /// @param dataset the dataset of the release; its default graph is the union of its named graphs.
  ///   The caller holds a read transaction on it.
  /// @param folder the folder of the index. If it does not exist, because an older version built
  ///   the release, the index is built in memory.
  /// @throws IOException if the index cannot be read
  public static TextQueries enable(DatasetGraph dataset, Path folder) throws IOException {
    Graph graph = dataset.getDefaultGraph();
    Directory index =
        Files.isDirectory(folder) ? HeldFiles.open(folder) : LabelIndex.directoryInMemory(graph);
    enable(dataset, graph, index);
    return new TextQueries(index);
  }

  /// Reports whether `text:query` is enabled for the queries of a dataset.
  public static boolean enabled(DatasetGraph dataset) {
    return dataset.getContext().isDefined(TextQuery.textIndex);
  }

  static void enable(DatasetGraph dataset, Graph graph, Directory index) {
    EntityDefinition names =
        new EntityDefinition(LabelIndex.IRI, LabelIndex.LABEL, RDFS.Nodes.label);
    SearchVocabulary vocabulary = SearchVocabulary.of(graph);
    for (var predicates : List.of(vocabulary.preferred(), vocabulary.alternative())) {
      for (Node predicate : predicates) {
        if (!predicate.equals(RDFS.Nodes.label)) {
          names.set(LabelIndex.LABEL, predicate);
        }
      }
    }
    names.setLangField(LabelIndex.LANGUAGE);
    TextIndexConfig config = new TextIndexConfig(names);
    config.setAnalyzer(new NameAnalyzer());
    config.setValueStored(true);
    TextIndex text = new TextIndexLucene(StoppableTextQuery.files(index), config);
    dataset.getContext().set(TextQuery.textIndex, text);
    PropertyFunctionRegistry functions =
        PropertyFunctionRegistry.createFrom(PropertyFunctionRegistry.get());
    functions.put(TextQuery.NS + "query", _ -> new StoppableTextQuery());
    PropertyFunctionRegistry.set(dataset.getContext(), functions);
  }

  /// Closes the index. Queries with `text:query` fail after that.
  @Override
  public void close() {
    try {
      index.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be closed", e);
    }
  }
}
