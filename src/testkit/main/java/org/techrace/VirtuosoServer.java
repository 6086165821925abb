package org.techrace;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A temporary Virtuoso server, with its data in a temporary folder and free ports on the loopback
/// interface.
///
/// @param process the server process
/// @param endpoint the address of its SPARQL endpoint
/// @param sql the address of its SQL port
/// @param folder the folder of its database, which is deleted when the server is closed
public record VirtuosoServer(Process process, URI endpoint, String sql, TemporaryFolder folder)
    implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/virtuoso-t");
  private static final int SECONDS = 60;

  /// Starts a server with the quads of a file of N-Quads.
  ///
  /// @return the server, or empty if Virtuoso is not installed
  public static Optional<VirtuosoServer> start(Path quads)
      throws IOException, InterruptedException {
    Optional<VirtuosoServer> started = startEmpty(quads.resolveSibling(""));
    if (started.isPresent()) {
      started.get().load(quads);
    }
    return started;
  }

  /// Starts a server without data.
  ///
  /// @param readable a folder from which it may load files
  /// @return the server, or empty if Virtuoso is not installed
  public static Optional<VirtuosoServer> startEmpty(Path readable)
      throws IOException, InterruptedException {
    if (!Files.exists(PROGRAM)) {
      return Optional.empty();
    }
    TemporaryFolder folder = TemporaryFolder.make("virtuoso");
    int sql = FreePort.find();
    int http = FreePort.find();
    Files.writeString(
        folder.path().resolve("virtuoso.ini"), settings(folder.path(), readable, sql, http));
    Process server = command(folder.path(), PROGRAM + "", "-f", "-c", "virtuoso.ini");
    URI endpoint = URI.create("http://localhost:" + http + "/sparql");
    VirtuosoServer virtuoso = new VirtuosoServer(server, endpoint, "localhost:" + sql, folder);
    virtuoso.awaitReady(http);
    return Optional.of(virtuoso);
  }

  private void load(Path quads) throws IOException, InterruptedException {
    // 512: the file is N-Quads.
    String load =
        "DB.DBA.TTLP_MT(file_to_string_output('%s'), '', 'urn:x', 512, 1); checkpoint;"
            .formatted(quads.toAbsolutePath());
    Process loader = command(folder.path(), "isql-vt", sql, "dba", "dba", "exec=" + load);
    if (loader.waitFor() != 0) {
      throw new IOException("Virtuoso did not load the data: " + log());
    }
  }

  private static String settings(Path folder, Path readable, int sql, int http) {
    return """
    [Database]
    DatabaseFile = %1$s/virtuoso.db
    ErrorLogFile = %1$s/virtuoso.log
    LockFile = %1$s/virtuoso.lck
    TransactionFile = %1$s/virtuoso.trx
    xa_persistent_file = %1$s/virtuoso.pxa
    [TempDatabase]
    DatabaseFile = %1$s/temp.db
    TransactionFile = %1$s/temp.trx
    [Parameters]
    ServerPort = localhost:%2$d
    DirsAllowed = %1$s, %4$s
    NumberOfBuffers = 10000
    MaxDirtyBuffers = 7000
    ServerThreads = 20
    [HTTPServer]
    ServerPort = localhost:%3$d
    ServerRoot = %1$s
    ServerThreads = 20
    [SPARQL]
    ResultSetMaxRows = 1000000
    """
        .formatted(folder, sql, http, readable);
  }

  private static Process command(Path folder, String... words) throws IOException {
    return new ProcessBuilder(words)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out.log").toFile()))
        .start();
  }

  private void awaitReady(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        new Socket("localhost", port).close();
        return;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
    throw new IOException("Virtuoso does not answer: " + log());
  }

  private String log() throws IOException {
    return Files.readString(folder.path().resolve("out.log"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    folder.close();
  }
}
