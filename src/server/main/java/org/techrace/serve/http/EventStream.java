package org.techrace.serve.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/// A body of events, which are sent while the answer is made ([HTML, section
/// 9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html)).
///
/// @param work makes the answer and returns the last event. Until then it can send others, also
///   from other threads. An event is a text of one line. Closes the lease that it reads from
public record EventStream(Function<Consumer<String>, String> work) implements Body {
  @Override
  public long size() {
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      send(work.apply(event -> send(event, out)), out);
      out.close();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void send(String event, OutputStream out) {
    byte[] bytes = ("event: message\ndata: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
