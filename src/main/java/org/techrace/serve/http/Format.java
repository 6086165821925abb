package org.techrace.serve.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.riot.RDFFormat;

/// The formats we write. The constant's place in a list of offers is the server's preference.
public enum Format {
  HTML("html", "text/html"),
  TURTLE("ttl", "text/turtle"),
  JSON_LD("jsonld", "application/ld+json"),
  N_TRIPLES("nt", "application/n-triples"),
  RDF_XML("rdf", "application/rdf+xml"),
  TRIG("trig", "application/trig"),
  N_QUADS("nq", "application/n-quads"),
  RESULTS_JSON("json", "application/sparql-results+json"),
  RESULTS_XML("xml", "application/sparql-results+xml"),
  CSV("csv", "text/csv"),
  TSV("tsv", "text/tab-separated-values"),
  XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  TEXT("txt", "text/plain"),
  MARKDOWN("md", "text/markdown"),
  JSON("json", "application/json");

  /// Formats of triples: those that pages link.
  public static final List<Format> TRIPLES = List.of(TURTLE, JSON_LD, N_TRIPLES, RDF_XML);

  /// Formats of a graph: those, and those of quads, in which it is the default graph.
  public static final List<Format> GRAPH =
      List.of(TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS);

  /// Formats of the solutions of a SELECT.
  public static final List<Format> SOLUTIONS = List.of(RESULTS_JSON, RESULTS_XML, CSV, TSV, XLSX);

  /// Formats of the answer to an ASK. The tables have no boolean.
  public static final List<Format> BOOLEAN = List.of(RESULTS_JSON, RESULTS_XML);

  private final String suffix;
  private final String mediaType;

  Format(String suffix, String mediaType) {
    this.suffix = suffix;
    this.mediaType = mediaType;
  }

  /// The file suffix, without the dot; also the value of `?format=`.
  public String suffix() {
    return suffix;
  }

  /// Its media type, without parameters.
  public String mediaType() {
    return mediaType;
  }

  /// The `Content-Type` header. Text is always UTF-8, and says so, since some clients guess wrong.
  public String contentType() {
    return this == XLSX ? mediaType : mediaType + "; charset=utf-8";
  }

  /// How RIOT writes it, where it is a format of a graph.
  public RDFFormat rdf() {
    return switch (this) {
      case TURTLE -> RDFFormat.TURTLE_PRETTY;
      case JSON_LD -> RDFFormat.JSONLD;
      case N_TRIPLES -> RDFFormat.NTRIPLES_UTF8;
      case RDF_XML -> RDFFormat.RDFXML_PLAIN;
      case TRIG -> RDFFormat.TRIG_PRETTY;
      case N_QUADS -> RDFFormat.NQUADS_UTF8;
      case HTML, RESULTS_JSON, RESULTS_XML, CSV, TSV, XLSX, TEXT, MARKDOWN, JSON ->
          throw new IllegalStateException(this + " is no RDF format");
    };
  }

  /// The offer with this suffix, media type, or a name that clients use for it.
  public static Optional<Format> named(String name, List<Format> offers) {
    String plain = name.toLowerCase(Locale.ROOT);
    return offers.stream()
        .filter(f -> f.suffix.equals(plain) || f.mediaType.equals(plain) || f.called(plain))
        .findFirst();
  }

  private boolean called(String name) {
    return switch (this) {
      case TURTLE -> Set.of("turtle", "n3").contains(name);
      case JSON_LD -> Set.of("json-ld", "json").contains(name);
      case N_TRIPLES -> Set.of("ntriples", "n-triples").contains(name);
      case RDF_XML -> Set.of("rdf+xml", "rdfxml", "rdf-xml", "xml").contains(name);
      case N_QUADS -> Set.of("nquads", "n-quads").contains(name);
      default -> false;
    };
  }
}
