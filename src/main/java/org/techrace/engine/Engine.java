package org.techrace.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Report;

/// Runs a mapping: rows stream in, RDF streams out.
///
/// What is wrong with the data is reported, all of it, and never thrown; a row with a fault gives
/// no triples. The caller decides by the report what the output is worth.
public final class Engine {
  private final Mapping mapping;
  private final EngineOptions options;
  private final Report report;

  public Engine(Mapping mapping, EngineOptions options, Report report) {
    this.mapping = mapping;
    this.options = options;
    this.report = report;
  }

  /// Runs the mapping into a stream: triples for the default graph, quads for named graphs.
  /// Duplicates are passed on. The stream is neither started nor finished.
  ///
  /// @throws IOException if storage fails while a table is read
  public void run(StreamRDF out) throws IOException {
    run(
        new NodeTerms(),
        (s, p, o, g) -> {
          if (Quad.isDefaultGraph(g)) {
            out.triple(Triple.create(s, p, o));
          } else {
            out.quad(Quad.create(g, s, p, o));
          }
        });
  }

  /// Runs the mapping into N-Quads, each quad once. No Jena node is built for it: terms are made as
  /// bytes.
  ///
  /// @return how many quads were written
  /// @throws IOException if storage fails while a table is read or the output is written
  public long writeNQuads(OutputStream out) throws IOException {
    NQuadsWriter writer = new NQuadsWriter(out);
    run(new NQuadsTerms(), writer);
    return writer.finish();
  }

  private <T> void run(Terms<T> terms, QuadSink<T> out) throws IOException {
    Plan<T> plan = new Plan<>(mapping, terms, options, report);
    for (TriplesMap map : mapping.triplesMaps()) {
      Optional<TriplesMapPlan<T>> compiled = plan.compile(map);
      if (compiled.isPresent()) {
        compiled.get().run(out, options, report);
      }
    }
  }
}
