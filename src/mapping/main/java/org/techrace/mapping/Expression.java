package org.techrace.mapping;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.techrace.report.Place;

/// The expression that an expression map evaluates for each iteration (RML-Core, section 6).
public sealed interface Expression {

  /// Returns the references that the expression reads, in order.
  default List<String> references() {
    return switch (this) {
      case Reference(String reference) -> List.of(reference);
      case Template template -> template.references;
      case Conditional(var condition, var value) ->
          Stream.concat(condition.references().stream(), value.references().stream()).toList();
      case Call call ->
          call.inputs().stream().flatMap(i -> i.value().references().stream()).toList();
      case Quoted(var triples) ->
          triples.joins().stream().flatMap(j -> j.child().references().stream()).toList();
      case Constant _, Fresh _ -> List.of();
    };
  }

  /// Returns true if the expression calls a function.
  default boolean callsFunctions() {
    return switch (this) {
      case Call _ -> true;
      case Conditional(var condition, var value) ->
          condition.callsFunctions() || value.callsFunctions();
      case Quoted(var triples) ->
          triples.joins().stream()
              .anyMatch(join -> join.child().callsFunctions() || join.parent().callsFunctions());
      case Constant _, Reference _, Template _, Fresh _ -> false;
    };
  }

  /// Describes the expression for messages and explanations, such as `reference 'name'`.
  default String described() {
    return switch (this) {
      case Constant(var term) -> "constant " + term;
      case Reference(String reference) -> "reference '" + reference + "'";
      case Template template -> "template \"" + template.template + "\"";
      case Call call -> "function <" + call.function + ">";
      case Conditional(_, Expression value) -> value.described() + " on a condition";
      case Fresh _ -> "a new blank node";
      case Quoted(var triples) -> "triples of <" + TriplesMap.shortName(triples.parent()) + ">";
    };
  }

  /// A term that is the same in every iteration.
  record Constant(Node term) implements Expression {}

  /// A reference in the reference formulation of the logical source.
  record Reference(String reference) implements Expression {}

  /// A template of alternating texts and references; `texts` has one element more than
  /// `references`.
  record Template(String template, List<String> texts, List<String> references)
      implements Expression {
    public Template {
      texts = List.copyOf(texts);
      references = List.copyOf(references);
    }
  }

  /// A blank node that is new in every iteration.
  record Fresh() implements Expression {}

  /// The triples of another triples map, as triple terms or their reifiers (RML-star).
  ///
  /// @param triples the other triples map and the join conditions
  record Quoted(RefObjectMap triples) implements Expression {}

  /// A function call (RML-FNML).
  ///
  /// @param at the place of the execution in the mapping
  /// @param folder the folder of the mapping, which paths in arguments are relative to
  /// @param function the IRI of the function
  /// @param inputs the arguments
  /// @param result the IRI of the output to use, or an empty string for the first
  record Call(Place at, Path folder, String function, List<Input> inputs, String result)
      implements Expression {
    public Call {
      inputs = List.copyOf(inputs);
    }
  }

  /// An argument of a function call.
  ///
  /// @param at its place in the mapping
  /// @param parameter the IRI of the parameter
  /// @param value the value of the argument
  record Input(Place at, String parameter, Expression value) {}

  /// The values of an expression in iterations in which a condition is true (RML-FNML,
  /// `rml:condition`).
  record Conditional(Expression condition, Expression value) implements Expression {}
}
