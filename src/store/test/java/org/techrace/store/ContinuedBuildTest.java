package org.techrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.jena.riot.Lang;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.techrace.store.BuildSteps.Step;

/// Tests that a build that was stopped continues after its finished steps, and that its store has
/// the same bytes as one that was built at once.
final class ContinuedBuildTest {
  private static final String INPUTS = "1,500 statements, in two lines\nof text";
  private static final StoreWriter.Sizes SMALL = new StoreWriter.Sizes(50, 256, 64, 3);
  private static final int KILLED = 42;

  /// A step is stopped after it has reported this number of quads, terms, trigrams or triples.
  private static final int REPORTED = 300;

  /// The steps that run one after the other. The other two run next to some of these.
  private static final List<Step> IN_TURN =
      List.of(Step.READ, Step.TERMS, Step.ROWS, Step.SPO, Step.PSO, Step.POS);

  @TempDir private Path folder;
  private Path expected;
  private Path store;

  /// What a writer reports. It may stop the build at a step.
  private static final class Reports implements Progress {
    private final Set<String> steps = ConcurrentHashMap.newKeySet();
    private final List<String> notes = new ArrayList<>();
    private final Consumer<String> reached;

    Reports() {
      this(_ -> {});
    }

    /// @param reached gets the name of a step that has reported enough
    Reports(Consumer<String> reached) {
      this.reached = reached;
    }

    @Override
    public void at(String step, long done) {
      steps.add(step);
      if (done >= REPORTED) {
        reached.accept(step);
      }
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }
  }

  @BeforeEach
  void buildAtOnce() throws IOException {
    store = folder.resolve("store");
    expected = folder.resolve("expected");
    try (StoreWriter writer = new StoreWriter(expected, Progress.NONE)) {
      read(writer);
      writer.seal();
    }
  }

