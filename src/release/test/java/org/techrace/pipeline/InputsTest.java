package org.techrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.rdf.Iris;
import org.techrace.release.Input;
import org.techrace.release.Publication;

/// The inputs of a release are all files that can change it.
final class InputsTest {
  @TempDir private Path folder;

  @Test
  void nameEveryTableAndFunctionAndTheCodeThatMayRun() throws IOException {
    List<String> files =
        List.of(
            "data/figures/2024.csv",
            "data/figures/2025.csv",
            "data/figures/mapping.ttl",
            "functions/own.ttl",
            "ontology/terms.ttl",
            "queries/checks/own.rq");
    for (String file : files) {
      Files.createDirectories(folder.resolve(file).resolveSibling(""));
      Files.writeString(folder.resolve(file), file);
    }
    Publication publication =
        new Publication(
            new Iris("https://example.org/"), "Test", "", Optional.empty(), List.of("en"));
    assertThat(new Project(folder, publication).inputs("1").files())
        .extracting(Input::path)
        .containsAll(files);
    Path jars = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(jars.resolve("own.jar"), "code");
    Access access = Access.none().withPlugins(jars);
    Project extended =
        new Project(folder, Map.of(), Map.of(), access, publication, List.of(), Optional.empty());
    assertThat(extended.inputs("1").files()).extracting(Input::path).contains("plugins/own.jar");
    assertThat(extended.watched()).contains(jars);
  }
}
