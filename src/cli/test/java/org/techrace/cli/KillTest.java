package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.serve.ReliabilityDoc;

/// `kill -9` of `techrace build`, `promote`, `rollback` and `prune` at random moments: the release
/// that was current stays so, or the new one is; it is whole and right; and the next start cleans
/// up.
///
/// A kill counts only if the process was inside the step: it is stopped first, and killed while it
/// has a file of the releases open. `-Dtechrace.kills=40` for the long run; its result is in
/// `docs/evidence/reliability.md`.
@Tag("long")
final class KillTest {
  private static final int KILLS = Integer.getInteger("techrace.kills", 4);
  private static final int ROWS = 300;
  private static final Node APERTURE =
      NodeFactory.createURI("https://w3id.org/techrace/ontology#aperture");

  /// When a command is killed: some time after its start, some time after the first sign of its
  /// work, or at the very sign of its last step.
  private enum Moment {
    ANY,
    AT_WORK,
    AT_THE_LAST_STEP
  }

  @TempDir private Path folder = Path.of("");
  private final Random random = new Random(20261125);

  /// The number of statements of each release, by name.
  private final Map<String, Integer> statements = new HashMap<>();

  private final Map<String, List<Integer>> outcomes = new HashMap<>();

  /// The shortest duration of each command without a kill, in milliseconds; before one is measured,
  /// the duration of a build.
  private final Map<String, Long> wholeMillis = new HashMap<>();

  private long undisturbedMillis;

  private int kills;
  private int leftovers;

  @Test
  void theCurrentReleaseOutlivesItsMaker() throws Exception {
    long begun = System.nanoTime();
    Project project = Project.in(folder.resolve("project"));
    Releases releases = project.releases();
    build(project, 1);
    build(project, 2);
    say(project, 3);
    long start = System.nanoTime();
    assertThat(start("build").waitFor()).isZero();
    undisturbedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    statements.put(releases.current().orElseThrow(), 3);
    for (int i = 0; kills < KILLS; i++) {
      int number = i + 4;
      say(project, number);
      String before = releases.current().orElseThrow();
      List<String> there = releases.list();
      List<String> command = command(i, there);
      boolean killed = killInside(command, Moment.values()[i % 3]);
      kills += killed ? 1 : 0;
      for (String id : releases.list()) {
        releases.verify(id);
        statements.putIfAbsent(id, number);
        assertThat(number(releases, id))
            .as("%s after kill %d", id, i)
            .isEqualTo(statements.get(id));
      }
      String after = releases.current().orElseThrow();
      note(command.getFirst(), killed, !after.equals(before), !releases.list().equals(there));
      switch (command.getFirst()) {
        case "build" -> assertThat(after).matches(id -> id.equals(before) || !there.contains(id));
        case "promote" -> assertThat(after).isIn(before, command.getLast());
        case "rollback" ->
            assertThat(after).isIn(before, there.get(Math.max(0, there.indexOf(before) - 1)));
        default -> assertThat(after).isEqualTo(before);
      }
      build(project, number);
      releases.prune(Retention.latest(4));
      assertThat(unfinished(releases)).as("after kill %d", i).isEmpty();
    }
    tell(begun);
  }

  /// Two builds, then one of the others in turn.
  private List<String> command(int i, List<String> there) {
    return switch (i % 5) {
      case 0, 1, 2 -> List.of("build");
      case 3 -> List.of("promote", there.get(random.nextInt(there.size())));
      default -> i % 2 == 0 ? List.of("rollback") : List.of("prune", "--keep", "1");
    };
  }

  /// Starts a command and kills it.
  ///
  /// @return true if it was inside the step then: not before its first file or after its end
  private boolean killInside(List<String> command, Moment moment) throws Exception {
    long whole = wholeMillis.getOrDefault(command.getFirst(), undisturbedMillis);
    Releases releases = project().releases();
    String current = releases.current().orElseThrow();
    BooleanSupplier moves = () -> !unfinished(releases).isEmpty();
    BooleanSupplier switches =
        () ->
            Files.exists(releases.folder().resolve(".current.new"))
                || !releases.current().orElseThrow().equals(current);
    boolean makesFolders = List.of("build", "prune").contains(command.getFirst());
    boolean prunes = command.getFirst().equals("prune");
    long begun = System.nanoTime();
    Process process = start(command.toArray(String[]::new));
    switch (moment) {
      case ANY -> process.waitFor(random.nextLong(whole), TimeUnit.MILLISECONDS);
      case AT_WORK -> {
        await(process, makesFolders ? moves : () -> hasOpen(process, releases));
        long most = command.getFirst().equals("build") ? whole / 3 : 20;
        process.waitFor(random.nextLong(most), TimeUnit.MILLISECONDS);
      }
      case AT_THE_LAST_STEP -> await(process, prunes ? moves : switches);
    }
    signal(process, "STOP");
    boolean inside = hasOpen(process, releases) || (prunes && moves.getAsBoolean());
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    boolean killed = process.exitValue() == 137;
    if (!killed) {
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      wholeMillis.merge(command.getFirst(), took, Math::min);
    }
    return killed && inside;
  }

