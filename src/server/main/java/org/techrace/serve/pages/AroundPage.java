package org.techrace.serve.pages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Neighbourhood;
import org.techrace.serve.view.Neighbourhood.Opened;
import org.techrace.serve.view.Panel;

/// `/embed/around?of=THING`: the graph around a thing. `open=THING` shows the neighbours of a
/// neighbour, too, and may be repeated up to 12 times; `kind=PROPERTY` shows only the neighbours of
/// one property, but more of them. The same as a file: `format=svg`, `png` or `csv`.
public final class AroundPage implements Processor, Part {
  private static final String OPEN = "open";
  private static final String KIND = "kind";
  private static final int MOST_OPEN = 12;
  private static final int FRAME_MARGIN = 230;

  private final Templates templates;
  private final PictureStyle style;

  public AroundPage(Templates templates, PictureStyle style) {
    this.templates = templates;
    this.style = style;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/embed/around", this));
  }

  /// Returns the address of the graph around a thing.
  static Address address(String iri, Addresses addresses) {
    return Address.of(Panel.ALONE + "around").with(PanelChoice.OF, addresses.documentOf(iri));
  }

  /// Returns the graph around a thing with nothing opened.
  static Neighbourhood of(Entity entity, Term.Link centre, Entities entities) {
    Address address = address(entity.iri(), new Addresses(entities.iris()));
    return Neighbourhood.of(entity, centre, opened(address, Map.of(), "", entities));
  }

  private static Opened opened(
      Address address, Map<String, Entity> open, String chosen, Entities entities) {
    List<String> documents =
        open.keySet().stream().map(new Addresses(entities.iris())::documentOf).toList();
    return new Opened(
        open,
        chosen,
        thing -> {
          String document = Addresses.document(thing);
          List<String> toggled = new ArrayList<>(documents);
          if (!toggled.remove(document)) {
            toggled.add(document);
          }
          // The first of too many is closed.
          List<String> last =
              toggled.subList(Math.max(0, toggled.size() - MOST_OPEN), toggled.size());
          return address.without(OPEN).with(OPEN, last).toString();
        },
        property ->
            address.without(OPEN).without(KIND).with(KIND, Addresses.document(property)).toString(),
        thing -> classOf(thing.iri(), entities));
  }

  /// Returns the class of a thing: one of the graph's own if there is one.
  private static Optional<Term> classOf(String iri, Entities entities) {
    List<String> types = entities.types(iri);
    return types.stream()
        .filter(type -> !entities.iris().local(type).isEmpty())
        .findFirst()
        .or(() -> types.stream().sorted().findFirst())
        .map(
            type ->
                Txn.calculateRead(
                    entities.dataset(), () -> entities.labels().term(NodeFactory.createURI(type))));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    Addresses addresses = new Addresses(lease.iris());
    String of =
        request
            .parameters()
            .first(PanelChoice.OF)
            .orElseThrow(
                () -> new Refusal(400, "The parameter 'of' must name the thing: ?of=THING."));
    Entity entity = ThingNames.entity(of, lease);
    Map<String, Entity> open = new LinkedHashMap<>();
    List<String> asked = request.parameters().all(OPEN).stream().distinct().toList();
    if (asked.size() > MOST_OPEN) {
      throw new Refusal(
          400,
          "The address opens %d things with 'open'; at most %d can be open. Leave some out."
              .formatted(asked.size(), MOST_OPEN));
    }
    asked.stream()
        .map(name -> ThingNames.entity(name, lease))
        .forEach(thing -> open.put(thing.iri(), thing));
    String kind =
        request.parameters().first(KIND).map(name -> ThingNames.iri(name, lease)).orElse("");
    Address address =
        address(entity.iri(), addresses)
            .with(KIND, kind.isEmpty() ? "" : addresses.documentOf(kind))
            .with(OPEN, open.keySet().stream().map(addresses::documentOf).toList());
    Term.Link centre = entities.link(entity.iri(), entity.name());
    Neighbourhood graph = Neighbourhood.of(entity, centre, opened(address, open, kind, entities));
    List<Site.Source> sources = Sources.ofStatements(graph.lines(), entities);
    String title = entity.name() + ": " + Reader.text("entity.relationships");
    Format format = request.choose(List.of(Format.HTML, Format.SVG, Format.PNG, Format.CSV));
    if (format == Format.HTML) {
      String origin = request.site() + addresses.page(entity.iri());
      EmbedPage.Content content =
          new EmbedPage.Content(
              title,
              Reader.text("entity.around"),
              "",
              graph,
              0,
              true,
              address,
              origin,
              EmbedPage.snippet(request.site() + address, title, graph.height() + FRAME_MARGIN));
      return templates.page("embed", lease, sources, Map.of("page", content)).framed();
    }
    if (format == Format.CSV) {
      return Csv.answer(
          "around",
          List.of("subject", "property", "object"),
          graph.lines(),
          sources,
          request,
          lease);
    }
    List<String> foot = EmbedPage.foot(sources, templates.graphName(), lease);
    String svg = style.svg(Picture.of(title, List.of(), graph, foot), templates);
    byte[] bytes =
        format == Format.SVG ? svg.getBytes(StandardCharsets.UTF_8) : Rasteriser.png(svg);
    return Answer.ok(format, Body.of(bytes))
        .withHeader("Content-Disposition", "inline; filename=\"around." + format.suffix() + "\"");
  }
}
