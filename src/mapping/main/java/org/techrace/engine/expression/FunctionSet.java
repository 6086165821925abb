package org.techrace.engine.expression;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.Expression;
import org.techrace.mapping.FunctionDeclaration;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// The functions that the calls of a mapping can use, by their IRIs. Immutable.
public final class FunctionSet {
  /// The functions that every mapping can use.
  public static final FunctionSet BUILT_IN =
      new FunctionSet(Functions.builtIn(), List.of(), Optional.empty());

  private final Map<String, FunctionDefinition> functions;
  private final List<FunctionDescription> added;
  private final Optional<Linker> linker;

  private FunctionSet(
      Map<String, FunctionDefinition> functions,
      List<FunctionDescription> added,
      Optional<Linker> linker) {
    this.functions = Map.copyOf(functions);
    this.added = List.copyOf(added);
    this.linker = linker;
  }

  /// Returns the same functions, with the graph that names are found in.
  public FunctionSet linkingWith(Linker graph) {
    return new FunctionSet(functions, added, Optional.of(graph));
  }

  /// Returns the graph that names are found in.
  Optional<Linker> linker() {
    return linker;
  }

  /// Returns the functions in addition to those that every mapping can use. The names and
  /// parameters of their descriptions are IRIs.
  public List<FunctionDescription> added() {
    return added;
  }

  /// Adds functions in SPARQL, and checks their examples. Reports functions that cannot be used.
  ///
  /// @param time the time limit of a call
  public FunctionSet with(List<FunctionDeclaration> declared, Duration time, Report report) {
    Map<String, FunctionDefinition> all = new HashMap<>(functions);
    List<FunctionDescription> descriptions = new ArrayList<>(added);
    for (FunctionDeclaration function : declared) {
      if (!UserFunctions.check(function, report)) {
        continue;
      }
      add(function.iri(), UserFunctions.of(function, time), function.at(), all, report);
      UserFunctions.checkExamples(function, time, report);
      FunctionDeclaration.@Nullable Example example =
          function.examples().stream().findFirst().orElse(null);
      descriptions.add(
          new FunctionDescription(
              function.iri(),
              function.parameters().stream()
                  .map(p -> p.isOptional() ? "[" + p.iri() + "]" : p.iri())
                  .toList(),
              function.description(),
              example == null ? "" : UserFunctions.call(function.iri(), example.arguments()),
              example == null ? "" : example.result()));
    }
    return new FunctionSet(all, descriptions, linker);
  }

  /// Adds functions in Java, and checks their examples.
  public FunctionSet with(FunctionProvider provider, Report report) {
    Map<String, FunctionDefinition> all = new HashMap<>(functions);
    List<FunctionDescription> descriptions = new ArrayList<>(added);
    for (MappingFunction function : provider.functions()) {
      add(function.iri(), UserFunctions.of(function), Place.file("plugins"), all, report);
      UserFunctions.checkExample(function, report);
      descriptions.add(
          new FunctionDescription(
              function.iri(),
              function.parameters(),
              function.description(),
              UserFunctions.call(function.iri(), function.exampleArguments()),
              function.exampleResult()));
    }
    return new FunctionSet(all, descriptions, linker);
  }

  private static void add(
      String iri,
      FunctionDefinition function,
      Place at,
      Map<String, FunctionDefinition> functions,
      Report report) {
    if (functions.put(iri, function) != null) {
      report.error(at, "there is another function <%s>; rename one".formatted(iri));
    }
  }

  /// Returns the function with the most similar name, one of the same namespace if there are
  /// several, as a hint for the end of a message.
  private String hint(String unknown) {
    String space = unknown.substring(0, unknown.length() - Iris.localName(unknown).length());
    return Nearest.of(
            Iris.localName(unknown), functions.keySet().stream().map(Iris::localName).toList())
        .flatMap(
            name ->
                functions.keySet().stream()
                    .filter(iri -> Iris.localName(iri).equals(name))
                    .min(
                        Comparator.comparing((String iri) -> !iri.startsWith(space))
                            .thenComparing(Comparator.naturalOrder())))
        .map("did you mean '%s'?"::formatted)
        .orElse("expected one of those that 'techrace functions' lists");
  }