  private static void signal(Process process, String signal) throws Exception {
    int _ =
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
            .redirectErrorStream(true)
            .start()
            .waitFor();
  }

  /// Returns true if a process has a file of the releases open or mapped, as Linux shows it.
  private static boolean hasOpen(Process process, Releases releases) {
    Path shown = Path.of("/proc", String.valueOf(process.pid()));
    String folder = releases.folder().toString();
    try (Stream<Path> files = Files.list(shown.resolve("fd"))) {
      if (files.anyMatch(file -> leadsTo(file, folder))) {
        return true;
      }
      return Files.readString(shown.resolve("maps")).contains(folder);
    } catch (IOException | UncheckedIOException _) {
      return false; // It has ended.
    }
  }

  private static boolean leadsTo(Path link, String folder) {
    try {
      return Files.readSymbolicLink(link).startsWith(folder);
    } catch (IOException _) {
      return false;
    }
  }

  private static void await(Process process, BooleanSupplier seen) {
    while (process.isAlive() && !seen.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private Project project() {
    return Project.at(folder.resolve("project"));
  }

  /// The command as a process of its own.
  private Process start(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    List<String> project = List.of("--project", folder.resolve("project").toString());
    line.addAll(
        command[0].equals("build")
            ? List.of("build")
            : List.of("releases", project.getFirst(), project.getLast()));
    line.addAll(command[0].equals("build") ? project : List.of(command));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed").toFile())
        .start();
  }

  /// The next start: it says what it cleans up, and publishes.
  private void build(Project project, int number) throws IOException {
    say(project, number);
    List<String> left = unfinished(project.releases());
    Project.Outcome outcome = project.run("build");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    for (String name : left) {
      assertThat(outcome.out()).contains("removed " + name);
    }
    leftovers += left.size();
    String current = project.releases().current().orElseThrow();
    statements.putIfAbsent(current, number);
    assertThat(number(project.releases(), current)).isEqualTo(number);
  }

  /// Writes a table whose rows all say one number: a mixture of two releases would say two.
  private static void say(Project project, int number) throws IOException {
    StringBuilder table = new StringBuilder("slug,name,observatory,aperture,first_light\n");
    for (int i = 0; i < ROWS; i++) {
      table.append("t%d,Number %d,paranal,%d.5,1998-05-25\n".formatted(i, i, number));
    }
    project.write("data/telescopes/telescopes.csv", table.toString());
  }

  private static int number(Releases releases, String id) throws IOException {
    try (Release release = releases.open(id)) {
      List<Node> numbers =
          release
              .dataset()
              .getDefaultGraph()
              .find(Node.ANY, APERTURE, Node.ANY)
              .mapWith(triple -> triple.getObject())
              .toList();
      assertThat(numbers).hasSize(ROWS);
      assertThat(numbers.stream().distinct()).hasSize(1);
      return (int) Double.parseDouble(numbers.getFirst().getLiteralLexicalForm());
    }
  }

  private static List<String> unfinished(Releases releases) {
    String[] names = releases.folder().toFile().list();
    return Stream.of(names == null ? new String[0] : names)
        .filter(name -> name.matches("\\.(staging|deleted)-.*"))
        .toList();
  }

  /// Counts the outcomes of commands: not killed inside, no change, releases added or removed,
  /// another current release.
  private void note(String command, boolean killed, boolean switched, boolean moved) {
    int what = !killed ? 0 : switched ? 3 : moved ? 2 : 1;
    List<Integer> counts =
        outcomes.computeIfAbsent(command, _ -> new ArrayList<>(List.of(0, 0, 0, 0)));
    counts.set(what, counts.get(what) + 1);
  }

  private void tell(long begun) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String command : List.of("build", "promote", "rollback", "prune")) {
      List<Integer> n = outcomes.getOrDefault(command, List.of(0, 0, 0, 0));
      rows.add(
          Stream.concat(Stream.of("`" + command + "`"), n.stream().map(String::valueOf)).toList());
    }
    System.out.println(rows + ", " + leftovers + " leftovers");
    if (KILLS < 40) {
      return;
    }
    ReliabilityDoc.table(
        "Kills",
        ("%d times `kill -9` of a process inside a command (`KillTest`): it had a file of the"
             + " releases open when it was stopped and killed. Of each kind a third were tried at"
             + " any time after the start, a third some time after the first sign of work, a third"
             + " at the sign of the last step. After each try, the release that was current or the"
             + " new one must be current; every release there is verified in full and its content"
             + " compared with what was published under its name; and the next build must say what"
             + " it removes: %d leftovers. All were so (`mvn test -Plong -Dtest=KillTest"
             + " -Dtechrace.kills=%d -Dgolden.update=true`, %.0f s; each run of the tests kills"
             + " four).")
            .formatted(kills, leftovers, KILLS, (System.nanoTime() - begun) / 1e9),
        List.of(
            "command",
            "not inside: not counted",
            "inside, no change",
            "inside, release added or removed",
            "inside, other release current"),
        rows);
  }
}
