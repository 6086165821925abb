package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.vocabulary.SHACLM;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.techrace.serve.Server;

/// Asks the competency questions over HTTP. Each expected answer is a CSV file next to the
/// question, which a person has compared with the source; `-Dgolden.update` rewrites these files
/// for review.
@UsesServedProject
final class QuestionsTest {
  private static final Path QUESTIONS = Path.of("queries/questions");

  private static Server server;

  @BeforeAll
  static void serve(ServedProject project) {
    server = project.server();
  }

  @TestFactory
  Stream<DynamicTest> everyQuestionHasItsAnswer() throws Exception {
    List<Path> files = Sources.under(QUESTIONS, ".ttl");
    assertThat(files).hasSizeGreaterThanOrEqualTo(40);
    return files.stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> ask(f)));
  }

  private static void ask(Path file) throws Exception {
    Model model = RDFDataMgr.loadModel(file.toUri().toString());
    Resource question =
        model.listSubjectsWithProperty(RDF.type, SHACLM.SPARQLExecutable).nextResource();
    assertThat(question.hasProperty(RDFS.label)).as("has a title").isTrue();
    assertThat(question.hasProperty(RDFS.comment)).as("has a description").isTrue();
    assertThat(question.hasProperty(model.createProperty("https://schema.org/keywords"))).isTrue();

    String answer = post(question.getRequiredProperty(SHACLM.select).getString());
    Path golden = Path.of(file.toString().replace(".ttl", ".csv"));
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, answer.replace("\r\n", "\n"));
    }
    assertSame(rows(answer), rows(Files.readString(golden)));
  }

  private static String post(String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "sparql"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/csv")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    }
  }

  private static List<List<String>> rows(String csv) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
      reader.forEach(row -> rows.add(row.getFields()));
    }
    return rows;
  }

  private static void assertSame(List<List<String>> found, List<List<String>> expected) {
    assertThat(canonical(found)).isEqualTo(canonical(expected));
  }

  /// Numbers by value: `53` and `53.0` are the same decimal.
  private static List<List<String>> canonical(List<List<String>> rows) {
    return rows.stream().map(row -> row.stream().map(QuestionsTest::canonical).toList()).toList();
  }

  private static String canonical(String cell) {
    return cell.matches("-?\\d+(\\.\\d+)?")
        ? new BigDecimal(cell).stripTrailingZeros().toPlainString()
        : cell;
  }
}
