package org.techrace.serve;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does HTTP once for all processors: routes, methods, headers, revalidation, compression, errors.
final class Front extends HttpServlet {
  private static final Logger log = LoggerFactory.getLogger(Front.class);

  /// Answers up to this size are complete before their first byte leaves.
  private static final int HELD_BYTES = 1 << 20;

  private final transient List<Route> routes;
  private final transient Current current;
  private final transient Errors errors;

  Front(List<Route> routes, Current current, Errors errors) {
    this.routes = List.copyOf(routes);
    this.current = current;
    this.errors = errors;
  }

  @Override
  protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
    try (Lease lease = current.lease()) {
      Headers.common(response, lease.release());
      Request request = null;
      Answer answer;
      try {
        request = Request.of(http, http.getRemoteAddr());
        answer = route(request, lease, response);
      } catch (Refusal refusal) {
        answer = errors.answer(refusal, request);
      } catch (RuntimeException | StackOverflowError e) {
        answer = errors.unexpected(e, http.getRequestURI(), request);
      }
      send(answer, request, lease, http, response);
    }
  }

  private Answer route(Request request, Lease lease, HttpServletResponse response) {
    Route route =
        routes.stream()
            .filter(r -> r.matches(request.path()))
            .findFirst()
            .orElseThrow(() -> new Refusal(404, "There is nothing at this address."));
    if (request.method().equals("OPTIONS")) {
      Headers.preflight(response);
      return Answer.text(204, Format.TEXT, "").withHeader("Allow", route.allow());
    }
    if (!route.methods().contains(request.method())) {
      throw Errors.methodNotAllowed(route.allow());
    }
    return route.processor().answer(request, lease);
  }

  private void send(
      Answer answer,
      @org.jspecify.annotations.Nullable Request request,
      Lease lease,
      HttpServletRequest http,
      HttpServletResponse response)
      throws IOException {
    Compression compression = Compression.of(http.getHeader("Accept-Encoding"), answer);
    Headers.of(answer, response);
    Optional<String> etag = Headers.etag(answer, http, lease.release(), compression);
    etag.ifPresent(tag -> response.setHeader("ETag", tag));
    if (etag.isPresent() && Headers.stillFresh(etag.get(), http)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    boolean headOnly = http.getMethod().equals("HEAD") || answer.status() == 204;
    if (headOnly) {
      response.setStatus(answer.status());
      return;
    }
    HeldStream out =
        new HeldStream(HELD_BYTES, length -> open(answer, length, compression, response));
    try {
      answer.body().writeTo(out);
      out.close();
    } catch (Refusal refusal) {
      fail(out, errors.answer(refusal, request), response);
    } catch (RuntimeException | StackOverflowError e) {
      fail(out, errors.unexpected(e, http.getRequestURI(), request), response);
    }
  }

  private static OutputStream open(
      Answer answer, long length, Compression compression, HttpServletResponse response)
      throws IOException {
    response.setStatus(answer.status());
    boolean small = length >= 0 && length < Compression.SMALLEST;
    if (small || compression == Compression.NONE) {
      if (length >= 0) {
        response.setContentLengthLong(length);
      }
      return response.getOutputStream();
    }
    response.setHeader("Content-Encoding", compression.token());
    return compression.wrap(response.getOutputStream());
  }

  /// Before the first byte has left, the error is the answer; after it, the connection is broken so
  /// that no client takes a part for the whole.
  private static void fail(HeldStream out, Answer error, HttpServletResponse response)
      throws IOException {
    if (out.hasLeft()) {
      log.info("answer cut after {} bytes", out.written());
      throw new IOException("answer cut");
    }
    response.setHeader("ETag", null);
    Headers.of(error, response);
    response.setStatus(error.status());
    error.body().writeTo(response.getOutputStream());
  }
}
