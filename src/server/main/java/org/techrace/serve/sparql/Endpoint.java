package org.techrace.serve.sparql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.techrace.entity.Labels;
import org.techrace.query.AcrossReleases;
import org.techrace.query.CanonicalAnswer;
import org.techrace.query.ValueOrigins;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.AccessLog;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.EntityTags;
import org.techrace.serve.http.Errors;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Sources;
import org.techrace.serve.text.Reader;
import org.techrace.serve.work.Caller;
import org.techrace.serve.work.Evaluator;
import org.techrace.serve.work.Limits;

/// `/sparql`: the SPARQL 1.1 Protocol for queries. Without a query, returns the service
/// description.
public final class Endpoint implements Processor {
  /// Matches query strings that may be used in a `Link` header.
  private static final Pattern LINKED = Pattern.compile("(?!.*format=)[^<>\"\\\\^`{|}\\s]{1,500}");

  /// One part in this many of the memory for answers is for tables of pages.
  private static final int TABLES = 4;

  /// The time that a stopped query has to end, so that its plan can be read.
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Limits limits;
  private final Evaluator evaluator;
  private final Federation federation;
  private final KeptReleases kept;
  private final QueryReader reader;
  private final ResultCache cache;
  private final TableCache tables;
  private final ServiceDescription description;
  private final QueryPage page;
  private final EntityTags tags;

  /// @param kept the releases that a query can name
  public Endpoint(
      Limits limits,
      Evaluator evaluator,
      Federation federation,
      KeptReleases kept,
      ServiceDescription description,
      QueryPage page,
      EntityTags tags) {
    this.limits = limits;
    this.evaluator = evaluator;
    this.federation = federation;
    this.kept = kept;
    this.reader = new QueryReader(limits.nesting(), evaluator, new Rules(federation));
    long forTables = limits.endpointBytes() / TABLES;
    this.cache = new ResultCache(limits.endpointBytes() - forTables);
    this.tables = new TableCache(forTables);
    this.description = description;
    this.page = page;
    this.tags = tags;
  }

  /// Answers a request. A browser gets the workbench, which sends the query itself and shows errors
  /// in its editor.
  @Override
  public Answer answer(Request request, Lease lease) {
    if (request.fromBrowser()) {
      return page.workbench(request.parameters().first("query"), lease);
    }
    Optional<SparqlRequest> asked = SparqlRequest.of(request, limits.bodyBytes());
    return asked.isPresent()
        ? answer(asked.get(), request.withParameters(asked.get().parameters()), lease)
        : withoutQuery(request, lease);
  }

  private Answer withoutQuery(Request request, Lease lease) {
    Format format = request.choose(andHtml(Format.GRAPH));
    return format == Format.HTML
        ? page.workbench(Optional.empty(), lease)
        : description.answer(request, lease, format);
  }

  /// Answers a query.
  ///
  /// @throws Refusal if the query is invalid or takes too long; for browsers, with a page on which
  ///   the query can be corrected
  Answer answer(SparqlRequest asked, Request request, Lease lease) {
    try {
      Duration time = asked.time(limits.time());
      ParsedQuery parsed = read(asked, request, lease, time);
      Format format = request.choose(andHtml(parsed.formats()));
      return format == Format.HTML
          ? page(asked, parsed, request, lease, time)
          : data(parsed, format, request, lease, time);
    } catch (Refusal refusal) {
      throw Errors.asPages(request)
          ? refusal.on(page.refused(asked.query(), refusal, lease))
          : refusal;
    }
  }

  /// Returns the query of a request.
  ///
  /// @throws Refusal 400 if there is none, or if it is invalid or not a SELECT query
  Query query(Request request, Lease lease) {
    SparqlRequest asked = sparql(request);
    Query query = read(asked, request, lease, asked.time(limits.time())).query();
    if (!query.isSelectType()) {
      throw new Refusal(400, "Only the answers of SELECT queries are described here.");
    }
    return query;
  }

  private SparqlRequest sparql(Request request) {
    return SparqlRequest.of(request, limits.bodyBytes())
        .orElseThrow(() -> new Refusal(400, "Give the parameter 'query'."));
  }

