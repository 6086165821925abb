package org.techrace.store.query.sort;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.NodeValueString;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.TermText;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowBinding;
import org.techrace.store.query.row.ValueOrder;
import org.techrace.store.query.text.DistanceOrder;
import org.techrace.store.query.text.TextOf;

/// Implements ORDER BY. With a limit, only about the first rows are kept in memory. Rows that are
/// equal by the conditions are ordered by their terms, variable by variable in the order of their
/// names, as in ARQ.
public final class SortRows implements QueryRows {
  /// The number of rows from which they are sorted in parallel. With a limit below, only the first
  /// rows so far are kept; with a limit above, up to twice as many are, because each row that is
  /// kept alone costs more than sorting it.
  private static final int MANY_ROWS = 8192;

  private final QueryRun run;
  private final QueryRows input;
  private final List<SortCondition> conditions;
  private final long limit;
  private final ExecutionContext context;

  /// For each condition, the column of its variable, or -1 if it is an expression.
  private final int[] columns;

  /// For each condition, true if the text of the variable is compared: `ORDER BY STR(?x)`.
  private final boolean[] byText;

  /// For each condition, true if blank nodes have no text.
  private final boolean[] withoutBlanks;

  /// For each condition, the text that it computes, if it computes one: `ORDER BY LCASE(STR(?x))`.
  private final List<Optional<TextOf>> texts;

  /// The first condition, if it is a distance by which the rows are sorted in ascending order.
  private final Optional<DistanceOrder> distance;

  private @Nullable List<Row> sorted;
  private int given;
  private int[] byName = {};

  /// The number of columns for which [#byName] was computed. A pattern that is planned late adds
  /// columns.
  private int named;

  /// A row, and the values of those conditions that are expressions.
  private record Row(Batch batch, int number, List<@Nullable NodeValue> keys) {}

  /// Creates a stream.
  ///
  /// @param limit the number of rows needed, or `Long.MAX_VALUE` for all
  public SortRows(
      QueryRun run,
      QueryRows input,
      List<SortCondition> conditions,
      long limit,
      ExecutionContext context) {
    this.run = run;
    this.input = input;
    this.conditions = conditions;
    this.limit = limit;
    this.context = context;
    this.columns = new int[conditions.size()];
    this.byText = new boolean[columns.length];
    this.withoutBlanks = new boolean[columns.length];
    this.texts = conditions.stream().map(c -> TextOf.of(c.getExpression(), run)).toList();
    this.distance =
        conditions.getFirst().getDirection() == Query.ORDER_DESCENDING
            ? Optional.empty()
            : DistanceOrder.of(conditions.getFirst().getExpression(), run);
    for (int i = 0; i < columns.length; i++) {
      Expr expr = conditions.get(i).getExpression();
      byText[i] = expr instanceof E_Str str && str.getArg().isVariable();
      withoutBlanks[i] = expr instanceof TermText;
      Expr key = expr instanceof E_Str str && byText[i] ? str.getArg() : expr;
      columns[i] = key.isVariable() ? run.layout().column(key.asVar()) : -1;
    }
  }

  @Override
  public long skip(long rows) {
    int n = (int) Math.min(rows, sorted().size() - given);
    given += n;
    return n;
  }

  private List<Row> sorted() {
    if (sorted == null) {
      sorted = limit == 0 ? List.of() : sort();
      input.close();
    }
    return sorted;
  }

  @Override
  public @Nullable Batch next() {
    List<Row> all = sorted();
    int n = Math.min(Batch.MAX_ROWS, all.size() - given);
    if (n == 0) {
      return null;
    }
    int[][] values = new int[run.layout().size()][];
    for (int i = 0; i < n; i++) {
      Row row = all.get(given + i);
      for (int c = 0; c < row.batch.width(); c++) {
        int value = row.batch.get(c, row.number);
        if (value != Batch.UNBOUND) {
          values[c] = values[c] == null ? new int[n] : values[c];
          values[c][i] = value;
        }
      }
    }
    given += n;
    return new Batch(n, values);
  }

