package org.techrace.serve.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Iris;
import org.techrace.serve.Format;

/// Where our IRIs answer on this server. `…/id/x` names the thing; `/page/x` is the page about it
/// and `/data/x.ttl` the data. Other IRIs of ours keep their path: `/page/scheme/x`.
public final class Addresses {
  private static final String ENTITY = "id/";

  private Addresses() {}

  /// Where a page links for an IRI: our own to this server, the web's to the web, others nowhere.
  public static @Nullable String href(String iri) {
    if (iri.startsWith(Iris.ONTOLOGY)) {
      return "/ontology#" + iri.substring(Iris.ONTOLOGY.length());
    }
    if (iri.startsWith(Iris.BASE)) {
      return iri.equals(Iris.BASE + "ontology") ? "/ontology" : page(iri);
    }
    return iri.startsWith("http://") || iri.startsWith("https://") ? iri : null;
  }

  /// The page about an IRI of ours.
  public static String page(String iri) {
    return "/page/" + document(iri);
  }

  /// The data about an IRI of ours.
  public static String data(String iri, Format format) {
    return "/data/" + document(iri) + "." + format.suffix();
  }

  /// The endpoint with a query about an IRI in it.
  public static String query(String iri) {
    String query = "SELECT ?property ?object WHERE {\n  <" + iri + "> ?property ?object\n}";
    return editor(query);
  }

  /// The endpoint with a query in it.
  public static String editor(String query) {
    return "/sparql?query=" + encoded(query);
  }

  /// A named graph, whole, as data.
  public static String graph(String iri, Format format) {
    return "/graphs?graph=" + encoded(iri) + "&format=" + format.suffix();
  }

  /// A text as the value of a parameter.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// What people call a format.
  public static String title(Format format) {
    return switch (format) {
      case TURTLE -> "Turtle";
      case JSON_LD -> "JSON-LD";
      case N_TRIPLES -> "N-Triples";
      case RDF_XML -> "RDF/XML";
      case TRIG -> "TriG";
      case N_QUADS -> "N-Quads";
      case RESULTS_JSON, JSON -> "JSON";
      case RESULTS_XML -> "XML";
      case CSV -> "CSV";
      case TSV -> "TSV";
      case XLSX -> "XLSX";
      case TEXT -> "text";
      case MARKDOWN -> "Markdown";
      case HTML -> "HTML";
    };
  }

  /// What stands for an IRI of ours in an address: what follows `/page/`.
  public static String document(String iri) {
    String local = iri.startsWith(Iris.BASE) ? iri.substring(Iris.BASE.length()) : iri;
    return local.startsWith(ENTITY) ? local.substring(ENTITY.length()) : local;
  }

  /// The IRI that a document is about.
  ///
  /// @param document the path below `/page/` or `/data/`, without suffix
  static String iri(String document) {
    boolean other = document.matches("(scheme|graph|release|ontology|prefix)/.*");
    return Iris.BASE + (other ? "" : ENTITY) + document;
  }

  /// The format that a path's suffix names.
  static Optional<Format> suffix(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Format.named(path.substring(dot + 1), Format.GRAPH);
  }

  /// A path without its suffix.
  static String withoutSuffix(String path) {
    return suffix(path).isEmpty() ? path : path.substring(0, path.lastIndexOf('.'));
  }
}
