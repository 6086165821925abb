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
/// is constant or that of the value.
///
/// @param <T> the form of a term
final class LiteralMaker<T> implements TermMaker<T> {
  private final int slot;
  private final Endings endings;
  private final @Nullable Predicate<String> check;
  private final TermMaker<T> general;

  /// The ends of literals in N-Quads, from the closing quote, by the kind of the value.
  ///
  /// @param text for [Value.Kind#TEXT]
  /// @param integer for [Value.Kind#INTEGER]
  /// @param number for [Value.Kind#DOUBLE]
  /// @param truth for [Value.Kind#BOOLEAN]
  /// @param integerIsDouble true if an integer is written as a double
  /// @param numberIsDouble true if a number with a fraction or an exponent is
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Endings(
      byte[] text,
      byte[] integer,
      byte[] number,
      byte[] truth,
      boolean integerIsDouble,
      boolean numberIsDouble) {

    /// Returns endings that do not depend on the kind.
    ///
    /// @param isDouble true if numbers are written as doubles
    static Endings all(byte[] ending, boolean isDouble) {
      return new Endings(ending, ending, ending, ending, isDouble, isDouble);
    }
  }

  /// @param check accepts the lexical forms of the datatype, or null if it has all texts
  /// @param general maps rows that cannot be appended, and values that may have a fault
  LiteralMaker(int slot, Endings endings, @Nullable Predicate<String> check, TermMaker<T> general) {
    this.slot = slot;
    this.endings = endings;
    this.check = check;
    this.general = general;
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    return general.of(row, made);
  }

  @Override
  public int count(Row row) {
    return row instanceof Utf8Row utf8 ? Math.abs(utf8.count(slot)) : 1;
  }

  @Override
  public Appended append(Row row, LineBuffer to) {
    return append(row, 0, to);
  }

  @Override
  public Appended append(Row row, int index, LineBuffer to) {
    if (!(row instanceof Utf8Row utf8)) {
      return append(row.values(slot), to);
    }
    int count = utf8.count(slot);
    if (count == 0) {
      return Appended.NONE;
    }
    return count > 0 && append(utf8, index, to) ? Appended.ONE : Appended.NOT_PLAIN;
  }

  private boolean append(Utf8Row row, int index, LineBuffer to) {
    long span = row.span(slot, index);
    int from = Utf8Row.from(span);
    int end = Utf8Row.to(span);
    byte[] array = row.array();
    if (end - from > LexicalForms.MAX_VALUE_CHARACTERS
        || (check != null
            && !check.test(new String(array, from, end - from, StandardCharsets.UTF_8)))) {
      return false;
    }
    Value.Kind kind = row.kind(slot, index);
    byte @Nullable [] ending =
        switch (kind) {
          case TEXT -> endings.text;
          case INTEGER -> endings.integer;
          case DOUBLE -> endings.number;
          case BOOLEAN -> endings.truth;
          case DECIMAL, DATE, TIME, DATE_TIME, BINARY, STRUCTURE -> null;
        };
    if (ending == null) {
      return false;
    }
    boolean asDouble =
        (kind == Value.Kind.INTEGER && endings.integerIsDouble)
            || (kind == Value.Kind.DOUBLE && endings.numberIsDouble);
    if (!asDouble) {
      return to.appendLiteral(array, from, end, ending);
    }
    byte[] number = NaturalDatatypes.canonicalOfShort(array, from, end);
    return number != null && to.appendLiteral(number, 0, number.length, ending);
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
            && to.appendLiteral(value.text(), endings.text)
        ? Appended.ONE
        : Appended.NOT_PLAIN;
  }
}
