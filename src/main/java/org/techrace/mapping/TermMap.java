package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;

/// Makes RDF terms from an iteration (RML-Core, section 5).
///
/// @param at where it stands
/// @param expression what gives the lexical values
/// @param type which kind of term they become
/// @param language makes the language tag of a literal
/// @param datatype makes the datatype IRI of a literal
/// @param gather if the term is the head of a collection or container, what is in it
/// @param targets where the triples with its terms are written, if not to the default output
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

  /// A gather map: makes a collection or container of the terms of other maps (RML-CC).
  ///
  /// @param items what makes the members, in their order
  /// @param as which kind is made
  /// @param allowEmpty whether one is made if there are no members
  /// @param cartesian whether one is made for each combination of one term of each item, instead of
  ///   one with the terms of all items
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

    /// The name in the RDF vocabulary.
    public final String localName;

    Kind(String localName) {
      this.localName = localName;
    }
  }
}