  /// Returns the number of bytes of the answer to a query, which is not kept; 0 for one as a page.
  long length(String query, Request request, Lease lease) {
    SparqlRequest asked = new SparqlRequest(query, List.of(), List.of(), request.parameters());
    ParsedQuery parsed = reader.read(asked, Caller.of(request), lease, limits.time());
    Format format = request.choose(andHtml(parsed.formats()));
    if (format == Format.HTML) {
      return 0;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    evaluate(
        parsed,
        Caller.of(request),
        lease,
        limits.time(),
        execution -> execution.write(format, bytes));
    return bytes.size();
  }

  /// Reads the query of a request and notes it in the access log.
  private ParsedQuery read(SparqlRequest asked, Request request, Lease lease, Duration time) {
    ParsedQuery parsed = reader.read(asked, Caller.of(request), lease, time);
    request.note(AccessLog.QUERY, parsed.text());
    return parsed;
  }

  private Answer page(
      SparqlRequest asked, ParsedQuery parsed, Request request, Lease lease, Duration time) {
    ResultTable table = table(parsed, request, lease, time);
    return page.answer(asked.query(), parsed.formats(), table, lease);
  }

  /// Returns the answer to a query as a table for a page, with names as links.
  ///
  /// @throws Refusal if the query takes too long
  public ResultTable linkedTable(Query query, Request request, Lease lease) {
    Known known = known(query, request, lease);
    note(request, known.cached() ? "hit" : "miss", known.table().rows().size());
    return known.table();
  }

  /// Returns the sources of the values of an answer: those of the statements that give the values,
  /// not those of the names next to them. For an answer without such statements, those of its
  /// things.
  ///
  /// @param query the query of the answer
  /// @param shown the columns of its picture; empty for all
  /// @param table its rows
  /// @throws Refusal if it takes too long
  public List<Site.Source> sources(
      Query query, List<String> shown, ResultTable table, Request request, Lease lease) {
    List<String> columns = shown.isEmpty() ? table.columns() : shown;
    List<String> numbers = table.numbers(columns);
    List<Site.Source> found =
        ValueOrigins.of(
                query, numbers.isEmpty() ? columns : numbers, !numbers.isEmpty(), Labels::names)
            .map(origins -> known(origins, request, lease).table())
            .map(
                origins ->
                    Sources.of(
                        Sources.counted(
                            origins.rows().stream()
                                .map(row -> row.stream().flatMap(List::stream).toList())),
                        lease.entities()))
            .orElse(List.of());
    return found.isEmpty() ? table.sources(lease.entities()) : found;
  }

  /// A table of an answer.
  ///
  /// @param cached true if it was in the cache
  private record Known(ResultTable table, boolean cached) {}

  private Known known(Query query, Request request, Lease lease) {
    String linked = NamedThings.addedTo(query).toString();
    SparqlRequest asked = new SparqlRequest(linked, List.of(), List.of(), request.parameters());
    ParsedQuery parsed = reader.read(asked, Caller.of(request), lease, limits.time());
    String language = Reader.current().texts().language();
    TableCache.Key key = new TableCache.Key(lease.release(), language, parsed.text());
    Optional<ResultTable> before = parsed.stable() ? tables.get(key) : Optional.empty();
    if (before.isPresent()) {
      return new Known(before.get(), true);
    }
    ResultTable table = table(parsed, Caller.of(request), lease, limits.time());
    if (parsed.stable()) {
      tables.put(key, table);
    }
    return new Known(table, false);
  }

  /// Returns the answer to a query as a table, outside a request for a page.
  ///
  /// @param query the query as it was sent
  /// @param change checks the query and returns the one to evaluate, such as one with more columns;
  ///   must not modify its argument
  /// @throws Refusal if the query is invalid or takes too long
  public ResultTable table(String query, UnaryOperator<Query> change, Caller caller, Lease lease) {
    SparqlRequest asked = new SparqlRequest(query, List.of(), List.of(), Parameters.NONE);
    ParsedQuery parsed = reader.read(asked, caller, lease, limits.time());
    parsed.formats();
    return table(parsed.with(change.apply(parsed.query())), caller, lease, limits.time());
  }

  /// Returns the canonical answer to a query, for a citation.
  ///
  /// @throws Refusal if the query is invalid or takes too long, or if its answer can change between
  ///   runs or is too large
  public CanonicalAnswer canonical(String query, Request request, Lease lease) {
    SparqlRequest asked = new SparqlRequest(query, List.of(), List.of(), request.parameters());
    Duration time = asked.time(limits.time());
    ParsedQuery parsed = read(asked, request, lease, time);
    if (!parsed.stable()) {
      throw new Refusal(
          400,
          "The answer cannot be cited: it can change between runs (NOW, RAND, UUID, BNODE,"
              + " SERVICE).");
    }
    parsed.formats();
    return evaluate(parsed, Caller.of(request), lease, time, Execution::canonical);
  }

  /// Returns the names of the releases that a query reads: the one it is sent to, or those that it
  /// names.
  public Set<String> releases(String query, Request request, Lease lease) {
    SparqlRequest asked = new SparqlRequest(query, List.of(), List.of(), request.parameters());
    return reader
        .read(asked, Caller.of(request), lease, limits.time())
        .across()
        .map(AcrossReleases::releases)
        .orElse(Set.of(lease.release()));
  }

  /// The CPU time for finding what limits the answer to one query of a reader.
  public Duration checkTime() {
    return limits.checks();
  }

  /// Returns the maximum size of the body of a request, in bytes.
  public int bodyBytes() {
    return limits.bodyBytes();
  }

  /// Runs a query and answers with its plan as text: the operators, with the expected and actual
  /// numbers of rows and the time of each. A query that takes too long is stopped, and its plan has
  /// the rows until then. The request is one of the SPARQL protocol.
  ///
  /// @throws Refusal if the query is invalid, or ran in an engine that states no plan
  public Answer plan(Request request, Lease lease) {
    SparqlRequest asked = sparql(request);
    Duration time = asked.time(limits.time());
    ParsedQuery parsed = read(asked, request, lease, time);
    Format format = parsed.formats().getFirst();
    long end = System.nanoTime() + time.toNanos();
    Optional<String> plan =
        evaluate(
            parsed,
            Caller.of(request),
            lease,
            time.plus(STOPPING),
            execution -> execution.plan(format, Duration.ofNanos(end - System.nanoTime())));
    return Answer.text(
        200,
        Format.TEXT,
        plan.orElseThrow(() -> new Refusal(400, "The query ran in an engine that states no plan."))
            + "\n");
  }

  private ResultTable table(ParsedQuery parsed, Request request, Lease lease, Duration time) {
    ResultTable table = table(parsed, Caller.of(request), lease, time);
    note(request, "miss", table.rows().size());
    return table;
  }

  private ResultTable table(ParsedQuery parsed, Caller caller, Lease lease, Duration time) {
    // Before the evaluation, which needs no place while it waits until the labels are open.
    Labels labels = lease.entities().labels();
    return evaluate(parsed, caller, lease, time, execution -> execution.table(labels));
  }

  /// Returns an answer from the cache, or evaluates the query into a body.
  private Answer data(
      ParsedQuery parsed, Format format, Request request, Lease lease, Duration time) {
    Answer head = head(parsed, format, request, lease);
    if (tags.unchanged(head, request, lease)) {
      return head.withStatus(304);
    }
    ResultCache.Key key = new ResultCache.Key(lease.release(), parsed.text(), format);
    // The cache has answers of the current release only.
    boolean cached = parsed.stable() && lease.root().isEmpty() && parsed.across().isEmpty();
    Optional<ResultCache.Remembered> known = cached ? cache.get(key) : Optional.empty();
    if (known.isPresent()) {
      note(request, "hit", known.get().rows());
      return head.withBody(known.get().body());
    }
    Spool body = request.bodies().spool();
    long rows =
        evaluate(
            parsed, Caller.of(request), lease, time, execution -> execution.write(format, body));
    note(request, "miss", rows);
    if (cached && body.size() <= ResultCache.MAX_BYTES) {
      cache.put(key, new ResultCache.Remembered(body.copy(), rows));
    }
    return head.withBody(body);
  }

  /// What is done with a running query.
  @FunctionalInterface
  private interface Use<T> {
    T of(Execution execution) throws IOException;
  }

  private <T> T evaluate(
      ParsedQuery parsed, Caller caller, Lease lease, Duration time, Use<T> use) {
    // Opens the other releases before the evaluation, which needs no place while it waits for them.
    try (QueryScope _ = QueryScope.of(parsed, lease, kept)) {
      return evaluator.evaluate(
          caller,
          lease,
          time,
          stop -> {
            try (QueryScope scope = QueryScope.of(parsed, lease, kept);
                Execution execution = new Execution(parsed, scope, federation, stop)) {
              return use.of(execution);
            }
          });
    }
  }

  /// Returns an answer without its body. It links to the release for citation and, if the address
  /// is short enough, to the same answer in other formats.
  private static Answer head(ParsedQuery parsed, Format format, Request request, Lease lease) {
    Answer linked =
        Answer.ok(format, Body.EMPTY)
            .withFreshness(parsed.sameBytes() ? Answer.Freshness.RELEASE : Answer.Freshness.NONE)
            .withLink(lease.iris().release(lease.release()), "cite-as");
    if (parsed.query().isSelectType()) {
      linked = QueryLimits.linked(linked, parsed.text(), request);
    }
    String asked = request.http().getQueryString();
    if (request.method().equals("GET") && asked != null && LINKED.matcher(asked).matches()) {
      for (Format other : andHtml(parsed.formats())) {
        if (other != format) {
          linked = linked.withAlternate("?" + asked + "&format=" + other.suffix(), other);
        }
      }
    }
    return linked;
  }

  private static void note(Request request, String cache, long rows) {
    request.note(AccessLog.CACHE, cache);
    request.note(AccessLog.ROWS, String.valueOf(rows));
  }

  /// Adds HTML as the last choice, so that `*/*` means data.
  private static List<Format> andHtml(List<Format> formats) {
    List<Format> offers = new ArrayList<>(formats);
    offers.add(Format.HTML);
    return offers;
  }
}
