package org.techrace.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.QuerySolution;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.exec.QueryExecutionAdapter;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.DataCheck;
import org.techrace.rdf.LocalQueryRules;
import org.techrace.rdf.RdfFiles;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.TableFile;

/// The result of a SELECT query on an RDF file. Each solution is a row, and the variables are the
/// columns. What a [DataCheck] finds in the file is an error.
///
/// @param name the name in findings
/// @param file the RDF file
/// @param query the SELECT query
record SparqlTable(String name, TableFile file, Reference query) implements SourceTable {

  /// Checks the query. The file is read when the first row is read.
  @Override
  public SourceRows open(List<Reference> references, Report report) {
    try {
      Query select = QueryFactory.create(query.text());
      if (!select.isSelectType()) {
        report.error(
            Place.file(name),
            query.withOrigin("the query returns no rows; expected a SELECT query"));
        return SourceRows.NONE;
      }
      LocalQueryRules.installed().check(select);
      boolean good = true;
      for (Reference reference : references) {
        if (!select.getResultVars().contains(reference.text())) {
          good = false;
          report.error(
              Place.file(name),
              reference.withOrigin(
                  "the query has no variable '%s'; %s"
                      .formatted(
                          reference.text(),
                          Nearest.suggest(reference.text(), select.getResultVars()))));
        }
      }
      return good ? new Solutions(select, references, report) : SourceRows.NONE;
    } catch (QueryParseException e) {
      report.error(
          Place.file(name),
          query.withOrigin(
              "this is not a SPARQL query: "
                  + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")));
      return SourceRows.NONE;
    } catch (RuntimeException e) {
      refused(e, report);
      return SourceRows.NONE;
    }
  }

  /// Reports a refusal of the query, and throws any other exception again.
  private void refused(RuntimeException e, Report report) {
    String sentence = LocalQueryRules.installed().refusal(e).orElseThrow(() -> e);
    report.error(Place.file(name), query.withOrigin("the query is refused: " + sentence));
  }

  private final class Solutions implements SourceRows {
    private final Query select;
    private final Header header;
    private final int[] slots;
    private final Report report;
    private @Nullable QueryExecution execution;
    private Iterator<QuerySolution> solutions = Collections.emptyIterator();
    private long count;

    Solutions(Query select, List<Reference> references, Report report) {
      this.select = select;
      Map<String, Integer> indexes = new HashMap<>();
      select.getResultVars().forEach(variable -> indexes.put(variable, indexes.size()));
      this.header = new Header(Place.file(name), indexes);
      this.slots =
          references.stream().mapToInt(r -> select.getResultVars().indexOf(r.text())).toArray();
      this.report = report;
    }

    @Override
    public @Nullable Row next() throws IOException {
      try {
        return solution();
      } catch (RiotException | BrokenPackingException e) {
        report.error(Place.file(name), "the query cannot be run: " + e.getMessage());
      } catch (QueryCancelledException e) {
        report.error(
            Place.file(name),
            query.withOrigin(
                "the query exceeds the limit of %d seconds (sandbox.query-seconds in techrace.toml)"
                    .formatted(file.file().limits().queryTime().toSeconds())));
      } catch (RuntimeException e) {
        refused(e, report);
      }
      return null;
    }

    private @Nullable Row solution() throws IOException {
      if (execution == null) {
        execution =
            QueryExecutionAdapter.adapt(
                LocalQueryRules.installed()
                    .prepare(
                        select,
                        dataset().asDatasetGraph(),
                        file.file().limits().queryTime(),
                        BindingFactory.empty()));
        solutions = execution.execSelect();
      }
      if (!solutions.hasNext()) {
        return null;
      }
      QuerySolution solution = solutions.next();
      if (hasTripleTerm(solution)) {
        return null;
      }
      List<List<Value>> cells =
          select.getResultVars().stream().map(variable -> cell(solution.get(variable))).toList();
      return new CellRow(Place.row(name, ++count), 0, cells, slots, header);
    }

    /// Reports a triple term, because it has no text, and returns true.
    private boolean hasTripleTerm(QuerySolution solution) {
      for (String variable : select.getResultVars()) {
        RDFNode value = solution.get(variable);
        if (value != null && value.asNode().isTripleTerm()) {
          report.error(
              Place.row(name, count + 1),
              query.withOrigin(
                  "the variable '%1$s' is a triple term; select SUBJECT(?%1$s), PREDICATE(?%1$s) or OBJECT(?%1$s)"
                      .formatted(variable)));
          return true;
        }
      }
      return false;
    }

    private Dataset dataset() throws IOException {
      Dataset dataset = DatasetFactory.create();
      Path path = file.file().path();
      try (InputStream in = file.open()) {
        RdfFiles.read(
            in,
            String.valueOf(path.getFileName()),
            path.toUri().toString(),
            StreamRDFLib.dataset(dataset.asDatasetGraph()));
      }
      for (String fault : DataCheck.allFaults(dataset.asDatasetGraph())) {
        report.error(Place.file(name), fault);
      }
      return dataset;
    }

    @Override
    public void close() {
      if (execution != null) {
        execution.close();
      }
    }
  }

  /// Returns the value of a term as in SPARQL results in CSV, which have no datatypes. A plain
  /// number is an integer.
  private static List<Value> cell(@Nullable RDFNode node) {
    if (node == null) {
      return List.of();
    }
    String text = node.isLiteral() ? node.asLiteral().getLexicalForm() : node.toString();
    return List.of(new Value(text, text.matches("-?\\d+") ? Value.Kind.INTEGER : Value.Kind.TEXT));
  }
}
