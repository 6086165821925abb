package org.techrace.serve.sparql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.techrace.guard.Guard;
import org.techrace.guard.LinearParser;
import org.techrace.query.AcrossReleases;
import org.techrace.rdf.Iris;
import org.techrace.rdf.QueryErrors;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Refusal;

/// A parsed query and the formats of its answer. Relative IRIs are resolved against the base of the
/// graph. The query is not modified after parsing, so several threads may evaluate it at the same
/// time.
///
/// @param query the query
/// @param text the key for caches: the query printed in a normal form, or as it was sent if it is
///   long
/// @param stable true if the answer depends only on the release
/// @param sameBytes true if the bytes of the answer depend only on the release. False for templates
///   with blank nodes, which have new labels each time.
/// @param across the releases that it reads, if it names graphs of releases
/// @param known the guard of executions of a stable query, which keeps the optimized query
record ParsedQuery(
    Query query,
    String text,
    boolean stable,
    boolean sameBytes,
    Optional<AcrossReleases> across,
    Guard known) {
  /// The maximum length in characters of a query that is printed in normal form. ARQ may need hours
  /// to print a long one: it searches all triples for each member of a list.
  private static final int MAX_PRINTED_LENGTH = 2_000;

  private static final Pattern UPDATE =
      Pattern.compile(
          "(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern PLACE =
      Pattern.compile("line:? (\\d{1,9}), col(?:umn|:) (\\d{1,9})", Pattern.CASE_INSENSITIVE);

  /// Parses a query and applies the protocol's dataset, which overrides that of the query (SPARQL
  /// 1.1 Protocol, section 2.1.4).
  ///
  /// @param iris what relative IRIs are relative to
  /// @param release the name of the release that the query is sent to
  /// @throws Refusal 400 with line and column
  static ParsedQuery of(SparqlRequest request, Iris iris, String release) {
    Query query = parse(request.query(), iris);
    if (!request.defaultGraphs().isEmpty() || !request.namedGraphs().isEmpty()) {
      query.getGraphURIs().clear();
      query.getNamedGraphURIs().clear();
      request.defaultGraphs().forEach(query::addGraphURI);
      request.namedGraphs().forEach(query::addNamedGraphURI);
    }
    String text =
        request.query().length() < MAX_PRINTED_LENGTH
            ? query.toString()
            : request.query() + "\n" + request.defaultGraphs() + request.namedGraphs();
    boolean stable = ResultCache.stable(text);
    return new ParsedQuery(
        query,
        text,
        stable,
        stable && !makesBlankNodes(query),
        across(query, iris, release),
        new Guard());
  }

  private static Optional<AcrossReleases> across(Query query, Iris iris, String release) {
    try {
      return AcrossReleases.of(query, iris, release);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, e.getMessage() + ".");
    }
  }

  /// Returns another query in place of this one, made from it.
  ParsedQuery with(Query changed) {
    return new ParsedQuery(changed, text, stable, sameBytes, across, new Guard());
  }

  /// Returns the guard of an execution.
  Guard guard() {
    return stable ? known : new Guard();
  }

  private static boolean makesBlankNodes(Query query) {
    return query.isConstructType()
        && query.getConstructTemplate().getTriples().stream()
            .anyMatch(t -> t.getSubject().isBlank() || t.getObject().isBlank());
  }

  private static Query parse(String text, Iris iris) {
    try {
      return LinearParser.parse(text, iris.base(), Syntax.syntaxSPARQL_12);
    } catch (QueryParseException e) {
      Optional<Query> lateral = LateralQuery.parse(text, iris.base());
      if (lateral.isPresent()) {
        return lateral.get();
      }
      Refusal refusal = new Refusal(400, sentence(text, e));
      // The message has the place of the error; the exception's fields have the last valid token.
      Matcher place = PLACE.matcher(refusal.sentence());
      throw place.find()
          ? refusal.at(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
          : refusal;
    } catch (QueryException e) {
      throw new Refusal(400, "The query cannot be run: " + QueryErrors.sentence(e));
    }
  }

  /// Returns what is wrong. An update fails at its first keyword, because the grammar of queries
  /// has none of these keywords there.
  private static String sentence(String text, QueryParseException e) {
    String sentence = QueryErrors.sentence(e, text);
    Matcher place = PLACE.matcher(sentence);
    if (place.find()
        && isUpdate(text, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))) {
      return SparqlRequest.READ_ONLY + " The update starts at " + place.group() + ".";
    }
    return "The query has an error: " + sentence;
  }

  /// @param line the line of the error; 0 if the parser has read no token
  private static boolean isUpdate(String text, int line, int column) {
    String from = text.lines().skip(Math.max(0, line - 1L)).findFirst().orElse("");
    return column <= from.length()
        && UPDATE.matcher(from.substring(Math.max(0, column - 1))).lookingAt();
  }

  /// Returns the formats of the answer.
  ///
  /// @throws Refusal 400 for other kinds of queries
  List<Format> formats() {
    return switch (query.queryType()) {
      case SELECT -> Format.SOLUTIONS;
      case ASK -> Format.BOOLEAN;
      case CONSTRUCT, DESCRIBE -> Format.GRAPH;
      case CONSTRUCT_JSON, UNKNOWN ->
          throw new Refusal(400, "Only SELECT, ASK, CONSTRUCT and DESCRIBE are answered here.");
    };
  }
}
