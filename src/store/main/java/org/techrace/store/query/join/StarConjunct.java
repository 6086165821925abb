package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// The triple patterns of a group that have a variable in common, joined on their own; other rows
/// find their solutions in a hash table. Looking up one pattern after the other may create many
/// rows that only the last one removes: pairs of things with the same place, size and year begin as
/// all pairs with the same place.
final class StarConjunct implements Conjunct {
  /// Stars are tried if an order of single patterns costs at least this.
  private static final double EXPENSIVE = 2e5;

  /// The part of this cost that an order with a star may have.
  private static final double CHEAPER = 0.5;

  private final QueryRun run;
  private final List<Conjunct> patterns;
  private final BitSet columns = new BitSet();
  private @Nullable JoinOrder order;

  /// The expected number of solutions for a row, by samples of the columns that it shares.
  private final Map<Map<Integer, Sample>, Double> fanouts = new HashMap<>();

  private final LazyTable table;

  private StarConjunct(QueryRun run, GroupOperators operators, List<Conjunct> patterns) {
    this.run = run;
    this.patterns = patterns;
    Group star = new Group(patterns, List.of(), List.of());
    this.table =
        new LazyTable(
            run,
            () -> new JoinRows(run, QueryRows.unit(), star, operators, null, null, Long.MAX_VALUE));
    patterns.forEach(p -> columns.or(p.columns()));
  }

  /// Chooses the order of the joins of a group, with or without a star. A star costs its whole
  /// table, other joins only as much as the rows that are read.
  ///
  /// @param read how many rows are read of the result at most
  /// @param start creates the state before the joins
  static JoinOrder order(
      QueryRun run,
      GroupOperators operators,
      List<Conjunct> conjuncts,
      double read,
      Supplier<JoinState> start) {
    JoinOrder best = JoinOrder.of(run, conjuncts, start.get());
    if (best.cost() * Math.min(1, read / best.rows()) < EXPENSIVE || !run.uses(Rewrite.STARS)) {
      return best;
    }
    for (StarConjunct star : of(run, operators, conjuncts)) {
      List<Conjunct> parts = new ArrayList<>(conjuncts);
      parts.removeAll(star.patterns);
      parts.add(star);
      JoinOrder other = JoinOrder.of(run, parts, start.get());
      if (other.cost() < CHEAPER * best.cost()) {
        best = other;
      }
    }
    return best;
  }

  private static List<StarConjunct> of(
      QueryRun run, GroupOperators operators, List<Conjunct> conjuncts) {
    Map<Integer, List<Conjunct>> byColumn = new LinkedHashMap<>();
    for (Conjunct conjunct : conjuncts) {
      if (conjunct instanceof PatternConjunct pattern && !pattern.hasGraph()) {
        pattern.columns().stream()
            .forEach(c -> byColumn.computeIfAbsent(c, _ -> new ArrayList<>()).add(pattern));
      }
    }
    return byColumn.values().stream()
        .filter(star -> star.size() > 1 && star.size() < conjuncts.size())
        .map(star -> new StarConjunct(run, operators, star))
        .filter(star -> star.whole().rows() <= JoinTable.MOST_ROWS)
        .toList();
  }

  private JoinOrder whole() {
    JoinOrder known = order;
    if (known == null) {
      known = JoinOrder.of(run, patterns, Map.of());
      order = known;
    }
    return known;
  }

  @Override
  public String text() {
    return patterns.stream().map(Conjunct::text).collect(Collectors.joining(" . ", "star: ", ""));
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  /// Estimates the solutions for a row from the values that rows have. Frequent ones have more than
  /// the mean, and often are those of most rows.
  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    double solutions = whole().rows();
    Map<Integer, Sample> shared = new HashMap<>(bound);
    shared.keySet().removeIf(c -> !columns.get(c));
    if (shared.isEmpty()) {
      return new JoinStep(solutions, whole().cost(), table::join);
    }
    double fanout = fanouts.computeIfAbsent(shared, s -> JoinOrder.of(run, patterns, s).rows());
    double work = whole().cost() + JoinTable.INSERT * solutions + JoinTable.PROBE * rows;
    return new JoinStep(fanout, work, table::join);
  }

  @Override
  public double distinct(int column) {
    return patterns.stream().mapToDouble(p -> p.distinct(column)).min().orElseThrow();
  }

  @Override
  public double distinctRows() {
    return whole().rows();
  }

  @Override
  public Sample sample(int column, int size) {
    return whole().bound().getOrDefault(column, Sample.UNKNOWN);
  }
}
