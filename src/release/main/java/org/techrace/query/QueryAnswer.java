package org.techrace.query;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.GraphUtil;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ResultSetFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.ResultSetRewindable;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.ResultSetMgr;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecBuilder;
import org.apache.jena.sparql.exec.QueryExecutionAdapter;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.system.Txn;
import org.techrace.guard.LocalQueries;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryErrors;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.store.query.row.Rewrite;

/// Runs a SPARQL query on a release and writes the result as text.
///
/// The query may be a stranger's: it reads releases only, calls functions that only compute, and
/// asks no other endpoint.
public final class QueryAnswer {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  /// The format of the result. A graph (CONSTRUCT, DESCRIBE) is written as Turtle, or as JSON-LD if
  /// JSON is requested.
  public enum Format {
    TABLE,
    CSV,
    TSV,
    JSON
  }

  private QueryAnswer() {}

  /// Runs a query on a release and writes its result.
  ///
  /// @param text the query in SPARQL 1.1
  /// @param time the maximum run time
  /// @throws IllegalArgumentException if the text is not a valid query, is refused or takes longer;
  ///   the message states line and column
  public static void write(
      Release release, String text, Duration time, Format format, OutputStream out) {
    write(
        release.dataset(), parse(text), Optional.empty(), Set.of(), Optional.of(time), format, out);
  }

  /// Runs a query on a release, and on others that it names, and writes its result.
  ///
  /// @param id the name of the release
  /// @param text the query in SPARQL 1.1
  /// @param without the names of the rewrites that are not used
  /// @throws IOException if a release does not exist or is damaged
  /// @throws IllegalArgumentException if the text is not a valid query; the message states line and
  ///   column; or if there is no such rewrite
  public static void write(
      Releases releases,
      String id,
      String text,
      Set<String> without,
      Format format,
      OutputStream out)
      throws IOException {
    Set<Rewrite> rewrites = rewrites(without);
    with(
        releases,
        id,
        _ -> parse(text),
        (dataset, query, graphs) -> {
          write(dataset, query, graphs, rewrites, Optional.empty(), format, out);
          return true;
        });
  }

  private static Set<Rewrite> rewrites(Set<String> names) {
    return names.stream().map(Rewrite::of).collect(Collectors.toSet());
  }

  private static Query parse(String text) {
    try {
      return allowed(QueryFactory.create(text));
    } catch (QueryParseException e) {
      throw new IllegalArgumentException("not a SPARQL query: " + QueryErrors.sentence(e, text), e);
    }
  }

  private static Query allowed(Query query) {
    try {
      LocalQueries.check(query);
      return query;
    } catch (QueryRefusedException e) {
      throw new IllegalArgumentException("the query is refused: " + e.sentence(), e);
    }
  }

  private static void write(
      DatasetGraph dataset,
      Query query,
      Optional<DatasetDescription> graphs,
      Set<Rewrite> without,
      Optional<Duration> time,
      Format format,
      OutputStream out) {
    run(dataset, query, graphs, without, time, exec -> write(exec, query, format, out));
  }

  private static void run(
      DatasetGraph dataset,
      Query query,
      Optional<DatasetDescription> graphs,
      Set<Rewrite> without,
      Optional<Duration> time,
      Consumer<QueryExecution> use) {
    QueryExecBuilder builder = LocalQueries.guarded(query, dataset);
    graphs.ifPresent(seen -> builder.set(ARQConstants.sysDatasetDescription, seen));
    time.ifPresent(most -> builder.timeout(most.toMillis(), TimeUnit.MILLISECONDS));
    try {
      Txn.executeRead(
          dataset,
          () -> {
            try (QueryExecution exec = QueryExecutionAdapter.adapt(builder.build())) {
              Rewrite.switchOff(without, exec.getContext());
              use.accept(exec);
            }
          });
    } catch (QueryCancelledException e) {
      throw new IllegalArgumentException(
          "the query exceeds the limit of %d seconds"
              .formatted(time.map(Duration::toSeconds).orElse(0L)),
          e);
    } catch (QueryRefusedException e) {
      throw new IllegalArgumentException("the query is refused: " + e.sentence(), e);
    }
  }

  /// Runs a query on a release, and on others that it names, and returns its plan as text: the
  /// operators in the order in which they run, with expected and actual numbers of rows and the
  /// time of each.
  ///
  /// @param id the name of the release
  /// @param asked the query in SPARQL 1.1
  /// @param without the names of the rewrites that are not used
  /// @throws IOException if a release does not exist or is damaged
  /// @throws IllegalArgumentException if the text is not a valid query; the message states line and
  ///   column; or if there is no such rewrite
  public static String explain(Releases releases, String id, String asked, Set<String> without)
      throws IOException {
    Set<Rewrite> rewrites = rewrites(without);
    return with(
        releases,
        id,
        _ -> parse(asked),
        (dataset, query, graphs) -> {
          StringBuilder text = new StringBuilder();
          run(
              dataset,
              query,
              graphs,
              rewrites,
              Optional.empty(),
              exec -> {
                Supplier<String> plan =
                    PlanText.record(exec.getContext(), query.getPrefixMapping());
                write(exec, query, Format.TSV, OutputStream.nullOutputStream());
                text.append(plan.get());
              });
          return text.toString();
        });
  }