  private List<Row> sort() {
    Comparator<Row> order = this::compare;
    PriorityQueue<Row> worstFirst = new PriorityQueue<>(order.reversed());
    List<Row> all = new ArrayList<>();
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      run.check();
      nameColumns();
      for (int number = 0; number < batch.size; number++) {
        if (worstFirst.size() == limit && isAfter(batch, number, worstFirst.element())) {
          continue;
        }
        Row row = new Row(batch, number, keys(batch, number));
        if (limit >= MANY_ROWS) {
          all.add(row);
        } else if (worstFirst.size() < limit) {
          worstFirst.add(alone(row));
        } else if (compare(row, worstFirst.element()) < 0) {
          worstFirst.remove();
          worstFirst.add(alone(row));
        }
      }
      if (all.size() / 2 >= limit) {
        all = new ArrayList<>(first(sorted(all, order)).stream().map(SortRows::alone).toList());
      }
    }
    all.addAll(worstFirst);
    return first(sorted(all, order));
  }

  private List<Row> first(List<Row> rows) {
    return limit < rows.size() ? rows.subList(0, (int) limit) : rows;
  }

  private List<Row> sorted(List<Row> all, Comparator<Row> order) {
    Row[] rows = all.toArray(Row[]::new);
    if (rows.length < MANY_ROWS || !run.isParallel()) {
      Arrays.sort(rows, order);
      return Arrays.asList(rows);
    }
    return Arrays.asList(new ParallelSort<>(run, order).sorted(rows));
  }

  /// Reports whether the first condition alone sorts a row after another one. Most rows end here,
  /// so nothing is allocated for them.
  private boolean isAfter(Batch batch, int number, Row other) {
    int column = columns[0];
    if (column < 0) {
      return distance.isPresent() && isFarther(distance.get(), batch, number, other);
    }
    run.check(); // comparing long texts takes time
    int r = compare(0, batch.get(column, number), other.batch.get(column, other.number));
    return (conditions.get(0).getDirection() == Query.ORDER_DESCENDING ? -r : r) > 0;
  }

  private boolean isFarther(DistanceOrder order, Batch batch, int number, Row other) {
    NodeValue most = other.keys.get(0);
    return most != null && most.isDouble() && order.isFarther(batch, number, most.getDouble());
  }

  /// Copies the row to a batch of its own, so that it does not keep the others in memory.
  private static Row alone(Row row) {
    return new Row(row.batch.pick(new int[] {row.number}, 1), 0, row.keys);
  }

  private List<@Nullable NodeValue> keys(Batch batch, int number) {
    List<@Nullable NodeValue> keys = List.of();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0) {
        keys = keys.isEmpty() ? Arrays.asList(new @Nullable NodeValue[columns.length]) : keys;
        keys.set(i, key(i, batch, number));
      }
    }
    return keys;
  }

  /// Returns the value of a condition, or null, which sorts as unbound, if it fails.
  private @Nullable NodeValue key(int condition, Batch batch, int number) {
    try {
      Optional<TextOf> text = texts.get(condition);
      int id = text.map(t -> batch.get(run.layout().column(t.variable()), number)).orElse(0);
      if (run.terms().hasText(id)) {
        return new NodeValueString(text.get().change().apply(run.store().dictionary().text(id)));
      }
      return conditions
          .get(condition)
          .getExpression()
          .eval(RowBinding.read(run, batch, number), context);
    } catch (ExprException e) {
      return null;
    }
  }

  private int compare(Row x, Row y) {
    run.check(); // comparing long texts takes time
    for (int i = 0; i < columns.length; i++) {
      int r =
          columns[i] < 0
              ? compare(x.keys.get(i), y.keys.get(i))
              : compare(i, x.batch.get(columns[i], x.number), y.batch.get(columns[i], y.number));
      if (r != 0) {
        return conditions.get(i).getDirection() == Query.ORDER_DESCENDING ? -r : r;
      }
    }
    for (int c : byName) {
      int r = run.terms().compareTerms(x.batch.get(c, x.number), y.batch.get(c, y.number));
      if (r != 0) {
        return r;
      }
    }
    return 0;
  }

  private int compare(int condition, int x, int y) {
    if (!byText[condition]) {
      return run.terms().compare(x, y);
    }
    return withoutBlanks[condition]
        ? run.terms().compareTexts(withoutBlank(x), withoutBlank(y))
        : run.terms().compareTexts(x, y);
  }

  private int withoutBlank(int id) {
    return run.terms().isBlank(id) ? Batch.UNBOUND : id;
  }

  private static int compare(@Nullable NodeValue x, @Nullable NodeValue y) {
    if (x != null && y != null) {
      return ValueOrder.compare(x, y);
    }
    return Boolean.compare(x != null, y != null);
  }

  /// Lists the columns of variables, in the order of the names of the variables.
  private void nameColumns() {
    if (named == run.layout().size()) {
      return;
    }
    named = run.layout().size();
    byName =
        IntStream.range(0, named)
            .filter(c -> run.layout().variable(c) != null)
            .boxed()
            .sorted(Comparator.comparing(c -> requireNonNull(run.layout().variable(c)).getName()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  @Override
  public void close() {
    input.close();
  }
}
