package org.techrace.serve.pages;

import java.util.List;
import java.util.stream.Stream;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;

/// Answers the standard addresses below `/.well-known/`.
public final class WellKnown implements Part {
  private static final List<Format> FORMATS =
      Stream.concat(Format.GRAPH.stream(), Stream.of(Format.HTML)).toList();

  private final Questions questions;

  public WellKnown(Questions questions) {
    this.questions = questions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/.well-known/void", this::voidDescription),
        Route.get("/.well-known/sparql-examples", this::examples));
  }

  /// Answers `/.well-known/void`: the description of the release (VoID, section 7.2).
  public Answer voidDescription(Request request, Lease lease) {
    Format format = request.choose(FORMATS);
    return format == Format.HTML
        ? Answer.seeOther(new Addresses(lease.iris()).page(lease.iris().release(lease.release())))
        : Graphs.answer(
            lease.description(), format, OntologyPrefixes.of(lease.entities()), request);
  }

  /// Answers `/.well-known/sparql-examples`: the example queries.
  public Answer examples(Request request, Lease lease) {
    Format format = request.choose(FORMATS);
    return format == Format.HTML
        ? Answer.seeOther("/questions")
        : Graphs.answer(
            questions.graph(),
            format,
            questions.graph().getPrefixMapping().getNsPrefixMap(),
            request);
  }
}