  private static void read(StoreWriter writer) throws IOException {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      lines.append(
          "%s <http://e/p%d> \"%s\" %s .\n"
              .formatted(
                  i % 5 == 0 ? "_:b" + random.nextInt(30) : "<http://e/" + i / 4 + ">",
                  random.nextInt(4),
                  Integer.toString(random.nextInt(1 << 20), 36),
                  i % 3 == 0 ? "" : "<http://e/g" + random.nextInt(3) + ">"));
    }
    writer.read(
        new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), Lang.NQUADS, new UUID(0, 0));
  }

  private static void build(Path store, String inputs, Reports reports) throws IOException {
    try (StoreWriter writer = new StoreWriter(store, Optional.of(inputs), reports, SMALL)) {
      if (!writer.hasRead()) {
        read(writer);
      }
      writer.seal();
    }
  }

  /// Builds a store in a process that ends in a step, before the step is recorded.
  private void stopIn(Step step) throws Exception {
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ContinuedBuildTest.class.getName(),
                store.toString(),
                step.label())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(printed)).isEqualTo(KILLED);
  }

  public static void main(String[] arguments) throws IOException {
    Reports reports =
        new Reports(
            step -> {
              if (step.equals(arguments[1])) {
                Runtime.getRuntime().halt(KILLED);
              }
            });
    build(Path.of(arguments[0]), INPUTS, reports);
  }

  private Reports continueBuild(String inputs) throws IOException {
    Reports reports = new Reports();
    build(store, inputs, reports);
    try (Stream<Path> files = Files.list(store)) {
      assertThat(files).hasSize(8);
    }
    try (Stream<Path> files = Files.list(expected)) {
      assertThat(files)
          .allSatisfy(
              file -> assertThat(store.resolve(file.getFileName())).hasSameBinaryContentAs(file));
    }
    return reports;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void continuesAfterTheLastFinishedStep(Step step) throws Exception {
    stopIn(step);
    Reports reports = continueBuild(INPUTS);
    assertThat(reports.notes).hasSize(1);
    if (step == Step.READ) {
      assertThat(reports.notes.getFirst())
          .isEqualTo("Starts anew after a build that was stopped: it had not read its inputs");
      return;
    }
    assertThat(reports.notes.getFirst()).startsWith("Continues a build that was stopped");
    // Trigrams begin after the rows, and osp after spo.
    int at = IN_TURN.indexOf(step);
    int finished =
        switch (step) {
          case TRIGRAMS -> IN_TURN.indexOf(Step.SPO);
          case OSP -> IN_TURN.indexOf(Step.PSO);
          default -> at;
        };
    for (Step before : IN_TURN.subList(0, finished)) {
      assertThat(reports.notes.getFirst()).contains(before.label());
      assertThat(reports.steps).doesNotContain(before.label());
    }
    assertThat(reports.steps).contains(step.label());
  }

  @Test
  void continuesAfterAFailure() throws IOException {
    Reports failing =
        new Reports(
            step -> {
              if (step.equals(Step.SPO.label())) {
                throw new IllegalStateException("the disk is full");
              }
            });
    assertThatThrownBy(() -> build(store, INPUTS, failing)).hasMessage("the disk is full");
    assertThat(failing.notes)
        .containsExactly("Finished steps are kept: the same build continues after them");
    assertThat(continueBuild(INPUTS).steps).doesNotContain("read", "terms", "rows");
  }

  @Test
  void leavesNothingIfReadingFails() throws IOException {
    Reports failing =
        new Reports(
            step -> {
              throw new IllegalStateException("line 300 is wrong");
            });
    assertThatThrownBy(() -> build(store, INPUTS, failing)).hasMessage("line 300 is wrong");
    assertThat(store).isEmptyDirectory();
    assertThat(continueBuild(INPUTS).notes).isEmpty();
  }

  @Test
  void startsAnewWithOtherInputs() throws Exception {
    stopIn(Step.SPO);
    Reports reports = continueBuild(INPUTS + ", newer");
    assertThat(reports.notes)
        .containsExactly(
            "Starts anew after a build that was stopped: its inputs or its version differ");
    assertThat(reports.steps).contains("read", "terms", "rows");
  }

  @Test
  void startsAnewIfAFileIsCutShort() throws Exception {
    stopIn(Step.SPO);
    Path rows = store.resolve(BuildSteps.SORTED_ROWS).resolve("run-0-0");
    try (RandomAccessFile file = new RandomAccessFile(rows.toFile(), "rw")) {
      file.setLength(16);
    }
    assertThat(continueBuild(INPUTS).notes.getFirst())
        .startsWith("Starts anew")
        .contains("rows/run-0-0 has 16 bytes, not 1024");
  }

  @Test
  void startsAnewIfAFileIsMissing() throws Exception {
    stopIn(Step.ROWS);
    Files.delete(store.resolve("symbols"));
    assertThat(continueBuild(INPUTS).notes.getFirst())
        .startsWith("Starts anew")
        .contains("symbols has no bytes");
  }

  @Test
  void refusesOtherFilesNextToABuild() throws Exception {
    stopIn(Step.SPO);
    Path notes = Files.writeString(store.resolve("notes"), "mine");
    assertThatThrownBy(() -> build(store, INPUTS, new Reports()))
        .hasMessageContainingAll("is not empty", "notes");
    Files.delete(notes);
    assertThat(continueBuild(INPUTS).notes.getFirst()).startsWith("Continues");
  }

  @Test
  void refusesASecondWriter() throws IOException {
    Reports second =
        new Reports(
            step -> {
              assertThatThrownBy(() -> build(store, INPUTS, new Reports()))
                  .hasMessageContaining("another build writes the store in");
            });
    build(store, INPUTS, second);
    assertThat(second.steps).contains("osp");
    assertThatThrownBy(() -> build(store, INPUTS, new Reports())).hasMessageContaining("not empty");
  }

  @Test
  void addsNoQuadToWhatIsRead() throws Exception {
    stopIn(Step.SPO);
    try (StoreWriter writer = new StoreWriter(store, INPUTS, Progress.NONE)) {
      assertThat(writer.hasRead()).isTrue();
      assertThatThrownBy(() -> read(writer)).hasMessageContaining("are read");
    }
    assertThat(continueBuild(INPUTS).notes.getFirst()).startsWith("Continues");
  }
}
