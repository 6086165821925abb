package org.techrace.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.techrace.rdf.LanguageOrder;

/// An entity of any graph with its names and identifiers, as [LabelIndex] would index it.
///
/// @param iri its IRI
/// @param names at least one name, the preferred one first
/// @param identifiers its identifiers in other datasets
public record NamedEntity(String iri, List<String> names, List<String> identifiers) {
  public NamedEntity {
    names = List.copyOf(names);
    identifiers = List.copyOf(identifiers);
  }

  /// Returns all entities of a graph that have a name.
  public static List<NamedEntity> in(Graph graph) {
    List<NamedEntity> entities = new ArrayList<>();
    new IndexBuilder(graph, LanguageOrder.NONE)
        .each(
            (thing, draft) ->
                entities.add(
                    new NamedEntity(
                        thing.getURI(),
                        draft.labels.stream().map(IndexBuilder.Label::text).toList(),
                        draft.identifiers)));
    return List.copyOf(entities);
  }
}
