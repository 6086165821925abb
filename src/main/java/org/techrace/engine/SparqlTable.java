package org.techrace.engine;

import java.nio.file.Path;
import java.util.List;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.QuerySolution;
import org.apache.jena.query.ResultSet;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RiotException;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Row;
import org.techrace.table.Rows;
import org.techrace.table.Table;
import org.techrace.table.Value;

/// The solutions of a SELECT query over an RDF file, each a row whose columns are the variables.
///
/// @param name the name in findings
/// @param file the RDF file
/// @param query the SELECT query
record SparqlTable(String name, Path file, String query) implements Table {

  @Override
  public Rows open(List<String> references, Report report) {
    try {
      Dataset dataset = RDFDataMgr.loadDataset(file.toString());
      QueryExecution execution = QueryExecution.create(query, dataset);
      ResultSet solutions = execution.execSelect();
      for (String reference : references) {
        if (!solutions.getResultVars().contains(reference)) {
          report.error(
              Place.file(name),
              "the query has no variable '%s'; %s"
                  .formatted(reference, Nearest.suggest(reference, solutions.getResultVars())));
          return Rows.NONE;
        }
      }
      return new Solutions(execution, solutions, references);
    } catch (QueryParseException | RiotException e) {
      report.error(Place.file(name), "the query cannot be run: " + e.getMessage());
      return Rows.NONE;
    }
  }

  private record Solutions(QueryExecution execution, ResultSet solutions, List<String> references)
      implements Rows {
    @Override
    public @Nullable Row next() {
      return solutions.hasNext() ? new Solution(solutions.next(), references) : null;
    }

    @Override
    public void close() {
      execution.close();
    }
  }

  private record Solution(QuerySolution bindings, List<String> references) implements Row, Item {
    @Override
    public long line() {
      return 0;
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
