package org.techrace.serve.pages;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;

/// `/.well-known/security.txt` (RFC 9116): where to report a vulnerability of the site.
///
/// @param contact the address to report to; absent if the operator has set none
public record SecurityText(Optional<URI> contact, Clock clock) implements Processor, Part {
  /// The time for which the text is valid. RFC 9116 recommends less than a year.
  private static final Duration VALID = Duration.ofDays(180);

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/.well-known/security.txt", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    URI to =
        contact.orElseThrow(
            () -> new Refusal(404, "The operator has set no address (serve.security-contact)."));
    String text =
        """
        Contact: %s
        Expires: %s
        Canonical: %s
        """
            .formatted(
                to, clock.instant().plus(VALID).truncatedTo(ChronoUnit.DAYS), request.address());
    return Answer.text(200, Format.TEXT, text).withFreshness(Answer.Freshness.NONE);
  }
}
