package org.techrace.serve.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers `OPTIONS *`, which asks for the capabilities of the whole server (RFC 9110, section
/// 9.3.7). It has no path, so it never reaches [Front].
public final class ServerOptionsHandler extends Handler.Wrapper {
  private final CrossOrigin origins;

  public ServerOptionsHandler(CrossOrigin origins) {
    this.origins = origins;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean asked =
        request.getMethod().equals("OPTIONS") && "*".equals(request.getHttpURI().getPath());
    if (!asked) {
      return super.handle(request, response, callback);
    }
    Headers.FIXED.forEach(response.getHeaders()::put);
    origins.headers().forEach(response.getHeaders()::put);
    origins.preflight().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.ALLOW, Route.READ + ", POST");
    response.setStatus(HttpStatus.NO_CONTENT_204);
    callback.succeeded();
    return true;
  }
}
