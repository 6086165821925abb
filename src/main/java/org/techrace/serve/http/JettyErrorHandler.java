package org.techrace.serve.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers what is not HTTP, or too much of it, and so never comes to the [Front], and what the
/// front itself could not answer: one line, with the headers that every answer bears. What went
/// wrong on our side is for the log alone.
public final class JettyErrorHandler extends ErrorHandler {
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
    boolean ours = HttpStatus.isServerError(status);
    String line =
        ours || message == null || message.equals(reason) ? reason : reason + ": " + message;
    Content.Sink.write(response, true, line + ".\n", callback);
  }
}
