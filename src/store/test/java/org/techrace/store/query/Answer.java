package org.techrace.store.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.engine.ref.QueryEngineRef;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.resultset.ResultsCompare;
import org.apache.jena.sparql.util.Context;

/// The result of a query, in a form that can be compared.
sealed interface Answer {
  record Solutions(List<String> variables, List<Binding> rows) implements Answer {}

  record Truth(boolean holds) implements Answer {}

  record Triples(Graph graph) implements Answer {}

  record Failure(String kind) implements Answer {}

  static Answer of(Query query, DatasetGraph dataset) {
    try (QueryExec exec = QueryExec.dataset(dataset).query(query).build()) {
      if (query.isAskType()) {
        return new Truth(exec.ask());
      }
      if (query.isConstructType() || query.isDescribeType()) {
        return new Triples(query.isConstructType() ? exec.construct() : exec.describe());
      }
      RowSet rows = exec.select();
      List<Binding> all = new ArrayList<>();
      rows.forEach(row -> all.add(row.detach()));
      return new Solutions(query.getResultVars(), all);
    } catch (RuntimeException e) {
      return new Failure(e.getClass().getName());
    }
  }

  /// Evaluates a SELECT query with ARQ's reference evaluator, which is slow and follows the
  /// specification literally.
  static Answer byReference(Query query, DatasetGraph dataset) {
    Context context = Context.setupContextForDataset(ARQ.getContext(), dataset);
    Plan plan = QueryEngineRef.getFactory().create(query, dataset, BindingFactory.empty(), context);
    List<Binding> all = new ArrayList<>();
    plan.iterator().forEachRemaining(all::add);
    return new Solutions(query.getResultVars(), all);
  }

  /// Returns true if both are the same bag of solutions, up to the labels of blank nodes.
  default boolean matches(Answer other) {
    return switch (this) {
      case Solutions(List<String> variables, List<Binding> rows) ->
          other instanceof Solutions(List<String> otherVariables, List<Binding> otherRows)
              && variables.equals(otherVariables)
              && rows.size() == otherRows.size()
              && (texts(rows, variables).equals(texts(otherRows, variables))
                  || (withoutLabels(rows, variables).equals(withoutLabels(otherRows, variables))
                      && ResultsCompare.equalsByTerm(rows, otherRows)));
      case Triples(Graph graph) ->
          other instanceof Triples(Graph otherGraph) && graph.isIsomorphicWith(otherGraph);
      case Truth _, Failure _ -> equals(other);
    };
  }

  /// Returns true if both have the same solutions in the same order.
  default boolean matchesInOrder(Answer other) {
    return this instanceof Solutions(List<String> variables, List<Binding> rows)
        && other instanceof Solutions(List<String> _, List<Binding> otherRows)
        && rows.stream()
            .map(r -> text(r, variables))
            .toList()
            .equals(otherRows.stream().map(r -> text(r, variables)).toList());
  }

  /// Returns true if the solutions, sorted by their texts, differ only in values whose order is
  /// open.
  default boolean matchesUpToOrder(Answer other) {
    if (!(this instanceof Solutions(List<String> variables, List<Binding> rows)
        && other instanceof Solutions(List<String> _, List<Binding> otherRows)
        && rows.size() == otherRows.size())) {
      return false;
    }
    Comparator<Binding> byText = Comparator.comparing(row -> text(row, variables));
    Iterator<Binding> others = otherRows.stream().sorted(byText).iterator();
    return rows.stream()
        .sorted(byText)
        .allMatch(
            row -> {
              Binding theirs = others.next();
              return variables.stream()
                  .allMatch(
                      v ->
                          Objects.equals(row.get(v), theirs.get(v))
                              || RightOrder.isOpen(row.get(v), theirs.get(v)));
            });
  }

  /// The solutions with one label for all blank nodes: equal if they are the same up to labels, and
  /// much faster to compare.
  private static List<String> withoutLabels(List<Binding> rows, List<String> variables) {
    return rows.stream()
        .map(
            r ->
                variables.stream()
                    .map(v -> r.get(v) != null && r.get(v).isBlank() ? "_:" : "" + r.get(v))
                    .collect(Collectors.joining(" ")))
        .sorted()
        .toList();
  }

  private static List<String> texts(List<Binding> rows, List<String> variables) {
    return rows.stream().map(r -> text(r, variables)).sorted().toList();
  }

  private static String text(Binding row, List<String> variables) {
    return variables.stream().map(v -> v + "=" + row.get(v)).collect(Collectors.joining(" "));
  }

  /// Returns the solutions as lines, for a message.
  default String lines() {
    return switch (this) {
      case Solutions(List<String> variables, List<Binding> rows) ->
          rows.size() + " solutions\n" + String.join("\n", texts(rows, variables));
      case Truth _, Triples _, Failure _ -> toString();
    };
  }
}
