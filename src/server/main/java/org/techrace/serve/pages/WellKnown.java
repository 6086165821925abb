package org.techrace.serve.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.GraphUtil;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.graph.GraphFactory;
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

  /// How many releases have their description in memory.
  private static final int RELEASES = 2;

  private final Questions questions;
  private final Cache<String, Graph> described =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  public WellKnown(Questions questions) {
    this.questions = questions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/.well-known/void", this::voidDescription),
        Route.get("/.well-known/sparql-examples", this::examples));
  }

  /// Answers `/.well-known/void`: the description of the release (VoID, section 7.2), and what the
  /// query `void` of `queries/pages` says about its parts.
  public Answer voidDescription(Request request, Lease lease) {
    Format format = request.choose(FORMATS);
    return format == Format.HTML
        ? Answer.seeOther(new Addresses(lease.iris()).page(lease.iris().release(lease.release())))
        : Graphs.answer(
            Objects.requireNonNull(described.get(lease.release(), id -> described(lease))),
            format,
            OntologyPrefixes.of(lease.entities()),
            request);
  }

  private static Graph described(Lease lease) {
    Graph all = GraphFactory.createDefaultGraph();
    GraphUtil.addInto(all, lease.description());
    GraphUtil.addInto(
        all,
        lease
            .entities()
            .construct("void", NodeFactory.createURI(lease.iris().release(lease.release()))));
    return all;
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
