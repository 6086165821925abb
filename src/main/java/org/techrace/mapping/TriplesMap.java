package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;

/// How each iteration of a logical source becomes triples (RML-Core, section 4).
///
/// @param name its IRI, or the place of its blank node
/// @param at where it stands
/// @param source what is iterated over
/// @param subject the subject of all its triples
/// @param predicateObjects the predicates and objects
/// @param base its own base IRI (`rml:baseIRI`)
public record TriplesMap(
    String name,
    Place at,
    AbstractLogicalSource source,
    SubjectMap subject,
    List<PredicateObjectMap> predicateObjects,
    Optional<String> base) {
  public TriplesMap {
    predicateObjects = List.copyOf(predicateObjects);
  }

  /// Its name as the document writes it: of an IRI what follows the last `#`, with it.
  public String shortName() {
    return shortName(name);
  }

  /// The same for the name of another one.
  public static String shortName(String name) {
    int fragment = name.lastIndexOf('#');
    return fragment < 0 ? name : name.substring(fragment);
  }

  /// The subject of the triples of one iteration.
  ///
  /// @param term makes the subject
  /// @param classes the IRIs of the classes of which each subject is an instance
  /// @param graphs make the named graphs of all triples of the iteration; none is the default graph
  public record SubjectMap(TermMap term, List<String> classes, List<TermMap> graphs) {
    public SubjectMap {
      classes = List.copyOf(classes);
      graphs = List.copyOf(graphs);
    }
  }

  /// Every predicate is combined with every object.
  ///
  /// @param graphs make further named graphs, for these triples only
  public record PredicateObjectMap(
      Place at, List<TermMap> predicates, List<ObjectMap> objects, List<TermMap> graphs) {
    public PredicateObjectMap {
      predicates = List.copyOf(predicates);
      objects = List.copyOf(objects);
      graphs = List.copyOf(graphs);
    }
  }
}
