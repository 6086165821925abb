package org.techrace.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;

/// Reads expression maps (RML-Core, section 6) and function executions (RML-FNML).
final class ExpressionReader {
  private static final String CHILD_TERM_MAP = "childTermMap";
  private static final String PARENT_TERM_MAP = "parentTermMap";

  /// The properties of all expression maps.
  static final Set<String> PROPERTIES =
      Set.of(
          "constant",
          "reference",
          "template",
          "functionExecution",
          "functionValue",
          // A hint of R2RML for queries in the other direction, which has no effect on the triples.
          "inverseExpression",
          "return",
          "returnMap",
          "condition",
          // One side of a join condition in the first version of FNML.
          CHILD_TERM_MAP,
          PARENT_TERM_MAP);

  /// The properties that define the values; an expression map has exactly one of them.
  private static final List<String> VALUES =
      List.of(
          "constant",
          "reference",
          "template",
          "functionExecution",
          "functionValue",
          CHILD_TERM_MAP,
          PARENT_TERM_MAP);

  /// The end of the property with the function, in both of its namespaces.
  private static final String EXECUTES = "w3id.org/function/ontology#executes";

  static Set<String> propertiesAnd(String... more) {
    Set<String> all = new HashSet<>(PROPERTIES);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /// Returns true if a map defines values.
  static boolean definesValues(RmlResource map) {
    return VALUES.stream().anyMatch(map::has);
  }

  /// Reads the expression of a map. Reports errors, and then returns empty.
  Optional<Expression> read(RmlResource map, String kind) {
    List<Expression> found = new ArrayList<>();
    map.one("constant").ifPresent(term -> found.add(new Expression.Constant(term)));
    map.text("reference").ifPresent(text -> found.add(new Expression.Reference(text)));
    map.text("template").flatMap(text -> template(map, text)).ifPresent(found::add);
    map.one("functionExecution").flatMap(node -> call(map, map.of(node))).ifPresent(found::add);
    map.one("functionValue").flatMap(node -> oldCall(map.of(node))).ifPresent(found::add);
    for (String side : List.of(CHILD_TERM_MAP, PARENT_TERM_MAP)) {
      map.one(side)
          .flatMap(node -> read(map.of(node), "a term map of a join"))
          .ifPresent(found::add);
    }
    if (found.size() > 1) {
      map.error(
          "%s has more than one of rml:constant, rml:reference, rml:template and".formatted(kind)
              + " rml:functionExecution; expected one");
    }
    if (found.size() != 1) {
      return Optional.empty();
    }
    Optional<Node> condition = map.one("condition");
    if (condition.isEmpty()) {
      return Optional.of(found.getFirst());
    }
    RmlResource test = map.of(condition.get());
    test.allowOnly("a condition", PROPERTIES);
    return read(test, "a condition").map(c -> new Expression.Conditional(c, found.getFirst()));
  }

  private static Optional<Expression> template(RmlResource map, String text) {
    try {
      return Optional.of(TemplateParser.parse(text));
    } catch (IllegalArgumentException e) {
      map.error(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Expression> call(RmlResource map, RmlResource execution) {
    execution.allowOnly("a function execution", Set.of("function", "functionMap", "input"));
    Optional<String> function = constantOrShortcut(execution, "functionMap", "function");
    Optional<String> result = constantOrShortcut(map, "returnMap", "return");
    if (function.isEmpty()) {
      execution.error("the function execution has no rml:function; add one");
      return Optional.empty();
    }
    List<Expression.Input> inputs = new ArrayList<>();
    for (Node node : execution.all("input")) {
      input(execution.of(node)).ifPresent(inputs::add);
    }
    return Optional.of(
        new Expression.Call(
            execution.place(), execution.folder(), function.get(), inputs, result.orElse("")));
  }

  /// Reads a function call in the first vocabulary of FNML: a triples map whose predicate-object
  /// maps state the function and its arguments.
  private Optional<Expression> oldCall(RmlResource value) {
    Optional<String> function = Optional.empty();
    List<Expression.Input> inputs = new ArrayList<>();
    for (Node node : value.all("predicateObjectMap")) {
      RmlResource part = value.of(node);
      Optional<String> predicate = constantOrShortcut(part, "predicateMap", "predicate");
      Optional<Expression> object =
          part.one("object")
              .<Expression>map(Expression.Constant::new)
              .or(() -> part.one("objectMap").flatMap(map -> read(part.of(map), "an argument")));
      if (predicate.isEmpty() || object.isEmpty()) {
        part.error("an argument of a function needs a predicate and an object");
      } else if (!predicate.get().endsWith(EXECUTES)) {
        inputs.add(new Expression.Input(part.place(), predicate.get(), object.get()));
      } else if (object.get() instanceof Expression.Constant(Node term)) {
        // yarrrml-parser writes the IRI as a text.
        function = Optional.of(term.isLiteral() ? term.getLiteralLexicalForm() : term.toString());
      }
    }
    if (function.isEmpty()) {
      value.error("the function value has no fno:executes; add one with the IRI of the function");
    }
    return function.map(iri -> new Expression.Call(value.place(), value.folder(), iri, inputs, ""));
  }

  /// Returns true if a map or a part of it is on the side of the parent in a join condition of the
  /// first version of FNML.
  static boolean readsParent(RmlResource map) {
    if (map.has(PARENT_TERM_MAP)) {
      return true;
    }
    for (String property : List.of("functionValue", "predicateObjectMap", "objectMap")) {
      for (Node part : map.all(property)) {
        if (readsParent(map.of(part))) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<Expression.Input> input(RmlResource input) {
    input.allowOnly("an input", Set.of("parameter", "parameterMap", "inputValue", "inputValueMap"));
    Optional<String> parameter = constantOrShortcut(input, "parameterMap", "parameter");
    Optional<Expression> value = input.one("inputValue").map(Expression.Constant::new);
    Optional<Node> valueMap = input.one("inputValueMap");
    if (valueMap.isPresent()) {
      RmlResource inner = input.of(valueMap.get());
      inner.allowOnly("an input value map", propertiesAnd("termType", "datatype", "language"));
      value = read(inner, "an input value map");
    }
    if (parameter.isEmpty() || value.isEmpty()) {
      input.error("an input needs rml:parameter and rml:inputValue or rml:inputValueMap");
      return Optional.empty();
    }
    return Optional.of(new Expression.Input(input.place(), parameter.get(), value.get()));
  }

  /// Reads an IRI that is the same in every iteration: a constant-valued map, or its shortcut
  /// property.
  private static Optional<String> constantOrShortcut(
      RmlResource map, String property, String shortcut) {
    return map.iri(shortcut)
        .or(() -> map.one(property).flatMap(node -> map.of(node).iri("constant")));
  }
}
