package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Triple patterns of a group that have one variable in common and no other unbound one, such as
/// the last two of a triangle. [JoinOrder] compares joining them at once with joining one of them.
final class LeapfrogConjunct implements Conjunct {
  /// The cost of a row in addition to its lookups, compared with that of creating a row.
  private static final double START = 3;

  /// The cost of searching a value in a list of the same length, and in addition for each doubling
  /// of that list, unless it is read only once.
  private static final double SEARCH = 0.8;

  private final QueryRun run;
  private final List<PatternConjunct> patterns;
  private final int column;
  private final BitSet columns = new BitSet();

  private LeapfrogConjunct(QueryRun run, List<PatternConjunct> patterns, int column) {
    this.run = run;
    this.patterns = patterns;
    this.column = column;
    patterns.forEach(p -> columns.or(p.columns()));
  }

  /// Returns those that can be joined next.
  ///
  /// @param conjuncts the conjuncts that have not been joined
  /// @param bound the columns that are bound
  static List<Conjunct> of(QueryRun run, List<Conjunct> conjuncts, Map<Integer, Sample> bound) {
    if (!run.uses(Rewrite.LEAPFROG)) {
      return List.of();
    }
    Map<Integer, List<PatternConjunct>> byColumn = new LinkedHashMap<>();
    for (Conjunct conjunct : conjuncts) {
      if (conjunct instanceof PatternConjunct pattern) {
        int column = pattern.onlyOpen(bound);
        if (column >= 0) {
          byColumn.computeIfAbsent(column, _ -> new ArrayList<>()).add(pattern);
        }
      }
    }
    List<Conjunct> found = new ArrayList<>();
    byColumn.forEach(
        (column, patterns) -> {
          if (patterns.size() > 1) {
            found.add(new LeapfrogConjunct(run, patterns, column));
          }
        });
    return found;
  }

  /// Joins rows with the patterns.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows join(QueryRows input, @Nullable Demand demand) {
    return PatternConjunct.leapfrog(input, patterns, column, demand);
  }

  /// Returns the column of the variable that it binds.
  int column() {
    return column;
  }

  @Override
  public List<? extends Conjunct> parts() {
    return patterns;
  }

  @Override
  public String text() {
    return "leapfrog %s: %s"
        .formatted(
            run.layout().variable(column),
            patterns.stream().map(Conjunct::text).collect(Collectors.joining(" . ")));
  }

  @Override
  public BitSet columns() {
    return columns;
  }

  @Override
  public boolean isConcurrent() {
    return true;
  }

  /// The cost of looking up the rows is not included ([JoinState]).
  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    record Counted(PatternConjunct pattern, double matches) {}
    List<Counted> counted =
        patterns.stream()
            .map(p -> new Counted(p, p.plan(rows, bound).fanout()))
            .sorted(Comparator.comparingDouble(Counted::matches))
            .toList();
    Counted lead = counted.getFirst();
    Map<Integer, Sample> after = new HashMap<>(bound);
    after.put(column, lead.pattern().sample(column, Sample.SIZE));
    double found = lead.matches();
    double work = 0;
    boolean isReadOnce = columns.cardinality() == 1;
    for (Counted other : counted.subList(1, counted.size())) {
      double longer = isReadOnce ? 1 : other.matches() / Math.max(1, lead.matches());
      work += SEARCH * (1 + Math.log(Math.max(1, longer)) / Math.log(2));
      found *= other.pattern().plan(rows, after).fanout();
    }
    return new JoinStep(found, rows * (START + lead.matches() * work), in -> join(in, null));
  }

  @Override
  public double distinct(int some) {
    return patterns.stream().mapToDouble(p -> p.distinct(some)).min().orElseThrow();
  }

  @Override
  public Sample sample(int some, int size) {
    return patterns.stream()
        .filter(p -> p.columns().get(some))
        .min(Comparator.comparingDouble(p -> p.distinct(some)))
        .map(p -> p.sample(some, size))
        .orElse(Sample.UNKNOWN);
  }
}
