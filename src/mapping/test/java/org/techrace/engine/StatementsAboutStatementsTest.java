package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QuerySolution;
import org.apache.jena.query.ResultSet;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.rdf.RdfVersion;

/// Runs `docs/statements-about-statements.md`: the mapping of its table gives its result, and the
/// query its answer.
class StatementsAboutStatementsTest {
  private static final Pattern BLOCK = Pattern.compile("```\\w+\\n(.*?)```", Pattern.DOTALL);

  private @TempDir Path folder;

  @Test
  void pageShowsWhatTheMappingGenerates() throws IOException {
    String page = Files.readString(Path.of("docs/statements-about-statements.md"));
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    Workbench.Result result =
        new Workbench(folder)
            .file("staff.csv", blocks.get(0))
            .file("mapping.ttl", blocks.get(1))
            .runFile("mapping.ttl", RdfVersion.RDF_1_2);
    assertThat(result.findings()).isEmpty();
    Graph made = parse(String.join("\n", result.quads()), Lang.NTRIPLES);
    assertThat(IsoMatcher.isomorphic(made, parse(blocks.get(2), Lang.TURTLE)))
        .as(result.quads().toString())
        .isTrue();
    assertThat(answer(made, blocks.get(3)))
        .containsExactlyElementsOf(
            page.lines().filter(line -> line.startsWith("| https")).toList());
  }

  private static Graph parse(String text, Lang lang) {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFParser.fromString(text, lang).parse(graph);
    return graph;
  }

  /// Returns the answer as rows of a table. The sources of a row are sorted.
  private static List<String> answer(Graph graph, String query) {
    List<String> rows = new ArrayList<>();
    try (QueryExecution execution =
        QueryExecution.create(
            QueryFactory.create(query), ModelFactory.createModelForGraph(graph))) {
      ResultSet solutions = execution.execSelect();
      while (solutions.hasNext()) {
        QuerySolution solution = solutions.next();
        rows.add(
            "| %s | %s | %s |"
                .formatted(
                    solution.get("company"),
                    text(solution.get("employees")),
                    String.join(
                        " ",
                        Stream.of(text(solution.get("sources")).split(" ")).sorted().toList())));
      }
    }
    return rows;
  }

  private static String text(RDFNode node) {
    return node.asLiteral().getLexicalForm();
  }
}
