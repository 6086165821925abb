package org.techrace.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.jena.riot.system.StreamRDF;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Rows;

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
  /// Duplicates are passed on. The stream is neither started nor finished. What the mapping sends
  /// to logical targets is written to their files instead.
  ///
  /// @throws IOException if storage fails while a table is read or a target is written
  public void run(StreamRDF out) throws IOException {
    try (StreamSink sink = new StreamSink(out)) {
      run(new NodeTerms(), sink);
    }
  }

  /// Runs the mapping into N-Quads, each quad once. No Jena node is built for it: terms are made as
  /// bytes.
  ///
  /// @return how many quads were written
  /// @throws IOException if storage fails while a table is read or the output is written
  public long writeNQuads(OutputStream out) throws IOException {
    NQuadsWriter writer = new NQuadsWriter(out);
    if (Targets.of(mapping).isEmpty()) {
      run(new NQuadsTerms(), writer);
    } else {
      try (StreamSink sink = new StreamSink(new NodesToBytes(writer))) {
        run(new NodeTerms(), sink);
      }
    }
    return writer.finish();
  }

  private <T> void run(Terms<T> terms, RowSink<T> sink) throws IOException {
    FreshNodes fresh = new FreshNodes();
    Plan<T> plan = new Plan<>(mapping, terms, fresh, options, report);
    for (TriplesMap map : mapping.triplesMaps()) {
      Optional<TriplesMapPlan<T>> compiled = plan.compile(map);
      if (compiled.isPresent()) {
        run(compiled.get(), new Lists<>(terms, fresh), sink);
      }
    }
  }

  /// Maps every row of a table. A row with a fault is reported and gives nothing.
  private <T> void run(TriplesMapPlan<T> plan, Lists<T> lists, RowSink<T> sink) throws IOException {
    String table = plan.table().name();
    RowQuads<T> made = new RowQuads<>();
    long count = 0;
    try (Rows rows = plan.table().open(plan.references().list(), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        plan.map(row, made, lists, options.blanksAreMissing());
        if (made.faults().isEmpty()) {
          sink.row(made);
        } else {
          Place place = row.line() == 0 ? Place.file(table) : Place.line(table, row.line());
          made.faults().forEach(message -> report.error(place, message));
        }
        made.clear();
        options.progress().rows(table, ++count);
      }
    }
    lists.finish(made);
    sink.row(made);
  }
}
