import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.techrace.guard.QueryRefusedException;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.row.QueryPlan;

/// Measures cycles and shared neighbours with joins of several patterns at once, and with joins of
/// one pattern at a time, and compares the answers. For the latter, each pattern is written as a
/// union with a pattern that has no match, except those that a first join needs. Prints the rows of
/// all operators and the CPU time.
///
/// Usage: `Cycles STORE REGEX`
public final class Cycles {
  private static final int RUNS = 5;

  /// The time of a query after which it is not run again, and after which it is stopped.
  private static final double ENOUGH_MS = 500;

  private static final long LONGEST_MS = 20_000;

  private static final String PREFIXES = "PREFIX : <http://e/> ";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// A run of a query.
  ///
  /// @param answer the number of rows, or the value of a single number; null if it was stopped
  /// @param rows the rows that all operators returned
  private record Run(String answer, long rows, double ms) {}

  private final DatasetGraph dataset;

  private Cycles(DatasetGraph dataset) {
    this.dataset = dataset;
  }

  public static void main(String[] args) throws Exception {
    try (StoreDataset dataset =
        new StoreDataset(Store.open(Path.of(args[0])), StoreDataset.DefaultGraph.OWN)) {
      new Cycles(dataset).measure(args[1]);
    }
  }

  private void measure(String names) {
    System.out.println(
        "| query | answer | rows, at once | rows, one at a time | ms, at once | ms, one at a time |"
            + " times |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|");
    queries()
        .forEach(
            (name, query) -> {
              if (name.matches(names)) {
                measure(name, query);
              }
            });
  }

  private void measure(String name, List<String> query) {
    String select = query.getFirst();
    List<String> patterns = query.subList(1, query.size());
    Run together = run(select + " { " + String.join(" . ", patterns) + " }");
    Run apart = run(select + " { " + apart(patterns) + " }");
    if (together.answer != null && apart.answer != null && !together.answer.equals(apart.answer)) {
      throw new IllegalStateException(name + ": " + together + " and " + apart);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %,d | %,d | %s | %s | %s%.1f |%n",
        name,
        together.answer == null ? "-" : together.answer,
        together.rows,
        apart.rows,
        time(together),
        time(apart),
        apart.answer == null ? "over " : "",
        apart.ms / together.ms);
  }

  private static String time(Run run) {
    return run.answer == null ? "stopped" : String.format(Locale.ROOT, "%.1f", run.ms);
  }

  private static String apart(List<String> patterns) {
    StringBuilder text = new StringBuilder();
    for (String pattern : patterns) {
      String none = pattern.replaceAll(" :\\w+ ", " :none ");
      text.append("{ ").append(pattern).append(" } UNION { ").append(none).append(" } ");
    }
    return text.toString();
  }

  private static Map<String, List<String>> queries() {
    Map<String, List<String>> queries = new LinkedHashMap<>();
    for (String graph : List.of("power", "hub", "dense")) {
      for (Map.Entry<String, String> shape : shapes().entrySet()) {
        List<String> edges =
            List.of(shape.getValue().split(" ")).stream()
                .map(e -> "?" + e.charAt(0) + " :" + graph + " ?" + e.charAt(1))
                .toList();
        String name = graph + ", " + shape.getKey();
        add(queries, name + ", count", "SELECT (COUNT(*) AS ?n)", edges);
        add(queries, name + ", nodes", "SELECT (COUNT(DISTINCT ?a) AS ?n)", edges);
        if (shape.getKey().equals("triangle")) {
          add(queries, name + ", rows", "SELECT *", edges);
        }
      }
    }
    List<String> authors = List.of("?w :author ?a", "?w :author ?b");
    add(queries, "pairs of co-authors, count", "SELECT (COUNT(*) AS ?n)", authors);
    add(queries, "pairs of co-authors, distinct", "SELECT DISTINCT ?a ?b", authors);
    add(
        queries,
        "co-authors of a person",
        "SELECT DISTINCT ?b",
        List.of("?w :author :p7", "?w :author ?b"));
    add(queries, "works of two persons", "SELECT ?w", List.of("?w :author :p0", "?w :author :p1"));
    add(
        queries,
        "pairs with two works, count",
        "SELECT (COUNT(*) AS ?n)",
        List.of("?w :author ?a", "?w :author ?b", "?x :author ?a", "?x :author ?b"));
    add(
        queries,
        "three authors of pairwise works, count",
        "SELECT (COUNT(*) AS ?n)",
        List.of(
            "?u :author ?a",
            "?u :author ?b",
            "?v :author ?b",
            "?v :author ?c",
            "?w :author ?a",
            "?w :author ?c"));
    add(
        queries,
        "pairs of firms, by technologies",
        "SELECT ?f ?g (COUNT(*) AS ?n)",
        List.of("?f :technology ?t", "?g :technology ?t"));
    return queries;
  }

  private static Map<String, String> shapes() {
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("triangle", "ab bc ca");
    shapes.put("4-cycle", "ab bc cd da");
    shapes.put("5-cycle", "ab bc cd de ea");
    shapes.put("diamond", "ab ac bd cd ad");
    shapes.put("clique of 4", "ab ac ad bc bd cd");
    shapes.put("bow tie", "ab bc ca ad de ea");
    return shapes;
  }

  private static void add(
      Map<String, List<String>> queries, String name, String select, List<String> patterns) {
    List<String> query = new ArrayList<>(List.of(select));
    query.addAll(patterns);
    queries.put(name, query);
  }

  private Run run(String where) {
    String query = PREFIXES + where + (where.contains("?f ?g") ? " GROUP BY ?f ?g" : "");
    Run least = once(query);
    double sum = least.ms;
    for (int i = 1; i < RUNS && sum < ENOUGH_MS && least.answer != null; i++) {
      Run next = once(query);
      sum += next.ms;
      least = next.ms < least.ms ? next : least;
    }
    return least;
  }

  private Run once(String query) {
    QueryPlan plan = new QueryPlan();
    String answer = null;
    long start = THREADS.getCurrentThreadCpuTime();
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(query)
            .set(QueryPlan.symbol(), plan)
            .timeout(LONGEST_MS, TimeUnit.MILLISECONDS)
            .build()) {
      answer = answer(exec.select());
    } catch (QueryCancelledException | QueryRefusedException e) {
      // It has no answer.
    }
    double ms = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    return new Run(answer, rows(plan.steps()), ms);
  }

  /// Returns the value of a count, or the number of rows.
  private static String answer(RowSet rows) {
    long n = 0;
    String value = "";
    while (rows.hasNext()) {
      var row = rows.next();
      n++;
      value = row.contains("n") ? row.get("n").getLiteralLexicalForm() : "";
    }
    return n == 1 && !value.isEmpty() ? value : n + " rows";
  }

  private static long rows(List<QueryPlan.Step> steps) {
    return steps.stream().mapToLong(s -> s.rows() + rows(s.parts())).sum();
  }
}
