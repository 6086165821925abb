package org.techrace.store.query.join;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.util.FmtUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.path.GraphPaths;
import org.techrace.store.query.path.PathPattern;
import org.techrace.store.query.path.PathRows;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A property path with repetition. Its size is estimated by a few walks.
final class PathConjunct implements Conjunct {
  /// The maximum number of nodes in a walk from a value of a variable.
  private static final int SAMPLED_NODES = 256;

  /// The maximum number of nodes in a walk from a term of the query, whose result is likely to be
  /// used.
  private static final int COUNTED_NODES = 1 << 14;

  /// The number of values of a variable that are used for walks.
  private static final int WALKS = 4;

  private final QueryRun run;
  private final PathPattern path;
  private final TriplePath written;

  /// The path in the graphs of `GRAPH ?g`, or null to search the scope.
  private final @Nullable GraphPaths inGraphs;

  private final @Nullable GraphColumn graph;
  private final Map<Sample, Double> ahead = new HashMap<>();
  private final Map<Sample, Double> back = new HashMap<>();

  /// Creates a conjunct.
  ///
  /// @param written the path as in the query
  /// @param graph the variable of `GRAPH ?g`, or null to search the scope
  PathConjunct(QueryRun run, TriplePath written, Scope scope, @Nullable GraphColumn graph) {
    this.run = run;
    this.path = new PathPattern(run, written, graph == null ? scope : run.store().union());
    this.written = written;
    this.graph = graph;
    this.inGraphs = graph == null ? null : new GraphPaths(run, written, path, graph);
  }

  @Override
  public String text() {
    return text(written.getPath());
  }

  /// Does not write the path, which takes as long as planning a small query.
  @Override
  public String key() {
    return text("(" + written.getPath().hashCode() + ")");
  }

  private String text(Object between) {
    return "%s %s %s"
        .formatted(
            FmtUtils.stringForNode(written.getSubject()),
            between,
            FmtUtils.stringForNode(written.getObject()));
  }

  @Override
  public BitSet columns() {
    BitSet columns = new BitSet();
    for (boolean atSubject : new boolean[] {true, false}) {
      if (path.column(atSubject) != PathPattern.TERM) {
        columns.set(path.column(atSubject));
      }
    }
    if (graph != null) {
      columns.set(graph.column());
    }
    return columns;
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    Sample subject = sample(true, bound);
    Sample object = sample(false, bound);
    double starts = Math.max(1, path.starts());
    if (subject == null) {
      double pairs =
          object == null ? starts * reached(Sample.UNKNOWN, true) : reached(object, false);
      return step(pairs, rows * pairs);
    }
    if (object == null) {
      double nodes = reached(subject, true);
      return step(nodes, rows * nodes);
    }
    if (path.column(true) == PathPattern.TERM && path.column(false) == PathPattern.TERM) {
      double nodes = path.smallerClosure(COUNTED_NODES);
      return step(Math.min(1, nodes / starts), rows + nodes);
    }
    // Both ends are known: the smaller closures are computed and looked up in.
    double ahead = reached(subject, true);
    double back = reached(object, false);
    double closures =
        Math.min(
            closures(rows, path.column(true), ahead), closures(rows, path.column(false), back));
    double share = Math.min(1, Math.max(ahead, back) / starts);
    if (isCounted(false)) {
      share = share(subject.ids(), id -> path.connects(id, path.id(false), true), share);
    } else if (isCounted(true)) {
      share = share(object.ids(), id -> path.connects(path.id(true), id, false), share);
    }
    return step(share, rows + closures);
  }

  /// Returns an estimate of the share of values that the path connects with a term.
  ///
  /// @param unknown the share if there are no values
  private static double share(int[] values, IntPredicate connects, double unknown) {
    double found = Arrays.stream(values).filter(connects).count();
    // A value outside of the sample may be connected.
    return values.length == 0 ? unknown : Math.max(found, 0.5) / values.length;
  }

  private static double closures(double rows, int column, double nodes) {
    return column == PathPattern.TERM ? nodes : rows * nodes;
  }

  private JoinStep step(double fanout, double work) {
    return new JoinStep(fanout, work, in -> join(in, null));
  }

  /// Joins rows with the path. Ends that are not read are only counted.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows join(QueryRows input, @Nullable Demand demand) {
    return inGraphs == null ? new PathRows(run, input, path, demand) : inGraphs.join(input, demand);
  }

  private @Nullable Sample sample(boolean atSubject, Map<Integer, Sample> bound) {
    int column = path.column(atSubject);
    return column == PathPattern.TERM ? new Sample(1, _ -> path.id(atSubject)) : bound.get(column);
  }

  /// Returns an estimate of the number of nodes that are reached from each value.
  private double reached(Sample values, boolean atSubject) {
    boolean term = path.column(atSubject) == PathPattern.TERM;
    if (term) {
      return counted(atSubject);
    }
    return (atSubject ? ahead : back).computeIfAbsent(values, v -> walked(v, atSubject));
  }

  private double walked(Sample values, boolean atSubject) {
    int[] nodes = values.ids();
    if (nodes.length == 0) {
      nodes = path.someStarts(atSubject, WALKS);
    }
    // Walks from the values of all rows are likely to be used.
    int most = values.isWhole() ? COUNTED_NODES : SAMPLED_NODES;
    double some = walked(nodes, Math.min(WALKS, nodes.length), atSubject, most);
    // Walks that end at once cost little, and most values may have none.
    return some > 0 ? some : walked(nodes, nodes.length, atSubject, most);
  }

  private double walked(int[] nodes, int walks, boolean atSubject, int most) {
    double sum = 0;
    for (int i = 0; i < walks; i++) {
      int node = nodes[i * nodes.length / walks];
      sum += node == Batch.UNBOUND ? SAMPLED_NODES : path.reachedUpTo(node, atSubject, most);
    }
    return walks == 0 ? 0 : sum / walks;
  }

  @Override
  public double distinct(int column) {
    double least = Double.POSITIVE_INFINITY;
    for (boolean atSubject : new boolean[] {true, false}) {
      if (path.column(atSubject) == column && isCounted(!atSubject)) {
        least = Math.min(least, counted(!atSubject));
      }
    }
    return least;
  }

  @Override
  public double distinctRows() {
    double least = Double.POSITIVE_INFINITY;
    if (graph != null) {
      return least;
    }
    for (boolean atSubject : new boolean[] {true, false}) {
      least = isCounted(atSubject) ? Math.min(least, counted(atSubject)) : least;
    }
    return least;
  }

  /// Returns true if an end is a term that reaches few nodes.
  private boolean isCounted(boolean atSubject) {
    return path.column(atSubject) == PathPattern.TERM && counted(atSubject) < COUNTED_NODES;
  }

  private int counted(boolean atSubject) {
    return path.reachedUpTo(path.id(atSubject), atSubject, COUNTED_NODES);
  }

  @Override
  public Sample sample(int column, int size) {
    for (boolean atSubject : new boolean[] {true, false}) {
      if (path.column(atSubject) == column && isCounted(!atSubject)) {
        return Sample.of(path.nodes(path.id(!atSubject), !atSubject), size);
      }
    }
    return Sample.UNKNOWN;
  }
}
