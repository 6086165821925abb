package org.techrace.serve.http;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.remote.EndpointException;
import tools.jackson.databind.node.ObjectNode;

/// Turns a failure into a short answer: plain text, JSON or a page, as the client accepts. An
/// answer never reveals class names or paths.
public final class Errors {
  /// The sentence for clients if the engine behind the site does not answer.
  public static final String ENDPOINT_DOWN =
      "The SPARQL engine behind this site does not answer now; try again later.";

  private static final Logger log = LoggerFactory.getLogger(Errors.class);
  private static final List<Format> FORMATS = List.of(Format.TEXT, Format.JSON, Format.HTML);

  /// Errors below this path, also of an earlier release, are problem details. The `Accept` header
  /// has no influence on them.
  private static final Pattern API = Pattern.compile("(/release/[^/]+)?/api/.*");

  /// Makes a page for an error.
  @FunctionalInterface
  public interface Page {
    Answer of(int status, String sentence, String release);
  }

  private final Page page;

  public Errors(Page page) {
    this.page = page;
  }

  static Refusal methodNotAllowed(String allow) {
    return new Refusal(
        405, "This method is not allowed here; use one of " + allow + ".", Map.of("Allow", allow));
  }

  /// Reports whether the client wants errors as pages.
  public static boolean asPages(Request request) {
    return format(request) == Format.HTML;
  }

  private static Format format(Request request) {
    return API.matcher(request.path()).matches()
        ? Format.PROBLEM
        : request.accept().best(FORMATS).orElse(Format.TEXT);
  }

  /// The answer to a request that was refused.
  ///
  /// @param request the request, or null if it could not be read
  Answer answer(Refusal refusal, @Nullable Request request, String release) {
    Format format = request == null ? Format.TEXT : format(request);
    int status = refusal.status();
    String sentence = refusal.sentence();
    Answer answer =
        switch (format) {
          case HTML ->
              refusal
                  .page()
                  .orElseGet(() -> page.of(status, sentence, release))
                  .withStatus(status)
                  .withFreshness(Answer.Freshness.NONE);
          case JSON -> Answer.text(status, format, json(refusal));
          case PROBLEM -> Answer.text(status, format, problem(refusal));
          default -> Answer.text(status, Format.TEXT, sentence + "\n");
        };
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    return answer;
  }

  /// The answer to a request that failed. For a defect of ours, the log gets all details and the
  /// client one sentence. The server continues even after [OutOfMemoryError]: only this answer
  /// lacked memory, and a sealed release cannot be damaged.
  Answer unexpected(Throwable e, String path, @Nullable Request request, String release) {
    if (!(e instanceof StackOverflowError)) {
      log.error("{} failed", path, e);
    }
    return answer(sentence(e), request, release);
  }

  private static Refusal sentence(Throwable e) {
    return switch (e) {
      case StackOverflowError _ ->
          new Refusal(400, "The request is nested too deeply to be answered.");
      case EndpointException down when down.refusal().isEmpty() -> new Refusal(503, ENDPOINT_DOWN);
      case EndpointException refused -> new Refusal(502, refused(refused));
      case OutOfMemoryError _ ->
          new Refusal(
              503,
              "The server lacks the memory for this answer now; request less, or try again later.",
              Map.of("Retry-After", "5"));
      default -> new Refusal(500, "The server has failed; its log has the details.");
    };
  }

  /// Says that the engine behind this site refuses a query, and why.
  public static String refused(EndpointException refused) {
    return "The engine behind this site refuses the query: " + refused.refusal();
  }

  /// The refusal as problem details (RFC 9457). The type is that of the status code.
  private static String problem(Refusal refusal) {
    ObjectNode problem = HttpJson.object();
    problem.put("type", "about:blank");
    problem.put("title", HttpStatus.getMessage(refusal.status()));
    problem.put("status", refusal.status()).put("detail", refusal.sentence());
    refusal.position().ifPresent(at -> problem.put("line", at.line()).put("column", at.column()));
    return problem + "\n";
  }

  private static String json(Refusal refusal) {
    ObjectNode error = HttpJson.object();
    error.put("status", refusal.status()).put("error", refusal.sentence());
    refusal.position().ifPresent(at -> error.put("line", at.line()).put("column", at.column()));
    return error + "\n";
  }
}
