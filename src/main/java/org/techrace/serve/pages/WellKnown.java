package org.techrace.serve.pages;

import org.techrace.serve.Answer;
import org.techrace.serve.Format;
import org.techrace.serve.Lease;
import org.techrace.serve.Request;

/// What machines look for below `/.well-known/`.
public final class WellKnown {
  private final Questions questions;

  public WellKnown(Questions questions) {
    this.questions = questions;
  }

  /// `/.well-known/void`: the release's own description (VoID, section 7.2).
  public Answer voidDescription(Request request, Lease lease) {
    return Graphs.answer(
        lease.description(), request.choose(Format.GRAPH), Prefixes.of(lease.entities()));
  }

  /// `/.well-known/sparql-examples`: the example queries.
  public Answer examples(Request request, Lease lease) {
    return Graphs.answer(
        questions.graph(),
        request.choose(Format.GRAPH),
        questions.graph().getPrefixMapping().getNsPrefixMap());
  }
}
