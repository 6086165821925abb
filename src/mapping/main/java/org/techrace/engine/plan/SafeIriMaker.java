package org.techrace.engine.plan;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.TermFactory;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// A compiled template that always generates valid absolute IRIs, so that its result needs no
/// check.
///
/// @param <T> the form of a term
final class SafeIriMaker<T> implements TermMaker<T> {
  private final TermFactory.IriTemplate<T> template;
  private final int[] slots;
  private final Consumer<RowQuads<T>> whenEmpty;
  private final TermMaker<T> general;

  /// @param whenEmpty reports that a value is empty, so that the IRI may be that of another row
  /// @param general maps rows with several values for a reference, or with a value that is not
  ///   plain text
  SafeIriMaker(
      TermFactory.IriTemplate<T> template,
      int[] slots,
      Consumer<RowQuads<T>> whenEmpty,
      TermMaker<T> general) {
    this.whenEmpty = whenEmpty;
    this.template = template;
    this.slots = slots.clone();
    this.general = general;
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    String[] values = new String[slots.length];
    for (int i = 0; i < slots.length; i++) {
      List<Value> found = row.values(slots[i]);
      if (found.isEmpty()) {
        return List.of();
      }
      if (found.size() > 1 || found.getFirst().kind() == Value.Kind.STRUCTURE) {
        return general.of(row, made);
      }
      values[i] = found.getFirst().text();
    }
    if (Arrays.asList(values).contains("")) {
      whenEmpty.accept(made);
    }
    T iri = template.iri(values);
    return iri == null ? general.of(row, made) : List.of(iri);
  }

  @Override
  public LineBuffer.Appended append(Row row, LineBuffer to) {
    return template.append(row, slots, 0, to);
  }

  @Override
  public int count(Row row) {
    return slots.length == 1 && row instanceof Utf8Row utf8 ? Math.abs(utf8.count(slots[0])) : 1;
  }

  @Override
  public LineBuffer.Appended append(Row row, int index, LineBuffer to) {
    return template.append(row, slots, index, to);
  }
}
