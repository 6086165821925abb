package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.view.Diagram;

/// `/ontology`: the ontology as one document. The IRIs of its terms are fragments of its address.
public final class OntologyPage implements Processor, Part {
  private static final List<Format> FORMATS =
      Stream.concat(Format.GRAPH.stream(), Stream.of(Format.HTML)).toList();

  private final Templates templates;
  private final ShapeRules shapes;

  public OntologyPage(Templates templates, ShapeRules shapes) {
    this.templates = templates;
    this.shapes = shapes;
  }

  /// The content of the page.
  public record Content(
      List<OntologyTerm> classes, List<OntologyTerm> properties, Diagram diagram) {}

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/ontology", this), Route.page("/ontology.*", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    boolean plain = request.path().equals("/ontology");
    Format format =
        plain
            ? request.choose(FORMATS)
            : Addresses.suffix(request.path())
                .orElseThrow(
                    () -> new Refusal(404, "The ontology is not available in this format."));
    if (format != Format.HTML) {
      return Graphs.answer(
          lease.entities().graph(lease.iris().graph("ontology")),
          format,
          OntologyPrefixes.of(lease.entities()),
          request);
    }
    List<OntologyTerm> terms = OntologyTerm.all(lease.entities(), shapes);
    List<Diagram.Arrow> arrows =
        terms.stream()
            .filter(OntologyTerm::joins)
            .flatMap(
                p ->
                    p.domains().stream()
                        .flatMap(
                            from ->
                                p.ranges().stream()
                                    .map(to -> new Diagram.Arrow(from, p.term(), to))))
            .toList();
    Content content =
        new Content(
            terms.stream().filter(OntologyTerm::isClass).toList(),
            terms.stream().filter(t -> !t.isClass()).toList(),
            Diagram.of(arrows));
    return templates.page(
        "ontology",
        lease,
        Sources.of(lease.iris().graph("ontology"), lease.entities()),
        Map.of("page", content));
  }
}
