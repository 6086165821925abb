package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.apache.jena.system.Txn;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.work.Evaluator;

/// Parses queries, checks that they keep the rules, and remembers those that do: programs ask the
/// same queries again and again, and parsing a small query takes longer than answering it. Safe for
/// concurrent use.
final class QueryReader {
  /// The greatest length, in characters, of a query that cannot overflow the stack of a request's
  /// thread. Longer ones are parsed on a deep stack.
  private static final int SHORT = 2_000;

  /// The total length of the queries remembered, in characters.
  private static final long REMEMBERED = 1 << 20;

  private final int nesting;
  private final Evaluator evaluator;
  private final Rules rules;
  private final Cache<Key, ParsedQuery> known =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED)
          .weigher((Key key, ParsedQuery query) -> key.query.length() + 100)
          .build();

  /// The rules depend on which graphs a release has.
  private record Key(
      String release, String query, List<String> defaultGraphs, List<String> namedGraphs) {}

  /// A reader of queries.
  ///
  /// @param nesting how deep brackets may be nested
  /// @param evaluator runs what needs a deep stack
  QueryReader(int nesting, Evaluator evaluator, Rules rules) {
    this.nesting = nesting;
    this.evaluator = evaluator;
    this.rules = rules;
  }

  /// The parsed query of a request.
  ///
  /// @param time how long parsing may take
  /// @throws Refusal 400 if the query has an error, with its place, or breaks a rule
  ParsedQuery read(SparqlRequest asked, Request request, Lease lease, Duration time) {
    Key key = new Key(lease.release(), asked.query(), asked.defaultGraphs(), asked.namedGraphs());
    ParsedQuery remembered = known.getIfPresent(key);
    if (remembered != null) {
      return remembered;
    }
    TextLimits.check(asked.query(), nesting);
    ParsedQuery parsed =
        asked.query().length() < SHORT
            ? parse(asked, lease)
            : evaluator.evaluate(request, lease, time, _ -> parse(asked, lease));
    known.put(key, parsed);
    return parsed;
  }

  private ParsedQuery parse(SparqlRequest asked, Lease lease) {
    ParsedQuery parsed = ParsedQuery.of(asked, lease.iris());
    Txn.executeRead(lease.dataset(), () -> rules.check(parsed.query(), lease.dataset()));
    return parsed;
  }
}
