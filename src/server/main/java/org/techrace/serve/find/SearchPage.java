package org.techrace.serve.find;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.search.Found;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.Kinds;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Sources;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.text.Languages;
import org.techrace.serve.view.Address;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/search?q=` returns a page, or JSON for `Accept: application/json` or `format=json`.
/// `/suggest?q=` returns JSON for completion while typing. `type` (IRI, local name or label,
/// repeatable) and `limit` restrict both.
public final class SearchPage implements Part {
  /// The pages of questions begin so.
  private static final String QUESTION = "/questions/";

  private static final int PAGE_SIZE = 50;
  private static final int SUGGESTIONS = 10;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_TYPES = 100;

  private final Templates templates;
  private final PageSearch pages;

  /// @param languages those of the site
  public SearchPage(Templates templates, Questions questions, Languages languages) {
    this.templates = templates;
    this.pages = new PageSearch(questions, languages);
  }

  /// A search result.
  ///
  /// @param page its address on this server
  /// @param type the label of its class, with a prefixed name if the label is not unique. For an
  ///   entity of another publisher without a class, the host of its IRI.
  /// @param beside text that distinguishes it from results with the same name, such as its list;
  ///   else empty
  /// @param also the name that matched, if it is not the label; else empty
  /// @param text the sentence that its page begins with; may be empty
  /// @param picture the address of its picture; may be empty
  public record Hit(
      String iri,
      String label,
      String page,
      String type,
      String beside,
      String also,
      String text,
      String picture) {
    Hit(String iri, String label, String page, String type, String beside, String also) {
      this(iri, label, page, type, beside, also, "", "");
    }

    Hit with(String sentence, String image) {
      return new Hit(iri, label, page, type, beside, also, sentence, image);
    }

    /// Reports whether the result is a thing, not a question or another page of the site.
    public boolean isThing() {
      return !page.startsWith(QUESTION) && !iri.startsWith("/");
    }
  }

  /// A part of the words that narrows the results.
  ///
  /// @param heading what it is, such as a class; empty for a value
  /// @param text its name
  /// @param excludes true if things that have it are not results
  /// @param without the query without it
  public record Narrowing(String heading, String text, boolean excludes, String without) {
    /// Returns the address of the search without it.
    public String address() {
      return Address.of("/search").with("q", without).toString();
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/search", this::page), Route.page("/suggest", this::suggest));
  }

  /// Makes the index of a release.
  @Override
  public void prepare(Lease lease) {
    pages.prepare(lease);
  }

  /// Answers `/search`.
  public Answer page(Request request, Lease lease) {
    Format format = request.choose(List.of(Format.HTML, Format.JSON));
    String text = text(request);
    int limit = limit(request, PAGE_SIZE);
    PageSearch.Results results = results(text, types(request), limit, lease);
    List<Hit> hits = results.hits().stream().limit(limit).toList();
    if (format == Format.JSON) {
      ObjectNode json = json(text, hits);
      if (!results.corrected().isEmpty()) {
        json.put("corrected", results.corrected());
      }
      if (!results.narrowed().isEmpty()) {
        json.set("filters", json(results.narrowed()));
      }
      return HttpJson.answer(json);
    }
    Stream<Term.Link> found =
        hits.stream()
            .filter(Hit::isThing)
            .map(hit -> lease.entities().link(hit.iri(), hit.label()));
    return templates.page(
        "search",
        lease,
        Sources.of(found, lease.entities()),
        Map.of(
            "text",
            text,
            "hits",
            hits,
            "narrowed",
            results.narrowed(),
            "unmet",
            String.join(", ", results.unmet()),
            "corrected",
            results.corrected()));
  }

  /// Finds things and questions by plain words, best first. With classes, finds only things, by
  /// their names.
  ///
  /// @param types names or IRIs of classes
  /// @throws Refusal 400 if the text is too long
  public List<Hit> find(String words, List<String> types, int limit, Lease lease) {
    checkLength(words);
    return results(words, types, limit, lease).hits().stream().limit(limit).toList();
  }

  /// Finds the things that a text mentions, such as a question, best first.
  ///
  /// @throws Refusal 400 if the text is too long
  public List<Hit> mentioned(String text, int limit, Lease lease) {
    checkLength(text);
    return hits(
        Txn.calculateRead(lease.dataset(), () -> lease.search().mentioned(text, limit)), lease);
  }

  /// Returns the results with a name that has all words, or what they mean, in their order.
  public List<Hit> named(String words, List<Hit> hits, Lease lease) {
    return pages.named(words, hits, lease);
  }

  /// Returns the words that none of some results has, see [WordIndex#missing], as they are
  /// [compared][WordIndex#compared].
  public Set<String> missing(String words, List<Hit> hits, Lease lease) {
    return pages.missing(words, hits, lease);
  }

  private PageSearch.Results results(String words, List<String> types, int limit, Lease lease) {
    List<Hit> named = hits(lease, words, types, limit);
    // A search for things of a class is one by name.
    return types.isEmpty() ? pages.find(words, named, lease) : new PageSearch.Results(named);
  }

  /// Answers `/api/v1/search`: as `/search`, always in JSON.
  ///
  /// @throws Refusal 400 without words
  public Answer data(Request request, Lease lease) {
    if (text(request).isEmpty()) {
      throw new Refusal(400, "Give 'q', the words to search for: /api/v1/search?q=WORDS.");
    }
    return page(request.withParameters(request.parameters().with("format", "json")), lease);
  }

  /// Answers `/suggest`.
  public Answer suggest(Request request, Lease lease) {
    String text = text(request);
    return HttpJson.answer(
        json(text, hits(lease, text, types(request), limit(request, SUGGESTIONS))));
  }

  private static String text(Request request) {
    String text = request.parameters().first("q").orElse("").strip();
    checkLength(text);
    return text;
  }

  private static void checkLength(String text) {
    if (text.length() > Search.MAX_NAME_LENGTH) {
      throw new Refusal(
          400,
          "The text is longer than the " + Search.MAX_NAME_LENGTH + " characters allowed here.");
    }
  }

  private static List<String> types(Request request) {
    List<String> types = request.parameters().all("type");
    if (types.size() > MAX_TYPES) {
      throw new Refusal(400, "'type' may be given at most " + MAX_TYPES + " times.");
    }
    return types;
  }

  private static List<Hit> hits(Lease lease, String text, List<String> types, int limit) {
    return hits(
        Txn.calculateRead(lease.dataset(), () -> lease.search().find(text, types, limit)), lease);
  }

  private static List<Hit> hits(List<Found> all, Lease lease) {
    Map<String, String> beside = beside(all, lease.entities());
    Map<String, Term> alike = Kinds.alike(lease.entities());
    return all.stream()
        .map(found -> hit(found, beside.getOrDefault(found.iri(), ""), lease, alike))
        .toList();
  }

  /// Returns distinguishing texts, by IRI. They are queried only for results that share a name:
  /// most searches have none, and suggestions are requested with each letter typed.
  private static Map<String, String> beside(List<Found> all, Entities entities) {
    Map<String, List<Node>> byName =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    found -> found.label().toLowerCase(Locale.ROOT),
                    LinkedHashMap::new,
                    Collectors.mapping(
                        found -> NodeFactory.createURI(found.iri()), Collectors.toList())));
    List<Node> things =
        byName.values().stream().filter(same -> same.size() > 1).flatMap(List::stream).toList();
    return things.isEmpty()
        ? Map.of()
        : entities.rows(Ask.of("beside").about(things)).stream()
            .collect(
                Collectors.toMap(
                    row -> row.iri("thing").orElseThrow(),
                    row -> row.text("beside"),
                    (first, other) -> first));
  }

  private static int limit(Request request, int usual) {
    String limit = request.parameters().first("limit").orElse(Integer.toString(usual));
    if (!limit.matches("[1-9]\\d{0,2}") || Integer.parseInt(limit) > MAX_LIMIT) {
      throw new Refusal(
          400, "'limit' must be a number from 1 to " + MAX_LIMIT + ", not '" + limit + "'.");
    }
    return Integer.parseInt(limit);
  }

  private static Hit hit(Found found, String beside, Lease lease, Map<String, Term> alike) {
    Term.Link thing = link(found.iri(), lease);
    return new Hit(
        found.iri(),
        thing.text(),
        Objects.requireNonNullElse(Addresses.href(thing), ""),
        type(found.types(), found.iri(), lease, alike),
        beside,
        found.matched().equals(thing.text()) ? "" : found.matched());
  }

  /// A thing with its label in the language of the reader.
  static Term.Link link(String iri, Lease lease) {
    Entities entities = lease.entities();
    return Txn.calculateRead(
        entities.dataset(), () -> entities.labels().link(NodeFactory.createURI(iri)));
  }

  /// The label of the class that says most: ours more than those of others; without a class, the
  /// host of the IRI.
  static String type(List<String> types, String iri, Lease lease, Map<String, Term> alike) {
    OntologyTerms terms = lease.search().terms();
    Iris iris = lease.iris();
    return types.stream()
        .sorted(Comparator.comparing(t -> !t.startsWith(iris.ontology())))
        .flatMap(t -> terms.named(terms.classes(), t).stream())
        .map(
            t ->
                alike.containsKey(t.iri())
                    ? alike.get(t.iri()).text()
                    : link(t.iri(), lease).text())
        .findFirst()
        .orElseGet(() -> new Addresses(iris).host(iri));
  }

  private static ArrayNode json(List<Narrowing> narrowed) {
    ArrayNode filters = HttpJson.array();
    for (Narrowing one : narrowed) {
      ObjectNode filter = HttpJson.object();
      if (!one.heading().isEmpty()) {
        filter.put("is", one.heading());
      }
      filter.put("value", one.text()).put("excludes", one.excludes());
      filters.add(filter.put("without", one.without()));
    }
    return filters;
  }

  private static ObjectNode json(String text, List<Hit> hits) {
    ArrayNode results = HttpJson.array();
    for (Hit hit : hits) {
      ObjectNode result = HttpJson.object();
      result.put("iri", hit.iri()).put("label", hit.label()).put("type", hit.type());
      result.put("page", hit.page());
      if (!hit.beside().isEmpty()) {
        result.put("beside", hit.beside());
      }
      if (!hit.also().isEmpty()) {
        result.put("matched", hit.also());
      }
      if (!hit.text().isEmpty()) {
        result.put("text", hit.text());
      }
      results.add(result);
    }
    ObjectNode all = HttpJson.object();
    all.put("query", text).set("results", results);
    return all;
  }
}
