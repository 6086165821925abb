package org.techrace.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A check must find what is wrong and nothing else. Each is run over a small graph
/// `src/cli/test/resources/checks/<check>.ttl`, read as TriG, whose first line names the nodes that
/// are wrong. A check without a graph fails.
class CheckQueriesTest {
  private static final Path CHECKS = Path.of("queries/checks");
  private static final Path GRAPHS = Path.of("src/cli/test/resources/checks");

  static List<String> checks() throws IOException {
    try (Stream<Path> files = Files.list(CHECKS)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> name.endsWith(".rq"))
          .map(name -> name.replace(".rq", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("checks")
  void findsWhatIsWrongAndNothingElse(String check) throws IOException {
    Path file = GRAPHS.resolve(check + ".ttl");
    DatasetGraph dataset = DatasetGraphFactory.create();
    RDFParser.source(file).forceLang(Lang.TRIG).parse(dataset);
    Set<String> found = new TreeSet<>();
    String query = Files.readString(CHECKS.resolve(check + ".rq"));
    try (QueryExec exec = QueryExec.dataset(dataset).query(query).build()) {
      exec.select().forEachRemaining(row -> found.add(row.get(Var.alloc("node")).getURI()));
    }
    assertThat(found).isEqualTo(wrong(file));
  }

  /// The nodes named in the first line, `# Wrong: id:a sch:b`.
  private static Set<String> wrong(Path file) throws IOException {
    String line = Files.readAllLines(file).getFirst();
    assertThat(line).startsWith("# Wrong: ");
    return new TreeSet<>(
        Stream.of(line.substring("# Wrong: ".length()).split(" "))
            .map(name -> name.replace("id:", "https://w3id.org/techrace/id/"))
            .map(name -> name.replace("sch:", "https://w3id.org/techrace/scheme/"))
            .map(name -> name.replace("g:", "https://w3id.org/techrace/graph/"))
            .toList());
  }
}
