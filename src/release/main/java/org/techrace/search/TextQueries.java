package org.techrace.search;

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

/// Enables `text:query` of jena-text over the label index. `?s text:query "huaw*"` finds entities
/// by any of their names, ignoring accents and case; `(?s ?score ?name) text:query ("华为" 10)` also
/// returns the name.
final class TextQueries {
  private TextQueries() {}

  /// Enables the index for the queries of a dataset.
  static void enable(DatasetGraph dataset, Graph graph, LabelIndex index) {
    enable(dataset, graph, index.directory());
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
}
