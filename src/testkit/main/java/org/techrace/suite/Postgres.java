package org.techrace.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.techrace.FreePort;
import org.techrace.TemporaryFolder;

/// A temporary PostgreSQL server, with its data in a temporary folder and a free port on the
/// loopback interface.
///
/// @param process the server process
/// @param url the JDBC URL of the database
/// @param folder the data folder, which is deleted when the server is closed
public record Postgres(Process process, String url, TemporaryFolder folder) {
  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin");

  /// Starts a server.
  ///
  /// @return the server, or empty if PostgreSQL is not installed
  public static Optional<Postgres> start(Path scratch) throws IOException, InterruptedException {
    Optional<Path> programs =
        FOLDERS.stream().map(Path::of).filter(p -> Files.exists(p.resolve("initdb"))).findFirst();
    if (programs.isEmpty()) {
      return Optional.empty();
    }
    Path bin = programs.get();
    TemporaryFolder folder = TemporaryFolder.make("postgres");
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Path data = folder.path().resolve("data");
    int port = FreePort.find();
    Path log = scratch.resolve("postgres.log");
    Process init =
        command(
                log,
                bin.resolve("initdb") + "",
                "-D",
                data + "",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync")
            .start();
    if (init.waitFor() != 0) {
      throw new IOException("initdb failed: " + Files.readString(log));
    }
    Process server =
        command(
                log,
                bin.resolve("postgres") + "",
                "-D",
                data + "",
                "-p",
                port + "",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=off",
                "-k",
                folder.path() + "")
            .start();
    Postgres postgres =
        new Postgres(server, "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), folder);
    postgres.awaitReady(log);
    return Optional.of(postgres);
  }

  /// Returns a command line. PostgreSQL refuses to run as root; as root, the command runs as the
  /// user `postgres`.
  private static ProcessBuilder command(Path log, String... words) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try {
        DriverManager.getConnection(url, "postgres", "").close();
        return;
      } catch (SQLException _) {
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(50);
      }
    }
    throw new IOException("PostgreSQL does not answer: " + Files.readString(log));
  }

  /// Empties the database and runs a script.
  void load(String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
      statement.execute(script);
    }
  }

  /// Stops the server and deletes its folder.
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    folder.close();
  }
}
