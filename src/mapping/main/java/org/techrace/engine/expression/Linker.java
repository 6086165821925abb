package org.techrace.engine.expression;

import java.util.Optional;

/// Finds the entities that names mean in a graph. Thread-safe.
public interface Linker {
  /// Finds nothing.
  Linker NONE =
      new Linker() {
        @Override
        public Result find(Request request) {
          return new Result(Optional.empty(), "");
        }

        @Override
        public Optional<String> fault(Optional<String> type, Optional<String> property) {
          return Optional.empty();
        }
      };

  /// A name to find.
  ///
  /// @param type a class that the entity must be in: its IRI, local name or label
  /// @param property another property of the entity, and its value
  /// @param threshold the minimum score of a match, 0 to 100
  record Request(
      String name, Optional<String> type, Optional<Property> property, double threshold) {}

  /// A property and its value, as a user writes them.
  record Property(String path, String value) {}

  /// The result of a search.
  ///
  /// @param iri the IRI of the entity; empty if no match is good enough
  /// @param best the best match that is not good enough, with its score; empty if there is none
  record Result(Optional<String> iri, String best) {}

  /// Returns the entity that a name means.
  Result find(Request request);

  /// Returns what is wrong with a class or a property, or empty if the graph has them.
  Optional<String> fault(Optional<String> type, Optional<String> property);
}
