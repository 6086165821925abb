package org.techrace.engine.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.QuerySolution;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RiotException;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// The solutions of a SELECT query over an RDF file, each a row whose columns are the variables.
///
/// @param name the name in findings
/// @param file the RDF file
/// @param query the SELECT query
record SparqlTable(String name, Path file, Reference query) implements SourceTable {

  /// The file is read when the first row is asked for.
  @Override
  public SourceRows open(List<Reference> references, Report report) {
    try {
      Query select = QueryFactory.create(query.text());
      if (!select.isSelectType()) {
        report.error(
            Place.file(name), query.tell("this query has no rows; expected a SELECT query"));
        return SourceRows.NONE;
      }
      boolean good = true;
      for (Reference reference : references) {
        if (!select.getResultVars().contains(reference.text())) {
          good = false;
          report.error(
              Place.file(name),
              reference.tell(
                  "the query has no variable '%s'; %s"
                      .formatted(
                          reference.text(),
                          Nearest.suggest(reference.text(), select.getResultVars()))));
        }
      }
      return good
          ? new Solutions(select, references.stream().map(Reference::text).toList(), report)
          : SourceRows.NONE;
    } catch (QueryParseException e) {
      report.error(
          Place.file(name),
          query.tell(
              "this is not a query: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")));
      return SourceRows.NONE;
    }
  }

  private final class Solutions implements SourceRows {
    private final Query select;
    private final List<String> references;
    private final Report report;
    private @Nullable QueryExecution execution;
    private Iterator<QuerySolution> solutions = Collections.emptyIterator();
    private long count;

    Solutions(Query select, List<String> references, Report report) {
      this.select = select;
      this.references = references;
      this.report = report;
    }

    @Override
    public @Nullable Row next() {
      if (execution == null) {
        try {
          execution = QueryExecution.create(select, RDFDataMgr.loadDataset(file.toString()));
          solutions = execution.execSelect();
        } catch (RiotException e) {
          report.error(Place.file(name), "the query cannot be run: " + e.getMessage());
          return null;
        }
      }
      return solutions.hasNext() ? new Solution(++count, solutions.next(), references) : null;
    }

    @Override
    public void close() {
      if (execution != null) {
        execution.close();
      }
    }
  }

  private record Solution(long number, QuerySolution bindings, List<String> references)
      implements Row, Item {
    @Override
    public long line() {
      return 0;
    }

    @Override
    public Place place(String table) {
      return Place.row(table, number);
    }

    @Override
    public List<Value> values(int slot) {
      return values(references.get(slot));
    }

    /// As SPARQL results in CSV, which know no datatypes: the term's text alone, a bare number is
    /// one.
    @Override
    public List<Value> values(String variable) {
      RDFNode node = bindings.get(variable);
      if (node == null) {
        return List.of();
      }
      String text = node.isLiteral() ? node.asLiteral().getLexicalForm() : node.toString();
      return List.of(
          new Value(text, text.matches("-?\\d+") ? Value.Kind.INTEGER : Value.Kind.TEXT));
    }

    @Override
    public Item item() {
      return this;
    }

    @Override
    public List<Item> items(String iterator) {
      throw new IllegalArgumentException("a solution has no parts to iterate over");
    }
  }
}
