package org.techrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.rdf.Iris;
import org.techrace.release.Input;
import org.techrace.release.Publication;

/// The inputs of a release are all files that can change it.
final class InputsTest {
  @TempDir private Path folder;

  @Test
  void nameEveryTableAndTheFunctionsOfTheProject() throws IOException {
    List<String> files =
        List.of(
            "data/figures/2024.csv",
            "data/figures/2025.csv",
            "data/figures/mapping.ttl",
            "functions/own.ttl",
            "ontology/terms.ttl",
            "plugins/own.jar",
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
  }
}
