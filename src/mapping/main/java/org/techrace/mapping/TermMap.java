package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;

/// A term map: generates RDF terms from an iteration (RML-Core, section 5).
///
/// @param at the place in the mapping
/// @param expression the expression for the lexical values
/// @param type the kind of term to generate
/// @param language the expression for the language tag of a literal
/// @param datatype the expression for the datatype IRI of a literal
/// @param gather the members, if the term is the head of a collection or container
/// @param targets the logical targets of the triples with this term; empty for the default output
public record TermMap(
    Place at,
    Expression expression,
    TermType type,
    Optional<Expression> language,
    Optional<Expression> datatype,
    Optional<Gather> gather,
    List<Target> targets)
    implements ObjectMap {
  public TermMap {
    targets = List.copyOf(targets);
  }

  /// Returns true if the value, the language or the datatype is computed by a function.
  public boolean callsFunctions() {
    return expression.callsFunctions()
        || language.filter(Expression::callsFunctions).isPresent()
        || datatype.filter(Expression::callsFunctions).isPresent();
  }

  /// A gather map: builds a collection or container from the terms of other maps (RML-CC).
  ///
  /// @param items the maps of the members, in order
  /// @param as the kind of collection or container
  /// @param allowEmpty true to generate one even without members
  /// @param cartesian true to generate one for each combination of one term per item, false to
  ///   generate a single one with the terms of all items
  public record Gather(List<ObjectMap> items, Kind as, boolean allowEmpty, boolean cartesian) {
    public Gather {
      items = List.copyOf(items);
    }
  }

  /// The kinds of collections and containers.
  public enum Kind {
    LIST("List"),
    BAG("Bag"),
    SEQ("Seq"),
    ALT("Alt");

    /// The local name in the RDF vocabulary.
    public final String localName;

    Kind(String localName) {
      this.localName = localName;
    }
  }
}
