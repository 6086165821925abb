package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetWriter;
import org.apache.jena.riot.rowset.RowSetWriterRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetStream;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.util.Context;
import org.techrace.guard.StoppableGraph;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.GraphWriter;

/// Evaluates queries and writes their results.
final class ResultWriter {
  private ResultWriter() {}

  /// Evaluates a query and writes its result.
  ///
  /// @return the number of rows or triples
  static long write(ParsedQuery parsed, QueryExec exec, Format format, OutputStream out)
      throws IOException {
    return switch (parsed.query().queryType()) {
      case SELECT -> {
        if (format == Format.RESULTS_JSON) {
          yield JsonResults.write(exec.select(), out);
        }
        AtomicLong count = new AtomicLong();
        RowSet rows = exec.select();
        Iterator<Binding> counted =
            Iter.operate(
                rows,
                row -> {
                  count.incrementAndGet();
                  row.forEach((variable, term) -> GraphWriter.check(term, format));
                });
        RowSet counting = RowSetStream.create(rows.getResultVars(), counted);
        if (format == Format.XLSX) {
          Worksheet.write(counting, out);
        } else {
          SeldomFlushed collected = new SeldomFlushed(out);
          rows(format).write(collected, counting, ARQ.getContext());
          collected.finish();
        }
        yield count.get();
      }
      case ASK -> {
        if (format == Format.RESULTS_JSON) {
          JsonResults.write(exec.ask(), out);
        } else {
          rows(format).write(out, exec.ask(), ARQ.getContext());
        }
        yield 1;
      }
      case CONSTRUCT -> graph(exec.construct(), exec, parsed, format, out);
      case DESCRIBE -> graph(exec.describe(), exec, parsed, format, out);
      case CONSTRUCT_JSON, UNKNOWN -> throw new IllegalStateException("refused before");
    };
  }

  private static long graph(
      Graph graph, QueryExec exec, ParsedQuery parsed, Format format, OutputStream out) {
    Graph shown = graph == null ? GraphFactory.createDefaultGraph() : graph;
    shown.getPrefixMapping().setNsPrefixes(parsed.query().getPrefixMapping());
    AtomicBoolean stop = Context.getOrSetCancelSignal(exec.getContext());
    GraphWriter.write(new StoppableGraph(shown, stop), format, out);
    return shown.size();
  }

  private static RowSetWriter rows(Format format) {
    Lang lang =
        switch (format) {
          case RESULTS_XML -> ResultSetLang.RS_XML;
          case CSV -> ResultSetLang.RS_CSV;
          case TSV -> ResultSetLang.RS_TSV;
          default -> throw new IllegalArgumentException(format + " is not written by Jena");
        };
    return RowSetWriterRegistry.getFactory(lang).create(lang);
  }
}
