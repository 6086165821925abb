package org.techrace.engine.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.expression.Values;
import org.techrace.engine.source.RowIndex;
import org.techrace.mapping.Expression;
import org.techrace.memory.Fingerprint;
import org.techrace.report.Place;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// The expressions of one side of the conditions of a join, compiled.
///
/// @param expressions one for each condition
/// @param slot the reference that is the only expression, or -1
record JoinKey(List<Values> expressions, int slot) {

  /// Compiles the expressions of one side.
  ///
  /// @param at the place of the join in the mapping
  static JoinKey of(Place at, List<Expression> expressions, References references) {
    List<Values> compiled =
        expressions.stream()
            .map(e -> single(at, Values.compile(e, references, UnaryOperator.identity())))
            .toList();
    int slot =
        expressions.size() == 1
                && expressions.getFirst() instanceof Expression.Reference(String reference)
            ? references.slot(reference)
            : -1;
    return new JoinKey(compiled, slot);
  }

  /// Returns values that are refused if one is an array or an object.
  private static Values single(Place at, Values values) {
    return row -> {
      List<Value> found = values.of(row);
      for (Value value : found) {
        if (value.kind() == Value.Kind.STRUCTURE) {
          throw new ValueFault(
              at,
              "a key of the join is an array or object: %s; expected single values: select them, for example with [*]"
                  .formatted(value.text()));
        }
      }
      return found;
    };
  }

  /// Returns true if an expression of a key has an empty text.
  static boolean isEmpty(List<String> key) {
    return key.contains("");
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
  /// the values, as that of an empty text, which is doubtful.
  @Nullable Fingerprint only(Row row) {
    if (slot < 0 || !(row instanceof Utf8Row utf8)) {
      return null;
    }
    if (utf8.count(slot) != 1) {
      return null;
    }
    long span = utf8.span(slot, 0);
    if (Utf8Row.from(span) == Utf8Row.to(span)) {
      return null;
    }
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(utf8.array(), Utf8Row.from(span), Utf8Row.to(span));
    return fingerprint;
  }
}
