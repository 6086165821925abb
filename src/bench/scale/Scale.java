import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.atlas.io.IO;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.techrace.query.PlanText;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;
import org.techrace.store.query.StoreDataset;
import org.techrace.threads.Helpers;

/// Builds a sealed store of generated statements and asks it, and prints rows of tables.
///
/// Usage: `lines papers|shop SIZE [shuffled]` writes the statements to standard output; `build
/// papers|shop SIZE FOLDER [shuffled]`, or with a file of N-Triples or N-Quads, compressed or not,
/// in place of `papers`; `ask QUERIES FOLDER SECONDS LIMIT TIMES` asks each query at most three
/// times, until the time is over in which all of them may run, and adds the times to a file of
/// tab-separated values; `growth TIMES TIMES…` compares such files; `published TIMES CSV` prints
/// the times next to those of others, which have the columns `query`, `engine` and `seconds`, empty
/// if the query failed.
public final class Scale {
  private static final Pattern QUERY = Pattern.compile("(?m)^### (.+)\n");

  /// The longest first run, in seconds, after which a query is asked again.
  private static final double AGAIN_SECONDS = 5;

  private static final UUID SEED = new UUID(0, 0);

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (args[0]) {
      case "lines" -> lines(data(args[1], args[2], args.length > 3), System.out);
      case "build" -> {
        boolean isMade = args[1].equals("papers") || args[1].equals("shop");
        Path file = Path.of(args[1]);
        try (InputStream in =
            isMade ? data(args[1], args[2], args.length > 4) : IO.openFileBuffered(args[1])) {
          build(isMade ? args[1] : file.getFileName().toString(), in, Path.of(args[3]));
        }
      }
      case "ask" ->
          ask(
              Path.of(args[1]),
              Path.of(args[2]),
              Double.parseDouble(args[3]),
              Double.parseDouble(args[4]),
              Path.of(args[5]));
      case "published" -> published(Path.of(args[1]), Path.of(args[2]));
      case "growth" -> growth(Stream.of(args).skip(1).map(Path::of).toList());
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static Lines data(String name, String size, boolean shuffled) {
    long statements = Long.parseLong(size);
    return switch (name) {
      case "papers" -> new Papers(statements, shuffled);
      case "shop" -> new Shop(statements, shuffled);
      default -> throw new IllegalArgumentException(name + " is neither papers nor shop");
    };
  }

  private static void lines(Lines in, OutputStream out) throws IOException {
    in.transferTo(out);
    out.flush();
    System.err.printf("%d statements in %.1f s%n", in.lines(), in.seconds());
  }

  private static void build(String name, InputStream in, Path folder) throws Exception {
    long start = System.nanoTime();
    Map<String, Long> begun = new LinkedHashMap<>();
    long[] said = {0};
    try (StoreWriter writer =
        new StoreWriter(
            folder,
            (step, done) -> {
              synchronized (begun) {
                begun.putIfAbsent(step, System.nanoTime());
                if (System.nanoTime() - said[0] > 10_000_000_000L) {
                  said[0] = System.nanoTime();
                  System.err.printf(
                      "%5.0f s  %s %,d%n", (System.nanoTime() - start) / 1e9, step, done);
                }
              }
            })) {
      writer.read(in, Lang.NQUADS, SEED);
      writer.seal();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Lines made = in instanceof Lines lines ? lines : null;
    StringBuilder steps = new StringBuilder();
    begun.forEach((step, at) -> steps.append(" %s %.0f".formatted(step, (at - start) / 1e9)));
    long bytes = 0;
    long text = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
        text += file.endsWith("trigrams") ? Files.size(file) : 0;
      }
    }
    try (Store store = Store.open(folder)) {
      double triples = store.triples();
      System.out.printf(
          "| %s | %s | %,d | %,d | %.1f | %.1f | %.2f | %d | %.1f | %.1f |%s, gc %.1f |%n",
          name,
          made == null ? "–" : "%,d".formatted(made.lines()),
          store.quads(),
          store.triples(),
          seconds,
          made == null ? 0 : made.seconds(),
          (made == null ? store.quads() : made.lines()) / seconds / 1e6,
          peakMegabytes(),
          (bytes - text) / triples,
          text / triples,
          steps,
          collectorSeconds());
    }
  }

