/// HTTP for all processors: requests, content negotiation, headers, errors, the access log, and the
/// delivery of answers.
///
/// [Front] reads a [Request], finds its [Route] and calls the route's [Processor], which returns an
/// [Answer]. A [Refusal] thrown on the way becomes an answer in [Errors]. [Delivery] sends the
/// answer.
///
/// ```java
/// Route route = Route.get("/ping", (request, lease) -> Answer.text(200, Format.TEXT, "pong"));
/// ```
@NullMarked
package org.techrace.serve.http;

import org.jspecify.annotations.NullMarked;
