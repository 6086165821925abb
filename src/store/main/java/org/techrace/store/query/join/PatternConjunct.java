package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.pattern.LeapfrogJoin;
import org.techrace.store.query.pattern.Pattern;
import org.techrace.store.query.pattern.PatternJoin;
import org.techrace.store.query.pattern.PatternScan;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.IdCondition;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.FilterRows;

/// A triple pattern. The number of matches comes from the index.
final class PatternConjunct implements Conjunct {
  private final QueryRun run;
  private final Pattern pattern;
  private final Scope scope;
  private final @Nullable GraphColumn graph;
  private final BitSet columns = new BitSet();

  PatternConjunct(QueryRun run, Pattern pattern, Scope scope) {
    this(run, pattern, scope, null);
  }

  /// Creates a conjunct.
  ///
  /// @param graph the variable of `GRAPH ?g`, or null to search the scope
  PatternConjunct(QueryRun run, Pattern pattern, Scope scope, @Nullable GraphColumn graph) {
    this.run = run;
    this.pattern = pattern;
    this.scope = scope;
    this.graph = graph;
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position)) {
        columns.set(pattern.column(position));
      }
    }
    if (graph != null) {
      columns.set(graph.column());
    }
  }

  /// Returns the conjunct for the matches that a condition may accept, or this one if that saves
  /// nothing.
  PatternConjunct within(IdCondition condition) {
    Pattern limited = pattern;
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position)
          && pattern.column(position) == run.layout().column(condition.variable())) {
        limited = limited.within(position, condition.possible());
      }
    }
    return limited == pattern ? this : new PatternConjunct(run, limited, scope, graph);
  }

  /// Returns true if the graph of a match is the value of a variable.
  boolean hasGraph() {
    return graph != null;
  }

  /// Returns true if the store has no match.
  boolean isEmpty() {
    return pattern.matches == 0;
  }

  /// Joins rows with the pattern. Variables that are not read are left out if that saves work.
  ///
  /// @param demand the columns that are read of the result, or null for all
  /// @param sortedBy the position by which the matches of a row are sorted if possible, or -1
  QueryRows join(QueryRows input, @Nullable Demand demand, int sortedBy) {
    return isEmpty()
        ? QueryRows.none()
        : new PatternJoin(run, input, pattern, scope, graph, demand).sortedBy(sortedBy);
  }

  /// Returns the scan of all matches in parts, or empty if they cannot be divided. Variables that
  /// are not read are left out if that saves work.
  ///
  /// @param demand the columns that are read of the result, or null for all
  /// @param sortedBy the position by which the matches are sorted if possible, or -1
  Optional<PatternScan> scan(@Nullable Demand demand, int sortedBy) {
    return isEmpty() || (graph == null && !scope.all())
        ? Optional.empty()
        : PatternScan.of(run, pattern, graph, demand, sortedBy);
  }

  /// Joins rows with the values of a variable that patterns of one group have in common.
  ///
  /// @param column the column of the variable, the only unbound one
  /// @param demand the columns that are read of the result, or null for all
  static QueryRows leapfrog(
      QueryRows input, List<PatternConjunct> patterns, int column, @Nullable Demand demand) {
    PatternConjunct first = patterns.getFirst();
    return new LeapfrogJoin(
        first.run,
        input,
        patterns.stream().map(p -> p.pattern).toList(),
        column,
        first.scope,
        first.graph,
        demand);
  }

  /// Returns the only column that is not bound if it is at one position, or -1.
  int onlyOpen(Map<Integer, Sample> bound) {
    int open = -1;
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position) && !bound.containsKey(pattern.column(position))) {
        if (open >= 0) {
          return -1;
        }
        open = pattern.column(position);
      }
    }
    return graph == null || bound.containsKey(graph.column()) ? open : -1;
  }

  /// Returns the position of the variable of an expression that reads the text of an object, or -1.
  /// Sorted by object, each text is read once and next to the one before.
  int readBy(Expr expr) {
    return !pattern.isTerm(2)
            && FilterRows.readsText(expr)
            && expr.getVarsMentioned().stream()
                .allMatch(v -> run.layout().column(v) == pattern.column(2))
        ? 2
        : -1;
  }

  /// Returns the column by which the matches are sorted if the pattern is the first, or -1.
  ///
  /// @param read the columns that are read of them
  int sorted(BitSet read) {
    return read.cardinality() == 1 ? read.nextSetBit(0) : pattern.sortedColumn();
  }

  @Override
  public String text() {
    return pattern.toString();
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
    double matches = pattern.matches;
    if (isEmpty()) {
      return new JoinStep(0, 0, _ -> QueryRows.none());
    }
    double ofPairs = 0;
    for (int position = 0; position < 3; position++) {
      Sample values = values(position, bound);
      if (values != null) {
        matches *= pattern.share(position, values);
        for (int other = 0; other < 3; other++) {
          if (other != position && values(other, bound) != null) {
            ofPairs = Math.max(ofPairs, pattern.matchesOfPairs(other, position, values));
          }
        }
      }
    }
    matches = Math.max(matches, ofPairs);
    if (graph != null) {
      double graphs = pattern.graphs(graph);
      matches *= bound.containsKey(graph.column()) ? Math.min(1, graphs) : graphs;
    }
    boolean isBound = graph == null && columns.stream().allMatch(bound::containsKey);
    double fanout = isBound ? Math.min(1, matches) : matches;
    return new JoinStep(fanout, 0, in -> join(in, null, -1));
  }

  private @Nullable Sample values(int position, Map<Integer, Sample> bound) {
    return pattern.isTerm(position) ? null : bound.get(pattern.column(position));
  }

  @Override
  public double distinct(int column) {
    double least = Double.POSITIVE_INFINITY;
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position) && pattern.column(position) == column) {
        least = Math.min(least, (double) pattern.distinct(position));
      }
    }
    return least;
  }

  @Override
  public double distinctRows() {
    return graph == null ? pattern.matches : Double.POSITIVE_INFINITY;
  }

  @Override
  public Sample sample(int column, int size) {
    for (int position = 0; position < 3; position++) {
      if (!pattern.isTerm(position) && pattern.column(position) == column) {
        return pattern.sample(position, size);
      }
    }
    return Sample.UNKNOWN;
  }
}
