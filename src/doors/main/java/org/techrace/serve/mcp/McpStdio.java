package org.techrace.serve.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Neighbour;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.work.Caller;

/// MCP over standard input and output: one message in each line, with reports of progress. Messages
/// are answered at the same time, so a long query does not delay others.
///
/// @param service answers the messages
/// @param release gives a lease on the release to read, for each message
public record McpStdio(McpService service, Supplier<Lease> release) {
  private static final Logger log = LoggerFactory.getLogger(McpStdio.class);
  private static final Caller CALLER = new Caller(new Neighbour("stdio", true), () -> false);

  /// Answers messages until the input ends.
  ///
  /// @throws IOException if the input cannot be read
  public void run(InputStream in, OutputStream out) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try (ExecutorService messages = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          String message = line;
          messages.execute(() -> answer(message, out));
        }
      }
    }
  }

  private void answer(String message, OutputStream out) {
    try (Lease lease = release.get()) {
      Optional<Progress> progress =
          Progress.token(message).map(token -> Progress.start(token, text -> send(text, out)));
      String answer;
      try {
        answer = service.answer(message, lease, CALLER).orElse("");
      } catch (Refusal refusal) {
        answer = refusal.sentence();
      } finally {
        progress.ifPresent(Progress::close);
      }
      if (!answer.isEmpty()) {
        write(answer, out);
      }
    } catch (IOException | RuntimeException e) {
      log.error("a message was not answered", e);
    }
  }

  /// Sends a report of progress. If the client has left, its answer cannot be sent either.
  private static void send(String report, OutputStream out) {
    try {
      write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String answer, OutputStream out) throws IOException {
    synchronized (out) {
      out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
