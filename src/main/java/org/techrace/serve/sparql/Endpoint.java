package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.system.Txn;
import org.techrace.rdf.Iris;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.AccessLog;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.work.Evaluator;
import org.techrace.serve.work.Limits;

/// `/sparql`: the SPARQL 1.1 Protocol for queries. Without a query it describes itself.
public final class Endpoint implements Processor {
  /// In characters: a query that cannot overflow the stack, since its nesting is limited too.
  private static final int SHORT = 2_000;

  /// A query string that can stand in a link.
  private static final Pattern LINKED = Pattern.compile("(?!.*format=)[^<>\"\\\\^`{|}\\s]{1,500}");

  private final Limits limits;
  private final Evaluator evaluator;
  private final Federation federation;
  private final Rules rules;
  private final ParsedQueries queries = new ParsedQueries();
  private final ResultCache cache;
  private final ServiceDescription description;
  private final QueryPage page;

  public Endpoint(
      Limits limits,
      Evaluator evaluator,
      Federation federation,
      ServiceDescription description,
      QueryPage page) {
    this.limits = limits;
    this.evaluator = evaluator;
    this.federation = federation;
    this.rules = new Rules(federation);
    this.cache = new ResultCache(limits.endpointBytes());
    this.description = description;
    this.page = page;
  }

  /// A browser gets the workbench, which asks by itself: a wrong query is shown in its editor.
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

  Answer answer(SparqlRequest asked, Request request, Lease lease) {
    try {
      return found(asked, request, lease);
    } catch (Refusal refusal) {
      throw refusal.on(page.refused(asked.query(), refusal, lease));
    }
  }

  private Answer found(SparqlRequest asked, Request request, Lease lease) {
    Duration time = asked.time(limits.time());
    ParsedQuery parsed = parse(asked, request, lease, time);
    request.note(AccessLog.QUERY, parsed.text());
    Format format = request.choose(andHtml(parsed.formats()));
    return format == Format.HTML
        ? page(asked, parsed, request, lease, time)
        : data(parsed, format, request, lease, time);
  }

  private ParsedQuery parse(SparqlRequest asked, Request request, Lease lease, Duration time) {
    return queries.get(lease.release(), asked, () -> read(asked, request, lease, time));
  }

  /// A long text is read on a deep stack; a short one is not worth a thread.
  private ParsedQuery read(SparqlRequest asked, Request request, Lease lease, Duration time) {
    TextLimits.check(asked.query(), limits.nesting());
    if (asked.query().length() < SHORT) {
      return checked(asked, lease);
    }
    try {
      return evaluator.evaluate(request, lease, time, stop -> checked(asked, lease));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ParsedQuery checked(SparqlRequest asked, Lease lease) {
    ParsedQuery parsed = ParsedQuery.of(asked);
    Txn.executeRead(lease.dataset(), () -> rules.check(parsed.query(), lease.dataset()));
    return parsed;
  }

  private Answer page(
      SparqlRequest asked, ParsedQuery parsed, Request request, Lease lease, Duration time) {
    QueryPage.Table table = table(parsed, request, lease, time);
    return page.answer(asked.query(), parsed.formats(), table, lease);
  }

  /// The answer to a query as a page shows it.
  ///
  /// @throws Refusal if the query is wrong or takes too long
  public QueryPage.Table table(String query, Request request, Lease lease) {
    SparqlRequest asked = new SparqlRequest(query, List.of(), List.of(), request.parameters());
    Duration time = limits.time();
    return table(parse(asked, request, lease, time), request, lease, time);
  }

  private QueryPage.Table table(ParsedQuery parsed, Request request, Lease lease, Duration time) {
    try {
      QueryPage.Table table =
          run(parsed, request, lease, time, exec -> QueryPage.table(parsed, exec, lease));
      note(request, "miss", table.rows().size());
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer data(
      ParsedQuery parsed, Format format, Request request, Lease lease, Duration time) {
    ResultCache.Key key = new ResultCache.Key(lease.release(), parsed.text(), format);
    boolean stable = parsed.stable();
    Answer answer =
        Answer.ok(
            format,
            out -> {
              Optional<ResultCache.Remembered> known = stable ? cache.get(key) : Optional.empty();
              if (known.isPresent()) {
                note(request, "hit", known.get().rows());
                known.get().writeTo(out);
              } else {
                Copy copy = new Copy(out);
                long rows =
                    run(
                        parsed,
                        request,
                        lease,
                        time,
                        exec -> ResultWriter.write(parsed, exec, format, copy));
                note(request, "miss", rows);
                copy.bytes()
                    .filter(b -> stable)
                    .ifPresent(b -> cache.put(key, new ResultCache.Remembered(b, rows)));
              }
            });
    return linked(
        parsed.sameBytes() ? answer : answer.withFreshness(Answer.Freshness.NONE),
        parsed,
        format,
        request,
        lease);
  }

  /// With links to the release to cite, and to the same answer in other formats if its address is
  /// not too long.
  private static Answer linked(
      Answer answer, ParsedQuery parsed, Format format, Request request, Lease lease) {
    Answer linked = answer.withLink(Iris.RELEASE + lease.release(), "cite-as");
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

  private <T> T run(
      ParsedQuery parsed, Request request, Lease lease, Duration time, Execution.Use<T> use)
      throws IOException {
    return evaluator.evaluate(
        request,
        lease,
        time,
        stop -> Execution.run(parsed, lease.dataset(), federation, stop, use));
  }

  private static void note(Request request, String cache, long rows) {
    request.note(AccessLog.CACHE, cache);
    request.note(AccessLog.ROWS, String.valueOf(rows));
  }

  /// HTML comes last: `*/*` means data.
  private static List<Format> andHtml(List<Format> formats) {
    List<Format> offers = new ArrayList<>(formats);
    offers.add(Format.HTML);
    return offers;
  }
}
