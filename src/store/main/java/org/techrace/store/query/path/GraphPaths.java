package org.techrace.store.query.path;

import java.util.HashMap;
import java.util.Map;
import org.apache.jena.sparql.core.TriplePath;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// A path in each of the graphs of `GRAPH ?g`. Its steps stay within a graph. Used by one thread.
public final class GraphPaths {
  /// The maximum number of nodes that are cached for all graphs.
  private static final long MOST_REMEMBERED = 1 << 22;

  private final QueryRun run;
  private final TriplePath path;
  private final PathPattern inAll;
  private final GraphColumn graph;
  private final Map<Integer, PathPattern> patterns = new HashMap<>();

  /// The nodes at which the path can start, and those at which it can end, by graph; null until
  /// they have been read.
  private @Nullable Map<Integer, IntMap> starts;

  private @Nullable Map<Integer, IntMap> ends;

  /// @param inAll the path in the union of the graphs
  public GraphPaths(QueryRun run, TriplePath path, PathPattern inAll, GraphColumn graph) {
    this.run = run;
    this.path = path;
    this.inAll = inAll;
    this.graph = graph;
  }

  /// Joins rows with the path in the graphs that they name, or in each graph.
  ///
  /// @param demand the columns that are read of the result, or null for all
  public QueryRows join(QueryRows input, @Nullable Demand demand) {
    return new GraphPathRows(run, input, this, graph, demand);
  }

  /// Returns the path in one graph.
  PathPattern in(int name) {
    PathPattern known = patterns.get(name);
    if (known == null) {
      if (patterns.values().stream().mapToLong(PathPattern::remembered).sum() > MOST_REMEMBERED) {
        patterns.clear();
      }
      known =
          new PathPattern(
              run,
              path,
              run.store().graph(name),
              inAll.hasZeroLength() ? null : atSubject -> starts(name, atSubject));
      patterns.put(name, known);
    }
    return known;
  }

  private int[] starts(int name, boolean atSubject) {
    Map<Integer, IntMap> known = atSubject ? starts : ends;
    if (known == null) {
      known = readStarts(atSubject);
      if (atSubject) {
        starts = known;
      } else {
        ends = known;
      }
    }
    IntMap nodes = known.get(name);
    return nodes == null ? new int[0] : nodes.keys();
  }

  /// Reads the nodes of all graphs at once: one scan for each graph would read the triples of all.
  private Map<Integer, IntMap> readStarts(boolean atSubject) {
    Map<Integer, IntMap> read = new HashMap<>();
    inAll.eachStart(
        atSubject,
        (node, set) -> {
          for (int name : graph.graphs(set)) {
            read.computeIfAbsent(name, _ -> new IntMap(run)).add(node);
          }
        });
    return read;
  }
}
