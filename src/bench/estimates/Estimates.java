import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.tdb2.DatabaseMgr;
import org.apache.jena.vocabulary.XSD;
import org.techrace.guard.QueryRefusedException;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.row.QueryPlan;

/// Asks random queries of a store and of TDB2 with the triples of its graphs in one, and prints
/// what no query should show: an operator with many more rows than it expected, a time much longer
/// than that of TDB2, another answer. The queries are random walks over the data, so most have
/// solutions: joins of 2 to 6 patterns, with paths, OPTIONAL, EXISTS, NOT EXISTS, MINUS,
/// conditions, and counted, grouped or distinct rows.
///
/// Usage: `Estimates STORE TDB2 QUERIES SEED SECONDS`. TDB2 is a folder; if it is absent, it is
/// made from the store. After these seconds, the summary has the queries that have been asked.
public final class Estimates {
  /// An operator with more rows than this multiple of those expected is a finding.
  private static final double MOST_ROWS = 100;

  /// Operators with fewer rows cost nothing.
  private static final long FEW_ROWS = 10_000;

  /// A query that takes longer than this multiple of the time of TDB2 is a finding.
  private static final double MOST_TIME = 5;

  /// Shorter times are noise.
  private static final double SHORT_MS = 20;

  private static final long LIMIT_MS = 1_500;
  private static final long LONGER_MS = 12_000;
  private static final int RUNS_OF_FINDINGS = 3;
  private static final int WARM_UP = 100;
  private static final long PROGRESS_MS = 10_000;
  private static final int MOST_TRIPLES = 400;

  private final DatasetGraph ours;
  private final DatasetGraph tdb;
  private final Random random;
  private final List<Node> subjects = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private final long start = System.nanoTime();
  private int asked;
  private int findings;
  private int ourLimit;
  private int theirLimit;

  /// An answer.
  ///
  /// @param digest what is compared of its rows, or null if the query was stopped
  private record Answer(String digest, double ms, QueryPlan plan) {}

  private Estimates(DatasetGraph ours, DatasetGraph tdb, long seed) {
    this.ours = ours;
    this.tdb = tdb;
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    boolean made = Files.exists(folder);
    DatasetGraph tdb = DatabaseMgr.connectDatasetGraph(folder.toString());
    try (StoreDataset ours =
        new StoreDataset(Store.open(Path.of(args[0])), StoreDataset.DefaultGraph.UNION)) {
      if (!made) {
        System.err.println("TDB2 is loaded");
        tdb.begin(ReadWrite.WRITE);
        ours.find().forEachRemaining(quad -> tdb.getDefaultGraph().add(quad.asTriple()));
        tdb.commit();
        tdb.end();
      }
      new Estimates(ours, tdb, Long.parseLong(args[3]))
          .measure(Integer.parseInt(args[2]), Long.parseLong(args[4]));
    } finally {
      tdb.close();
    }
  }

  private void measure(int queries, long seconds) {
    sampleSubjects();
    double reported = 0;
    while (asked < queries && passedMs() < 1000.0 * seconds) {
      String query = query();
      if (query != null) {
        compare(query);
      }
      if (passedMs() > reported + PROGRESS_MS) {
        reported = passedMs();
        System.err.printf("%.0f s: %s%n", reported / 1000, progress());
      }
    }
    System.out.printf("%n%s. It took %.0f s.%n", progress(), passedMs() / 1000);
    List<Double> sorted = ratios.stream().sorted().toList();
    if (!sorted.isEmpty()) {
      System.out.printf(
          "%d queries ended in both, after %d to warm up: TDB2 takes %.1f times our time"
              + " (geometric mean), %.1f at the median; it is faster in %d, at most %.2f times.%n",
          sorted.size(),
          WARM_UP,
          Math.exp(sorted.stream().mapToDouble(Math::log).average().orElseThrow()),
          sorted.get(sorted.size() / 2),
          sorted.stream().filter(ratio -> ratio < 1).count(),
          Math.max(1, 1 / sorted.getFirst()));
    }
  }

  private String progress() {
    return ("%d queries, %d findings; stopped after %.1f s: %d in TDB2, %d here")
        .formatted(asked, findings, LIMIT_MS / 1000.0, theirLimit, ourLimit);
  }

  private double passedMs() {
    return (System.nanoTime() - start) / 1e6;
  }

