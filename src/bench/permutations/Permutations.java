import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.techrace.guard.QueryRefusedException;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.row.QueryPlan;

/// Measures how much the order in which a query names the parts of a group changes its cost. The
/// queries are random walks over the data, so each has a solution. Their parts are triple patterns,
/// paths, VALUES, UNION, and sub-selects. Orders with the same plan are measured once. Prints a
/// table of the ratios of the most to the least expensive order, and the queries with the highest
/// ratios.
///
/// Usage: `Permutations STORE QUERIES SEED`
public final class Permutations {
  private static final int MOST_PARTS = 8;

  /// The maximum number of orders of a query that are measured: all orders of three parts, and a
  /// random choice of those of more.
  private static final int ORDERS = 12;

  /// How often each order is run. The fastest run counts. Slow queries are run less often.
  private static final int RUNS = 3;

  /// The CPU time of an order after which it is not run again.
  private static final double ENOUGH_MS = 60;

  /// The wall time after which a query is stopped.
  private static final long LONGEST_MS = 10_000;

  /// Queries whose first orders all take longer than this are replaced.
  private static final double MOST_MS = 400;

  private static final int FIRST_ORDERS = 3;

  /// Added to both costs of a ratio: smaller differences are noise.
  private static final double NOISE_MS = 0.3;

  /// The ratio that no query should exceed.
  private static final double LIMIT = 2;

  /// The number of queries that are printed in full.
  private static final int PRINTED = 15;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final DatasetGraph dataset;
  private final Graph graph;
  private final Random random;
  private final List<Node> subjects = new ArrayList<>();

  /// The parts of a query.
  ///
  /// @param counts true if the query counts its solutions instead of returning them
  private record Group(List<String> parts, boolean counts) {

    /// Returns the query with its parts in an order.
    String query(List<String> order) {
      String what = counts ? "(COUNT(*) AS ?n)" : "*";
      return "SELECT " + what + " { " + String.join(" ", order) + " }";
    }
  }

  /// The costs of a query.
  ///
  /// @param orders the number of orders that were planned
  /// @param plans the number of different plans, which were measured
  /// @param best the CPU time of the least expensive order in ms
  /// @param worst the CPU time of the most expensive order in ms
  private record Cost(
      Group group,
      int orders,
      int plans,
      double best,
      double worst,
      String bestQuery,
      String worstQuery) {
    double ratio() {
      return (worst + NOISE_MS) / (best + NOISE_MS);
    }
  }

