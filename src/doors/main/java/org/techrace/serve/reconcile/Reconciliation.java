package org.techrace.serve.reconcile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.system.Txn;
import org.techrace.search.MatchQuery;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.work.Evaluator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/reconcile` and the paths below it.
///
/// | Path | 0.2 | 1.0-draft |
/// |---|---|---|
/// | (root) | GET: manifest; `queries=` and `extend=` by GET or POST of a form | GET `?version=1.0-draft`: manifest |
/// | `/match` | | POST of JSON |
/// | `/suggest/{entity,property,type}` | GET | GET |
/// | `/flyout/{entity,property,type}` | GET: HTML in JSON | |
/// | `/preview` | GET: HTML | GET: HTML |
/// | `/extend` | | POST of JSON |
/// | `/extend/propose` | GET | GET |
public final class Reconciliation implements Processor {
  private static final String ROOT = "/reconcile";
  private static final int BODY_LIMIT = 4 << 20;
  private static final int SUGGESTED = 20;

  private final Preview preview;
  private final String name;
  private final Evaluator evaluator;

  public Reconciliation(Templates templates, Evaluator evaluator) {
    this.preview = new Preview(templates);
    this.name = templates.graphName();
    this.evaluator = evaluator;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Optional<String> body =
        request.method().equals("POST") ? Optional.of(request.body(BODY_LIMIT)) : Optional.empty();
    return evaluator.answer(request, lease, (asked, stoppable) -> answer(asked, body, stoppable));
  }

  private Answer answer(Request request, Optional<String> body, Lease lease) {
    String path = request.path().substring(ROOT.length());
    return Txn.calculateRead(
        lease.dataset(),
        () ->
            switch (path) {
              case "", "/" -> root(body.map(form -> form(request, form)).orElse(request), lease);
              case "/match" -> match(body.orElseThrow(), lease);
              case "/suggest/entity" -> entities(request, lease);
              case "/suggest/property" -> terms(request, lease.search().terms().properties());
              case "/suggest/type" -> terms(request, lease.search().terms().classes());
              case "/flyout/entity", "/flyout/property", "/flyout/type" ->
                  preview.flyout(required(request, "id"), lease);
              case "/preview" -> preview.page(required(request, "id"), lease);
              case "/extend" ->
                  HttpJson.answer(Extension.answer(ApiVersion.V1_0, body.orElseThrow(), lease));
              case "/extend/propose" -> propose(request, lease.search());
              default -> throw new Refusal(404, "The reconciliation service has no " + path + ".");
            });
  }

  private static Request form(Request request, String form) {
    return request.withParameters(request.parameters().and(form));
  }

  private Answer root(Request request, Lease lease) {
    Parameters parameters = request.parameters();
    Optional<String> queries = parameters.first("queries");
    if (queries.isPresent()) {
      return HttpJson.answer(results(Queries.batch(queries.get(), lease), lease));
    }
    Optional<String> extend = parameters.first("extend");
    if (extend.isPresent()) {
      return HttpJson.answer(Extension.answer(ApiVersion.V0_2, extend.get(), lease));
    }
    boolean draft =
        parameters.first("version").filter(ApiVersion.V1_0.toString()::equals).isPresent();
    return HttpJson.answer(
        Manifest.of(
            draft ? ApiVersion.V1_0 : ApiVersion.V0_2,
            name,
            request.site() + ROOT,
            request.site(),
            lease));
  }

  private static ObjectNode results(Map<String, MatchQuery> queries, Lease lease) {
    ObjectNode results = HttpJson.object();
    queries.forEach(
        (key, query) ->
            results
                .putObject(key)
                .set("result", ProtocolJson.candidates(lease.search().match(query), lease)));
    return results;
  }

  private static Answer match(String body, Lease lease) {
    ObjectNode answer = HttpJson.object();
    ArrayNode results = answer.putArray("results");
    for (MatchQuery query : Queries.list(body, lease)) {
      results
          .addObject()
          .set("candidates", ProtocolJson.candidates(lease.search().match(query), lease));
    }
    return HttpJson.answer(answer);
  }

  private static Answer entities(Request request, Lease lease) {
    List<String> types = request.parameters().all("type");
    if (types.size() > Queries.CONDITIONS) {
      throw new Refusal(400, "'type' may be given " + Queries.CONDITIONS + " times.");
    }
    ObjectNode answer = HttpJson.object();
    ArrayNode result = answer.putArray("result");
    int from = cursor(request);
    lease.search().find(required(request, "prefix"), types, from + SUGGESTED).stream()
        .skip(from)
        .forEach(
            found -> {
              ObjectNode each =
                  ProtocolJson.named(ProtocolJson.id(found.iri(), lease), found.label());
              each.put("description", found.matched());
              each.set("notable", ProtocolJson.types(found.types(), lease.search().terms()));
              result.add(each);
            });
    return HttpJson.answer(answer);
  }

  private static Answer terms(Request request, List<OntologyTerms.Term> among) {
    ObjectNode answer = HttpJson.object();
    ArrayNode result = answer.putArray("result");
    OntologyTerms.beginning(among, required(request, "prefix")).stream()
        .skip(cursor(request))
        .limit(SUGGESTED)
        .forEach(
            term -> {
              ObjectNode each = ProtocolJson.named(term.iri(), term.label());
              if (!term.description().isEmpty()) {
                each.put("description", term.description());
              }
              result.add(each);
            });
    return HttpJson.answer(answer);
  }

  private static Answer propose(Request request, Search search) {
    String type = request.parameters().first("type").orElse("");
    return HttpJson.answer(Extension.propose(type, number(request, "limit", SUGGESTED), search));
  }

  private static int cursor(Request request) {
    return number(request, "cursor", 0);
  }

  private static int number(Request request, String name, int usual) {
    String given = request.parameters().first(name).orElse("");
    if (!given.matches("\\d{0,4}")) {
      throw new Refusal(400, "'" + name + "' must be a number below 10000, not '" + given + "'.");
    }
    return given.isEmpty() ? usual : Integer.parseInt(given);
  }

  private static String required(Request request, String name) {
    return request
        .parameters()
        .first(name)
        .orElseThrow(() -> new Refusal(400, "Give the parameter '" + name + "'."));
  }
}
