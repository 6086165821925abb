package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.vocabulary.SHACLM;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Asks questions of small graphs that show their rules and limits: `questions/NAME.ttl` is the
/// graph, and `questions/NAME.csv` the whole answer of `queries/questions/NAME.ttl`.
final class QuestionRulesTest {
  private static final Path GRAPHS = Path.of("src/cli/test/resources/questions");
  private static final Path QUESTIONS = Path.of("queries/questions");

  @TestFactory
  Stream<DynamicTest> questionGivesTheAnswerOfTheGraph() throws Exception {
    List<Path> graphs = Sources.under(GRAPHS, ".ttl");
    assertThat(graphs).isNotEmpty();
    return graphs.stream()
        .map(g -> DynamicTest.dynamicTest(g.getFileName().toString(), () -> ask(g)));
  }

  private static void ask(Path graph) throws Exception {
    Path question = QUESTIONS.resolve(graph.getFileName());
    Path expected = Path.of(graph.toString().replace(".ttl", ".csv"));
    Dataset data = RDFDataMgr.loadDataset(graph.toUri().toString());
    assertThat(answer(data, select(question))).isEqualTo(Files.readString(expected));
  }

  /// Returns the query of a question.
  static String select(Path question) {
    Model model = RDFDataMgr.loadModel(question.toUri().toString());
    return model
        .listSubjectsWithProperty(RDF.type, SHACLM.SPARQLExecutable)
        .nextResource()
        .getRequiredProperty(SHACLM.select)
        .getString();
  }

  private static String answer(Dataset data, String query) {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    try (QueryExecution run = QueryExecution.dataset(data).query(query).build()) {
      ResultSetFormatter.outputAsCSV(csv, run.execSelect());
    }
    return csv.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
