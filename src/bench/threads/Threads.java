import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.threads.Helpers;

/// Compares the wall time of queries on one thread and on all processors. The terms of the rows are
/// read, but not written. Prints a table of the heaviest queries: medians of runs that alternate,
/// and the part of all processor time that other programs had. If they have more than a few
/// percent, helpers wait for a processor, and the ratios are too low. The JVM's compiler needs a
/// processor too, so a query is measured again until the JVM compiles nearly nothing.
///
/// Usage: `Threads STORE QUERIES HEAVIEST`; `QUERIES` is a folder of `*.rq`, in which a file may
/// contain several queries: first the prefixes, then a line `### NAME` before each query.
public final class Threads {
  private static final int SELECTION_RUNS = 5;

  /// The minimum number of runs in a round, and how long a round takes at least.
  private static final int RUNS = 21;

  private static final double ROUND_SECONDS = 1;

  /// The part of a round in which the JVM compiles at most; otherwise another round follows. The
  /// first round warms up in any case.
  private static final double COMPILING = 0.02;

  private static final int MOST_ROUNDS = 12;
  private static final Path PROCESSOR_TIMES = Path.of("/proc/stat");

  /// A query, and the median of its time on one thread in ms.
  private record Timed(String name, Query query, double ms) {}

  /// The medians of a round in ms, and the parts of the processor time that other programs had and
  /// of the round in which the JVM compiled.
  private record Round(double one, double all, double others, double compiling) {}

  public static void main(String[] args) throws Exception {
    Path store = Path.of(args[0]);
    int processors = Runtime.getRuntime().availableProcessors();
    try (StoreDataset alone = open(store);
        StoreDataset helped = open(store)) {
      new Helpers(processors).lendTo(helped.getContext());
      compare(heaviest(queries(Path.of(args[1])), alone, Integer.parseInt(args[2])), alone, helped);
    }
  }

  private static StoreDataset open(Path store) throws Exception {
    return new StoreDataset(Store.open(store), StoreDataset.DefaultGraph.OWN);
  }

  private static Map<String, Query> queries(Path folder) throws Exception {
    Map<String, Query> queries = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".rq", "");
        String[] parts = Files.readString(file).split("(?m)^### ");
        if (parts.length == 1) {
          queries.put(name, QueryFactory.create(parts[0]));
        }
        for (int i = 1; i < parts.length; i++) {
          String[] query = parts[i].split("\n", 2);
          queries.put(name + "/" + query[0].strip(), QueryFactory.create(parts[0] + query[1]));
        }
      }
    }
    return queries;
  }

  private static List<Timed> heaviest(Map<String, Query> queries, DatasetGraph data, int number) {
    List<Timed> timed = new ArrayList<>();
    for (int round = 0; round < 2; round++) { // the first one warms up the JVM
      timed.clear();
      queries.forEach(
          (name, query) -> {
            double[] ms = new double[SELECTION_RUNS];
            Arrays.setAll(ms, i -> ms(query, data));
            timed.add(new Timed(name, query, median(ms)));
          });
    }
    timed.sort(Comparator.comparingDouble(Timed::ms).reversed());
    return timed.subList(0, Math.min(number, timed.size()));
  }

  private static void compare(List<Timed> queries, DatasetGraph alone, DatasetGraph helped)
      throws IOException {
    System.out.println("| query | ms on one thread | on all | times as fast | other programs |");
    System.out.println("|---|--:|--:|--:|--:|");
    double logarithms = 0;
    for (Timed timed : queries) {
      Round round = round(timed.query, alone, helped);
      for (int i = 1; i < MOST_ROUNDS && (i == 1 || round.compiling > COMPILING); i++) {
        round = round(timed.query, alone, helped);
      }
      double ratio = round.one / round.all;
      logarithms += Math.log(ratio);
      System.out.printf(
          "| `%s` | %.1f | %.1f | %.2f | %.0f %% |%n",
          timed.name, round.one, round.all, ratio, 100 * round.others);
    }
    System.out.printf("| geometric mean | | | %.2f | |%n", Math.exp(logarithms / queries.size()));
  }

  /// Runs a query on one thread and on all, alternately.
  private static Round round(Query query, DatasetGraph alone, DatasetGraph helped)
      throws IOException {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    List<Double> one = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    Load before = Load.now();
    long compiling = compiler.getTotalCompilationTime();
    long start = System.nanoTime();
    while (one.size() < RUNS || System.nanoTime() - start < ROUND_SECONDS * 1e9) {
      one.add(ms(query, alone));
      all.add(ms(query, helped));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Round(
        median(one),
        median(all),
        Load.now().othersSince(before),
        (compiler.getTotalCompilationTime() - compiling) / 1e3 / seconds);
  }

  /// The processor time of the machine, in ticks, and of this process.
  private record Load(long ticks, long idle, long ownNanos, long nanos) {
    /// Reads the times. Linux has those of the machine in the first line of a file: user, nice,
    /// system, idle, waiting, and others that are not idle.
    static Load now() throws IOException {
      String line = Files.readAllLines(PROCESSOR_TIMES).getFirst();
      long[] times =
          Arrays.stream(line.split(" +")).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
      long own = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
      return new Load(Arrays.stream(times).sum(), times[3] + times[4], own, System.nanoTime());
    }

    /// Returns the part of all processor time that other programs had since an earlier time.
    double othersSince(Load before) {
      double busy = 1 - (double) (idle - before.idle) / Math.max(1, ticks - before.ticks);
      double processors = Runtime.getRuntime().availableProcessors();
      double own = (ownNanos - before.ownNanos) / processors / (nanos - before.nanos);
      return Math.max(0, busy - own);
    }
  }

  private static double median(List<Double> ms) {
    return median(ms.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] ms) {
    double[] sorted = ms.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double ms(Query query, DatasetGraph data) {
    long start = System.nanoTime();
    try (QueryExec exec = QueryExec.dataset(data).query(query).build()) {
      switch (query.queryType()) {
        case ASK -> exec.ask();
        case CONSTRUCT -> exec.constructTriples().forEachRemaining(Triple::getSubject);
        case DESCRIBE -> exec.describe();
        default -> {
          RowSet rows = exec.select();
          while (rows.hasNext()) {
            rows.next().forEach((_, _) -> {});
          }
        }
      }
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
