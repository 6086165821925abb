package org.techrace.engine.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Values;
import org.techrace.engine.source.RowIndex;
import org.techrace.mapping.Expression;
import org.techrace.memory.Fingerprint;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;

/// The expressions of one side of the conditions of a join, compiled.
///
/// @param expressions one for each condition
/// @param slot the reference that is the only expression, or -1
record JoinKey(List<Values> expressions, int slot) {

  /// Compiles the expressions of one side.
  static JoinKey of(List<Expression> expressions, References references) {
    List<Values> compiled =
        expressions.stream()
            .map(e -> Values.compile(e, references, UnaryOperator.identity()))
            .toList();
    int slot =
        expressions.size() == 1
                && expressions.getFirst() instanceof Expression.Reference(String reference)
            ? references.slot(reference)
            : -1;
    return new JoinKey(compiled, slot);
  }

  /// Returns the fingerprints of the keys of a row: one for every combination of the values of the
  /// expressions.
  ///
  /// @throws org.techrace.engine.expression.ValueFault if an expression has an error
  List<Fingerprint> of(Row row) {
    Fingerprint only = only(row);
    return only != null ? List.of(only) : texts(row).stream().map(Fingerprint::of).toList();
  }

  /// Returns the keys of a row: every combination of the values of the expressions.
  ///
  /// @throws org.techrace.engine.expression.ValueFault if an expression has an error
  List<List<String>> texts(Row row) {
    return RowIndex.keys(row, expressions);
  }

  /// Returns the key of a row that has a fingerprint by [#only], as a row.
  KeyRow row(Utf8Row row) {
    return new KeyRow(row.array(), row.span(slot, 0));
  }

  /// Returns the fingerprint of the only key of a row of bytes, or null if it must be computed from
  /// the values.
  @Nullable Fingerprint only(Row row) {
    if (slot < 0 || !(row instanceof Utf8Row utf8)) {
      return null;
    }
    if (utf8.count(slot) != 1) {
      return null;
    }
    long span = utf8.span(slot, 0);
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(utf8.array(), Utf8Row.from(span), Utf8Row.to(span));
    return fingerprint;
  }
}