  private void compare(String query) {
    Answer theirs = answer(tdb, query, LIMIT_MS);
    Answer our = answer(ours, query, theirs.digest == null ? LIMIT_MS : LONGER_MS);
    asked++;
    theirLimit += theirs.digest == null ? 1 : 0;
    ourLimit += our.digest == null ? 1 : 0;
    if (our.digest != null && theirs.digest != null) {
      if (!our.digest.equals(theirs.digest)) {
        report("another answer: TDB2 %s, here %s".formatted(theirs.digest, our.digest), query, our);
      }
      if (asked > WARM_UP) {
        ratios.add(theirs.ms / our.ms);
      }
    }
    more(our.plan.steps())
        .ifPresent(
            step ->
                report(
                    "%,d rows instead of %,.0f: %s"
                        .formatted(step.rows(), step.expected(), step.text()),
                    query,
                    our));
    if (theirs.digest != null && isSlow(our.ms, theirs.ms)) {
      double here = our.ms;
      double there = theirs.ms;
      for (int i = 0; i < RUNS_OF_FINDINGS; i++) {
        there = Math.min(there, answer(tdb, query, LONGER_MS).ms);
        here = Math.min(here, answer(ours, query, LONGER_MS).ms);
      }
      if (isSlow(here, there)) {
        report("%.1f ms, TDB2 %.1f".formatted(here, there), query, our);
      }
    }
  }

  private static boolean isSlow(double ours, double theirs) {
    return ours > SHORT_MS && ours > MOST_TIME * theirs;
  }

  /// Returns an operator with too many more rows than it expected.
  private static Optional<QueryPlan.Step> more(List<QueryPlan.Step> steps) {
    return steps.stream()
        .<QueryPlan.Step>mapMulti(Estimates::andParts)
        .filter(step -> step.expected() != QueryPlan.UNKNOWN && step.rows() > FEW_ROWS)
        .filter(step -> step.rows() > MOST_ROWS * Math.max(1, step.expected()))
        .findFirst();
  }

  private static void andParts(QueryPlan.Step step, Consumer<QueryPlan.Step> all) {
    all.accept(step);
    step.parts().forEach(part -> andParts(part, all));
  }

  private void report(String finding, String query, Answer answer) {
    findings++;
    System.out.printf("%d. %s%n   `%s`%n", findings, finding, query);
    print(answer.plan.steps(), "   ");
  }

  private static void print(List<QueryPlan.Step> steps, String indent) {
    for (QueryPlan.Step step : steps) {
      System.out.printf("%s- %s (%d rows", indent, step.text(), step.rows());
      System.out.printf(
          step.expected() == QueryPlan.UNKNOWN ? ")%n" : ", expected %.0f)%n", step.expected());
      print(step.parts(), indent + "  ");
    }
  }

  private static Answer answer(DatasetGraph dataset, String query, long limit) {
    QueryPlan plan = new QueryPlan();
    String digest = null;
    long from = System.nanoTime();
    dataset.begin(ReadWrite.READ);
    try (QueryExec exec =
        QueryExec.dataset(dataset)
            .query(query)
            .set(QueryPlan.symbol(), plan)
            .timeout(limit, TimeUnit.MILLISECONDS)
            .build()) {
      digest = digest(exec.select());
    } catch (QueryCancelledException | QueryRefusedException e) {
      // It has no answer.
    } finally {
      dataset.end();
    }
    return new Answer(digest, (System.nanoTime() - from) / 1e6, plan);
  }

  /// Returns the number of rows and a sum of their counts. Other values are left out: TDB2 returns
  /// numbers in another form.
  private static String digest(RowSet rows) {
    long n = 0;
    long sum = 0;
    while (rows.hasNext()) {
      Binding row = rows.next();
      Node count = row.get(Var.alloc("n"));
      sum += count == null ? 0 : count.getLiteralLexicalForm().hashCode();
      n++;
    }
    return n + " rows, " + Long.toHexString(sum);
  }

