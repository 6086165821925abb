package org.techrace.engine.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Values;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.RowQuads;
import org.techrace.mapping.Expression;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TermType;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Place;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// A subject map with a template that can make one subject of different keys: `{a}-{b}` is `x-y-z`
/// for `x-y` and `z` as well as for `x` and `y-z`. Warns of two rows for which it does. Both have a
/// character of the text between the references in a value, so only the keys of such rows are
/// remembered, and only the first ones. Safe for use by several threads.
///
/// @param <T> the form of a term
final class SubjectKeys<T> implements TermMaker<T> {
  /// The most keys that are remembered. A table with more is not examined any further.
  private static final int MAX_KEYS = 1 << 15;

  /// The key of a row.
  private record Key(List<String> values, Place row) {}

  private final TermMap map;
  private final TermMaker<T> maker;
  private final Values subject;
  private final int[] slots;
  private final String table;

  /// True for the first bytes of the characters between references; null if any key is doubtful,
  /// because two references follow each other.
  private final boolean @Nullable [] marks;

  private final Map<String, Key> seen = new ConcurrentHashMap<>();
  private volatile boolean ended;

  private SubjectKeys(
      TermMap map,
      Expression.Template template,
      TermMaker<T> maker,
      References references,
      String table,
      boolean @Nullable [] marks) {
    this.map = map;
    this.maker = maker;
    this.subject = Values.compile(template, references, TermCompiler.escape(map.type()));
    this.slots = template.references().stream().mapToInt(references::slot).toArray();
    this.table = table;
    this.marks = marks;
  }

  /// Returns a subject map that warns, or the given one if its subjects are always different.
  ///
  /// @param table the name of the table in findings
  static <T> TermMaker<T> of(TermMap map, TermMaker<T> maker, References references, String table) {
    if (!(map.expression() instanceof Expression.Template template)
        || template.references().size() < 2) {
      return maker;
    }
    boolean isEncoded = map.type() == TermType.IRI || map.type() == TermType.URI;
    List<String> between =
        template.texts().subList(1, template.texts().size() - 1).stream()
            .filter(text -> !isEncoded || !endsValue(text))
            .toList();
    if (between.isEmpty()) {
      return maker;
    }
    return new SubjectKeys<>(map, template, maker, references, table, marks(between).orElse(null));
  }

  /// Returns true if a text has a character that is percent-encoded in values, so that no value
  /// contains the text.
  private static boolean endsValue(String text) {
    return text.chars().anyMatch(c -> c < 0x80 && !SafeIris.isUnreserved((char) c));
  }

  private static Optional<boolean[]> marks(List<String> between) {
    if (between.contains("")) {
      return Optional.empty();
    }
    boolean[] marks = new boolean[1 << Byte.SIZE];
    for (String text : between) {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        marks[b & 0xff] = true;
      }
    }
    return Optional.of(marks);
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    if (!ended && isDoubtful(row)) {
      check(row, made);
    }
    return maker.of(row, made);
  }

  @Override
  public LineBuffer.Appended append(Row row, LineBuffer to) {
    return !ended && isDoubtful(row) ? LineBuffer.Appended.NOT_PLAIN : maker.append(row, to);
  }

  @Override
  public LineBuffer.Appended append(Row row, int index, LineBuffer to) {
    return append(row, to);
  }

  private boolean isDoubtful(Row row) {
    boolean @Nullable [] between = marks;
    if (between == null) {
      return true;
    }
    for (int slot : slots) {
      if (row instanceof Utf8Row utf8 && utf8.span(slot) != Utf8Row.NOT_PLAIN) {
        long span = utf8.span(slot);
        byte[] bytes = utf8.array();
        for (int i = Utf8Row.from(span); span >= 0 && i < Utf8Row.to(span); i++) {
          if (between[bytes[i] & 0xff]) {
            return true;
          }
        }
      } else if (row.values(slot).stream().anyMatch(value -> hasMark(value, between))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMark(Value value, boolean[] between) {
    for (byte b : value.text().getBytes(StandardCharsets.UTF_8)) {
      if (between[b & 0xff]) {
        return true;
      }
    }
    return false;
  }

  private void check(Row row, RowQuads<T> made) {
    List<String> values = new ArrayList<>();
    for (int slot : slots) {
      List<Value> found = row.values(slot);
      if (found.size() != 1) {
        return;
      }
      values.add(found.getFirst().text());
    }
    String iri = subject.of(row).getFirst().text();
    Key key = new Key(values, row.place(table));
    @Nullable Key other = seen.putIfAbsent(iri, key);
    if (other != null && !other.values.equals(values)) {
      made.doubt(
          map.at(),
          "%s and %s (%s) make the same subject '%s'; put a character between them that they do not have, such as /"
              .formatted(quoted(values), quoted(other.values), other.row, iri));
    }
    if (seen.size() >= MAX_KEYS) {
      ended = true;
      seen.clear();
    }
  }

  private static String quoted(List<String> values) {
    return values.stream().collect(Collectors.joining("', '", "'", "'"));
  }
}
