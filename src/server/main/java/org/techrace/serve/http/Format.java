package org.techrace.serve.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.riot.RDFFormat;

/// The formats of answers. In a list of offers, the server prefers formats in their order.
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
  SVG("svg", "image/svg+xml"),
  PNG("png", "image/png"),
  JSON("json", "application/json"),
  PARQUET("parquet", "application/vnd.apache.parquet"),
  LINKS("links", "application/link-format"),
  BIBTEX("bib", "application/x-bibtex"),
  RIS("ris", "application/x-research-info-systems"),
  CSL_JSON("csl", "application/vnd.citationstyles.csl+json"),
  RDF_PATCH("rdfp", "application/rdf-patch"),
  EVENTS("events", "text/event-stream"),
  PROBLEM("problem", "application/problem+json");

  /// The formats of triples; pages link to these.
  public static final List<Format> TRIPLES = List.of(TURTLE, JSON_LD, N_TRIPLES, RDF_XML);

  /// The formats of a graph: those of triples, and those of quads, where the graph is the default
  /// graph.
  public static final List<Format> GRAPH =
      List.of(TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS);

  /// The formats of a SELECT result.
  public static final List<Format> SOLUTIONS = List.of(RESULTS_JSON, RESULTS_XML, CSV, TSV, XLSX);

  /// The formats of an ASK result. CSV and TSV have no boolean (SPARQL 1.1 Query Results CSV and
  /// TSV Formats).
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

  /// The media type, without parameters.
  public String mediaType() {
    return mediaType;
  }

  /// The `Content-Type` header. For text it names UTF-8, because some clients otherwise guess
  /// another charset.
  public String contentType() {
    return this == XLSX || this == PNG || this == PARQUET
        ? mediaType
        : mediaType + "; charset=utf-8";
  }

  /// The format as RIOT names it.
  public RDFFormat rdf() {
    return switch (this) {
      case TURTLE -> RDFFormat.TURTLE_PRETTY;
      case JSON_LD -> RDFFormat.JSONLD;
      case N_TRIPLES -> RDFFormat.NTRIPLES_UTF8;
      case RDF_XML -> RDFFormat.RDFXML_PLAIN;
      case TRIG -> RDFFormat.TRIG_PRETTY;
      case N_QUADS -> RDFFormat.NQUADS_UTF8;
      default -> throw new IllegalStateException(this + " is no RDF format");
    };
  }

  /// The offer with a given suffix, media type, or another name that clients use for it.
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
      case BIBTEX -> name.equals("bibtex");
      case CSL_JSON -> name.equals("csl-json");
      default -> false;
    };
  }
}
