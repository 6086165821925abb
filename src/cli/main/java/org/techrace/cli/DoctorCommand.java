package org.techrace.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.techrace.serve.Options;
import org.techrace.serve.Ports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `techrace doctor`: finds out whether this machine can build and serve the project.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Checks Java, memory, disk, ports, permissions and settings, and says what to do.")
final class DoctorCommand implements Callable<Integer> {
  private static final int LEAST_JAVA = 25;
  private static final long MIB = 1L << 20;

  /// The needs of a build of a small graph.
  private static final long LEAST_HEAP = 512 * MIB;

  private static final long LEAST_DISK = 1024 * MIB;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  private boolean isWell = true;

  @Override
  public Integer call() throws IOException {
    java();
    memory();
    Path releases = where.releases().folder();
    ProjectSettings settings = ProjectSettings.read(where.existing());
    tell(true, "settings", "%s is sound".formatted(where.existing().resolve("techrace.toml")), "");
    disk("releases", nearest(releases));
    disk("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
    permissions(releases);
    Options options = settings.options();
    port("site", options.port(), "--port ");
    port("ping and metrics", options.operationsPort(), "--option serve.operations-port=");
    return isWell ? 0 : 1;
  }

  private void java() {
    Runtime.Version version = Runtime.version();
    tell(
        version.feature() >= LEAST_JAVA,
        "Java",
        "%s, from %s".formatted(version, System.getProperty("java.home")),
        "%s; install a JDK of version %d or later and set JAVA_HOME to it"
            .formatted(version, LEAST_JAVA));
  }

  private void memory() {
    long heap = Runtime.getRuntime().maxMemory();
    String machine =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? " of %,d MiB of the machine".formatted(system.getTotalMemorySize() / MIB)
            : "";
    tell(
        heap >= LEAST_HEAP,
        "memory",
        "a heap of at most %,d MiB%s".formatted(heap / MIB, machine),
        "a heap of at most %,d MiB; give at least %,d MiB: JAVA_TOOL_OPTIONS=-Xmx1g"
            .formatted(heap / MIB, LEAST_HEAP / MIB));
  }

  private void disk(String what, Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    tell(
        store.getUsableSpace() >= LEAST_DISK,
        "disk",
        "%,d MiB free for %s in %s".formatted(store.getUsableSpace() / MIB, what, folder),
        "%,d MiB free for %s in %s; free at least %,d MiB, or delete old releases: techrace releases prune --keep 3"
            .formatted(store.getUsableSpace() / MIB, what, folder, LEAST_DISK / MIB));
  }

  private void permissions(Path releases) {
    Path folder = nearest(releases);
    tell(
        Files.isWritable(folder),
        "permissions",
        "%s can be written".formatted(folder),
        "%s cannot be written; let the user '%s' write it, or name another folder with --releases"
            .formatted(folder, System.getProperty("user.name")));
  }

  private void port(String what, int port, String option) {
    if (port == 0) {
      tell(true, "port", "any free one for %s".formatted(what), "");
      return;
    }
    tell(
        Ports.isFree(port),
        "port",
        "%d for %s is free".formatted(port, what),
        "%d for %s is taken by another program; take another: serve %s%d"
            .formatted(port, what, option, Ports.free(port)));
  }

  /// The folder itself, or the nearest above it that is there.
  private static Path nearest(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  /// Prints a line.
  ///
  /// @param found the text if all is well
  /// @param fault the text if not: what was found, and what to do
  private void tell(boolean good, String what, String found, String fault) {
    isWell &= good;
    PrintWriter out = spec.commandLine().getOut();
    out.println("%-5s %-11s %s".formatted(good ? "ok" : "ERROR", what, good ? found : fault));
  }
}
