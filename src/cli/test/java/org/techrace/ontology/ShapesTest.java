package org.techrace.ontology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.validation.ReportEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A shape must find what is wrong and nothing else. Each file of shapes is held against the
/// ontology and a small graph `src/cli/test/resources/shapes/<file>`, whose first line names the
/// nodes that are wrong. A file without a graph fails.
final class ShapesTest {
  static List<Path> shapes() throws IOException {
    return turtle(Path.of("ontology/shapes"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void findsWhatIsWrongAndNothingElse(Path shapes) throws IOException {
    Path file = Path.of("src/cli/test/resources/shapes").resolve(shapes.getFileName());
    Graph data = RDFDataMgr.loadGraph(file.toString());
    for (Path folder : List.of(Path.of("ontology"), Path.of("ontology/schemes"))) {
      turtle(folder).forEach(f -> RDFDataMgr.read(data, f.toString()));
    }
    Set<String> found = new TreeSet<>();
    for (ReportEntry entry : validate(shapes, data)) {
      assertThat(entry.message()).as("has a message of ours").doesNotContain("Constraint");
      found.add(
          entry
              .focusNode()
              .getURI()
              .replace("https://w3id.org/techrace/id/", "id:")
              .replace("https://w3id.org/techrace/scheme/", "sch:"));
    }
    String wrong = Files.readAllLines(file).getFirst();
    assertThat(found).containsExactlyInAnyOrder(wrong.replace("# Wrong: ", "").split(" "));
  }

  private static List<ReportEntry> validate(Path shapes, Graph data) {
    return List.copyOf(
        ShaclValidator.get().validate(RDFDataMgr.loadGraph(shapes.toString()), data).getEntries());
  }

  private static List<Path> turtle(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".ttl")).sorted().toList();
    }
  }
}
