import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.techrace.guard.QueryRefusedException;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.row.QueryPlan;

/// Measures how much the order in which a query names the parts of a group changes its cost. The
/// queries are random walks over the data, so each has a solution. Their parts are triple patterns,
/// paths, VALUES, UNION, and sub-selects. Every order must have the same answer. Orders with the
/// same plan are measured once. Prints a table of the ratios of the most to the least expensive
/// order, and the queries with the highest ratios. Progress goes to the standard error stream.
///
/// Usage: `Permutations STORE QUERIES SEED SECONDS`. After these seconds, the table has the queries
/// that have been measured.
public final class Permutations {
  private static final int MOST_PARTS = 8;

  /// The maximum number of orders of a query that are compared: all orders of three parts, and a
  /// random choice of those of more.
  private static final int ORDERS = 12;

  /// How often each order is run. The fastest run counts. Slow queries are run less often.
  private static final int RUNS = 3;

  /// The CPU time of an order after which it is not run again.
  private static final double ENOUGH_MS = 60;

  /// The wall time after which an order is stopped.
  private static final long LONGEST_MS = 400;

  /// The wall time after which an order is stopped if another one has an answer.
  private static final long LONGEST_OF_OTHERS_MS = 5_000;

  /// Queries whose first orders are all stopped are replaced.
  private static final int FIRST_ORDERS = 3;

  private static final long WARM_UP_MS = 5_000;
  private static final long PROGRESS_MS = 5_000;

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
  private final long start = System.nanoTime();
  private long reported;
  private int orders;
  private int replaced;
  private int stopped;

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

  /// A run of a query.
  ///
  /// @param plan its operators, with the numbers of rows that they expect
  /// @param answer a digest of the bag of its solutions, or null if it was stopped
  private record Run(String plan, String answer, double ms) {}

