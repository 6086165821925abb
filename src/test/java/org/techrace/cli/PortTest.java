package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Project.Outcome;

/// A port that another program has is told in a line, and nothing stays open.
final class PortTest {
  @Test
  void theSitesPort(@TempDir Path folder) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      String port = String.valueOf(taken.getLocalPort());
      Outcome outcome =
          Project.in(folder).run("serve", "--port", port, "-o", "serve.operations-port=0");
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.err())
          .endsWith(
              "techrace: port %s (the site) is taken by another program; choose another with --port N%n"
                  .formatted(port));
    }
  }

  @Test
  void thatOfPingAndMetricsIsTheNext(@TempDir Path folder) throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      port = taken.getLocalPort() - 1;
      Outcome outcome = Project.in(folder).run("serve", "--port", String.valueOf(port));
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.err())
          .endsWith(
              "techrace: port %d (ping and metrics) is taken by another program; choose another with --option serve.operations-port=N%n"
                  .formatted(port + 1));
    }
    new ServerSocket(port, 1, InetAddress.getByName("localhost")).close();
  }
}
