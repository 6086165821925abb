import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.graph.GraphMemFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.tdb2.DatabaseMgr;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LanguageOrder;
import org.techrace.release.Inputs;
import org.techrace.release.Publication;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Staging;
import org.techrace.report.Report;
import org.techrace.search.LabelIndex;
import org.techrace.serve.Options;
import org.techrace.serve.Server;
import org.techrace.serve.work.Limits;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;
import org.techrace.store.query.StoreDataset;

/// Serves a release as `techrace serve` does, or another kind of store by plain Fuseki; or makes a
/// release, or a sealed store alone.
///
/// Usage: `serve techrace|cached|store|tdb2|memory PLACE PORT`, `release FILE FOLDER`, `build FILE
/// FOLDER` or `open FOLDER`, which says how long the current release takes to open: checksums of
/// what is small, description, store. `cached` is `techrace` with its cache of answers, `store` a
/// sealed store alone in plain Fuseki.
public final class Serve {
  /// Printed when a server has asked itself for its pages and is at rest.
  private static final String WARM = "warm";

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "build" -> build(Path.of(args[1]), Path.of(args[2]));
      case "release" -> release(Path.of(args[1]), new Releases(Path.of(args[2])));
      case "open" -> open(new Releases(Path.of(args[1])));
      case "serve" -> serve(args[1], args[2], Integer.parseInt(args[3]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void serve(String kind, String place, int port) throws Exception {
    switch (kind) {
      case "techrace" -> techrace(place, port, 0);
      case "cached" -> techrace(place, port, Limits.DEFAULT.cacheBytes());
      case "store" ->
          store(new StoreDataset(Store.open(Path.of(place)), StoreDataset.DefaultGraph.OWN), port);
      case "tdb2" -> fuseki(DatabaseMgr.connectDatasetGraph(place), port);
      case "memory" -> fuseki(memory(place), port);
      default -> throw new IllegalArgumentException(kind);
    }
  }

  /// The limits are those of a server, but for time, cache, and the threads of a query if
  /// `-Dtechrace.threads=N` sets them.
  private static void techrace(String releases, int port, long cacheBytes) throws Exception {
    Limits usual = Limits.DEFAULT;
    Limits limits =
        new Limits(
            Duration.ofMinutes(1),
            usual.checks(),
            usual.queries(),
            usual.pages(),
            usual.answerBytes(),
            usual.bodyBytes(),
            usual.nesting(),
            usual.memory(),
            usual.scratch(),
            cacheBytes,
            usual.stuck(),
            Integer.getInteger("techrace.threads", usual.threads()));
    Options options =
        Options.DEFAULT
            .edit()
            .port(port)
            .operationsPort(0)
            .queries(Path.of(System.getProperty("techrace.project"), "queries"))
            .limits(limits)
            .build();
    Server server = Server.start(options, new Releases(Path.of(releases)));
    server.awaitWarm();
    System.out.println(WARM);
    Thread.currentThread().join();
  }

  /// Answers from buffers as small as those of the server of a release: clearing those of Fuseki
  /// takes 2 to 15 ms.
  private static void store(DatasetGraph dataset, int port) throws Exception {
    FusekiServer server =
        FusekiServer.create().port(port).loopback(true).add("/kg", dataset, false).build();
    for (Connector connector : server.getJettyServer().getConnectors()) {
      connector
          .getConnectionFactory(HttpConnectionFactory.class)
          .getHttpConfiguration()
          .setOutputBufferSize(1 << 15);
    }
    server.start();
    System.out.println(WARM);
    Thread.currentThread().join();
  }

  private static void fuseki(DatasetGraph dataset, int port) throws Exception {
    FusekiServer.create().port(port).loopback(true).add("/kg", dataset, false).build().start();
    System.out.println(WARM);
    Thread.currentThread().join();
  }

  private static DatasetGraph memory(String file) {
    DatasetGraph dataset = DatasetGraphFactory.wrap(GraphMemFactory.createDefaultGraph());
    RDFDataMgr.read(dataset, file);
    return dataset;
  }

  private static void release(Path file, Releases releases) throws Exception {
    Inputs inputs = new Inputs(List.of(), "bench");
    Publication graph =
        new Publication(
            new Iris("https://w3id.org/techrace/"), "bench", "", Optional.empty(), List.of("en"));
    try (Staging staging = releases.stage(graph, inputs, Clock.systemUTC())) {
      RDFParser.source(file)
          .checking(false)
          .parse(staging.stream("https://w3id.org/techrace/graph/bench"));
      LabelIndex.build(
          staging.dataset().getDefaultGraph(),
          staging.folder().resolve(LabelIndex.FOLDER),
          LanguageOrder.NONE);
      releases.promote(staging.seal(new Report()));
    }
  }

  private static void open(Releases releases) throws Exception {
    JenaSystem.init();
    String id = releases.current().orElseThrow();
    double[] milliseconds = new double[20];
    for (int i = 0; i < milliseconds.length; i++) {
      long start = System.nanoTime();
      try (Release release = releases.open(id)) {
        milliseconds[i] = (System.nanoTime() - start) / 1e6;
        release.dataset().listGraphNodes().next(); // it is open indeed
      }
    }
    double first = milliseconds[0];
    Arrays.sort(milliseconds);
    System.out.printf(
        "opened in %.1f ms in a fresh JVM, then in %.1f ms (median of %d)",
        first, milliseconds[milliseconds.length / 2], milliseconds.length);
  }

  private static void build(Path file, Path folder) throws Exception {
    long start = System.nanoTime();
    try (StoreWriter writer =
            new StoreWriter(folder, (step, done) -> System.err.println(step + " " + done));
        InputStream lines = Files.newInputStream(file)) {
      writer.read(lines, Lang.NTRIPLES, UUID.randomUUID());
      writer.seal();
    }
    long end = System.nanoTime();
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path f : files.toList()) {
        bytes += Files.size(f);
      }
    }
    long opened = System.nanoTime();
    try (Store store = Store.open(folder)) {
      System.out.printf(
          "%d triples in %.1f s, %d bytes; opened in %.1f ms%n",
          store.triples(), (end - start) / 1e9, bytes, (System.nanoTime() - opened) / 1e6);
    }
  }
}
