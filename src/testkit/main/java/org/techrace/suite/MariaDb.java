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

/// A temporary MariaDB server, with its data in a temporary folder and a free port on the loopback
/// interface.
///
/// @param process the server process
/// @param url the JDBC URL of a database, which anyone may use
/// @param folder the data folder, which is deleted when the server is closed
record MariaDb(Process process, String url, TemporaryFolder folder) {
  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

  /// Starts a server.
  ///
  /// @return the server, or empty if MariaDB is not installed
  static Optional<MariaDb> start(Path scratch) throws IOException, InterruptedException {
    if (!Files.exists(SERVER)) {
      return Optional.empty();
    }
    TemporaryFolder folder = TemporaryFolder.make("mariadb");
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Path data = folder.path().resolve("data");
    Path log = scratch.resolve("mariadb.log");
    Process install =
        command(log, "mariadb-install-db", "--no-defaults", "--datadir=" + data).start();
    if (install.waitFor() != 0) {
      throw new IOException("mariadb-install-db failed: " + Files.readString(log));
    }
    int port = FreePort.find();
    Process server =
        command(
                log,
                SERVER.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.path().resolve("socket"),
                "--pid-file=" + folder.path().resolve("pid"),
                "--skip-grant-tables")
            .start();
    String url =
        "jdbc:mariadb://127.0.0.1:%d/test?createDatabaseIfNotExist=true&user=root".formatted(port);
    MariaDb mariaDb = new MariaDb(server, url, folder);
    mariaDb.awaitReady(log);
    return Optional.of(mariaDb);
  }

  /// Returns a command line. As root, the programs run as the user `mysql`.
  private static ProcessBuilder command(Path log, String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=mysql");
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /// Returns the JDBC URL without its parameters.
  String plainUrl() {
    return url.substring(0, url.indexOf('?'));
  }

  /// Runs a script in an empty database.
  void load(String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url + "&allowMultiQueries=true");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE test; CREATE DATABASE test; USE test; " + script);
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 400; i++) {
      try {
        DriverManager.getConnection(url).close();
        return;
      } catch (SQLException _) {
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(50);
      }
    }
    throw new IOException("MariaDB does not answer: " + Files.readString(log));
  }

  /// Stops the server and deletes its folder.
  void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    folder.close();
  }
}
