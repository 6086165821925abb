package org.techrace.serve.http;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses requests by their head, before [Front] reads their path and their parameters. Closes the
/// connection of a refused one.
public final class RefusalHandler extends Handler.Wrapper {
  private final List<Rule> rules;
  private final CrossOrigin origins;

  /// Decides about a request by its head.
  @FunctionalInterface
  public interface Rule {
    /// Returns the refusal, or empty if the request is acceptable.
    Optional<Refusal> check(Request request);
  }

  public RefusalHandler(CrossOrigin origins, List<Rule> rules) {
    this.origins = origins;
    this.rules = List.copyOf(rules);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<Refusal> refusal =
        rules.stream().flatMap(rule -> rule.check(request).stream()).findFirst();
    if (refusal.isEmpty()) {
      return super.handle(request, response, callback);
    }
    Headers.FIXED.forEach(response.getHeaders()::put);
    origins.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Format.TEXT.contentType());
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.setStatus(refusal.get().status());
    Content.Sink.write(response, true, refusal.get().sentence() + "\n", callback);
    return true;
  }
}