  /// The costs of a query.
  ///
  /// @param orders the number of orders that were compared
  /// @param stopped the number of these that were stopped and have no answer
  /// @param plans the number of different plans, which were measured
  /// @param best the CPU time of the least expensive order in ms
  /// @param worst the CPU time of the most expensive order in ms
  private record Cost(
      Group group,
      int orders,
      int stopped,
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
      new Permutations(dataset, Long.parseLong(args[2]))
          .measure(Integer.parseInt(args[1]), Long.parseLong(args[3]));
    }
  }

  private void measure(int queries, long seconds) {
    sampleSubjects();
    for (int i = 0; i < queries && passedMs() < WARM_UP_MS; i++) {
      Group group = group();
      cpu(group.query(group.parts), LONGEST_MS);
    }
    List<Cost> costs = new ArrayList<>();
    while (costs.size() < queries && passedMs() < 1000 * seconds) {
      cost(group()).ifPresent(costs::add);
      if (passedMs() > reported + PROGRESS_MS) {
        reported = passedMs();
        System.err.printf("%d s: %s%n", reported / 1000, progress(costs, queries));
      }
    }
    System.out.printf("%s. It took %d s.%n%n", progress(costs, queries), passedMs() / 1000);
    print(costs);
  }

  private String progress(List<Cost> costs, int queries) {
    return ("%d of %d queries, %d orders, of which %d were stopped. %d other queries were replaced,"
            + " because none of their first %d orders ended within %d ms")
        .formatted(costs.size(), queries, orders, stopped, replaced, FIRST_ORDERS, LONGEST_MS);
  }

  private long passedMs() {
    return (System.nanoTime() - start) / 1_000_000;
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

  /// Compares the answers of all orders of a query. Returns its cost, or empty if its first orders
  /// take long.
  private Optional<Cost> cost(Group group) {
    Map<String, String> byPlan = new LinkedHashMap<>();
    List<String> slow = new ArrayList<>();
    String answer = null;
    double least = Double.POSITIVE_INFINITY;
    int planned = 0;
    for (List<String> order : orders(group.parts)) {
      String query = group.query(order);
      Run run = run(query, LONGEST_MS);
      planned++;
      if (run.answer == null) {
        slow.add(query);
      } else {
        byPlan.putIfAbsent(run.plan, query);
        least = Math.min(least, run.ms);
      }
      answer = same(answer, run, query);
      if (planned == FIRST_ORDERS && slow.size() == planned) {
        replaced++;
        return Optional.empty();
      }
    }
    int without = 0;
    for (String query : slow) {
      Run run = run(query, LONGEST_OF_OTHERS_MS);
      without += run.answer == null ? 1 : 0;
      byPlan.putIfAbsent(run.plan, query);
      answer = same(answer, run, query);
    }
    orders += planned;
    stopped += without;
    if (byPlan.size() == 1) {
      String only = byPlan.values().iterator().next();
      return Optional.of(new Cost(group, planned, without, 1, least, least, only, only));
    }
    return Optional.of(measured(group, planned, without, byPlan.values()));
  }

  /// Returns the answer of all orders so far.
  ///
  /// @param known the answer of those before, or null
  private static String same(String known, Run run, String query) {
    if (known != null && run.answer != null && !known.equals(run.answer)) {
      throw new IllegalStateException(
          "another answer: %s instead of %s: %s".formatted(run.answer, known, query));
    }
    return known == null ? run.answer : known;
  }

  /// Measures orders with different plans.
  private Cost measured(Group group, int planned, int without, Collection<String> queries) {
    Map<String, Double> costs = new TreeMap<>();
    for (String query : queries) {
      costs.put(query, least(query, RUNS));
    }
    // The extremes are measured again, so that a pause of the machine does not decide.
    String best = extreme(costs, Comparator.naturalOrder());
    String worst = extreme(costs, Comparator.reverseOrder());
    for (int i = 0; i < RUNS && costs.get(worst) < LONGEST_MS; i++) {
      costs.merge(best, least(best, RUNS), Math::min);
      costs.merge(worst, least(worst, RUNS), Math::min);
      worst = extreme(costs, Comparator.reverseOrder());
    }
    best = extreme(costs, Comparator.naturalOrder());
    return new Cost(
        group, planned, without, costs.size(), costs.get(best), costs.get(worst), best, worst);
  }

  /// Runs a query and records its plan.
  private Run run(String query, long limit) {
    QueryPlan plan = new QueryPlan();
    String answer = null;
    long from = THREADS.getCurrentThreadCpuTime();
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(query)
            .set(QueryPlan.symbol(), plan)
            .timeout(limit, TimeUnit.MILLISECONDS)
            .build()) {
      answer = digest(exec.select());
    } catch (QueryCancelledException | QueryRefusedException e) {
      // It has no answer.
    }
    double ms = (THREADS.getCurrentThreadCpuTime() - from) / 1e6;
    StringBuilder text = new StringBuilder();
    plan.steps().forEach(step -> append(text, step));
    return new Run(text.toString(), answer, ms);
  }

  /// Returns the number of rows and the sum of their hashes, which no order of the rows or of their
  /// variables changes.
  private static String digest(RowSet rows) {
    long n = 0;
    long sum = 0;
    while (rows.hasNext()) {
      Binding row = rows.next();
      long hash = 0;
      for (Var variable : (Iterable<Var>) row::vars) {
        hash += spread(31L * variable.hashCode() + row.get(variable).toString().hashCode());
      }
      sum += spread(hash);
      n++;
    }
    return n + " rows, " + Long.toHexString(sum);
  }

  private static long spread(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  private static void append(StringBuilder text, QueryPlan.Step step) {
    text.append('(').append(step.text()).append(' ').append(step.expected());
    step.parts().forEach(part -> append(text, part));
    text.append(')');
  }

  /// Returns the least CPU time of some runs in ms.
  private double least(String query, int runs) {
    double least = cpu(query, LONGEST_OF_OTHERS_MS);
    double sum = least;
    for (int i = 1; i < runs && sum < ENOUGH_MS; i++) {
      double time = cpu(query, LONGEST_OF_OTHERS_MS);
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
    long from = THREADS.getCurrentThreadCpuTime();
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
      return (THREADS.getCurrentThreadCpuTime() - from) / 1e6;
    } catch (QueryRefusedException e) {
      return limit;
    } catch (RuntimeException e) {
      throw new IllegalStateException(query, e);
    }
    return (THREADS.getCurrentThreadCpuTime() - from) / 1e6;
  }

  private static void print(List<Cost> costs) {
    System.out.println(
        "| conjuncts | queries | with one plan | orders | stopped | plans | median | 95 % | worst |"
            + " over 2 |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (int n = 1; n <= MOST_PARTS; n++) {
      int parts = n;
      printRow("" + n, costs.stream().filter(c -> c.group.parts.size() == parts).toList());
    }
    printRow("all", costs);
    System.out.printf(
        "%nThe ratio of the CPU times of the most and the least expensive order of a query, each"
            + " plus %.1f ms. Each order was run, and had the same answer as the others unless it"
            + " was stopped after %d s. Orders with the same plan, that is the same operators with"
            + " the same expected rows, count as equally expensive; other plans were measured.%n%n",
        NOISE_MS, LONGEST_OF_OTHERS_MS / 1000);
    if (costs.stream().noneMatch(cost -> cost.plans > 1)) {
      return;
    }
    System.out.println("The highest ratios:");
    System.out.println();
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
        "| %s | %d | %d | %d | %d | %d | %.2f | %.2f | %.2f | %d |%n",
        name,
        costs.size(),
        costs.stream().filter(c -> c.plans == 1).count(),
        costs.stream().mapToInt(Cost::orders).sum(),
        costs.stream().mapToInt(Cost::stopped).sum(),
        costs.stream().mapToInt(Cost::plans).sum(),
        ratios[ratios.length / 2],
        ratios[(int) (0.95 * (ratios.length - 1))],
        ratios[ratios.length - 1],
        costs.stream().filter(c -> c.ratio() > LIMIT).count());
  }
}
