package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that a writer that is closed before it seals leaves no file and no thread, and that a
/// writer with many runs needs few open files.
final class StoreWriterTest {
  @TempDir private Path folder;

  /// Checks that the writer's threads have ended, so that nothing is written to the folder later.
  @RepeatedTest(5)
  void leavesNothingIfClosedBeforeItSeals() throws Exception {
    Path store = folder.resolve("store");
    StoreWriter.Sizes sizes = new StoreWriter.Sizes(200_000, 1 << 16, 256, 64);
    try (StoreWriter writer = new StoreWriter(store, Optional.empty(), Progress.NONE, sizes)) {
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

  @Test
  void leavesNothingIfItCannotSeal() throws Exception {
    Path store = folder.resolve("store");
    try (StoreWriter writer = new StoreWriter(store, Progress.NONE)) {
      writer.quad(Quad.create(Quad.tripleInQuad, iri(1), iri(2), iri(3)));
      Thread.currentThread().interrupt();
      assertThatThrownBy(writer::seal).isInstanceOf(IOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store).isEmptyDirectory();
  }

  @Test
  void refusesAFolderWithFiles() throws Exception {
    Files.writeString(folder.resolve("notes"), "mine");
    assertThatThrownBy(() -> new StoreWriter(folder, Progress.NONE))
        .hasMessageContainingAll("is not empty", "notes");
    assertThat(folder.resolve("notes")).exists();
  }

  /// A quad without a graph is what RIOT makes of a triple.
  @Test
  void takesAQuadWithoutAGraphForATriple() throws Exception {
    Path store = folder.resolve("store");
    try (StoreWriter writer = new StoreWriter(store, Progress.NONE)) {
      writer.quad(Quad.create(Quad.tripleInQuad, iri(1), iri(2), iri(3)));
      writer.seal();
    }
    try (Store written = Store.open(store)) {
      assertThat(written.quads()).isEqualTo(1);
      assertThat(written.namedGraphs()).isEmpty();
    }
  }

  /// Writes a store of 700 runs, in a process that may open 1,024 files: at once, their merge would
  /// open 1,400.
  @Test
  void opensFewFilesForManyRuns() throws Exception {
    Path store = folder.resolve("store");
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 1024 && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StoreWriterTest.class.getName(),
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
    try (Store written = Store.open(store)) {
      assertThat(written.triples()).isEqualTo(14_000);
    }
  }

  /// Writes 700 chunks of 20 quads, and sorts 20 rows at a time.
  public static void main(String[] arguments) throws IOException {
    StoreWriter.Sizes sizes = new StoreWriter.Sizes(20, 1 << 10, 20, MergePasses.MOST_FILES);
    try (StoreWriter writer =
        new StoreWriter(Path.of(arguments[0]), Optional.empty(), Progress.NONE, sizes)) {
      for (int i = 0; i < 14_000; i++) {
        writer.quad(Quad.create(Quad.defaultGraphIRI, iri(i * 7919 % 14_000), iri(i % 7), iri(i)));
      }
      writer.seal();
    }
  }

  private static Node iri(int n) {
    return NodeFactory.createURI("http://e/" + n);
  }
}
