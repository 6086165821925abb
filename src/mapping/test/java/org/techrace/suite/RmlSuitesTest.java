package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.SharedMaterial;

/// Runs the test cases of the RML community group and of this project. `errors.tsv` has the
/// expected message of every case that must fail. `notes.tsv` has the reason for every case that is
/// not run or whose expected output is wrong; a case in it that passes fails the build.
/// `-Dgolden.update` rewrites the messages and `docs/rml-coverage.md`.
final class RmlSuitesTest {
  private static final boolean UPDATE = System.getProperty("golden.update") != null;
  private static final Path PAGE = Path.of("docs/rml-coverage.md");
  private static final Path RESOURCES = Path.of("src/mapping/test/resources/rml");

  @TempDir private static Path scratch = Path.of("");
  private static Optional<Postgres> postgres = Optional.empty();
  private static Optional<MariaDb> mariaDb = Optional.empty();
  private static Map<String, String> errors = new TreeMap<>();
  private static Map<String, RmlNote> notes = new TreeMap<>();
  private static final RmlCoverage coverage = new RmlCoverage();

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    errors = RmlNote.readTable(RESOURCES.resolve("errors.tsv"));
    notes = RmlNote.read(RESOURCES.resolve("notes.tsv"));
    if (Files.isDirectory(SharedMaterial.suite("rml-core"))) {
      postgres = Postgres.start(scratch);
      mariaDb = MariaDb.start(scratch);
    }
  }

  @AfterAll
  static void close() throws IOException, InterruptedException {
    if (postgres.isPresent()) {
      postgres.get().close();
    }
    if (mariaDb.isPresent()) {
      mariaDb.get().close();
    }
    if (!UPDATE && coverage.isComplete() && postgres.isPresent() && mariaDb.isPresent()) {
      assertThat(coverage.page(notes))
          .as("write the page anew with -Dgolden.update; its texts are in RmlCoverage")
          .isEqualTo(Files.readString(PAGE));
    }
    // Without the suites, the page would only cover our own cases.
    if (UPDATE && Files.isDirectory(SharedMaterial.suite("rml-core"))) {
      StringBuilder lines = new StringBuilder();
      errors.forEach((id, message) -> lines.append(id).append('\t').append(message).append('\n'));
      Files.writeString(RESOURCES.resolve("errors.tsv"), lines);
      Files.writeString(PAGE, coverage.page(notes));
    }
  }

  @TestFactory
  Stream<DynamicTest> core() throws IOException {
    return suite("rml-core");
  }

  @TestFactory
  Stream<DynamicTest> io() throws IOException {
    return suite("rml-io");
  }

  @TestFactory
  Stream<DynamicTest> fnml() throws IOException {
    return suite("rml-fnml");
  }

  @TestFactory
  Stream<DynamicTest> cc() throws IOException {
    return suite("rml-cc");
  }

  @TestFactory
  Stream<DynamicTest> lv() throws IOException {
    return suite("rml-lv");
  }

  /// Runs our own cases in the same format: file formats, the first version of RML, and features
  /// that the other suites do not cover.
  @TestFactory
  Stream<DynamicTest> ours() throws IOException {
    return suite("our own", RESOURCES.resolve("cases"));
  }

  @TestFactory
  Stream<DynamicTest> ioRegistry() throws IOException {
    return suite("rml-io-registry");
  }

  private static Stream<DynamicTest> suite(String name) throws IOException {
    return suite(name, SharedMaterial.suite(name));
  }

  private static Stream<DynamicTest> suite(String name, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.of(
          DynamicTest.dynamicTest(
              name,
              () -> assumeTrue(false, "the RML test suites are missing: no folder " + folder)));
    }
    List<DynamicTest> tests = new ArrayList<>();
    new RmlSuite(name, folder, scratch)
        .cases()
        .forEach((id, test) -> tests.add(DynamicTest.dynamicTest(id, () -> check(name, id, test))));
    return tests.stream();
  }

  private static void check(String suite, String id, RmlCase test)
      throws IOException, SQLException {
    Optional<RmlNote> note = Optional.ofNullable(notes.get(id));
    if (is(note, RmlNote.Kind.ABSENT)) {
      coverage.skipped(suite, id);
      assumeTrue(false, note.orElseThrow().reason());
    }
    if (test.needsDatabase()) {
      boolean mySql = test.needsMySql();
      if (mySql ? mariaDb.isEmpty() : postgres.isEmpty()) {
        coverage.skipped(suite, id);
        assumeTrue(false, (mySql ? "MariaDB" : "PostgreSQL") + " is not installed");
      }
      if (mySql) {
        test.connect(mariaDb.orElseThrow());
      } else {
        test.connect(postgres.orElseThrow());
      }
    }
    RmlCase.Outcome outcome = test.run();
    if (note.isPresent()) {
      assertThat(outcome)
          .as("%s passes; remove it from notes.tsv", id)
          .isInstanceOf(RmlCase.Outcome.Failed.class);
    }
    if (is(note, RmlNote.Kind.FAILING)) {
      coverage.failed(suite, id);
      return;
    }
    if (is(note, RmlNote.Kind.CORRECTED)) {
      outcome = test.withCorrection().run();
    }
    switch (outcome) {
      case RmlCase.Outcome.Passed _ -> {}
      case RmlCase.Outcome.Refused(String message) -> checkMessage(id, message);
      case RmlCase.Outcome.Failed(String why) -> throw new AssertionError(id + ": " + why);
    }
    coverage.passed(suite, id, note.isPresent());
  }

  private static boolean is(Optional<RmlNote> note, RmlNote.Kind kind) {
    return note.isPresent() && note.get().kind() == kind;
  }

  private static void checkMessage(String id, String message) {
    String stable =
        message
            .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
            // Before version 11, MariaDB says this.
            .replace("in 'field list'", "in 'SELECT'");
    if (UPDATE) {
      errors.put(id, stable);
    }
    assertThat(stable).isEqualTo(errors.get(id));
  }
}
