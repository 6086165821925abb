package org.techrace.query;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ResultSetFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.ResultSetRewindable;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.ResultSetMgr;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.system.Txn;
import org.techrace.rdf.QueryErrors;
import org.techrace.release.Release;

/// Runs a SPARQL query on a release and writes the result as text.
public final class QueryAnswer {

  /// The format of the result. A graph (CONSTRUCT, DESCRIBE) is written as Turtle, or as JSON-LD if
  /// JSON is requested.
  public enum Format {
    TABLE,
    CSV,
    TSV,
    JSON
  }

  private QueryAnswer() {}

  /// Runs a query and writes its result.
  ///
  /// @param text the query in SPARQL 1.1
  /// @throws IllegalArgumentException if the text is not a valid query; the message states line and
  ///   column
  public static void write(Release release, String text, Format format, OutputStream out) {
    Query query;
    try {
      query = QueryFactory.create(text);
    } catch (QueryParseException e) {
      throw new IllegalArgumentException("not a SPARQL query: " + QueryErrors.sentence(e), e);
    }
    Dataset dataset = DatasetFactory.wrap(release.dataset());
    Txn.executeRead(
        release.dataset(),
        () -> {
          try (QueryExecution exec = QueryExecutionFactory.create(query, dataset)) {
            write(exec, query, format, out);
          }
        });
  }

  private static void write(QueryExecution exec, Query query, Format format, OutputStream out) {
    if (query.isAskType()) {
      boolean answer = exec.execAsk();
      if (format == Format.TABLE) {
        new PrintStream(out, true, StandardCharsets.UTF_8).println(answer ? "yes" : "no");
      } else {
        ResultSetMgr.write(out, answer, lang(format));
      }
    } else if (query.isSelectType()) {
      ResultSetRewindable rows = ResultSetFactory.makeRewindable(exec.execSelect());
      if (format == Format.TABLE) {
        ResultSetFormatter.out(out, rows, query);
      } else {
        ResultSetMgr.write(out, rows, lang(format));
      }
    } else {
      Lang lang = format == Format.JSON ? Lang.JSONLD : Lang.TURTLE;
      RDFDataMgr.write(
          out, query.isConstructType() ? exec.execConstruct() : exec.execDescribe(), lang);
    }
  }

  private static Lang lang(Format format) {
    return switch (format) {
      case CSV -> ResultSetLang.RS_CSV;
      case TSV -> ResultSetLang.RS_TSV;
      case TABLE, JSON -> ResultSetLang.RS_JSON;
    };
  }
}