  /// Reports a call with an unknown function, parameter or output, or with constants that the
  /// function cannot use, and then returns false.
  public boolean check(Expression.Call call, Scope scope, Report report) {
    FunctionDefinition function = functions.get(call.function());
    if (function == null) {
      report.error(
          call.at(), "unknown function <%s>; %s".formatted(call.function(), hint(call.function())));
      return false;
    }
    if (!areParameters(call, function, report)) {
      return false;
    }
    Set<String> given = new TreeSet<>();
    call.inputs().forEach(input -> given.add(parameter(input.parameter(), function)));
    Set<String> others = new TreeSet<>(given);
    others.removeAll(function.optional());
    if (!others.equals(function.required())) {
      report.error(
          call.at(),
          "function <%s> has the arguments %s; expected %s%s"
              .formatted(
                  call.function(),
                  given,
                  new TreeSet<>(function.required()),
                  function.optional().isEmpty()
                      ? ""
                      : ", and optionally " + new TreeSet<>(function.optional())));
      return false;
    }
    if (!call.result().isEmpty()
        && !function.output().isEmpty()
        && !call.result().equals(function.output())) {
      report.error(
          call.at(),
          "function <%s> has no output <%s>; expected <%s>"
              .formatted(call.function(), call.result(), function.output()));
      return false;
    }
    return Functions.checkPatterns(call, report) && function.binding().check(call, scope, report);
  }

  /// Reports each argument of a parameter that the function does not have, and then returns false.
  private static boolean areParameters(
      Expression.Call call, FunctionDefinition function, Report report) {
    Set<String> known = new TreeSet<>(function.required());
    known.addAll(function.optional());
    boolean areKnown = true;
    for (Expression.Input input : call.inputs()) {
      if (!known.contains(parameter(input.parameter(), function))) {
        areKnown = false;
        report.error(
            input.at(),
            "function <%s> has no parameter <%s>; %s"
                .formatted(
                    call.function(), input.parameter(), suggested(input.parameter(), known)));
      }
    }
    return areKnown;
  }

  /// Suggests the parameter with the local name that is most similar, or lists all.
  private static String suggested(String parameter, Set<String> known) {
    Map<String, String> names = new TreeMap<>();
    known.forEach(iri -> names.putIfAbsent(Iris.localName(iri), iri));
    return Nearest.of(Iris.localName(parameter), names.keySet())
        .map(name -> "did you mean <%s>?".formatted(names.get(name)))
        .orElse("expected " + known);
  }

  /// Returns the IRI of a parameter. The first version of FNML, and YARRRML, name the predicate of
  /// the parameter instead: `grel:valueParameter` for `grel:valueParam`.
  private static String parameter(String given, FunctionDefinition function) {
    if (function.required().contains(given) || function.optional().contains(given)) {
      return given;
    }
    return Stream.concat(function.required().stream(), function.optional().stream())
        .filter(known -> predicateOf(known).equals(predicateOf(given)))
        .findFirst()
        .orElse(given);
  }

  private static String predicateOf(String parameter) {
    return parameter
        .replace("#valueParameter", "#valueParam")
        .replace("#modeParameter", "#modeParam")
        .replace("#_", "#")
        .replace("#p_", "#param_")
        .replace("#param_string_", "#param_");
  }

  /// Compiles a checked call. If an argument has several values, the function is called for each
  /// combination.
  Values compile(Expression.Call call, References references) {
    FunctionDefinition function = functions.get(call.function());
    if (function == null) {
      return _ -> List.of();
    }
    List<String> names =
        call.inputs().stream().map(input -> parameter(input.parameter(), function)).toList();
    List<Values> arguments =
        call.inputs().stream()
            .map(i -> Values.compile(i.value(), references, UnaryOperator.identity()))
            .toList();
    FunctionDefinition.Body body = function.binding().bind(call, references);
    Optional<String> mark = CallArguments.constant(call, CallArguments.DECIMAL_MARK);
    return row -> {
      List<Value> results = new ArrayList<>(1);
      for (Map<String, String> given : combinations(names, arguments, mark, row)) {
        results.addAll(body.call(given, row));
      }
      return results;
    };
  }

  private static List<Map<String, String>> combinations(
      List<String> names, List<Values> arguments, Optional<String> mark, Row row) {
    List<Map<String, String>> made = new ArrayList<>();
    for (List<Value> choice :
        Combinations.of(arguments.stream().map(argument -> argument.of(row)).toList())) {
      Map<String, String> given = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        given.put(names.get(i), text(choice.get(i), mark));
      }
      made.add(given);
    }
    return made;
  }

  /// Returns the text of an argument. Numbers of formats that have numbers have a point; a function
  /// that reads texts with another decimal mark gets them with that.
  private static String text(Value value, Optional<String> mark) {
    return switch (value.kind()) {
      case DECIMAL, DOUBLE -> mark.map(m -> value.text().replace(".", m)).orElse(value.text());
      default -> value.text();
    };
  }
}
