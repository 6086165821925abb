package org.techrace.scaffold;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.engine.expression.Linker;

/// Finds the things of the graph that the values of a column name, by label, alternative label or
/// identifier.
final class KnownValues {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  private static final int MIN_VALUES = 3;

  /// The share of the different values that must be names of things.
  private static final double MIN_SHARE = 0.9;

  private static final double SCORE = 90;

  /// Classes that say nothing about a value.
  private static final Set<String> GENERAL =
      Set.of(OWL2.Thing.getURI(), RDFS.Resource.getURI(), SKOS.Concept.getURI());

  private final Linker linker;
  private final KnownProperties properties;

  KnownValues(Linker linker, KnownProperties properties) {
    this.linker = linker;
    this.properties = properties;
  }

  /// The things that the values of a column name.
  ///
  /// @param type the class of the things
  /// @param properties the properties of the ontology with such values; if there is only one, it is
  ///   the column's
  record Named(String type, List<String> properties) {}

  /// Returns what the values of a column name: instances of the range of the property that its
  /// header names, or of the range of any property with things as values.
  ///
  /// @param named the property that the header names
  Optional<Named> of(SeenColumn column, Optional<KnownProperties.Property> named) {
    if (named.isPresent()) {
      return named
          .filter(KnownProperties.Property::takesNodes)
          .flatMap(KnownProperties.Property::range)
          .filter(type -> areNames(column, type))
          .map(type -> new Named(type, List.of(named.get().iri())));
    }
    for (Map.Entry<String, List<String>> range : properties.byRange().entrySet()) {
      if (!GENERAL.contains(range.getKey()) && areNames(column, range.getKey())) {
        return Optional.of(new Named(range.getKey(), List.copyOf(range.getValue())));
      }
    }
    return Optional.empty();
  }

  /// Returns true if nearly all values name an instance of a class.
  private boolean areNames(SeenColumn column, String type) {
    Set<String> values = column.values().keySet();
    if (column.isTyped()
        || column.isOdd()
        || values.size() < MIN_VALUES
        || linker.fault(Optional.of(type), Optional.empty()).isPresent()) {
      return false;
    }
    double mayMiss = values.size() * (1 - MIN_SHARE);
    for (String value : values) {
      if (linker
          .find(new Linker.Request(value, Optional.of(type), Optional.empty(), SCORE))
          .iri()
          .isEmpty()) {
        mayMiss--;
        if (mayMiss < 0) {
          return false;
        }
      }
    }
    return true;
  }
}
