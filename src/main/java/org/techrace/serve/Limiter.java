package org.techrace.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Has pages made as queries are evaluated: so many at once, of one client and of all, and each of
/// them so long.
public final class Limiter {
  private final Evaluator evaluator;
  private final Duration time;

  Limiter(Evaluator evaluator, Duration time) {
    this.evaluator = evaluator;
    this.time = time;
  }

  /// What a processor answers, its body made too.
  ///
  /// @param processor works on a thread of its own while the connection is watched, so it must not
  ///   read the request's body
  /// @throws Refusal 429 or 503 if there is no place, the time is up or memory is short; and
  ///   whatever the processor throws
  public Answer answer(Request request, Lease lease, Processor processor) {
    try {
      return evaluator.evaluate(
          request, lease, time, stop -> whole(processor.answer(request, lease.until(stop))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer whole(Answer answer) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    answer.body().writeTo(body);
    return answer.withBody(body::writeTo);
  }
}
