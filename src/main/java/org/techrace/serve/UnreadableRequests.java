package org.techrace.serve;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers what is not HTTP, or too much of it, and so never comes to the [Front]: one line, with
/// the headers that every answer bears.
final class UnreadableRequests extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Headers.FIXED.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Format.TEXT.contentType());
    String reason = HttpStatus.getMessage(status);
    String line = message == null || message.equals(reason) ? reason : reason + ": " + message;
    Content.Sink.write(response, true, line + ".\n", callback);
  }
}
