package org.techrace.serve.pages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.http.Format;
import org.techrace.serve.view.Address;

/// Where our IRIs answer on this server. `…/id/x` names the thing; `/page/x` is the page about it
/// and `/data/x.ttl` the data. Other IRIs of ours keep their path: `/page/scheme/x`. Those of
/// others stand in a parameter: `/page?iri=…`.
///
/// @param iris the IRI spaces of the graph
public record Addresses(Iris iris) {
  /// The parameter that names an IRI of others.
  static final String IRI = "iri";

  private static final String ENTITY = "id/";

  /// The local name of the ontology; each of its terms is a place in its page.
  private static final String ONTOLOGY = "ontology";

  /// Where a page links for a term: to this server what the graph says anything of, to the web what
  /// is there, else nowhere.
  public static @Nullable String href(Term term) {
    if (!term.local().isEmpty()) {
      return ofOurs(term.local());
    }
    return term instanceof Term.Link link && link.described()
        ? ofOthers("/page", link.iri()).toString()
        : isWeb(term.key()) ? term.key() : null;
  }

  /// The end of an address of ours.
  private static String ofOurs(String local) {
    boolean inOntology = local.equals(ONTOLOGY) || local.startsWith(ONTOLOGY + "#");
    return inOntology ? "/" + local : "/page/" + document(local);
  }

  private static Address ofOthers(String path, String iri) {
    return Address.of(path).with(IRI, iri);
  }

  private static boolean isWeb(String iri) {
    return iri.matches("https?://.*");
  }

  /// Where an IRI answers on this server.
  public String here(String iri) {
    return isOurs(iri) ? ofOurs(iris.local(iri)) : ofOthers("/page", iri).toString();
  }

  /// Where an IRI of others may answer in the web; none if it is ours, or no address of the web.
  public @Nullable String web(String iri) {
    return !isOurs(iri) && isWeb(iri) ? iri : null;
  }

  /// The host that an IRI of others names; of ours, and of an IRI without a host, the empty string.
  public String host(String iri) {
    String web = web(iri);
    return web == null ? "" : web.replaceFirst("^https?://(www\\.)?([^/?#]*).*$", "$2");
  }

  boolean isOurs(String iri) {
    return !iris.local(iri).isEmpty();
  }

  /// The page about an IRI.
  public String page(String iri) {
    return isOurs(iri) ? "/page/" + document(iris.local(iri)) : ofOthers("/page", iri).toString();
  }

  /// The data about an IRI.
  public String data(String iri, Format format) {
    return isOurs(iri)
        ? "/data/" + document(iris.local(iri)) + "." + format.suffix()
        : ofOthers("/data", iri).with("format", format.suffix()).toString();
  }

  /// The endpoint with a query about an IRI in it: what is said, and which source says it.
  public static String query(String iri) {
    String query =
        "SELECT ?property ?object ?source WHERE {\n  GRAPH ?source { <%s> ?property ?object }\n}"
            .formatted(iri);
    return editor(query);
  }

  /// The endpoint with a query in it.
  public static String editor(String query) {
    return Address.of("/sparql").with("query", query).toString();
  }

  /// A named graph, whole, as data.
  public static String graph(String iri, Format format) {
    return Address.of("/graphs").with("graph", iri).with("format", format.suffix()).toString();
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

  /// What stands for a term in an address: of ours what follows `/page/`, else its IRI.
  public static String document(Term term) {
    return term.local().isEmpty() ? term.key() : document(term.local());
  }

  /// What stands for an IRI in an address.
  String documentOf(String iri) {
    return isOurs(iri) ? document(iris.local(iri)) : iri;
  }

  private static String document(String local) {
    return local.startsWith(ENTITY) ? local.substring(ENTITY.length()) : local;
  }

  /// The IRI that a document is about.
  ///
  /// @param document the path below `/page/` or `/data/`, without suffix; or an IRI of the web
  String iri(String document) {
    if (document.contains("://")) {
      return document;
    }
    boolean other = document.matches("(scheme|graph|release|ontology|prefix)/.*");
    return iris.base() + (other ? "" : ENTITY) + document;
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
