package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.system.Txn;
import org.techrace.serve.AccessLog;
import org.techrace.serve.Answer;
import org.techrace.serve.Evaluator;
import org.techrace.serve.Format;
import org.techrace.serve.Lease;
import org.techrace.serve.Limits;
import org.techrace.serve.Processor;
import org.techrace.serve.Request;
import org.techrace.serve.Services;

/// `/sparql`: the SPARQL 1.1 Protocol for queries. Without a query it describes itself.
public final class Endpoint implements Processor {
  /// In characters: a query that cannot overflow the stack, since its nesting is limited too.
  private static final int SHORT = 2_000;

  private final Limits limits;
  private final Evaluator evaluator;
  private final Services services;
  private final Rules rules;
  private final ResultCache cache;
  private final ServiceDescription description;
  private final QueryPage page;

  public Endpoint(
      Limits limits,
      Evaluator evaluator,
      Services services,
      ServiceDescription description,
      QueryPage page) {
    this.limits = limits;
    this.evaluator = evaluator;
    this.services = services;
    this.rules = new Rules(services);
    this.cache = new ResultCache(limits.cacheBytes());
    this.description = description;
    this.page = page;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Optional<SparqlRequest> asked = SparqlRequest.of(request, limits.bodyBytes());
    return asked.isPresent()
        ? answer(asked.get(), request.withParameters(asked.get().parameters()), lease)
        : withoutQuery(request, lease);
  }

  private Answer withoutQuery(Request request, Lease lease) {
    Format format = request.choose(andHtml(Format.GRAPH));
    return format == Format.HTML ? page.empty(lease) : description.answer(request, lease, format);
  }

  Answer answer(SparqlRequest asked, Request request, Lease lease) {
    Duration time = asked.time(limits.time());
    ParsedQuery parsed = parse(asked, request, lease, time);
    Format format = request.choose(andHtml(parsed.formats()));
    return format == Format.HTML
        ? page(asked, parsed, request, lease, time)
        : data(parsed, format, request, lease, time);
  }

  /// A long text is read on a deep stack; a short one is not worth a thread.
  private ParsedQuery parse(SparqlRequest asked, Request request, Lease lease, Duration time) {
    Nesting.check(asked.query(), limits.nesting());
    return asked.query().length() < SHORT
        ? checked(asked, lease)
        : evaluate(request, lease, time, stop -> checked(asked, lease));
  }

  private ParsedQuery checked(SparqlRequest asked, Lease lease) {
    ParsedQuery parsed = ParsedQuery.of(asked);
    Txn.executeRead(lease.dataset(), () -> rules.check(parsed.query(), lease.dataset()));
    return parsed;
  }

  private Answer page(
      SparqlRequest asked, ParsedQuery parsed, Request request, Lease lease, Duration time) {
    QueryPage.Table table =
        evaluate(
            request,
            lease,
            time,
            stop ->
                Execution.run(
                    parsed,
                    lease.dataset(),
                    services,
                    stop,
                    exec -> QueryPage.table(parsed, exec, lease)));
    return page.answer(asked.query(), parsed.formats(), table, lease);
  }

  private Answer data(
      ParsedQuery parsed, Format format, Request request, Lease lease, Duration time) {
    String query = parsed.query().toString();
    ResultCache.Key key = new ResultCache.Key(lease.release(), query, format);
    boolean stable = ResultCache.stable(query);
    request.note(AccessLog.QUERY, query);
    Answer answer =
        Answer.ok(
            format,
            out -> {
              Optional<byte[]> known = stable ? cache.get(key) : Optional.empty();
              request.note(AccessLog.CACHE, known.isPresent() ? "hit" : "miss");
              if (known.isPresent()) {
                out.write(known.get());
              } else {
                Copy copy = new Copy(out);
                write(parsed, format, copy, request, lease, time);
                copy.bytes().filter(b -> stable).ifPresent(bytes -> cache.put(key, bytes));
              }
            });
    return stable ? answer : answer.withFreshness(Answer.Freshness.NONE);
  }

  private void write(
      ParsedQuery parsed,
      Format format,
      OutputStream out,
      Request request,
      Lease lease,
      Duration time)
      throws IOException {
    evaluator.evaluate(
        request,
        lease,
        time,
        stop ->
            Execution.run(
                parsed,
                lease.dataset(),
                services,
                stop,
                exec -> {
                  ResultWriter.write(parsed, exec, format, out);
                  return true;
                }));
  }

  private <T> T evaluate(
      Request request, Lease lease, Duration time, Evaluator.Evaluation<T> evaluation) {
    try {
      return evaluator.evaluate(request, lease, time, evaluation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// HTML comes last: `*/*` means data.
  private static List<Format> andHtml(List<Format> formats) {
    List<Format> offers = new ArrayList<>(formats);
    offers.add(Format.HTML);
    return offers;
  }
}
