package org.techrace.fetch;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.techrace.access.BrokenConnectionException;
import org.techrace.access.Web;

/// Repeats requests when a server is busy or the connection breaks: a few times, after the time in
/// `Retry-After` (RFC 9110, section 10.2.3), or else after 1, 2, 4, 8 and 16 seconds.
///
/// @param clock returns the current time
/// @param pause waits
/// @param progress is informed of each pause
record Attempts(Clock clock, Pause pause, FetchProgress progress) {
  private static final int RETRIES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /// One attempt.
  interface Attempt<T> {
    T run() throws IOException;
  }

  /// Reports that the server asks for a pause.
  static final class BusyException extends IOException {
    private final Optional<Duration> wait;

    BusyException(String message, Optional<Duration> wait) {
      super(message);
      this.wait = wait;
    }
  }

  /// Runs an attempt until it succeeds.
  ///
  /// @param table the name of the distribution
  /// @throws IOException if it fails for another reason, too often, or would have to wait too long
  <T> T run(String table, Attempt<T> attempt) throws IOException {
    Duration usual = Duration.ofSeconds(1);
    for (int retry = 0; ; retry++) {
      IOException fault;
      Duration wait = usual;
      try {
        return attempt.run();
      } catch (BrokenConnectionException e) {
        fault = e;
      } catch (BusyException e) {
        fault = e;
        wait = e.wait.orElse(usual);
      }
      if (wait.compareTo(LONGEST_WAIT) > 0) {
        throw new IOException(
            "%s and asks to wait for %,d seconds; fetch again after that"
                .formatted(fault.getMessage(), wait.toSeconds()),
            fault);
      }
      if (retry == RETRIES) {
        throw new IOException(
            "%s, %d times in a row; fetch again later".formatted(fault.getMessage(), RETRIES + 1),
            fault);
      }
      progress.waits(table, wait, String.valueOf(fault.getMessage()));
      sleep(wait);
      usual = usual.multipliedBy(2);
    }
  }

  private void sleep(Duration wait) throws IOException {
    try {
      pause.forTime(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Describes an answer other than a file.
  ///
  /// @return a [BusyException] if asking again may help
  IOException refusal(Web.Reply reply) {
    String message = "the server answers " + reply.status();
    return switch (reply.status()) {
      case 429, 500, 502, 503, 504 ->
          new BusyException(message, reply.header("retry-after").flatMap(this::wait));
      case 404, 410 -> new IOException(message + "; look up the address in the documentation");
      default -> new IOException(message);
    };
  }

  /// Returns the time to wait from `Retry-After`: a number of seconds or a date.
  private Optional<Duration> wait(String text) {
    try {
      if (text.matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
