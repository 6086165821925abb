import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.tdb2.DatabaseMgr;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;
import org.techrace.store.query.StoreDataset;

/// A plain Fuseki over one kind of store, so that only the store differs; or makes a sealed store.
///
/// Usage: `serve store|tdb2|memory PLACE PORT` or `build FILE FOLDER`.
public final class Serve {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("build")) {
      build(Path.of(args[1]), Path.of(args[2]));
      return;
    }
    DatasetGraph dataset =
        switch (args[1]) {
          case "store" ->
              new StoreDataset(Store.open(Path.of(args[2])), StoreDataset.DefaultGraph.OWN);
          case "tdb2" -> DatabaseMgr.connectDatasetGraph(args[2]);
          case "memory" -> memory(args[2]);
          default -> throw new IllegalArgumentException(args[1]);
        };
    FusekiServer.create()
        .port(Integer.parseInt(args[3]))
        .loopback(true)
        .add("/kg", dataset, false)
        .build()
        .start()
        .join();
  }

  private static DatasetGraph memory(String file) {
    DatasetGraph dataset =
        DatasetGraphFactory.wrap(org.apache.jena.graph.GraphMemFactory.createDefaultGraph());
    RDFDataMgr.read(dataset, file);
    return dataset;
  }

  private static void build(Path file, Path folder) throws Exception {
    long start = System.nanoTime();
    try (StoreWriter writer =
        new StoreWriter(folder, (step, done) -> System.err.println(step + " " + done))) {
      RDFParser.source(file).checking(false).parse(writer);
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
