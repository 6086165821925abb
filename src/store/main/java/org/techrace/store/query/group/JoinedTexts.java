package org.techrace.store.query.group;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.BitSet;
import org.apache.jena.graph.NodeFactory;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.CountedText;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.Value;

/// Implements `GROUP_CONCAT`. Of a variable, only ids are kept; when the groups are returned, the
/// texts of many groups are read together, in the order of the dictionary. As in ARQ, a group with
/// a row in which the operand fails has no value.
final class JoinedTexts implements Aggregate {
  /// The number of texts that are read together, unless a single group has more.
  private static final int TEXTS_READ = 1 << 16;

  /// Takes the place of the id of a computed text.
  private static final int COMPUTED = -1;

  private final QueryRun run;
  private final int column;
  private final @Nullable CompiledExpression expression;
  private final String separator;
  private final @Nullable CountedText counted;

  /// The ids of the values of a variable, in the order of the rows.
  private int[] ids = new int[64];

  /// The texts of the values of an expression.
  private @Nullable String[] texts = {};

  /// The position of the next value of the same group, or 0.
  private int[] next = new int[64];

  /// The number of values; the first has the position 1.
  private int size;

  /// The positions of the first and last value of each group, or 0.
  private int[] first = new int[64];

  private int[] last = new int[64];
  private final BitSet failed = new BitSet();
  private int groups;

  /// The texts of the groups from [#start] on.
  private String[] read = {};

  /// The place in [#read] of the first text of each group, and the end of the last one.
  private int[] places = {0};

  private int start;

  /// Creates an aggregate without rows.
  ///
  /// @param column the column of the operand if it is a variable
  /// @param expression the operand if it is an expression, otherwise null
  /// @param counted counts the length of the texts, or null if it is not limited
  JoinedTexts(
      QueryRun run,
      int column,
      @Nullable CompiledExpression expression,
      String separator,
      @Nullable CountedText counted) {
    this.run = run;
    this.column = column;
    this.expression = expression;
    this.separator = separator;
    this.counted = counted;
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    grow(groups);
    for (int row = 0; row < batch.size; row++) {
      if (expression == null) {
        add(group[row], batch.get(column, row), null);
      } else {
        add(group[row], expression.value(batch, row), expression);
      }
    }
  }

  private void add(int group, Value value, CompiledExpression computed) {
    if (value == Value.Failure.ERROR) {
      failed.set(group);
      return;
    }
    String text = computed.joinedText(value);
    if (counted != null) {
      counted.count(text.length());
    }
    add(group, COMPUTED, text);
  }

  private void grow(int number) {
    groups = Math.max(groups, number);
    if (groups > first.length) {
      first = Arrays.copyOf(first, 2 * groups);
      last = Arrays.copyOf(last, 2 * groups);
    }
  }

  private void add(int group, int id, @Nullable String text) {
    if (id == Batch.UNBOUND) {
      failed.set(group);
      return;
    }
    size++;
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
    }
    ids[size] = id;
    if (text != null) {
      texts = size < texts.length ? texts : Arrays.copyOf(texts, ids.length);
      texts[size] = text;
    }
    if (first[group] == 0) {
      first[group] = size;
    } else {
      next[last[group]] = size;
    }
    last[group] = size;
  }

  @Override
  public void addAll(Aggregate other, int[] group, int groups) {
    JoinedTexts joined = (JoinedTexts) other;
    grow(groups);
    for (int g = 0; g < group.length; g++) {
      if (joined.failed.get(g)) {
        failed.set(group[g]);
      }
      for (int at = joined.first[g]; at != 0; at = joined.next[at]) {
        run.checkAt(at);
        add(group[g], joined.ids[at], expression == null ? null : joined.texts[at]);
      }
    }
  }

  @Override
  public int value(int group) {
    if (failed.get(group)) {
      return Batch.UNBOUND;
    }
    if (isOneString(group)) {
      return ids[first[group]];
    }
    if (group < start || group >= start + places.length - 1) {
      read(group);
    }
    int from = places[group - start];
    int to = places[group - start + 1];
    StringBuilder all = new StringBuilder();
    for (int i = from; i < to; i++) {
      run.check();
      if (counted != null && expression == null) {
        counted.count(read[i].length());
      }
      all.append(i == from ? "" : separator).append(read[i]);
    }
    return run.terms().id(NodeFactory.createLiteralString(all.toString()));
  }

  /// Returns true if a group has one value, a string of the store. It is the result.
  private boolean isOneString(int group) {
    int only = first[group];
    return only != 0
        && only == last[group]
        && ids[only] > 0
        && run.store().dictionary().section(ids[only]) == Section.STRING;
  }

  /// Reads the texts of a group and of the next ones.
  private void read(int group) {
    IntList positions = new IntList();
    IntList ends = new IntList();
    ends.add(0);
    for (int g = group; g < groups && (g == group || positions.size() < TEXTS_READ); g++) {
      boolean needed = !failed.get(g) && !isOneString(g);
      for (int at = needed ? first[g] : 0; at != 0; at = next[at]) {
        run.checkAt(at);
        positions.add(at);
      }
      ends.add(positions.size());
    }
    start = group;
    places = ends.toArray();
    read =
        expression == null
            ? textsOfIds(positions)
            : Arrays.stream(positions.toArray())
                .mapToObj(at -> requireNonNull(texts[at]))
                .toArray(String[]::new);
  }

  /// Reads texts in the order of their ids, so that each block of the dictionary is decoded once.
  private String[] textsOfIds(IntList positions) {
    long[] byId = new long[positions.size()];
    for (int i = 0; i < byId.length; i++) {
      byId[i] = ((long) ids[positions.get(i)] << Integer.SIZE) | i;
    }
    Arrays.sort(byId);
    Dictionary.TermReader reader = run.store().dictionary().reader();
    String[] found = new String[byId.length];
    int known = Batch.UNBOUND;
    String text = "";
    for (int i = 0; i < byId.length; i++) {
      run.checkAt(i);
      int id = (int) (byId[i] >> Integer.SIZE);
      if (id != known) {
        text = run.terms().joinedText(id, reader);
        known = id;
      }
      found[(int) byId[i]] = text;
    }
    return found;
  }
}