  private void sampleSubjects() {
    Set<Node> sample = new LinkedHashSet<>();
    for (Iterator<Quad> quads = ours.find(); quads.hasNext(); ) {
      Quad quad = quads.next();
      if (random.nextInt(40) == 0) {
        sample.add(quad.getSubject());
      }
    }
    subjects.addAll(sample);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// Generates a query, or returns null if its walk found too little.
  private String query() {
    Map<Node, String> variables = new LinkedHashMap<>();
    Set<String> patterns = walk(variables);
    if (patterns.size() < 2) {
      return null;
    }
    String last = patterns.stream().reduce((_, pattern) -> pattern).orElseThrow();
    String before = patterns.stream().filter(p -> !p.equals(last)).collect(Collectors.joining(" "));
    String where =
        before
            + switch (random.nextInt(8)) {
              case 0 -> " OPTIONAL { " + last + " }";
              case 1 -> " FILTER NOT EXISTS { " + last + " }";
              case 2 -> " FILTER EXISTS { " + last + " }";
              case 3 -> " MINUS { " + last + " }";
              default -> " " + last;
            };
    List<String> shown =
        variables.entrySet().stream()
            .filter(entry -> !hasForms(entry.getKey()) && before.contains(entry.getValue() + " "))
            .map(Map.Entry::getValue)
            .toList();
    if (shown.isEmpty()) {
      return null;
    }
    where += condition(variables, before);
    String variable = any(shown);
    return switch (random.nextInt(5)) {
      case 0, 1 -> "SELECT (COUNT(*) AS ?n) { " + where + " }";
      case 2 -> "SELECT (COUNT(DISTINCT " + variable + ") AS ?n) { " + where + " }";
      case 3 -> "SELECT %1$s (COUNT(*) AS ?n) { %2$s } GROUP BY %1$s".formatted(variable, where);
      default -> "SELECT DISTINCT " + variable + " { " + where + " }";
    };
  }

  /// Returns connected patterns that the data have a solution of, and names their variables.
  private Set<String> walk(Map<Node, String> variables) {
    Set<String> patterns = new LinkedHashSet<>();
    List<Node> nodes = new ArrayList<>();
    name(any(subjects), variables, nodes);
    int wanted = 2 + random.nextInt(5);
    for (int tries = 0; patterns.size() < wanted && tries < 4 * wanted; tries++) {
      Node node = any(nodes);
      boolean inverse = node.isLiteral() || random.nextInt(3) == 0;
      List<Quad> quads =
          inverse
              ? some(ours.find(Quad.unionGraph, Node.ANY, Node.ANY, node))
              : some(ours.find(Quad.unionGraph, node, Node.ANY, Node.ANY));
      if (quads.isEmpty()) {
        continue;
      }
      Quad quad = any(quads);
      Node other = inverse ? quad.getSubject() : quad.getObject();
      if (!isConstant(other, inverse, variables)) {
        name(other, variables, nodes);
      }
      String term = variables.containsKey(other) ? variables.get(other) : text(other);
      String path = path(quad, any(quads), other);
      String known = variables.get(node);
      patterns.add(
          inverse
              ? term + " " + path + " " + known + " ."
              : known + " " + path + " " + term + " .");
    }
    return patterns;
  }

  private boolean isConstant(Node node, boolean inverse, Map<Node, String> variables) {
    return !inverse
        && !node.isBlank()
        && !hasForms(node)
        && !variables.containsKey(node)
        && random.nextInt(3) == 0;
  }

  /// Returns true for numbers, dates and truth values. TDB2 keeps their value but not their form,
  /// so they are not compared.
  private static boolean hasForms(Node node) {
    return node.isLiteral()
        && node.getLiteralDatatypeURI().startsWith(XSD.NS)
        && !node.getLiteralDatatype().equals(XSDDatatype.XSDstring);
  }

  private static void name(Node node, Map<Node, String> variables, List<Node> nodes) {
    if (variables.putIfAbsent(node, "?x" + variables.size()) == null) {
      nodes.add(node);
    }
  }

  private String path(Quad quad, Quad another, Node other) {
    String predicate = text(quad.getPredicate());
    if (random.nextInt(14) == 0) {
      return predicate + "|" + text(another.getPredicate());
    }
    return random.nextInt(25) == 0 && !other.isLiteral() ? predicate + "+" : predicate;
  }

  private String condition(Map<Node, String> variables, String where) {
    List<String> literals =
        variables.entrySet().stream()
            .filter(entry -> entry.getKey().isLiteral() && !hasForms(entry.getKey()))
            .map(Map.Entry::getValue)
            .filter(name -> where.contains(name + " "))
            .toList();
    if (literals.isEmpty() || random.nextInt(3) != 0) {
      return "";
    }
    String name = any(literals);
    return switch (random.nextInt(3)) {
      case 0 -> " FILTER (lang(" + name + ") = \"en\")";
      case 1 -> " FILTER (STRLEN(STR(" + name + ")) > 5)";
      default -> " FILTER (CONTAINS(STR(" + name + "), \"a\"))";
    };
  }

  private static List<Quad> some(Iterator<Quad> quads) {
    List<Quad> some = new ArrayList<>();
    while (quads.hasNext() && some.size() < MOST_TRIPLES) {
      some.add(quads.next());
    }
    Iter.close(quads);
    return some;
  }

  private static String text(Node node) {
    return NodeFmtLib.strNT(node);
  }
}
