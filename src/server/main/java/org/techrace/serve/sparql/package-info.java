/// The SPARQL 1.1 Protocol: queries only, within limits.
///
/// A request goes through four steps. [SparqlRequest] reads it, [QueryReader] parses and checks the
/// query, [Endpoint] takes the answer from the [ResultCache] or lets `serve.work` evaluate it, and
/// [Execution] runs it in a read transaction and writes the result. [Federation] evaluates
/// `SERVICE`.
///
/// ```
/// GET /sparql?query=SELECT+(COUNT(*)+AS+?n)+{?s+?p+?o}
/// {"head":{"vars":["n"]},"results":{"bindings":[
/// {"n":{"type":"literal","value":"41852",...}}
/// ]}}
/// ```
@NullMarked
package org.techrace.serve.sparql;

import org.jspecify.annotations.NullMarked;
