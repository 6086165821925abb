package org.techrace.serve.pages;

import java.util.List;
import java.util.function.Predicate;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.KeptReleases.Dated;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;

/// The choice of an earlier release that a page is compared with: `?since=ID`.
///
/// @param release the chosen release; empty if none is
/// @param earlier the kept releases before the one that is shown, latest first
public record Since(String release, List<String> earlier) {
  /// Without a choice: for pages that are not compared.
  static final Since NONE = new Since("", List.of());

  /// The parameter with the release.
  public static final String PARAMETER = "since";

  /// Reads the choice of a request.
  ///
  /// @throws Refusal 404 if the chosen release is not one before this one
  public static Since of(Request request, Lease lease, KeptReleases kept) {
    List<String> earlier = earlier(lease, kept);
    String chosen = request.parameters().first(PARAMETER).orElse("");
    if (!chosen.isEmpty() && !earlier.contains(chosen)) {
      throw new Refusal(
          404,
          "No kept release before %s is named '%s'. /downloads lists the releases."
              .formatted(lease.release(), chosen));
    }
    return new Since(chosen, earlier);
  }

  /// Returns the kept releases before the one of a lease, latest first.
  static List<String> earlier(Lease lease, KeptReleases kept) {
    Predicate<Dated> here = release -> release.id().equals(lease.release());
    return kept.dated().stream().takeWhile(here.negate()).map(Dated::id).toList().reversed();
  }

  /// Adds to the tag of an answer: releases can be added and deleted while this one is served.
  public Answer tagged(Answer answer) {
    return earlier.isEmpty() ? answer : answer.withHeader("ETag", String.join(" ", earlier));
  }
}
