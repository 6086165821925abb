/// HTTP, done once for all processors: requests, content negotiation, headers, errors, the access
/// log, and the delivery of answers.
///
/// [Front] reads a [Request], finds its [Route] and has the route's [Processor] make an [Answer]; a
/// [Refusal] thrown on the way becomes an answer in [Errors]; [Delivery] sends it.
@NullMarked
package org.techrace.serve.http;

import org.jspecify.annotations.NullMarked;
