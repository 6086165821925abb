package org.techrace.serve.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spools;

/// Has pages made as queries are evaluated: so many at once, of one client and of all, and each of
/// them so long.
public final class Limiter {
  private final Evaluator evaluator;
  private final Duration time;
  private final Spools spools;

  public Limiter(Evaluator evaluator, Duration time, Spools spools) {
    this.evaluator = evaluator;
    this.time = time;
    this.spools = spools;
  }

  /// What a processor answers, its body made too.
  ///
  /// @param processor works on a thread of its own while the connection is watched, so it must not
  ///   read the request's body
  /// @throws Refusal 429 or 503 if there is no place, the time is up or memory is short; and
  ///   whatever the processor throws
  public Answer answer(Request request, Lease lease, Processor processor) {
    try {
      return spools.fill(
          request.client(),
          spool ->
              evaluator.evaluate(
                  request,
                  lease,
                  time,
                  stop -> {
                    Answer answer = processor.answer(request, lease.until(stop));
                    answer.body().writeTo(spool);
                    return answer.withBody(spool);
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
