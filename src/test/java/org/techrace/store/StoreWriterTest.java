package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// Tests that a writer that is closed before it seals leaves no file and no thread.
final class StoreWriterTest {
  @TempDir private Path folder;

  /// Checks that the writer's threads have ended, so that nothing is written to the folder later.
  @RepeatedTest(5)
  void leavesNothingIfClosedBeforeItSeals() throws Exception {
    Path store = folder.resolve("store");
    try (StoreWriter writer = new StoreWriter(store, Progress.NONE, 200_000, 256)) {
      for (int i = 0; i < 200_000; i++) {
        writer.quad(Quad.create(Quad.defaultGraphIRI, iri(i), iri(i % 7), iri(i * 31)));
      }
    }
    assertThat(Thread.getAllStackTraces().values())
        .noneMatch(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(frame -> frame.getClassName().equals(Chunk.class.getName())));
    assertThat(store).isEmptyDirectory();
  }

  private static Node iri(int n) {
    return NodeFactory.createURI("http://e/" + n);
  }
}
