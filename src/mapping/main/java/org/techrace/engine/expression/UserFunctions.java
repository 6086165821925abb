package org.techrace.engine.expression;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.vocabulary.XSD;
import org.techrace.mapping.FunctionDeclaration;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LocalQueryRules;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// Makes definitions of the functions of a project: those in SPARQL, and those in Java.
final class UserFunctions {
  private static final Map<String, Value.Kind> KINDS =
      Map.of(
          XSD.integer.getURI(), Value.Kind.INTEGER,
          XSD.decimal.getURI(), Value.Kind.DECIMAL,
          XSD.xdouble.getURI(), Value.Kind.DOUBLE,
          XSD.xboolean.getURI(), Value.Kind.BOOLEAN,
          XSD.date.getURI(), Value.Kind.DATE,
          XSD.time.getURI(), Value.Kind.TIME,
          XSD.dateTime.getURI(), Value.Kind.DATE_TIME);

  private UserFunctions() {}

  /// Computes the result of a function for arguments by the IRIs of their parameters.
  private interface Computation {
    List<Value> of(Place call, Map<String, String> arguments);
  }

  /// Checks a declared function. Reports a query that is not allowed, and then returns false.
  static boolean check(FunctionDeclaration declared, Report report) {
    try {
      LocalQueryRules.installed().check(declared.select());
      return true;
    } catch (RuntimeException e) {
      String sentence = LocalQueryRules.installed().refusal(e).orElseThrow(() -> e);
      report.error(declared.at(), "the query is refused: " + sentence);
      return false;
    }
  }

  /// @param time the time limit of a call
  static FunctionDefinition of(FunctionDeclaration declared, Duration time) {
    Set<String> required = new HashSet<>();
    Set<String> optional = new HashSet<>();
    for (FunctionDeclaration.Parameter parameter : declared.parameters()) {
      (parameter.isOptional() ? optional : required).add(parameter.iri());
    }
    return definition(
        required, optional, (call, arguments) -> select(declared, time, call, arguments));
  }

  static FunctionDefinition of(MappingFunction function) {
    return definition(
        Set.copyOf(function.parameters()),
        Set.of(),
        (call, arguments) -> {
          List<String> values =
              function.parameters().stream().map(p -> CallArguments.of(arguments, p)).toList();
          return answer(function, call, values);
        });
  }

  /// Calls a function in Java, whose faults must not end the run.
  private static List<Value> answer(MappingFunction function, Place call, List<String> arguments) {
    List<String> answer;
    try {
      answer = function.call(arguments);
    } catch (RuntimeException | LinkageError e) {
      String message = e.getMessage();
      throw e instanceof IllegalArgumentException && message != null
          ? new ValueFault(call, message)
          : failure(function, call, arguments, "throws " + e);
    }
    if (answer == null || answer.stream().anyMatch(Objects::isNull)) {
      throw failure(function, call, arguments, "returns null; expected a list, empty for no value");
    }
    return answer.stream().map(Value::text).toList();
  }

  private static ValueFault failure(
      MappingFunction function, Place call, List<String> arguments, String what) {
    return new ValueFault(
        call, "the function <%s> of %s %s".formatted(function.iri(), arguments, what));
  }

  /// A definition whose calls may name any output, because these functions have only one.
  private static FunctionDefinition definition(
      Set<String> required, Set<String> optional, Computation computation) {
    return new FunctionDefinition(
        required,
        optional,
        "",
        (call, _) -> (arguments, _) -> computation.of(call.at(), arguments));
  }

  private static List<Value> select(
      FunctionDeclaration declared, Duration time, Place call, Map<String, String> arguments) {
    BindingBuilder values = Binding.builder();
    for (FunctionDeclaration.Parameter parameter : declared.parameters()) {
      String argument = arguments.get(parameter.iri());
      if (argument != null) {
        values.add(
            Var.alloc(Iris.localName(parameter.iri())),
            NodeFactory.createLiteralDT(
                argument, TypeMapper.getInstance().getSafeTypeByName(parameter.datatype())));
      }
    }
    List<Value> results = new ArrayList<>();
    Var result = Var.alloc(declared.select().getResultVars().getFirst());
    try (QueryExec execution =
        LocalQueryRules.installed()
            .prepare(declared.select(), DatasetGraphFactory.empty(), time, values.build())) {
      RowSet rows = execution.select();
      while (rows.hasNext()) {
        Node node = rows.next().get(result);
        if (node == null) {
          throw new ValueFault(
              call,
              "the function <%s> has no value for %s in a row of its answer; expected a value in each row"
                  .formatted(declared.iri(), new TreeMap<>(arguments)));
        }
        results.add(value(node));
      }
    } catch (QueryCancelledException _) {
      throw new ValueFault(
          call,
          "the function <%s> takes longer than %d seconds"
              .formatted(declared.iri(), time.toSeconds()));
    } catch (RuntimeException e) {
      String sentence = LocalQueryRules.installed().refusal(e).orElseThrow(() -> e);
      throw new ValueFault(
          call, "the function <%s> is refused: %s".formatted(declared.iri(), sentence));
    }
    return results;
  }

  private static Value value(Node node) {
    if (!node.isLiteral()) {
      return Value.text(node.isURI() ? node.getURI() : node.toString());
    }
    return new Value(
        node.getLiteralLexicalForm(),
        KINDS.getOrDefault(node.getLiteralDatatypeURI(), Value.Kind.TEXT));
  }

  /// Reports each example of a declared function that returns another result.
  static void checkExamples(FunctionDeclaration declared, Duration time, Report report) {
    for (FunctionDeclaration.Example example : declared.examples()) {
      Map<String, String> arguments = new HashMap<>();
      for (int i = 0; i < example.arguments().size(); i++) {
        arguments.put(declared.parameters().get(i).iri(), example.arguments().get(i));
      }
      compare(
          example.at(),
          declared.iri(),
          example.result(),
          () -> select(declared, time, example.at(), arguments),
          report);
    }
  }

  /// Reports the example of a function in Java if it returns another result.
  static void checkExample(MappingFunction function, Report report) {
    Place at = Place.file("plugins");
    compare(
        at,
        function.iri(),
        function.exampleResult(),
        () -> function.call(function.exampleArguments()).stream().map(Value::text).toList(),
        report);
  }

  private interface Example {
    List<Value> run();
  }

  private static void compare(
      Place at, String function, String expected, Example example, Report report) {
    try {
      String result = example.run().stream().map(Value::text).collect(Collectors.joining(" | "));
      if (!result.equals(expected)) {
        report.error(
            at,
            "the example of <%s> returns '%s'; expected '%s'"
                .formatted(function, result, expected));
      }
    } catch (ValueFault e) {
      report.error(at, "the example of <%s> fails: %s".formatted(function, e.text()));
    } catch (RuntimeException e) {
      report.error(at, "the example of <%s> fails: %s".formatted(function, e));
    }
  }

  /// Returns the call of an example, as in `fullName("Ada", "Lovelace")`.
  static String call(String iri, List<String> arguments) {
    return Iris.localName(iri)
        + arguments.stream()
            .map(argument -> '"' + argument + '"')
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
