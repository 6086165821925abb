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

/// Reads RDF files in any syntax, and nothing that they name: the contexts of JSON-LD must be in
/// the file.
public final class RdfFiles {
  private RdfFiles() {}

  /// Reads a file.
  ///
  /// @param in its bytes, unpacked
  /// @param name its name, whose ending says the syntax
  /// @param base what relative IRIs in it are relative to
  /// @throws RiotException if its ending is not known, or it is not of that syntax
  public static void read(InputStream in, String name, String base, StreamRDF to) {
    Lang syntax = RDFLanguages.filenameToLang(name);
    if (syntax == null) {
      throw new RiotException(
          "'%s' is of no syntax we know; expected an ending such as .ttl, .nt, .rdf or .jsonld"
              .formatted(name));
    }
    JsonLdOptions options =
        new JsonLdOptions(
            (url, _) -> {
              throw new JsonLdError(
                  JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED,
                  "the context <%s> is not in the file; contexts are not fetched".formatted(url));
            });
    Context context = ARQ.getContext().copy().set(LangJSONLD11.JSONLD_OPTIONS, options);
    RDFParser.source(in).lang(syntax).base(base).context(context).parse(to);
  }
}
