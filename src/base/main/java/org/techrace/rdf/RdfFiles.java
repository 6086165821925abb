package org.techrace.rdf;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import java.io.InputStream;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.LangJSONLD11;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.util.Context;

/// Reads RDF files in any syntax that Jena knows. Never fetches what a file refers to: a JSON-LD
/// context must be in the file itself.
public final class RdfFiles {
  private RdfFiles() {}

  /// Parses a file.
  ///
  /// @param in the content, uncompressed
  /// @param name the file's name; its extension selects the syntax
  /// @param base the base for relative IRIs
  /// @param to receives the triples and quads
  /// @throws RiotException if the extension is unknown or the content is not valid in that syntax
  public static void read(InputStream in, String name, String base, StreamRDF to) {
    Lang syntax = RDFLanguages.filenameToLang(name);
    if (syntax == null) {
      throw new RiotException(
          "the extension of '%s' is unknown; expected one such as .ttl, .nt, .rdf or .jsonld"
              .formatted(name));
    }
    RDFParser.source(in).lang(syntax).base(base).context(withoutFetching()).parse(to);
  }

  /// Returns a context for Jena's parsers in which nothing is fetched that a file refers to.
  public static Context withoutFetching() {
    JsonLdOptions options =
        new JsonLdOptions(
            (url, _) -> {
              throw new JsonLdError(
                  JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED,
                  "the context <%s> is not in the file; contexts are not fetched".formatted(url));
            });
    return ARQ.getContext().copy().set(LangJSONLD11.JSONLD_OPTIONS, options);
  }
}