  private static double collectorSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(each -> each.getCollectionTime())
            .sum()
        / 1e3;
  }

  /// The largest memory that the process has had, with what it has mapped of files.
  private static long peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return -1;
  }

  /// @param file queries under headings, or a folder with a file for each query
  private static Map<String, Query> queries(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      Map<String, Query> queries = new LinkedHashMap<>();
      try (Stream<Path> files = Files.list(file)) {
        for (Path each : files.sorted().toList()) {
          String name = each.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
          queries.put(name, QueryFactory.create(Files.readString(each)));
        }
      }
      return queries;
    }
    String text = Files.readString(file);
    Matcher heads = QUERY.matcher(text);
    List<String> names = new ArrayList<>();
    while (heads.find()) {
      names.add(heads.group(1).strip());
    }
    String[] parts = QUERY.split(text);
    Map<String, Query> queries = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      queries.put(names.get(i), QueryFactory.create(parts[0] + parts[i + 1]));
    }
    return queries;
  }

  /// @param seconds the time for all queries together
  /// @param limit the time for one
  private static void ask(Path file, Path folder, double seconds, double limit, Path times)
      throws Exception {
    double end = System.nanoTime() / 1e9 + seconds;
    System.out.println("| query | rows | first ms | best ms | runs | problem |");
    System.out.println("|---|--:|--:|--:|--:|---|");
    Map<String, Double> best = new LinkedHashMap<>();
    Map<String, Query> queries = queries(file);
    int failed = 0;
    try (StoreDataset data =
        new StoreDataset(Store.open(folder), StoreDataset.DefaultGraph.UNION)) {
      new Helpers(Runtime.getRuntime().availableProcessors()).lendTo(data.getContext());
      for (Map.Entry<String, Query> each : queries.entrySet()) {
        double left = end - System.nanoTime() / 1e9;
        List<Double> ms = new ArrayList<>();
        long rows = 0;
        String problem = left <= 0 ? "not asked: the time for all is over" : "";
        double begun = System.nanoTime() / 1e9;
        while (problem.isEmpty()
            && ms.size() < 3
            && (ms.isEmpty() || System.nanoTime() / 1e9 - begun < AGAIN_SECONDS)) {
          long start = System.nanoTime();
          try {
            rows = count(each.getValue(), data, Math.min(limit, left));
            ms.add((System.nanoTime() - start) / 1e6);
          } catch (RuntimeException | OutOfMemoryError e) {
            problem =
                "%s after %.1f s"
                    .formatted(e.getClass().getSimpleName(), (System.nanoTime() - start) / 1e9);
          }
        }
        if (ms.isEmpty()) {
          failed++;
          System.out.printf("| %s | – | – | – | 0 | **%s** |%n", each.getKey(), problem);
        } else {
          double least = ms.stream().min(Comparator.naturalOrder()).orElseThrow();
          best.put(each.getKey(), least);
          System.out.printf(
              "| %s | %,d | %.1f | %.1f | %d | %s |%n",
              each.getKey(), rows, ms.getFirst(), least, ms.size(), problem);
        }
        System.out.flush();
      }
      double logarithms = best.values().stream().mapToDouble(Math::log).sum();
      System.out.printf(
          "%n%d of %d queries failed; geometric mean of the best times %.1f ms; peak memory %d MB,"
              + " with mapped files.%n",
          failed, queries.size(), Math.exp(logarithms / Math.max(1, best.size())), peakMegabytes());
      explain(queries, best, data, Math.min(60, end - System.nanoTime() / 1e9 + 30));
    }
    StringBuilder out = new StringBuilder();
    best.forEach((name, least) -> out.append(name).append('\t').append(least).append('\n'));
    Files.writeString(times, out);
  }

  /// Prints the plans of the slowest queries, as long as there is time.
  private static void explain(
      Map<String, Query> queries, Map<String, Double> best, StoreDataset data, double seconds) {
    double end = System.nanoTime() / 1e9 + seconds;
    List<String> slowest =
        best.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(10)
            .map(Map.Entry::getKey)
            .toList();
    for (String name : slowest) {
      double left = end - System.nanoTime() / 1e9;
      if (left <= 0) {
        return;
      }
      try (QueryExec exec =
          QueryExec.dataset(data)
              .query(queries.get(name))
              .timeout((long) (1000 * left), TimeUnit.MILLISECONDS)
              .build()) {
        var plan = PlanText.record(exec.getContext(), queries.get(name).getPrefixMapping());
        try {
          read(exec, queries.get(name));
        } catch (RuntimeException e) {
          System.out.println("(stopped)");
        }
        String ran = plan.get().split("\noperators: ", 2)[0]; // what follows is the plan before
        System.out.printf("%n%s on one thread:%n%n```%n%s%n```%n", name, ran.stripTrailing());
      }
    }
  }

  private static long count(Query query, StoreDataset data, double seconds) {
    try (QueryExec exec =
        QueryExec.dataset(data)
            .query(query)
            .timeout((long) (1000 * seconds), TimeUnit.MILLISECONDS)
            .build()) {
      return read(exec, query);
    }
  }

  private static long read(QueryExec exec, Query query) {
    switch (query.queryType()) {
      case ASK -> {
        return exec.ask() ? 1 : 0;
      }
      case CONSTRUCT -> {
        long[] n = {0};
        exec.constructTriples()
            .forEachRemaining((Triple t) -> n[0] += t.getSubject() == null ? 0 : 1);
        return n[0];
      }
      case DESCRIBE -> {
        return exec.describe().size();
      }
      default -> {
        RowSet rows = exec.select();
        long n = 0;
        while (rows.hasNext()) {
          rows.next().forEach((_, _) -> {});
          n++;
        }
        return n;
      }
    }
  }

  private static Map<String, Double> times(Path file) throws IOException {
    Map<String, Double> times = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] parts = line.split("\t");
      times.put(parts[0], Double.parseDouble(parts[1]));
    }
    return times;
  }

  /// Prints the times next to those of others.
  private static void published(Path file, Path csv) throws IOException {
    Map<String, Map<String, Double>> engines = new LinkedHashMap<>();
    Map<String, Double> here = new LinkedHashMap<>();
    times(file).forEach((name, ms) -> here.put(name, ms / 1000));
    engines.put("here", here);
    Set<String> names = new LinkedHashSet<>(here.keySet());
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
      for (NamedCsvRecord row : rows) {
        String name = row.getField("query");
        String seconds = row.getField("seconds");
        names.add(name);
        Map<String, Double> times =
            engines.computeIfAbsent(row.getField("engine"), _ -> new HashMap<>());
        if (!seconds.isEmpty()) {
          times.put(name, Double.parseDouble(seconds));
        }
      }
    }
    System.out.println("| query | " + String.join(" s | ", engines.keySet()) + " s |");
    System.out.println("|---|" + "--:|".repeat(engines.size()));
    for (String name : names) {
      print(name, engines.values(), times -> seconds(times.get(name)));
    }
    print(
        "failed or not asked",
        engines.values(),
        times -> "%d".formatted(names.size() - times.size()));
    List<String> ofAll =
        names.stream()
            .filter(n -> engines.values().stream().allMatch(t -> t.containsKey(n)))
            .toList();
    print(
        "geometric mean of the %d that none failed".formatted(ofAll.size()),
        engines.values(),
        times -> seconds(mean(ofAll, times::get)));
    print(
        "mean of its time divided by that here, of those that both answered",
        engines.values(),
        times -> {
          List<String> both = here.keySet().stream().filter(times::containsKey).toList();
          return "%.2f".formatted(mean(both, n -> times.get(n) / here.get(n)));
        });
  }

  private static void print(
      String head,
      Collection<Map<String, Double>> engines,
      Function<Map<String, Double>, String> cell) {
    System.out.println(
        engines.stream().map(cell).collect(Collectors.joining(" | ", "| " + head + " | ", " |")));
  }

  private static String seconds(Double time) {
    return time == null ? "–" : "%.3f".formatted(time);
  }

  private static double mean(List<String> names, ToDoubleFunction<String> time) {
    double logarithms = names.stream().mapToDouble(n -> Math.log(time.applyAsDouble(n))).sum();
    return Math.exp(logarithms / names.size());
  }

  private static void growth(List<Path> files) throws IOException {
    List<Map<String, Double>> sizes = new ArrayList<>();
    for (Path file : files) {
      sizes.add(times(file));
    }
    StringBuilder head = new StringBuilder("| query |");
    for (Path file : files) {
      long size = Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
      head.append(" %,d: ms |".formatted(size));
    }
    System.out.println(head + " last by first |");
    System.out.println("|---|" + "--:|".repeat(files.size() + 1));
    for (String name : sizes.getFirst().keySet().stream().sorted().toList()) {
      StringBuilder row = new StringBuilder("| " + name + " |");
      for (Map<String, Double> times : sizes) {
        row.append(" %.1f |".formatted(times.getOrDefault(name, Double.NaN)));
      }
      double ratio = sizes.getLast().getOrDefault(name, Double.NaN) / sizes.getFirst().get(name);
      System.out.println(row + " %.1f |".formatted(ratio));
    }
  }
}
