package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;

/// A triples map: determines the triples of each iteration of a logical source (RML-Core, section
/// 4).
///
/// @param name the IRI, or the place of the blank node
/// @param at the place in the mapping
/// @param source the source of the rows
/// @param subject the subject of all triples
/// @param predicateObjects the predicates and objects
/// @param base the base IRI of this triples map (`rml:baseIRI`)
/// @param asserted false if its triples are only quoted (`rml:NonAssertedTriplesMap`)
public record TriplesMap(
    String name,
    Place at,
    AbstractLogicalSource source,
    SubjectMap subject,
    List<PredicateObjectMap> predicateObjects,
    Optional<String> base,
    boolean asserted) {
  public TriplesMap {
    predicateObjects = List.copyOf(predicateObjects);
  }

  /// Returns the short form of the name: the fragment of the IRI with its `#`, if it has one.
  public String shortName() {
    return shortName(name);
  }

  /// Returns the short form of the name of another triples map.
  public static String shortName(String name) {
    int fragment = name.lastIndexOf('#');
    return fragment < 0 ? name : name.substring(fragment);
  }

  /// A subject map.
  ///
  /// @param term the term map of the subject
  /// @param classes the IRIs of the classes of each subject
  /// @param graphs the named graphs of all triples of the iteration; empty for the default graph
  public record SubjectMap(TermMap term, List<String> classes, List<TermMap> graphs) {
    public SubjectMap {
      classes = List.copyOf(classes);
      graphs = List.copyOf(graphs);
    }
  }

  /// A predicate-object map. Every predicate is combined with every object.
  ///
  /// @param graphs additional named graphs, for these triples only
  public record PredicateObjectMap(
      Place at, List<TermMap> predicates, List<ObjectMap> objects, List<TermMap> graphs) {
    public PredicateObjectMap {
      predicates = List.copyOf(predicates);
      objects = List.copyOf(objects);
      graphs = List.copyOf(graphs);
    }
  }
}
