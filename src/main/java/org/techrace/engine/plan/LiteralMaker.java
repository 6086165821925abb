package org.techrace.engine.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.LineBuffer.Appended;
import org.techrace.engine.output.RowQuads;
import org.techrace.rdf.LexicalForms;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// A compiled literal map whose texts are the values of a reference, and whose datatype or language
/// is constant.
///
/// @param <T> the form of a term
final class LiteralMaker<T> implements TermMaker<T> {
  private final int slot;
  private final byte[] after;
  private final @Nullable Predicate<String> check;
  private final TermMaker<T> general;

  /// @param after what follows the text in N-Quads, from its closing quote
  /// @param check accepts the lexical forms of the datatype, or null if it has all texts
  /// @param general maps rows with another number of values, and values that may have a fault
  LiteralMaker(int slot, byte[] after, @Nullable Predicate<String> check, TermMaker<T> general) {
    this.slot = slot;
    this.after = after.clone();
    this.check = check;
    this.general = general;
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    return general.of(row, made);
  }

  @Override
  public Appended append(Row row, LineBuffer to) {
    return row instanceof Utf8Row utf8 ? append(utf8, to) : append(row.values(slot), to);
  }

  private Appended append(Utf8Row row, LineBuffer to) {
    long span = row.span(slot);
    if (span == Utf8Row.NO_VALUE) {
      return Appended.NONE;
    }
    int from = Utf8Row.from(span);
    int end = Utf8Row.to(span);
    return span != Utf8Row.NOT_PLAIN
            && end - from <= LexicalForms.MAX_VALUE_CHARACTERS
            && (check == null
                || check.test(new String(row.array(), from, end - from, StandardCharsets.UTF_8)))
            && to.appendLiteral(row.array(), from, end, after)
        ? Appended.ONE
        : Appended.NOT_PLAIN;
  }

  private Appended append(List<Value> values, LineBuffer to) {
    if (values.isEmpty()) {
      return Appended.NONE;
    }
    Value value = values.getFirst();
    return values.size() == 1
            && value.kind() == Value.Kind.TEXT
            && value.text().length() <= LexicalForms.MAX_VALUE_CHARACTERS
            && (check == null || check.test(value.text()))
            && to.appendLiteral(value.text(), after)
        ? Appended.ONE
        : Appended.NOT_PLAIN;
  }
}
