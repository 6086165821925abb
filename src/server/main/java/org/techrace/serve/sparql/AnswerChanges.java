package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.apache.jena.system.Txn;
import org.techrace.entity.Term;
import org.techrace.query.CanonicalAnswer;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.NamedLease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.SourceChanges;

/// The difference between the answers of a query in two releases.
///
/// @param columns the variables; empty for a graph
/// @param rows the rows that only one release has, those of the earlier one first; at most [#SHOWN]
/// @param rest how many more there are
/// @param sources the sources that changed statements which the query reads
/// @param problem why the answers cannot be compared; empty if they can
public record AnswerChanges(
    List<String> columns,
    List<Row> rows,
    int rest,
    List<SourceChanges.Change> sources,
    String problem) {
  static final int SHOWN = 100;

  /// A row.
  ///
  /// @param added true if only the later release has it
  /// @param cells its terms; empty for an unbound variable
  public record Row(boolean added, List<Optional<Term>> cells) {}

  /// Evaluates a query on two releases and compares its answers.
  static AnswerChanges of(
      String query,
      String since,
      Endpoint endpoint,
      SourceChanges sources,
      KeptReleases kept,
      Request request,
      Lease lease) {
    try (Lease earlier = NamedLease.of(kept, since, 404)) {
      CanonicalAnswer now = endpoint.canonical(query, request, lease);
      CanonicalAnswer before = endpoint.canonical(query, request, earlier);
      CanonicalAnswer.Difference difference = before.to(now);
      boolean plain = now.columns().isEmpty();
      List<Row> rows = new ArrayList<>(rows(difference.removed(), false, plain, earlier));
      rows.addAll(rows(difference.added(), true, plain, lease));
      int all = difference.removed().size() + difference.added().size();
      return new AnswerChanges(
          now.columns(),
          rows.stream().limit(SHOWN).toList(),
          Math.max(0, all - SHOWN),
          sources.of(QueryFactory.create(query), since, lease),
          "");
    } catch (Refusal refusal) {
      return new AnswerChanges(List.of(), List.of(), 0, List.of(), refusal.sentence());
    }
  }

  /// @param plain whether a line is a statement or the answer to ASK, which is shown as it is
  private static List<Row> rows(List<String> lines, boolean added, boolean plain, Lease lease) {
    return Txn.calculateRead(
        lease.dataset(),
        () ->
            lines.stream()
                .limit(SHOWN)
                .map(
                    line ->
                        new Row(
                            added,
                            plain
                                ? List.of(Optional.of(new Term.Value(line, "", "")))
                                : cells(line, lease)))
                .toList());
  }

  private static List<Optional<Term>> cells(String line, Lease lease) {
    List<Optional<Term>> cells = new ArrayList<>();
    for (String cell : line.split("\t", -1)) {
      cells.add(
          cell.isEmpty()
              ? Optional.empty()
              : Optional.of(lease.entities().labels().term(NodeFactoryExtra.parseNode(cell))));
    }
    return cells;
  }
}
