package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ResultSetFactory;
import org.apache.jena.query.ResultSetRewindable;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.ResultSetMgr;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetStream;
import org.apache.jena.sparql.resultset.ResultsCompare;
import org.apache.jena.sparql.resultset.SPARQLResult;
import org.apache.jena.sparql.util.IsoMatcher;
import org.apache.jena.sparql.vocabulary.ResultSetGraphVocab;
import org.apache.jena.vocabulary.RDF;

/// The expected result of a W3C test.
sealed interface W3cResult {
  /// Returns the media type to request.
  String accept();

  /// Returns the difference from an answer, or the empty string.
  ///
  /// @param body the answer
  /// @param reduced true if duplicate solutions may be missing
  String difference(String body, boolean reduced) throws IOException;

  static W3cResult expected(String iri) throws IOException {
    Path file = Path.of(java.net.URI.create(iri));
    String name = file.toString();
    if (name.endsWith(".csv")) {
      return new Csv(Files.readString(file));
    }
    if (name.endsWith(".tsv")) {
      return new Table(
          ResultSetMgr.read(
                  new ByteArrayInputStream(Files.readAllBytes(file)), ResultSetLang.RS_TSV)
              .rewindable(),
          ResultSetLang.RS_TSV);
    }
    SPARQLResult result = ResultSetFactory.result(iri);
    if (result.isModel()) {
      return ofModel(result.getModel());
    }
    return result.isBoolean()
        ? new Truth(result.getBooleanResult())
        : new Table(
            result.getResultSet().rewindable(),
            name.endsWith(".srj") ? ResultSetLang.RS_JSON : ResultSetLang.RS_XML);
  }

  /// A graph can be the expected answer itself, or describe it.
  private static W3cResult ofModel(Model model) {
    if (model.contains(null, RDF.type, ResultSetGraphVocab.ResultSet)) {
      return model.contains(null, ResultSetGraphVocab.p_boolean)
          ? new Truth(
              model.contains(null, ResultSetGraphVocab.p_boolean, model.createTypedLiteral(true)))
          : new Table(ResultSetFactory.makeResults(model).rewindable(), ResultSetLang.RS_XML);
    }
    return new Triples(model);
  }

  /// The expected result of an ASK query.
  record Truth(boolean value) implements W3cResult {
    @Override
    public String accept() {
      return "application/sparql-results+xml";
    }

    @Override
    public String difference(String body, boolean reduced) {
      return body.contains("<boolean>" + value) ? "" : "expected " + value + ": " + body;
    }
  }

  /// The expected result of a SELECT query.
  record Table(ResultSetRewindable rows, Lang lang) implements W3cResult {
    @Override
    public String accept() {
      return lang.getContentType().getContentTypeStr();
    }

    @Override
    public String difference(String body, boolean reduced) {
      ResultSetRewindable answer =
          ResultSetMgr.read(new ByteArrayInputStream(body.getBytes(UTF_8)), lang).rewindable();
      boolean same =
          ResultsCompare.equalsByTerm(copy(rows), copy(answer))
              || ResultsCompare.equalsByValue(copy(rows), copy(answer))
              || (reduced && distinct(rows).equals(distinct(answer)));
      return same ? "" : "other solutions";
    }

    private static Set<Binding> distinct(ResultSetRewindable rows) {
      return copy(rows).stream().collect(Collectors.toSet());
    }

    /// Returns the solutions, with file IRIs reduced to their names: some expected results are
    /// written so.
    private static RowSet copy(ResultSetRewindable rows) {
      rows.reset();
      RowSet solutions = RowSet.adapt(rows);
      List<Binding> bindings = new ArrayList<>();
      solutions.forEach(
          row -> {
            BindingBuilder builder = Binding.builder();
            row.forEach((variable, node) -> builder.add(variable, withoutFolder(node)));
            bindings.add(builder.build());
          });
      return RowSetStream.create(solutions.getResultVars(), bindings.iterator());
    }

    private static Node withoutFolder(Node node) {
      return node.isURI() && node.getURI().startsWith("file:")
          ? NodeFactory.createURI(node.getURI().substring(node.getURI().lastIndexOf('/') + 1))
          : node;
    }
  }

  /// The expected result of a SELECT query as CSV, without types.
  record Csv(String text) implements W3cResult {
    @Override
    public String accept() {
      return "text/csv";
    }

    @Override
    public String difference(String body, boolean reduced) {
      return lines(body).equals(lines(text)) ? "" : "other lines: " + body;
    }

    private static List<String> lines(String text) {
      List<String> lines = new ArrayList<>(text.lines().toList());
      // Blank nodes have new labels each time.
      lines.replaceAll(line -> line.replaceAll("_:\\w+", "_:b"));
      lines.sort(null);
      return lines;
    }
  }

  /// The expected result of a CONSTRUCT or DESCRIBE query.
  record Triples(Model model) implements W3cResult {
    @Override
    public String accept() {
      return "text/turtle";
    }

    @Override
    public String difference(String body, boolean reduced) {
      Model answer = ModelFactory.createDefaultModel();
      RDFDataMgr.read(answer, new ByteArrayInputStream(body.getBytes(UTF_8)), Lang.TURTLE);
      return IsoMatcher.isomorphic(answer.getGraph(), model.getGraph())
          ? ""
          : "other triples: " + body;
    }
  }
}
