package org.techrace.serve.pages;

import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;

/// Dereferences our IRIs: the name of a thing answers 303 with where its document is, and the data
/// themselves as body for clients that do not follow; `/page/` and `/data/` are the documents.
public final class EntityDocuments {
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
  private final Questions questions;

  public EntityDocuments(Templates templates, Questions questions) {
    this.templates = templates;
    this.questions = questions;
  }

  /// `/id/x`, `/scheme/x`, `/graph/x`, `/release/x`: the thing itself, which is not a document.
  public Answer thing(Request request, Lease lease) {
    String path = request.rawPath();
    Format format = Addresses.suffix(path).orElseGet(() -> request.choose(FORMATS));
    String iri = known(lease.iris().base() + Addresses.withoutSuffix(path).substring(1), lease);
    if (format == Format.HTML) {
      return linked(Answer.seeOther(addresses(lease).page(iri)), iri, lease);
    }
    return document(iri, format, request, lease)
        .withStatus(303)
        .withHeader("Location", addresses(lease).data(iri, format));
  }

  /// `/page/x`: the page about a thing.
  public Answer page(Request request, Lease lease) {
    String document = request.rawPath().substring("/page/".length());
    return document(known(addresses(lease).iri(document), lease), Format.HTML, request, lease);
  }

  /// `/page?iri=…`: the page about a thing that others have named.
  public Answer foreignPage(Request request, Lease lease) {
    String iri = iri(request);
    return addresses(lease).isOurs(iri)
        ? Answer.seeOther(addresses(lease).here(iri))
        : foreign(iri, Format.HTML, request, lease);
  }

  /// `/data?iri=…`: the triples about a thing that others have named.
  public Answer foreignData(Request request, Lease lease) {
    return foreign(iri(request), request.choose(Format.GRAPH), request, lease);
  }

  private static String iri(Request request) {
    return request
        .parameters()
        .first(Addresses.IRI)
        .orElseThrow(() -> new Refusal(404, "Say which thing is meant: ?iri=IRI."));
  }

  /// Search engines are to find it where it comes from.
  private Answer foreign(String iri, Format format, Request request, Lease lease) {
    if (!about(iri, lease).knows(iri)) {
      throw unknown(iri);
    }
    return document(iri, format, request, lease).withHeader("X-Robots-Tag", "noindex");
  }

  /// `/data/x.ttl`: the triples about a thing.
  public Answer data(Request request, Lease lease) {
    String document = request.rawPath().substring("/data/".length());
    Format format = Addresses.suffix(document).orElseGet(() -> request.choose(Format.GRAPH));
    return document(
        known(addresses(lease).iri(Addresses.withoutSuffix(document)), lease),
        format,
        request,
        lease);
  }

  private Answer document(String iri, Format format, Request request, Lease lease) {
    Answer answer;
    if (format == Format.HTML) {
      Entity entity = about(iri, lease).get(iri).orElseThrow(() -> unknown(iri));
      answer = EntityPage.of(entity, questions, about(iri, lease), lease, templates);
    } else {
      Graph graph =
          iri.equals(lease.iris().release(lease.release()))
              ? lease.description()
              : about(iri, lease).description(iri);
      if (graph.isEmpty()) {
        throw unknown(iri);
      }
      answer = Graphs.answer(graph, format, OntologyPrefixes.of(lease.entities()), request);
    }
    return linked(answer, iri, lease);
  }

  private static Entities about(String iri, Lease lease) {
    return iri.startsWith(lease.iris().release("")) ? lease.aboutRelease() : lease.entities();
  }

  /// An IRI may hold letters that a client percent-encodes on the way: the form that is known.
  private static String known(String iri, Lease lease) {
    return Stream.of(iri, Request.decode(iri))
        .filter(form -> about(form, lease).knows(form))
        .findFirst()
        .orElseThrow(() -> unknown(iri));
  }

  private static Addresses addresses(Lease lease) {
    return new Addresses(lease.iris());
  }

  private static Refusal unknown(String iri) {
    return new Refusal(404, "The graph says nothing of " + iri + ".");
  }

  /// With links to the documents about a thing, and to its name if it is ours.
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
