import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.jena.sparql.exec.QueryExec;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;

/// Measures queries on points with and without the index of geometries, which is not used for a
/// condition that is negated twice, or for an order by a sum. The answers of both must be the same.
/// Prints rows of a table: the CPU time of the first query after the store was opened, which makes
/// the index, and the medians of the next ones.
///
/// Usage: `Geometries STORE LABEL`
public final class Geometries {
  private static final int RUNS = 21;
  private static final int WARM_UP = 100;

  /// The times after which warming up and measuring end.
  private static final double WARM_UP_MS = 1000;

  private static final double MEASURED_MS = 2000;
  private static final double NANOS_PER_MS = 1e6;

  private static final String PREFIXES =
      """
      PREFIX : <http://e/>
      PREFIX geo: <http://www.opengis.net/ont/geosparql#>
      PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
      PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
      """;

  private static final String HERE = "'POINT(13.4 52.5)'^^geo:wktLiteral";

  public static void main(String[] args) throws Exception {
    String store = args[0];
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("a box of 0.2 degrees", "geof:sfWithin(?w, " + box(13.3, 52.4, 0.2) + ")");
    conditions.put("a box of 10 degrees", "geof:sfWithin(?w, " + box(8, 47, 10) + ")");
    conditions.put("a polygon of 200 sides", "geof:sfWithin(?w, " + polygon(13.4, 52.5) + ")");
    conditions.put("within 20 km", "geof:distance(?w, " + HERE + ", uom:metre) < 20000");
    System.out.printf(
        "| %,d points | rows | first, ms | next, ms | without the index, ms | ratio |%n",
        Integer.parseInt(args[1]));
    System.out.println("|---|--:|--:|--:|--:|--:|");
    for (Map.Entry<String, String> condition : conditions.entrySet()) {
      String pattern = "SELECT ?s { ?s geo:asWKT ?w FILTER(%s) }";
      filter(store, condition.getKey(), pattern, condition.getValue());
    }
    String joined =
        "SELECT ?s ?n { ?s :kind <http://e/kind/7> ; :name ?n ; geo:asWKT ?w FILTER(%s) }";
    filter(store, "a box of 0.2 degrees, joined", joined, conditions.get("a box of 0.2 degrees"));
    String nearest =
        "SELECT ?s { ?s geo:asWKT ?w FILTER(%s) } ORDER BY geof:distance(?w, "
            + HERE
            + ", uom:metre) LIMIT 10";
    filter(store, "the nearest 10 within 20 km", nearest, conditions.get("within 20 km"));
    String all = nearest.replace("FILTER(%s)", "");
    row(
        store,
        "the nearest 10",
        all,
        all.replace("geof:distance(", "(0 + geof:distance(").replace(") LIMIT", ")) LIMIT"));
  }

  private static String box(double x, double y, double side) {
    return String.format(
        Locale.ROOT,
        "'POLYGON((%1$s %2$s, %3$s %2$s, %3$s %4$s, %1$s %4$s, %1$s %2$s))'^^geo:wktLiteral",
        x,
        y,
        x + side,
        y + side);
  }

  /// A star around a place.
  private static String polygon(double x, double y) {
    List<String> corners = new ArrayList<>();
    for (int i = 0; i <= 200; i++) {
      double angle = 2 * Math.PI * (i % 200) / 200;
      double radius = i % 2 == 0 ? 1 : 0.8;
      corners.add(
          String.format(
              Locale.ROOT,
              "%.6f %.6f",
              x + radius * Math.cos(angle),
              y + radius * Math.sin(angle)));
    }
    return "'POLYGON((" + String.join(", ", corners) + "))'^^geo:wktLiteral";
  }

  private static void filter(String folder, String name, String pattern, String condition)
      throws Exception {
    row(folder, name, pattern.formatted(condition), pattern.formatted("!(!(" + condition + "))"));
  }

  private static void row(String folder, String name, String query, String plain) throws Exception {
    double first;
    try (StoreDataset store = open(folder)) {
      long start = cpu();
      answer(store, query);
      first = (cpu() - start) / NANOS_PER_MS;
    }
    try (StoreDataset store = open(folder)) {
      List<String> rows = answer(store, query);
      if (!rows.equals(answer(store, plain))) {
        throw new IllegalStateException("other answers without the index: " + name);
      }
      double with = median(store, query);
      double without = median(store, plain);
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %.1f | %.1f | %.1f | %.0f |%n",
          name,
          rows.size(),
          first,
          with,
          without,
          without / with);
    }
  }

  /// Returns the CPU time of this thread in nanoseconds.
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static StoreDataset open(String folder) throws Exception {
    return new StoreDataset(Store.open(Path.of(folder)), StoreDataset.DefaultGraph.OWN);
  }

  private static double median(StoreDataset store, String query) {
    times(store, query, WARM_UP, 1, WARM_UP_MS);
    List<Double> times = times(store, query, RUNS, 3, MEASURED_MS);
    times.sort(null);
    return times.get(times.size() / 2);
  }

  /// Returns the times of some runs in milliseconds, at least `fewest`, until they have taken a
  /// time in total.
  private static List<Double> times(
      StoreDataset store, String query, int runs, int fewest, double most) {
    List<Double> times = new ArrayList<>();
    double sum = 0;
    while (times.size() < fewest || (times.size() < runs && sum < most)) {
      long start = cpu();
      answer(store, query);
      double time = (cpu() - start) / NANOS_PER_MS;
      times.add(time);
      sum += time;
    }
    return times;
  }

  /// Returns the rows, in their order if the query has one.
  private static List<String> answer(StoreDataset store, String query) {
    List<String> rows = new ArrayList<>();
    try (QueryExec exec = QueryExec.dataset(store).query(PREFIXES + query).build()) {
      exec.select().forEachRemaining(row -> rows.add(row.toString()));
    }
    if (!query.contains("ORDER BY")) {
      rows.sort(null);
    }
    return rows;
  }
}
