package org.techrace.engine.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.mapping.Expression;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// The function that finds the entity that a name means.
final class Linking implements FunctionDefinition.Binding {
  static final String IRI = CallArguments.FN + "link";

  private static final String TEXT = CallArguments.FN + "text";
  private static final String TYPE = CallArguments.FN + "type";
  private static final String THRESHOLD = CallArguments.FN + "threshold";
  private static final String PROPERTY = CallArguments.FN + "property";
  private static final String VALUE = CallArguments.FN + "value";
  private static final double DEFAULT_THRESHOLD = 90;

  static final FunctionDefinition DEFINITION =
      new FunctionDefinition(
          Set.of(TEXT),
          Set.of(TYPE, THRESHOLD, PROPERTY, VALUE),
          CallArguments.FN + "out",
          new Linking());

  private Linking() {}

  @Override
  public boolean check(Expression.Call call, FunctionDefinition.Sources sources, Report report) {
    Optional<Linker> linker = sources.linker();
    if (linker.isEmpty()) {
      report.error(
          call.at(),
          "fn:link needs a graph to search; build the project, or run techrace build once before"
              + " map and explain");
      return false;
    }
    boolean good = true;
    for (String parameter : List.of(TYPE, THRESHOLD, PROPERTY)) {
      if (CallArguments.isGiven(call, parameter)) {
        good &= CallArguments.checkConstant(call, parameter, report);
      }
    }
    if (constant(call, THRESHOLD).filter(t -> !t.matches("100|\\d{1,2}(\\.\\d+)?")).isPresent()) {
      good = false;
      report.error(
          call.at(),
          "fn:threshold is \"%s\"; expected a score from 0 to 100"
              .formatted(constant(call, THRESHOLD).get()));
    }
    if (CallArguments.isGiven(call, PROPERTY) != CallArguments.isGiven(call, VALUE)) {
      good = false;
      report.error(call.at(), "fn:property and fn:value belong together; add the other");
    }
    Optional<String> fault = linker.get().fault(constant(call, TYPE), constant(call, PROPERTY));
    fault.ifPresent(message -> report.error(call.at(), message));
    return good && fault.isEmpty();
  }

  @Override
  public FunctionDefinition.Body bind(Expression.Call call, FunctionDefinition.Site site) {
    Optional<Linker> linker = site.linker();
    if (linker.isEmpty()) {
      return (_, _) -> List.of();
    }
    Optional<String> type = constant(call, TYPE);
    Optional<String> property = constant(call, PROPERTY);
    double threshold = constant(call, THRESHOLD).map(Double::parseDouble).orElse(DEFAULT_THRESHOLD);
    String origin = CallArguments.origin(call);
    return (arguments, row) -> {
      String name = CallArguments.of(arguments, TEXT).strip();
      if (name.isEmpty()) {
        return List.of();
      }
      Linker.Result found =
          linker
              .get()
              .find(new Linker.Request(name, type, property(property, arguments), threshold));
      if (found.iri().isPresent()) {
        return List.of(Value.text(found.iri().get()));
      }
      site.unmatched()
          .addWarning(
              call.at(),
              "%s'%s' is not found in the graph".formatted(origin, name),
              found.best().isEmpty()
                  ? "correct it, or add it to the graph"
                  : "correct it, or add it to the graph, which has " + found.best(),
              row.place(site.table()));
      return List.of();
    };
  }

  private static Optional<Linker.Property> property(
      Optional<String> path, Map<String, String> arguments) {
    String value = CallArguments.of(arguments, VALUE).strip();
    return path.filter(_ -> !value.isEmpty()).map(p -> new Linker.Property(p, value));
  }

  private static Optional<String> constant(Expression.Call call, String parameter) {
    return CallArguments.constant(call, parameter);
  }
}
