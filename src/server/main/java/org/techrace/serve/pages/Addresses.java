package org.techrace.serve.pages;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.http.Format;
import org.techrace.serve.view.Address;

/// Addresses of IRIs on this server. For IRIs of the graph, `…/id/x` is the thing, `/page/x` the
/// page about it and `/data/x.ttl` its data; the paths of the graph's other namespaces are kept, as
/// in `/page/scheme/x`. All other IRIs are passed as a parameter: `/page?iri=…`.
///
/// @param iris the IRI namespaces of the graph
public record Addresses(Iris iris) {
  /// The parameter with the IRI of another publisher.
  public static final String IRI = "iri";

  private static final String ENTITY = "id/";

  /// The namespaces of the graph whose paths are kept.
  private static final Pattern OTHERS =
      Pattern.compile("(scheme|graph|release|ontology|prefix)/.*");

  /// The local name of the ontology; each of its terms is a place in its page.
  private static final String ONTOLOGY = "ontology";

  /// Returns the link target of a term: the page on this server if the graph describes the term,
  /// otherwise its own address on the Web.
  ///
  /// @return the address, or null if there is none
  public static @Nullable String href(Term term) {
    if (inOntology(term.local())) {
      return "/" + term.local();
    }
    if (hasPath(term.local())) {
      return "/page/" + document(term.local());
    }
    return term instanceof Term.Link link && link.described()
        ? ofOthers("/page", link.iri()).toString()
        : isWeb(term.key()) ? term.key() : null;
  }

  private static boolean inOntology(String local) {
    return local.equals(ONTOLOGY) || local.startsWith(ONTOLOGY + "#");
  }

  /// Returns whether the part of an IRI after the base can be the path of an address: one that
  /// leads back to the IRI.
  private static boolean hasPath(String local) {
    String document = document(local);
    boolean leadsBack = local.startsWith(ENTITY) != OTHERS.matcher(document).matches();
    return leadsBack && document.chars().noneMatch(c -> c == '#' || c == '?');
  }

  /// Returns whether a parameter can name a thing by the part of its IRI after the base.
  private static boolean hasForm(String local) {
    return hasPath(local) || inOntology(local);
  }

  private static Address ofOthers(String path, String iri) {
    return Address.of(path).with(IRI, iri);
  }

  private static boolean isWeb(String iri) {
    return iri.matches("https?://.*");
  }

  /// Returns the address of an IRI on this server.
  public String here(String iri) {
    return inOntology(iris.local(iri)) ? "/" + iris.local(iri) : page(iri);
  }

  /// Returns the IRI of another publisher if it is a Web address.
  ///
  /// @return the address, or null for IRIs of the graph and for IRIs without `http` or `https`
  public @Nullable String web(String iri) {
    return !isOurs(iri) && isWeb(iri) ? iri : null;
  }

  /// Returns the host of another publisher's IRI, or the empty string for IRIs of the graph and
  /// IRIs without host.
  public String host(String iri) {
    String web = web(iri);
    return web == null ? "" : web.replaceFirst("^https?://(www\\.)?([^/?#]*).*$", "$2");
  }

  public boolean isOurs(String iri) {
    return !iris.local(iri).isEmpty();
  }

  /// Returns whether an IRI is one of the graph whose page has a path; that of a place in a
  /// document, as `…/shapes#x`, has none.
  boolean hasPage(String iri) {
    return hasPath(iris.local(iri));
  }

  /// Returns the address of the page about an IRI.
  public String page(String iri) {
    return hasPage(iri) ? "/page/" + document(iris.local(iri)) : ofOthers("/page", iri).toString();
  }

  /// Returns the address of the data about an IRI in a format.
  public String data(String iri, Format format) {
    return hasPage(iri)
        ? "/data/" + document(iris.local(iri)) + "." + format.suffix()
        : ofOthers("/data", iri).with("format", format.suffix()).toString();
  }

  /// Returns the address of the query editor with a query for an IRI's statements and their
  /// sources.
  public static String query(String iri) {
    String query =
        "SELECT ?property ?object ?source WHERE {\n  GRAPH ?source { <%s> ?property ?object }\n}"
            .formatted(iri);
    return editor(query);
  }

  /// Returns the address of the query editor with a query.
  public static String editor(String query) {
    return Address.of("/sparql").with("query", query).toString();
  }

  /// Returns the address of a complete named graph in a format.
  public static String graph(String iri, Format format) {
    return Address.of("/graphs").with("graph", iri).with("format", format.suffix()).toString();
  }

  /// Returns the usual name of a format.
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
      case SVG -> "SVG";
      case PNG -> "PNG";
      case LINKS -> "links";
      case BIBTEX -> "BibTeX";
      case RIS -> "RIS";
      case CSL_JSON -> "CSL-JSON";
      case PARQUET -> "Parquet";
      case RDF_PATCH -> "RDF Patch";
      case EVENTS -> "events";
      case PROBLEM -> "problem";
    };
  }

  /// Returns the form of a term in an address: the part after `/page/` if its page has a path, the
  /// part after the base for a term of the ontology, else the whole IRI.
  public static String document(Term term) {
    return hasForm(term.local()) ? document(term.local()) : term.key();
  }

  /// Returns the form of an IRI in an address.
  String documentOf(String iri) {
    return hasForm(iris.local(iri)) ? document(iris.local(iri)) : iri;
  }

  private static String document(String local) {
    return local.startsWith(ENTITY) ? local.substring(ENTITY.length()) : local;
  }

  /// Returns the IRI that a document is about.
  ///
  /// @param document the path below `/page/` or `/data/` without suffix, or an IRI of another
  ///   publisher
  String iri(String document) {
    if (document.contains("://")) {
      return document;
    }
    return iris.base() + (OTHERS.matcher(document).matches() ? "" : ENTITY) + document;
  }

  /// Returns the format that a path's suffix names, if any.
  static Optional<Format> suffix(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Format.named(path.substring(dot + 1), Format.GRAPH);
  }

  /// Returns a path without its suffix.
  static String withoutSuffix(String path) {
    return suffix(path).isEmpty() ? path : path.substring(0, path.lastIndexOf('.'));
  }
}
