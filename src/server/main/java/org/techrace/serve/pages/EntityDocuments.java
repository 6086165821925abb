package org.techrace.serve.pages;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.DCTerms;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.NamedLease;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;

/// Dereferences IRIs. The IRI of a thing redirects (303) to its document; the response contains the
/// data for clients that do not follow redirects. The documents are below `/page/` and `/data/`.
public final class EntityDocuments implements Part {
  /// The formats that name the graph of each statement.
  private static final Set<Format> QUADS = Set.of(Format.N_QUADS, Format.TRIG);

  private static final Pattern BEYOND_ASCII = Pattern.compile("(?:%[89A-Fa-f]\\p{XDigit})+");

  private static final List<Format> FORMATS =
      List.of(
          Format.TURTLE,
          Format.HTML,
          Format.JSON_LD,
          Format.N_TRIPLES,
          Format.RDF_XML,
          Format.TRIG,
          Format.N_QUADS);

  private final Templates templates;
  private final RelatedQuestions questions;
  private final KeptReleases kept;
  private final Places places = new Places();

  /// @param kept the releases that a page can be compared with
  public EntityDocuments(Templates templates, RelatedQuestions questions, KeptReleases kept) {
    this.templates = templates;
    this.questions = questions;
    this.kept = kept;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/id/*", this::thing),
        Route.page("/scheme/*", this::thing),
        Route.page("/graph/*", this::thing),
        Route.page("/graph", this::release),
        Route.page("/release/*", this::thing),
        Route.page("/page", this::foreignPage),
        Route.page("/data", this::foreignData),
        Route.page("/page/*", this::page),
        Route.page("/data/*", this::data));
  }

  @Override
  public void prepare(Lease lease) {
    questions.prepare(lease);
    places.prepare(lease);
  }

  /// Answers `/id/x`, `/scheme/x`, `/graph/x` and `/release/x`, which identify things and not
  /// documents.
  public Answer thing(Request request, Lease lease) {
    String path = request.rawPath();
    Format format = Addresses.suffix(path).orElseGet(() -> chosen(request, FORMATS));
    String iri = known(lease.iris().base() + Addresses.withoutSuffix(path).substring(1), lease);
    if (format == Format.HTML) {
      return linked(Answer.seeOther(addresses(lease).page(iri)), iri, lease);
    }
    return document(iri, format, request, lease)
        .withStatus(303)
        .withHeader("Location", addresses(lease).data(iri, format));
  }

  /// Returns the format for a client. One that reads triples, too, gets no quads by `Accept`: many
  /// clients look for the statements about a thing in the default graph only.
  private static Format chosen(Request request, List<Format> offers) {
    Format format = request.choose(offers);
    if (!QUADS.contains(format) || request.parameters().first("format").isPresent()) {
      return format;
    }
    List<Format> triples = offers.stream().filter(offer -> !QUADS.contains(offer)).toList();
    return request.accepted(triples).orElse(format);
  }

  /// Answers `/graph`: the name of all statements of a release, which leads to the release.
  public Answer release(Request request, Lease lease) {
    return Answer.seeOther(addresses(lease).page(lease.iris().release(lease.release())));
  }

  /// Answers `/page/x`: the page about a thing.
  public Answer page(Request request, Lease lease) {
    String document = request.rawPath().substring("/page/".length());
    return document(known(addresses(lease).iri(document), lease), Format.HTML, request, lease);
  }

  /// Answers `/page?iri=…`: the page about a thing whose IRI has no path here, in most cases
  /// another publisher's.
  public Answer foreignPage(Request request, Lease lease) {
    String iri = iri(request, lease);
    String here = addresses(lease).here(iri);
    return here.startsWith("/page?")
        ? foreign(iri, Format.HTML, request, lease)
        : Answer.seeOther(here);
  }

  /// Answers `/data?iri=…`: the triples about a thing with another publisher's IRI.
  public Answer foreignData(Request request, Lease lease) {
    return foreign(iri(request, lease), request.choose(Format.GRAPH), request, lease);
  }

  private static String iri(Request request, Lease lease) {
    return request
        .parameters()
        .first(Addresses.IRI)
        .map(name -> ThingNames.known(name, lease))
        .orElseThrow(() -> new Refusal(404, "The parameter 'iri' is missing: ?iri=IRI."));
  }

  /// Returns a document about a thing, with `noindex` if it is another publisher's: search engines
  /// should list the original.
  private Answer foreign(String iri, Format format, Request request, Lease lease) {
    Answer answer = document(iri, format, request, lease);
    return addresses(lease).isOurs(iri) ? answer : answer.withHeader("X-Robots-Tag", "noindex");
  }

  /// Answers `/data/x.ttl`: the triples about a thing.
  public Answer data(Request request, Lease lease) {
    String document = request.rawPath().substring("/data/".length());
    Format format = Addresses.suffix(document).orElseGet(() -> chosen(request, Format.GRAPH));
    return document(
        known(addresses(lease).iri(Addresses.withoutSuffix(document)), lease),
        format,
        request,
        lease);
  }

  private Answer document(String iri, Format format, Request request, Lease lease) {
    Answer answer;
    if (format == Format.HTML) {
      Entities about = about(iri, lease);
      Entity entity = about.get(iri).orElseThrow(() -> ThingNames.unknown(iri, lease));
      Optional<String> successor = successor(entity, lease);
      if (successor.isPresent()) {
        return Answer.moved(addresses(lease).page(successor.get()));
      }
      Since since = isRelease(iri, lease) ? Since.NONE : Since.of(request, lease, kept);
      answer =
          since.tagged(
              EntityPage.of(
                  entity,
                  questions,
                  places.of(iri, lease, about),
                  about,
                  since,
                  changes(iri, since, lease),
                  lease,
                  templates));
    } else {
      boolean described = isRelease(iri, lease);
      Graph graph =
          iri.equals(lease.iris().release(lease.release()))
              ? lease.description()
              : about(iri, lease).description(iri);
      if (graph.isEmpty()) {
        throw ThingNames.unknown(iri, lease);
      }
      Map<String, String> prefixes = OntologyPrefixes.of(lease.entities());
      // The description of a release is in no graph.
      answer =
          QUADS.contains(format) && !described
              ? Graphs.answer(graph, lease.dataset(), format, prefixes, request)
              : Graphs.answer(graph, format, prefixes, request);
    }
    return linked(answer, iri, lease);
  }

  private Optional<EntityChanges> changes(String iri, Since since, Lease lease) {
    if (since.release().isEmpty()) {
      return Optional.empty();
    }
    try (Lease earlier = NamedLease.of(kept, since.release(), 404)) {
      return Optional.of(EntityChanges.of(iri, earlier, lease));
    }
  }

  /// Returns what replaces a thing without a class (`dct:isReplacedBy`): an IRI that was published
  /// leads to the thing that it stands for today.
  private static Optional<String> successor(Entity entity, Lease lease) {
    if (!entity.types().isEmpty()) {
      return Optional.empty();
    }
    Node old = NodeFactory.createURI(entity.iri());
    return Iter.findFirst(
            lease.dataset().find(Node.ANY, old, DCTerms.isReplacedBy.asNode(), Node.ANY),
            quad -> quad.getObject().isURI())
        .map(quad -> quad.getObject().getURI());
  }

  private static boolean isRelease(String iri, Lease lease) {
    return iri.startsWith(lease.iris().release(""));
  }

  private static Entities about(String iri, Lease lease) {
    return isRelease(iri, lease) ? lease.aboutRelease() : lease.entities();
  }

  /// Returns the form of an IRI that the graph knows: as requested, as an IRI (RFC 3987, 3.2, where
  /// only letters beyond ASCII are decoded), or percent-decoded.
  ///
  /// @throws Refusal 410 if only an earlier release has it, otherwise 404
  private String known(String iri, Lease lease) {
    return knownIn(lease, iri).orElseThrow(() -> unknown(iri, lease));
  }

  private static Optional<String> knownIn(Lease lease, String iri) {
    String letters =
        BEYOND_ASCII
            .matcher(iri)
            .replaceAll(found -> Matcher.quoteReplacement(Request.decode(found.group())));
    return Stream.of(iri, letters, Request.decode(iri))
        .filter(form -> about(form, lease).knows(form))
        .findFirst();
  }

  /// Looks for a thing in the latest of the earlier releases, as many as may be open.
  ///
  /// @throws Refusal 404 if it would be a release that does not exist
  private Refusal unknown(String iri, Lease lease) {
    if (isRelease(iri, lease)) {
      NamedLease.of(kept, iri.substring(lease.iris().release("").length()), 404).close();
    }
    return Since.earlier(lease, kept).stream()
        .limit(kept.most())
        .flatMap(release -> gone(iri, release).stream())
        .findFirst()
        .orElseGet(() -> ThingNames.unknown(iri, lease));
  }

  /// Returns the refusal of a thing that an earlier release has; empty if it does not have it, or
  /// cannot be opened now.
  private Optional<Refusal> gone(String iri, String release) {
    try (Lease earlier = kept.lease(release)) {
      return knownIn(earlier, iri)
          .map(
              known ->
                  new Refusal(
                      410,
                      "%s is no longer in the graph. The last kept release with it is %s: %s"
                          .formatted(
                              known,
                              release,
                              KeptReleases.PATH + release + addresses(earlier).page(known))));
    } catch (KeptReleases.UnknownReleaseException
        | KeptReleases.AllInUseException
        | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Addresses addresses(Lease lease) {
    return new Addresses(lease.iris());
  }

  /// Adds links to the documents about a thing, and a `cite-as` link if it is an IRI of the graph.
  private static Answer linked(Answer answer, String iri, Lease lease) {
    Addresses addresses = addresses(lease);
    Answer linked = answer;
    for (Format format : Format.TRIPLES) {
      linked = linked.withAlternate(addresses.data(iri, format), format);
    }
    linked = linked.withAlternate(addresses.page(iri), Format.HTML);
    return addresses.isOurs(iri) ? linked.withLink(iri, "cite-as") : linked;
  }
}