  /// Runs a query on a release, and on others that it names, and returns its answer in canonical
  /// form. Relative IRIs are those of the graph, as on its server.
  ///
  /// @param id the name of the release that the query is sent to
  /// @throws IOException if a release does not exist or is damaged
  /// @throws IllegalArgumentException if the text is not a valid query, or its answer has no
  ///   canonical form
  public static CanonicalAnswer canonical(Releases releases, String id, String text)
      throws IOException {
    return with(releases, id, iris -> parse(text, iris), QueryAnswer::canonical);
  }

  /// Does something with a query and the data that it reads.
  @FunctionalInterface
  private interface Use<T> {
    T of(DatasetGraph dataset, Query query, Optional<DatasetDescription> graphs);
  }

  /// Opens the releases that a query reads.
  private static <T> T with(Releases releases, String id, Function<Iris, Query> parse, Use<T> use)
      throws IOException {
    Map<String, Release> open = new HashMap<>();
    try {
      Release sentTo = releases.open(id);
      open.put(id, sentTo);
      Query query = parse.apply(sentTo.iris());
      Optional<AcrossReleases> across = AcrossReleases.of(query, sentTo.iris(), id);
      if (across.isEmpty()) {
        return use.of(sentTo.dataset(), query, Optional.empty());
      }
      for (String other : across.get().releases()) {
        if (!open.containsKey(other)) {
          open.put(other, releases.open(other));
        }
      }
      AcrossReleases.Prepared prepared =
          across.get().prepare(release -> requireNonNull(open.get(release)).dataset());
      return use.of(prepared.dataset(), query, Optional.of(prepared.description()));
    } finally {
      open.values().forEach(Release::close);
    }
  }

  /// Runs a query on the dump of a release and returns its answer in canonical form.
  ///
  /// @param dump the file `data.nq.gz` of a release. If `release.ttl` is next to it, its statements
  ///   are a named graph, as in the release
  /// @param id the name of the release
  /// @throws IllegalArgumentException if the text is not a valid query, or its answer has no
  ///   canonical form
  public static CanonicalAnswer canonical(Path dump, String id, String text) {
    DatasetGraph read = DatasetGraphFactory.create();
    RDFDataMgr.read(read, dump.toUri().toString(), Lang.NQUADS);
    Graph union = GraphFactory.createDefaultGraph();
    DatasetGraph dataset = DatasetGraphFactory.create(union);
    read.listGraphNodes()
        .forEachRemaining(
            name -> {
              GraphUtil.addInto(union, read.getGraph(name));
              dataset.addGraph(name, read.getGraph(name));
            });
    Iris iris = Iris.EXAMPLE;
    Path described = dump.resolveSibling("release.ttl");
    if (Files.exists(described)) {
      Graph description = RDFDataMgr.loadGraph(described.toUri().toString());
      iris = Iris.of(description, id).orElse(Iris.EXAMPLE);
      dataset.addGraph(NodeFactory.createURI(iris.release(id)), description);
    }
    Query query = parse(text, iris);
    if (AcrossReleases.of(query, iris, id).isPresent()) {
      throw new IllegalArgumentException(
          "it reads several releases; verify it without --dump, in a folder of releases");
    }
    for (String graph : query.getNamedGraphURIs()) {
      if (!dataset.containsGraph(NodeFactory.createURI(graph))) {
        throw new IllegalArgumentException("the named graph <" + graph + "> is not in the dump");
      }
    }
    return canonical(dataset, query, Optional.empty());
  }

  private static Query parse(String text, Iris iris) {
    try {
      return allowed(QueryFactory.create(text, iris.base(), Syntax.syntaxSPARQL_12));
    } catch (QueryException e) {
      throw new IllegalArgumentException("not a SPARQL query: " + QueryErrors.sentence(e, text), e);
    }
  }

  private static CanonicalAnswer canonical(
      DatasetGraph dataset, Query query, Optional<DatasetDescription> graphs) {
    try {
      return dataset.calculateRead(
          () -> {
            QueryExecBuilder builder = LocalQueries.guarded(query, dataset);
            graphs.ifPresent(seen -> builder.set(ARQConstants.sysDatasetDescription, seen));
            try (QueryExec exec = builder.build()) {
              return CanonicalAnswer.of(exec, query, () -> {});
            }
          });
    } catch (QueryRefusedException e) {
      throw new IllegalArgumentException("the query is refused: " + e.sentence(), e);
    } catch (QueryException e) {
      throw new IllegalArgumentException("the query fails: " + QueryErrors.sentence(e), e);
    }
  }

  private static void write(QueryExecution exec, Query query, Format format, OutputStream out) {
    if (query.isAskType()) {
      boolean answer = exec.execAsk();
      if (format == Format.TABLE) {
        new PrintStream(out, true, StandardCharsets.UTF_8).println(answer ? "yes" : "no");
      } else {
        ResultSetMgr.write(out, answer, lang(format));
      }
    } else if (query.isSelectType()) {
      ResultSetRewindable rows = ResultSetFactory.makeRewindable(exec.execSelect());
      if (format == Format.TABLE) {
        ResultSetFormatter.out(out, rows, query);
      } else {
        ResultSetMgr.write(out, rows, lang(format));
      }
    } else {
      Lang lang = format == Format.JSON ? Lang.JSONLD : Lang.TURTLE;
      RDFDataMgr.write(
          out, query.isConstructType() ? exec.execConstruct() : exec.execDescribe(), lang);
    }
  }

  private static Lang lang(Format format) {
    return switch (format) {
      case CSV -> ResultSetLang.RS_CSV;
      case TSV -> ResultSetLang.RS_TSV;
      case TABLE, JSON -> ResultSetLang.RS_JSON;
    };
  }
}