  private Permutations(DatasetGraph dataset, long seed) {
    this.dataset = dataset;
    this.graph = dataset.getDefaultGraph();
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws Exception {
    try (StoreDataset dataset =
        new StoreDataset(Store.open(Path.of(args[0])), StoreDataset.DefaultGraph.OWN)) {
      new Permutations(dataset, Long.parseLong(args[2])).measure(Integer.parseInt(args[1]));
    }
  }

  private void measure(int queries) {
    sampleSubjects();
    for (int i = 0; i < queries; i++) { // warms up the JVM
      Group group = group();
      cpu(group.query(group.parts), 500);
    }
    List<Cost> costs = new ArrayList<>();
    while (costs.size() < queries) {
      cost(group()).ifPresent(costs::add);
    }
    print(costs);
  }

  private void sampleSubjects() {
    long triples = graph.size();
    for (int i = 0; i < 500; i++) {
      String query =
          "SELECT ?s { ?s ?p ?o } LIMIT 1 OFFSET " + (long) (random.nextDouble() * triples);
      try (QueryExec exec = QueryExec.dataset(dataset).query(query).build()) {
        exec.select().forEachRemaining(row -> subjects.add(row.get("s")));
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// Generates a group whose parts share variables. Each variable has a witness: a value in one
  /// solution.
  private Group group() {
    int n = 3 + random.nextInt(MOST_PARTS - 2);
    Map<Node, String> variables = new HashMap<>();
    List<Node> witnesses = new ArrayList<>();
    Set<String> parts = new LinkedHashSet<>();
    name(any(subjects), variables, witnesses);
    for (int tries = 0; parts.size() < n && tries < 100; tries++) {
      Node node = any(witnesses);
      List<Triple> triples = triples(node);
      if (triples.isEmpty()) {
        continue;
      }
      Triple triple = any(triples);
      Node other = triple.getSubject().equals(node) ? triple.getObject() : triple.getSubject();
      boolean constant = !variables.containsKey(other) && random.nextInt(4) == 0;
      if (!constant) {
        name(other, variables, witnesses);
      }
      String term = constant ? text(other) : variables.get(other);
      String s = triple.getSubject().equals(node) ? variables.get(node) : term;
      String o = triple.getSubject().equals(node) ? term : variables.get(node);
      parts.add(part(s, text(triple.getPredicate()), o, variables.get(node), text(node)));
    }
    return new Group(List.copyOf(parts), random.nextBoolean());
  }

  private static void name(Node node, Map<Node, String> variables, List<Node> witnesses) {
    if (variables.putIfAbsent(node, "?v" + variables.size()) == null) {
      witnesses.add(node);
    }
  }

  /// Returns some triples with a node as subject or object.
  private List<Triple> triples(Node node) {
    List<Triple> triples = new ArrayList<>();
    take(graph.find(node, Node.ANY, Node.ANY), 40, triples);
    take(graph.find(Node.ANY, Node.ANY, node), 20, triples);
    return triples;
  }

  private static void take(ExtendedIterator<Triple> found, int n, List<Triple> triples) {
    for (int i = 0; i < n && found.hasNext(); i++) {
      triples.add(found.next());
    }
    found.close();
  }

  private static String text(Node node) {
    return NodeFmtLib.strNT(node);
  }

  private String part(String s, String p, String o, String variable, String witness) {
    return switch (random.nextInt(14)) {
      case 0 -> s + " " + p + "+ " + o + " .";
      case 1 -> o + " ^" + p + " " + s + " .";
      case 2 -> "VALUES " + variable + " { " + witness + " " + text(any(subjects)) + " }";
      case 3 -> "{ " + s + " " + p + " " + o + " } UNION { " + o + " " + p + " " + s + " }";
      case 4 -> selected(s, o) + " { " + s + " " + p + " " + o + " } }";
      default -> s + " " + p + " " + o + " .";
    };
  }

  private static String selected(String s, String o) {
    String variables = (s.startsWith("?") ? s + " " : "") + (o.startsWith("?") ? o : "");
    return "{ SELECT DISTINCT " + variables;
  }

  /// Returns the cost of a query, or empty if its first orders take long.
  private Optional<Cost> cost(Group group) {
    Set<String> plans = new HashSet<>();
    Map<String, Double> costs = new TreeMap<>();
    int planned = 0;
    for (List<String> order : orders(group.parts)) {
      String query = group.query(order);
      if (plans.add(plan(query))) {
        costs.put(query, least(query, RUNS));
      }
      planned++;
      if (planned == FIRST_ORDERS && Collections.min(costs.values()) > MOST_MS) {
        return Optional.empty();
      }
    }
    // The extremes are measured again, so that a pause of the machine does not decide.
    String best = extreme(costs, Comparator.naturalOrder());
    String worst = extreme(costs, Comparator.reverseOrder());
    for (int i = 0; i < RUNS && costs.size() > 1 && costs.get(worst) < MOST_MS; i++) {
      costs.merge(best, least(best, RUNS), Math::min);
      costs.merge(worst, least(worst, RUNS), Math::min);
      worst = extreme(costs, Comparator.reverseOrder());
    }
    best = extreme(costs, Comparator.naturalOrder());
    return Optional.of(
        new Cost(group, planned, costs.size(), costs.get(best), costs.get(worst), best, worst));
  }

  /// Returns the plan of a query: its operators, with the numbers of rows that they expect, up to
  /// the first result row.
  private String plan(String query) {
    QueryPlan plan = new QueryPlan();
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(query)
            .set(QueryPlan.symbol(), plan)
            .timeout(LONGEST_MS, TimeUnit.MILLISECONDS)
            .build()) {
      exec.select().hasNext();
    } catch (QueryCancelledException | QueryRefusedException e) {
      // The plan is known before the first row.
    }
    StringBuilder text = new StringBuilder();
    plan.steps().forEach(step -> append(text, step));
    return text.toString();
  }

  private static void append(StringBuilder text, QueryPlan.Step step) {
    text.append('(').append(step.text()).append(' ').append(step.expected());
    step.parts().forEach(part -> append(text, part));
    text.append(')');
  }

  /// Returns the least CPU time of some runs in ms.
  private double least(String query, int runs) {
    double least = cpu(query, LONGEST_MS);
    double sum = least;
    for (int i = 1; i < runs && sum < ENOUGH_MS; i++) {
      double time = cpu(query, LONGEST_MS);
      sum += time;
      least = Math.min(least, time);
    }
    return least;
  }

  private static String extreme(Map<String, Double> costs, Comparator<Double> order) {
    return costs.entrySet().stream().min(Map.Entry.comparingByValue(order)).orElseThrow().getKey();
  }

  private Set<List<String>> orders(List<String> parts) {
    Set<List<String>> orders = new LinkedHashSet<>();
    orders.add(parts);
    for (int i = 0; i < 10 * ORDERS && orders.size() < ORDERS; i++) {
      List<String> shuffled = new ArrayList<>(parts);
      Collections.shuffle(shuffled, random);
      orders.add(shuffled);
    }
    return orders;
  }

  /// Returns the CPU time of a query in ms. A query that is stopped after `limit` ms counts as far
  /// as it ran, and one that is refused because it has too many rows as `limit`.
  private double cpu(String query, long limit) {
    long start = THREADS.getCurrentThreadCpuTime();
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(QueryFactory.create(query))
            .timeout(limit, TimeUnit.MILLISECONDS)
            .build()) {
      RowSet rows = exec.select();
      while (rows.hasNext()) {
        rows.next();
      }
    } catch (QueryCancelledException e) {
      return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    } catch (QueryRefusedException e) {
      return limit;
    } catch (RuntimeException e) {
      throw new IllegalStateException(query, e);
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
  }

  private static void print(List<Cost> costs) {
    System.out.println("| conjuncts | queries | orders | plans | median | 95 % | worst | over 2 |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
    for (int n = 1; n <= MOST_PARTS; n++) {
      int parts = n;
      printRow("" + n, costs.stream().filter(c -> c.group.parts.size() == parts).toList());
    }
    printRow("all", costs);
    System.out.printf(
        "%nThe ratio of the CPU times of the most and the least expensive order of a query, each"
            + " plus %.1f ms. Orders with the same plan, that is the same operators with the same"
            + " expected rows, are measured once. The highest ratios:%n%n",
        NOISE_MS);
    System.out.println("| ratio | ms | query |");
    System.out.println("|--:|--:|---|");
    costs.stream()
        .filter(cost -> cost.plans > 1)
        .sorted(Comparator.comparingDouble(Cost::ratio).reversed())
        .limit(PRINTED)
        .forEach(Permutations::printQueries);
  }

  private static void printQueries(Cost cost) {
    System.out.printf("| %.2f | %.2f | `%s` |%n", cost.ratio(), cost.worst, cost.worstQuery);
    System.out.printf("| | %.2f | `%s` |%n", cost.best, cost.bestQuery);
  }

  private static void printRow(String name, List<Cost> costs) {
    if (costs.isEmpty()) {
      return;
    }
    double[] ratios = costs.stream().mapToDouble(Cost::ratio).sorted().toArray();
    System.out.printf(
        "| %s | %d | %d | %d | %.2f | %.2f | %.2f | %d |%n",
        name,
        costs.size(),
        costs.stream().mapToInt(Cost::orders).sum(),
        costs.stream().mapToInt(Cost::plans).sum(),
        ratios[ratios.length / 2],
        ratios[(int) (0.95 * (ratios.length - 1))],
        ratios[ratios.length - 1],
        costs.stream().filter(c -> c.ratio() > LIMIT).count());
  }
}
