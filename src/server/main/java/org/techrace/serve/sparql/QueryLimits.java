package org.techrace.serve.sparql;

import java.util.List;
import java.util.Optional;
import org.apache.jena.query.Query;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.Site;
import org.techrace.serve.view.Address;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/sparql/limits`: what a reader must know of the answer to a query, and its sources. Answers
/// whose format has no place for that, such as CSV, link to it.
///
/// @param endpoint evaluates queries
public record QueryLimits(Endpoint endpoint) implements Processor {
  static final String PATH = "/sparql/limits";

  /// The greatest length of an address in a header, in characters.
  private static final int LONGEST = 2_500;

  @Override
  public Answer answer(Request request, Lease lease) {
    Query query = endpoint.query(request, lease);
    ResultTable table = endpoint.linkedTable(query, request, lease);
    ResultTable read = endpoint.linkedTable(Subjects.addedTo(query), request, lease);
    List<String> limits =
        Limits.of(
            query,
            NamedTerms.of(query),
            read,
            read.rows(),
            table.isEmpty(),
            lease,
            endpoint.checkTime());
    ObjectNode json = HttpJson.object().put("release", lease.release());
    limits.forEach(json.putArray("limits")::add);
    put(endpoint.sources(query, List.of(), table, request, lease), json);
    json.put("query", request.parameters().first("query").orElseGet(query::toString));
    return HttpJson.answer(json);
  }

  /// Adds sources to an answer.
  public static void put(List<Site.Source> sources, ObjectNode json) {
    ArrayNode all = json.putArray("sources");
    for (Site.Source source : sources) {
      ObjectNode one = all.addObject();
      one.put("id", source.graph().iri()).put("label", source.graph().text());
      source.licence().ifPresent(licence -> one.put("licence", licence.iri()));
    }
  }

  /// Returns the address for a query; empty if a header has no room for it.
  public static Optional<String> address(String query, Request request) {
    String address = Address.of(request.root() + PATH).with("query", query).toString();
    return address.length() <= LONGEST ? Optional.of(address) : Optional.empty();
  }

  /// Returns where all limits of the answer to a query are, as the end of a sentence.
  public static String all(String query, Request request) {
    return address(query, request).map(at -> at + " has all").orElse(PATH + " has all of a query");
  }

  /// Returns an answer with a link to what limits it.
  public static Answer linked(Answer answer, String query, Request request) {
    return address(query, request)
        .map(address -> answer.withLink(address, "describedby"))
        .orElse(answer);
  }
}
