package org.techrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command of `docs/deploy/spark.md` on a standalone master with two workers, each a process of
/// its own. One executor is killed while it maps.
@Tag("long")
final class ClusterTest {
  private static final int ROWS = 400_000;
  private static final Path PAGE = Path.of("docs/deploy/spark.md");
  private static final Path HOME = Path.of("src/spark/target/spark-home").toAbsolutePath();
  private static final String LOOPBACK = "127.0.0.1";

  @TempDir private Path path = Path.of("");
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      List<ProcessHandle> executors = process.descendants().toList();
      process.destroyForcibly().waitFor();
      executors.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private Process start(String log, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(path.resolve(log).toFile());
    Map<String, String> environment = builder.environment();
    environment.put("SPARK_HOME", HOME.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_LOCAL_IP", LOOPBACK);
    environment.put("SPARK_WORKER_DIR", path.resolve("work").toString());
    environment.put("SPARK_LOCAL_DIRS", path.resolve("local").toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException _) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new AssertionError("nothing listens on port " + port);
  }

  /// Returns the block of the page with the command.
  private static String command() throws IOException {
    Matcher block =
        Pattern.compile("```sh\n(\"\\$SPARK_HOME\".*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private String log(String name) throws IOException {
    return Files.readString(path.resolve(name), StandardCharsets.UTF_8);
  }

  @Test
  void anExecutorThatIsKilledChangesNothing() throws Exception {
    StringBuilder table = new StringBuilder("id,name\n");
    IntStream.range(0, ROWS).forEach(i -> table.append("%d,\"a\n%d\"%n".formatted(i, i % 10)));
    Folder folder =
        new Folder(Files.createDirectory(path.resolve("data")))
            .file("t.csv", table.toString())
            .file(
                "mapping.ttl",
                Folder.PREFIXES
                    + """
                    <#map> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                    rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
                    rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] .
                    """);
    assertThat(start("home.log", "src/spark/test/spark-home", HOME.toString()).waitFor())
        .as(log("home.log"))
        .isZero();
    String sparkClass = HOME.resolve("bin/spark-class").toString();
    int port = freePort();
    start(
        "master.log",
        sparkClass,
        "org.apache.spark.deploy.master.Master",
        "--host",
        LOOPBACK,
        "--port",
        String.valueOf(port),
        "--webui-port",
        "0");
    awaitPort(port);
    String master = "spark://" + LOOPBACK + ":" + port;
    List<Process> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      workers.add(
          start(
              "worker-" + i + ".log",
              sparkClass,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              LOOPBACK,
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "1g",
              master));
    }
    Path output = path.resolve("output");
    String line =
        command()
            .replace(
                "--class", "--conf spark.executor.memory=512m --conf spark.log.level=INFO --class")
            .replace("mapping.ttl output", "%s %s --split 1")
            .formatted(folder.path().resolve("mapping.ttl"), output);
    Process submit = start("submit.log", "bash", "-c", "MASTER=" + master + "; " + line);
    Optional<ProcessHandle> victim = Optional.empty();
    while (submit.isAlive() && victim.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
      // After the first task has ended, some of its blocks are on an executor.
      if (log("submit.log").contains("Finished task")) {
        // A child without a command has ended.
        victim =
            workers
                .getFirst()
                .children()
                .filter(child -> child.info().command().isPresent())
                .findFirst();
      }
    }
    victim.ifPresent(ProcessHandle::destroyForcibly);
    assertThat(submit.waitFor()).as(() -> tail("submit.log")).isZero();
    assertThat(victim).isPresent();
    assertThat(log("submit.log")).contains("Lost executor");
    assertThat(Folder.read(output)).isEqualTo(folder.runHere().quads()).hasSize(2 * ROWS);
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName()))).contains("_SUCCESS");
    }
  }

  private String tail(String name) {
    try {
      List<String> lines = log(name).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
