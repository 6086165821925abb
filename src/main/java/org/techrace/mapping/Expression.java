package org.techrace.mapping;

import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.techrace.report.Place;

/// What an expression map evaluates for an iteration (RML-Core, section 6).
public sealed interface Expression {

  /// The references it reads of a row, in the order they stand.
  default List<String> references() {
    return switch (this) {
      case Reference(String reference) -> List.of(reference);
      case Template template -> template.references;
      case Conditional(var condition, var value) ->
          Stream.concat(condition.references().stream(), value.references().stream()).toList();
      case Call call ->
          call.inputs().stream().flatMap(i -> i.value().references().stream()).toList();
      case Constant _, Fresh _ -> List.of();
    };
  }

  /// Describes it for messages and explanations, such as `reference 'name'`.
  default String described() {
    return switch (this) {
      case Constant(var term) -> "constant " + term;
      case Reference(String reference) -> "reference '" + reference + "'";
      case Template template -> "template \"" + template.template + "\"";
      case Call call -> "function <" + call.function + ">";
      case Conditional(_, Expression value) -> value.described() + " on a condition";
      case Fresh _ -> "a new blank node";
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

  /// What a function returns (RML-FNML).
  ///
  /// @param at where the execution stands
  /// @param function the IRI of the function
  /// @param inputs its arguments
  /// @param result the IRI of the output that is meant
  record Call(Place at, String function, List<Input> inputs, String result) implements Expression {
    public Call {
      inputs = List.copyOf(inputs);
    }
  }

  /// An argument.
  ///
  /// @param parameter the IRI of the parameter
  /// @param value what it is given
  record Input(String parameter, Expression value) {}

  /// Values of one expression for iterations in which another is true (RML-FNML, `rml:condition`).
  record Conditional(Expression condition, Expression value) implements Expression {}
}
