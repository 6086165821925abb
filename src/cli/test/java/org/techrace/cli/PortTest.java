package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Project.Outcome;

/// A port that is in use is reported in one line, and no socket stays open.
final class PortTest {
  @Test
  void theSitesPort(@TempDir Path folder) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Outcome outcome =
          Project.in(folder).run("serve", "--port", port, "-o", "serve.operations-port=0");
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.err())
          .containsPattern(
              "techrace: port %s \\(the site\\) is taken by another program; port (\\d+) is free: --port \\1\n$"
                  .formatted(port));
    }
  }

  @Test
  void thatOfPingAndMetricsIsTheNext(@TempDir Path folder) throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort() - 1;
      Outcome outcome = Project.in(folder).run("serve", "--port", String.valueOf(port));
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.err())
          .containsPattern(
              "techrace: port %d \\(ping and metrics\\) is taken by another program; port (\\d+) is free: --option serve.operations-port=\\1\n$"
                  .formatted(port + 1));
    }
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  /// The doctor tells the same before anything is built.
  @Test
  void theDoctorFindsIt(@TempDir Path folder) throws Exception {
    Project project = Project.in(folder);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      project.edit("techrace.toml", "[graph]", "serve.port = %d%n%n[graph]".formatted(port));
      Outcome outcome = project.run("doctor");
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.out().lines().filter(line -> line.startsWith("ERROR")))
          .singleElement()
          .asString()
          .contains(
              "%d for site is taken by another program; take another: serve --port "
                  .formatted(port));
    }
    Outcome well = project.run("doctor");
    assertThat(well.out().lines()).allMatch(line -> line.startsWith("ok ")).hasSizeGreaterThan(6);
    assertThat(well.code()).isZero();
  }
}
