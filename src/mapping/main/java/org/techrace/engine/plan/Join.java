package org.techrace.engine.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.LineBuffer.Appended;
import org.techrace.engine.output.RowQuads;
import org.techrace.mapping.RefObjectMap;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Severity;
import org.techrace.table.Row;

/// A referencing object map with join conditions, compiled.
///
/// @param <T> the form of a term
final class Join<T> implements TermMaker<T> {
  private final RefObjectMap map;
  private final String parent;
  private final JoinIndex<T> parents;
  private final JoinKey key;

  private volatile boolean tried;
  private volatile boolean matched;

  /// @param parent the name of the parent triples map
  /// @param key the child expressions of the join conditions
  Join(RefObjectMap map, String parent, JoinIndex<T> parents, JoinKey key) {
    this.map = map;
    this.parent = parent;
    this.parents = parents;
    this.key = key;
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    List<T> found;
    try {
      found = parents.find(row, key, doubt -> made.doubt(map.at(), doubt));
    } catch (ValueFault e) {
      made.fault(e.call(), e.text(), e.isListed());
      return List.of();
    }
    note(!found.isEmpty());
    return found;
  }

  @Override
  public Appended append(Row row, LineBuffer to) {
    Appended appended = parents.append(row, key, to);
    if (appended != Appended.NOT_PLAIN) {
      note(appended == Appended.ONE);
    }
    return appended;
  }

  /// Loads the parents of some rows into the processor's cache. The loads of several rows overlap.
  ///
  /// @param rows contains the rows, from its start
  /// @return any number, for a caller that must use the result
  long prefetch(@Nullable Row[] rows, int count) {
    return parents.prefetch(rows, count, key);
  }

  /// Records whether a row found a parent. Several threads call it, so a match is never unset.
  private void note(boolean match) {
    if (match && !matched) {
      matched = true;
    } else if (!match && !tried) {
      tried = true;
    }
  }

  JoinIndex<T> parents() {
    return parents;
  }

  /// Returns the child expressions of the join conditions.
  JoinKey key() {
    return key;
  }

  /// Returns the place of the join in the mapping.
  Place at() {
    return map.at();
  }

  /// Returns the name of the parent triples map.
  String parentMap() {
    return map.parent();
  }

  boolean hasMatched() {
    return matched;
  }

  /// Returns true if rows were mapped and none of them found a parent.
  boolean isUnmatched() {
    return tried && !matched;
  }

  /// Returns the warning about a join that is unmatched, because its condition is then probably
  /// wrong.
  Finding warning() {
    return new Finding(
        Severity.WARN,
        map.at(),
        "no row has a parent in <%s>: no %s; compare the values of both columns"
            .formatted(
                parent,
                map.joins().stream()
                    .map(
                        join ->
                            "child %s equals a parent %s"
                                .formatted(join.child().described(), join.parent().described()))
                    .collect(Collectors.joining(" and "))));
  }
}
