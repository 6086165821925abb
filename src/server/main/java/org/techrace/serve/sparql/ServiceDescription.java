package org.techrace.serve.sparql;

import java.util.stream.Collectors;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.ResultRow;
import org.techrace.guard.Guard;
import org.techrace.guard.Numbers;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;
import org.techrace.serve.pages.Graphs;
import org.techrace.serve.work.Limits;

/// Creates the SPARQL 1.1 Service Description of the endpoint.
public final class ServiceDescription {
  private static final String SD = "http://www.w3.org/ns/sparql-service-description#";
  private static final String FORMATS = "http://www.w3.org/ns/formats/";

  /// The restrictions when another engine holds the data.
  private static final String ELSEWHERE =
      "Another SPARQL engine evaluates the queries on the current release. Its functions, its"
          + " treatment of invalid values, its order of equal rows and its support of SPARQL 1.1"
          + " apply. This server cannot limit the memory of a query there;"
          + " a query that is stopped here may run on there. Queries with text:query or SERVICE"
          + " are evaluated here, pattern by pattern, which is slower. Blank nodes have other"
          + " labels in each answer, so that what is stated about one is not shown on pages. The"
          + " description of the release is not a named graph. A promoted release is served"
          + " after the data there were replaced and this server was started again; earlier"
          + " releases are evaluated here.";

  private final Limits limits;
  private final Services services;
  private final boolean elsewhere;

  /// @param elsewhere true if another engine holds the data
  public ServiceDescription(Limits limits, Services services, boolean elsewhere) {
    this.elsewhere = elsewhere;
    this.limits = limits;
    this.services = services;
  }

  Answer answer(Request request, Lease lease, Format format) {
    Model model = ModelFactory.createDefaultModel();
    model.setNsPrefix("sd", SD).setNsPrefix("rdfs", RDFS.getURI());
    String address = request.address();
    Resource service = model.createResource(address);
    service
        .addProperty(RDF.type, sd(model, "Service"))
        .addProperty(property(model, "endpoint"), model.createResource(address))
        .addProperty(property(model, "supportedLanguage"), sd(model, "SPARQL11Query"))
        .addProperty(property(model, "feature"), sd(model, "UnionDefaultGraph"));
    if (!services.endpoints().isEmpty()) {
      service.addProperty(property(model, "feature"), sd(model, "BasicFederatedQuery"));
    }
    service.addProperty(RDFS.comment, limits(), "en").addProperty(RDFS.comment, services(), "en");
    if (elsewhere) {
      service.addProperty(RDFS.comment, ELSEWHERE, "en");
    }
    for (String name :
        new String[] {
          "SPARQL_Results_JSON",
          "SPARQL_Results_XML",
          "SPARQL_Results_CSV",
          "SPARQL_Results_TSV",
          "Turtle",
          "JSON-LD",
          "N-Triples",
          "RDF_XML",
          "TriG",
          "N-Quads"
        }) {
      service.addProperty(property(model, "resultFormat"), model.createResource(FORMATS + name));
    }
    service.addProperty(property(model, "defaultDataset"), dataset(model, request, lease));
    return Graphs.answer(model.getGraph(), format, model.getNsPrefixMap(), request);
  }

  /// Describes the dataset. Graphs have IRIs instead of blank nodes, so that the bytes of the
  /// answer do not change while its ETag is the same.
  private static Resource dataset(Model model, Request request, Lease lease) {
    String address = request.address();
    Resource union =
        model.createResource(address + "#union").addProperty(RDF.type, sd(model, "Graph"));
    Resource dataset =
        model
            .createResource(address + "#dataset")
            .addProperty(RDF.type, sd(model, "Dataset"))
            .addProperty(property(model, "defaultGraph"), union)
            .addProperty(RDFS.seeAlso, model.createResource(request.home() + "/.well-known/void"));
    for (ResultRow row : lease.entities().rows("sources")) {
      row.iri("graph")
          .ifPresent(
              name -> {
                Resource graph =
                    model.createResource(name).addProperty(RDF.type, sd(model, "Graph"));
                Resource named =
                    model
                        .createResource(address + "#" + name.substring(name.lastIndexOf('/') + 1))
                        .addProperty(RDF.type, sd(model, "NamedGraph"))
                        .addProperty(property(model, "name"), graph)
                        .addProperty(property(model, "graph"), graph);
                dataset.addProperty(property(model, "namedGraph"), named);
              });
    }
    return dataset;
  }

  /// Describes the limits as text, because no vocabulary describes them.
  private String limits() {
    return ("Read only. A query may run for %.1f seconds (or less: timeout=). %d run at once, %d"
            + " more may wait, and one client may have %d of either; others are answered 429 or"
            + " 503 with Retry-After. An answer may have %d bytes, a request body %d bytes in"
            + " %d seconds; a long answer must be read at %d bytes a second. Brackets may be"
            + " nested %d deep; a query may name %d variables and have %d groups, numbers may"
            + " have %d digits, and strings %d characters. When memory runs short the query"
            + " that asked for most of it is stopped. FROM names graphs of this dataset only."
            + " Pages, data about things, search and reconciliation have the same time and"
            + " places of their own: %d, %d more to wait, and %d of either for one client.")
        .formatted(
            limits.time().toMillis() / 1e3,
            limits.queries().concurrent(),
            limits.queries().queued(),
            limits.queries().perClient(),
            limits.answerBytes(),
            limits.bodyBytes(),
            Request.BODY_TIME.toSeconds(),
            Spool.SLOWEST,
            limits.nesting(),
            TextLimits.MAX_VARIABLES,
            TextLimits.MAX_GROUPS,
            Numbers.MAX_DIGITS,
            Guard.MAX_STRING_LENGTH,
            limits.pages().concurrent(),
            limits.pages().queued(),
            limits.pages().perClient());
  }

  private String services() {
    return services.endpoints().isEmpty()
        ? "SERVICE is disabled."
        : ("SERVICE may ask %s, %d times a query; an answer may take %.1f seconds and have %d"
                + " bytes.")
            .formatted(
                services.endpoints().stream().sorted().collect(Collectors.joining(" and ")),
                services.requests(),
                services.time().toMillis() / 1e3,
                services.bytes());
  }

  private static Resource sd(Model model, String name) {
    return model.createResource(SD + name);
  }

  private static org.apache.jena.rdf.model.Property property(Model model, String name) {
    return model.createProperty(SD, name);
  }
}
