package org.techrace.serve.sparql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.system.Txn;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.NearestTerms;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.work.Caller;
import org.techrace.serve.work.Evaluator;

/// Parses and checks queries. Caches parsed queries, because programs send the same query many
/// times and parsing a small query takes longer than its evaluation. Safe for use by several
/// threads.
final class QueryReader {
  /// The length in characters below which a query cannot overflow the stack of a request thread.
  /// Longer queries are parsed on a thread with a large stack.
  private static final int SHORT_QUERY_LENGTH = 2_000;

  /// The maximum total length of the cached queries, in characters.
  private static final long CACHE_CHARACTERS = 1 << 20;

  /// Matches the sentence about a word that is far from all keywords.
  private static final Pattern WITHOUT_PREFIX =
      Pattern.compile("'(\\w+)' is not a keyword at .*a name has a prefix");

  private static final Pattern UNRESOLVED = Pattern.compile("Unresolved prefixed name: ([^:]*):");

  private final int nesting;
  private final Evaluator evaluator;
  private final Rules rules;
  private final Cache<Key, ParsedQuery> known =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_CHARACTERS)
          .weigher((Key key, ParsedQuery query) -> key.query.length() + 100)
          .build();

  /// The key of a cached query. It contains the release because its graphs decide which queries are
  /// valid.
  private record Key(
      String release, String query, List<String> defaultGraphs, List<String> namedGraphs) {}

  /// Creates a reader.
  ///
  /// @param nesting the maximum nesting depth of brackets
  /// @param evaluator runs tasks that need a large stack
  /// @param rules checks the parsed query
  QueryReader(int nesting, Evaluator evaluator, Rules rules) {
    this.nesting = nesting;
    this.evaluator = evaluator;
    this.rules = rules;
  }

  /// Returns the parsed query of a request.
  ///
  /// @param asked the query
  /// @param caller the client
  /// @param lease the release
  /// @param time the time limit for parsing
  /// @throws Refusal 400 with the place of an error, or if the query breaks a rule
  ParsedQuery read(SparqlRequest asked, Caller caller, Lease lease, Duration time) {
    Key key = new Key(lease.release(), asked.query(), asked.defaultGraphs(), asked.namedGraphs());
    ParsedQuery remembered = known.getIfPresent(key);
    if (remembered != null) {
      return remembered;
    }
    TextLimits.check(asked.query(), nesting);
    ParsedQuery parsed =
        asked.query().length() < SHORT_QUERY_LENGTH
            ? parse(asked, lease, new AtomicBoolean())
            : evaluator.evaluate(caller, lease, time, stop -> parse(asked, lease, stop));
    known.put(key, parsed);
    return parsed;
  }

  /// @param stop set to true by another thread to end between two steps, none of which takes long:
  ///   their time grows with the length of the query
  private ParsedQuery parse(SparqlRequest asked, Lease lease, AtomicBoolean stop) {
    ParsedQuery parsed;
    try {
      parsed = ParsedQuery.of(asked, lease.iris(), lease.release());
    } catch (Refusal refusal) {
      throw declarable(refusal.sentence(), lease).map(refusal::with).orElse(refusal);
    }
    if (stop.get()) {
      throw new QueryCancelledException();
    }
    Txn.executeRead(lease.dataset(), () -> rules.check(parsed.query(), lease));
    return parsed;
  }

  /// Returns the declaration or the prefix that a query needs, if that is what is wrong.
  private static Optional<String> declarable(String sentence, Lease lease) {
    Matcher name = UNRESOLVED.matcher(sentence);
    if (name.find()) {
      return Optional.of(ShortNames.of(lease).declaration(name.group(1)));
    }
    Matcher word = WITHOUT_PREFIX.matcher(sentence);
    return word.find()
        ? Txn.calculateRead(lease.dataset(), () -> NearestTerms.prefixed(word.group(1), lease))
            .map("Did you mean %s?"::formatted)
        : Optional.empty();
  }
}
