import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetWriterRegistry;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.system.Txn;
import org.techrace.release.Release;
import org.techrace.release.Releases;

/// Compares two places for evaluations: threads of this process, and child processes that can be
/// killed. Both evaluate the same queries over the same release and write the same results as JSON;
/// a child sends its bytes through a pipe.
///
/// Arguments: the folder of releases, how often each query is asked. With `child` first, the
/// process is a child: it reads a query (length, UTF-8) from standard input and writes the answer
/// to standard output in the same form.
public final class Isolate {
  private static final int WORKERS = 2;
  private static final String ENDLESS =
      "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) < STR(?f)) }";

  public static void main(String[] args) throws Exception {
    if (args[0].equals("child")) {
      child(new Releases(Path.of(args[1])));
    } else {
      compare(Path.of(args[0]), Integer.parseInt(args[1]));
    }
  }

  private static Release open(Releases releases) throws IOException {
    return releases.open(releases.current().orElseThrow());
  }

  private static byte[] evaluate(DatasetGraph data, String query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Txn.executeRead(
        data,
        () -> {
          try (QueryExec exec = QueryExec.dataset(data).query(query).build()) {
            RowSetWriterRegistry.getFactory(ResultSetLang.RS_JSON)
                .create(ResultSetLang.RS_JSON)
                .write(out, exec.select(), ARQ.getContext());
          }
        });
    return out.toByteArray();
  }

  private static void child(Releases releases) throws IOException {
    OutputStream pipe = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(pipe);
    try (Release release = open(releases)) {
      out.writeInt(0); // ready
      out.flush();
      while (true) {
        byte[] query = in.readNBytes(in.readInt());
        byte[] answer = evaluate(release.dataset(), new String(query, "UTF-8"));
        out.writeInt(answer.length);
        out.write(answer);
        out.flush();
      }
    }
  }

  /// A child process and its pipes.
  private record Child(Process process, DataInputStream in, DataOutputStream out) {
    static Child start(Path releases) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:+UseSerialGC",
                  "-Xmx256m",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  System.getProperty("java.class.path")));
      command.addAll(List.of(Isolate.class.getName(), "child", releases.toString()));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Child child =
          new Child(
              process,
              new DataInputStream(process.getInputStream()),
              new DataOutputStream(process.getOutputStream()));
      child.in.readInt();
      return child;
    }

    byte[] ask(String query) throws IOException {
      byte[] bytes = query.getBytes("UTF-8");
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
      return in.readNBytes(in.readInt());
    }
  }

  private static void compare(Path folder, int rounds) throws Exception {
    List<String> queries = questions();
    try (Release release = open(new Releases(folder))) {
      DatasetGraph data = release.dataset();
      long start = System.nanoTime();
      BlockingQueue<Child> children = new ArrayBlockingQueue<>(WORKERS);
      for (int i = 0; i < WORKERS; i++) {
        children.add(Child.start(folder));
      }
      double started = seconds(start) / WORKERS;
      for (String query : queries) {
        for (int i = 0; i < 5; i++) {
          evaluate(data, query);
          for (Child child : children) {
            if (child.ask(query).length == 0) {
              throw new IllegalStateException(query);
            }
          }
        }
      }
      System.out.printf(
          "%d queries, each %d times, %d workers.%n%n", queries.size(), rounds, WORKERS);
      System.out.println("| | threads | child processes |\n|---|---:|---:|");
      Child one = children.peek();
      double[][] both = times(queries, rounds, query -> evaluate(data, query), one::ask);
      row("one query at a time, median ms", median(both[0]) * 1e3, median(both[1]) * 1e3);
      row("one query at a time, mean ms", mean(both[0]) * 1e3, mean(both[1]) * 1e3);
      List<String> small = List.of("SELECT * { ?s ?p ?o } LIMIT 1");
      both = times(small, 500, query -> evaluate(data, query), one::ask);
      row("a query of one row, median ms", median(both[0]) * 1e3, median(both[1]) * 1e3);
      row(
          "queries per second, " + WORKERS + " workers",
          throughput(queries, rounds, query -> evaluate(data, query)),
          throughput(
              queries,
              rounds,
              query -> {
                Child child = children.take();
                try {
                  return child.ask(query);
                } finally {
                  children.add(child);
                }
              }));
      System.out.printf(
          "| memory of a worker, MB (resident; share of its own) | in one heap | %d; %d |%n",
          kilobytes(one.process.pid(), "status", "VmRSS") >> 10,
          kilobytes(one.process.pid(), "smaps_rollup", "Pss") >> 10);
      Thread endless = Thread.ofVirtual().start(() -> askEndless(one));
      Thread.sleep(1000);
      start = System.nanoTime();
      one.process.destroyForcibly().waitFor();
      endless.join();
      double killed = seconds(start);
      start = System.nanoTime();
      Child next = Child.start(folder);
      next.ask(queries.getFirst());
      System.out.printf(
          "| an endless evaluation is gone after, s | when it looks for its stop | %.3f |%n",
          killed);
      System.out.printf("| a new worker has answered after, s | 0 | %.2f |%n", seconds(start));
      System.out.printf("| a worker starts in, s | 0 | %.2f |%n", started);
      next.process.destroyForcibly();
      children.forEach(child -> child.process.destroyForcibly());
    }
  }

  private static void askEndless(Child child) {
    try {
      child.ask(ENDLESS);
      throw new IllegalStateException("it ended");
    } catch (IOException e) {
      // killed
    }
  }

  private interface Evaluator {
    byte[] evaluate(String query) throws Exception;
  }

  /// The seconds of each query with both evaluators, which take turns.
  private static double[][] times(
      List<String> queries, int rounds, Evaluator threads, Evaluator children) throws Exception {
    double[][] times = new double[2][queries.size() * rounds];
    for (int n = 0; n < queries.size() * rounds; n++) {
      String query = queries.get(n % queries.size());
      for (int i = 0; i < 2; i++) {
        long start = System.nanoTime();
        (i == 0 ? threads : children).evaluate(query);
        times[i][n] = seconds(start);
      }
    }
    return times;
  }

  private static double throughput(List<String> queries, int rounds, Evaluator evaluator)
      throws Exception {
    long start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<Object>> done = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        for (String query : queries) {
          Callable<Object> task = () -> evaluator.evaluate(query);
          done.add(threads.submit(task));
        }
      }
      for (Future<Object> each : done) {
        each.get();
      }
    }
    return queries.size() * rounds / seconds(start);
  }

  private static List<String> questions() throws IOException {
    Node select = NodeFactory.createURI("http://www.w3.org/ns/shacl#select");
    Path folder = Path.of(System.getProperty("techrace.project"), "queries/questions");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".ttl"))
          .sorted()
          .flatMap(
              file ->
                  RDFParser.source(file)
                      .toGraph()
                      .find(Node.ANY, select, Node.ANY)
                      .toList()
                      .stream())
          .map(triple -> triple.getObject().getLiteralLexicalForm())
          .filter(query -> !query.contains("SERVICE"))
          .toList();
    }
  }

  private static long kilobytes(long pid, String file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), file))) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void row(String what, double threads, double children) {
    System.out.printf("| %s | %.2f | %.2f |%n", what, threads, children);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double mean(double[] times) {
    return Arrays.stream(times).average().orElseThrow();
  }
}
