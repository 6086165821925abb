package org.techrace.serve.sparql;

import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.serve.Answer;
import org.techrace.serve.Format;
import org.techrace.serve.Lease;
import org.techrace.serve.Limits;
import org.techrace.serve.Request;
import org.techrace.serve.pages.Graphs;

/// The SPARQL 1.1 Service Description of the endpoint.
public final class ServiceDescription {
  private static final String SD = "http://www.w3.org/ns/sparql-service-description#";
  private static final String FORMATS = "http://www.w3.org/ns/formats/";

  private final Limits limits;

  public ServiceDescription(Limits limits) {
    this.limits = limits;
  }

  Answer answer(Request request, Lease lease, Format format) {
    Model model = ModelFactory.createDefaultModel();
    model.setNsPrefix("sd", SD).setNsPrefix("void", "http://rdfs.org/ns/void#");
    String address = request.address();
    Resource service = model.createResource(address);
    service
        .addProperty(RDF.type, sd(model, "Service"))
        .addProperty(property(model, "endpoint"), model.createResource(address))
        .addProperty(property(model, "supportedLanguage"), sd(model, "SPARQL11Query"))
        .addProperty(property(model, "feature"), sd(model, "UnionDefaultGraph"))
        .addProperty(property(model, "feature"), sd(model, "BasicFederatedQuery"));
    service.addProperty(
        RDFS.comment,
        "Read only. A query may run for %d seconds (or less: timeout=), an answer may have %,d bytes, a request body %,d bytes; one client may have %d queries under way."
            .formatted(
                limits.time().toSeconds(),
                limits.answerBytes(),
                limits.bodyBytes(),
                limits.perClient()),
        "en");
    for (String name :
        new String[] {
          "SPARQL_Results_JSON",
          "SPARQL_Results_XML",
          "SPARQL_Results_CSV",
          "SPARQL_Results_TSV",
          "Turtle",
          "JSON-LD",
          "N-Triples",
          "RDF_XML"
        }) {
      service.addProperty(property(model, "resultFormat"), model.createResource(FORMATS + name));
    }
    Resource dataset =
        model
            .createResource()
            .addProperty(RDF.type, sd(model, "Dataset"))
            .addProperty(property(model, "defaultGraph"), graph(model))
            .addProperty(RDFS.seeAlso, model.createResource(request.site() + "/.well-known/void"));
    lease
        .entities()
        .rows("sources")
        .forEach(
            row ->
                row.iri("graph")
                    .ifPresent(
                        name ->
                            dataset.addProperty(
                                property(model, "namedGraph"),
                                model
                                    .createResource()
                                    .addProperty(RDF.type, sd(model, "NamedGraph"))
                                    .addProperty(
                                        property(model, "name"), model.createResource(name))
                                    .addProperty(property(model, "graph"), graph(model)))));
    service.addProperty(property(model, "defaultDataset"), dataset);
    return Graphs.answer(model.getGraph(), format, model.getNsPrefixMap());
  }

  private static Resource graph(Model model) {
    return model.createResource().addProperty(RDF.type, sd(model, "Graph"));
  }

  private static Resource sd(Model model, String name) {
    return model.createResource(SD + name);
  }

  private static org.apache.jena.rdf.model.Property property(Model model, String name) {
    return model.createProperty(SD, name);
  }
}
