package org.techrace.serve.http;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers requests that never reach [Front] because they are not valid HTTP or are too large, and
/// those that [Front] could not answer. The answer is one line with the headers that every answer
/// has. Details of our own failures go to the log only.
public final class JettyErrorHandler extends ErrorHandler {
  private static final Pattern CLASS_NAME = Pattern.compile("\\w\\.\\w|Exception|Error");

  private final CrossOrigin origins;

  public JettyErrorHandler(CrossOrigin origins) {
    this.origins = origins;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Headers.FIXED.forEach(response.getHeaders()::put);
    origins.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Format.TEXT.contentType());
    String reason = HttpStatus.getMessage(status);
    // A message of Jetty says what is wrong in words, but for some that name a class.
    boolean told =
        !HttpStatus.isServerError(status)
            && message != null
            && !message.equals(reason)
            && !CLASS_NAME.matcher(message).find();
    String line = told ? reason + ": " + message : reason;
    Content.Sink.write(response, true, line + ".\n", callback);
  }
}
