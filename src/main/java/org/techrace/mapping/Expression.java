package org.techrace.mapping;

import java.util.List;
import org.apache.jena.graph.Node;

/// What an expression map evaluates for an iteration (RML-Core, section 6).
public sealed interface Expression {

  /// The references it reads of a row, in the order they stand.
  default List<String> references() {
    return switch (this) {
      case Reference(String reference) -> List.of(reference);
      case Template template -> template.references;
      case Constant _, Fresh _ -> List.of();
    };
  }

  /// The same term for every iteration.
  record Constant(Node term) implements Expression {}

  /// What a reference finds, in the logical source's reference formulation.
  record Reference(String reference) implements Expression {}

  /// Text and references in turn: `texts` has one element more than `references`.
  record Template(String template, List<String> texts, List<String> references)
      implements Expression {
    public Template {
      texts = List.copyOf(texts);
      references = List.copyOf(references);
    }
  }

  /// Nothing: a blank node that is new in every iteration.
  record Fresh() implements Expression {}
}
