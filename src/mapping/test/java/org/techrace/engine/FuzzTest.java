package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer, which mutates tables and mappings guided by code coverage, in a separate JVM. A
/// longer run: `mvn test -Dtest=FuzzTest -Dfuzz.runs=1000000`.
@Tag("long")
final class FuzzTest {
  private static final int RUNS = Integer.getInteger("fuzz.runs", 2_000);

  /// The time limit per input in seconds, after which it counts as a hang. The first inputs also
  /// load the classes.
  private static final int HANG = 100;

  /// The time limit of the run in seconds, for a busy machine.
  private static final int LONGEST = Math.max(60, RUNS / 10);

  @TempDir private Path folder = Path.of("");

  @Test
  void findsNoExceptionAndNoHang() throws IOException, InterruptedException {
    Path seeds = Files.createDirectory(folder.resolve("seeds"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    for (byte[] seed : ReaderFuzz.seeds()) {
      Files.write(seeds.resolve("" + seed[0]), seed);
    }
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + ReaderFuzz.class.getName(),
                "--instrumentation_includes=org.techrace.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**",
                "-runs=" + RUNS,
                "-max_total_time=" + LONGEST,
                "-timeout=" + HANG,
                // Only the heap is limited. The peak that libFuzzer measures includes the process
                // that started this one.
                "-rss_limit_mb=0",
                "-max_len=2000",
                "-artifact_prefix=" + folder + File.separator,
                seeds.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = jazzer.waitFor(LONGEST + 300L, TimeUnit.SECONDS);
    jazzer.destroyForcibly();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(jazzer.exitValue()).as(said).isZero();
    assertThat(said).containsPattern("Done [1-9][0-9]+ runs");
  }

  /// Returns the class path with absolute paths, because Jazzer starts in another folder.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
