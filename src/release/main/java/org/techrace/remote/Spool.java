package org.techrace.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.ScratchFile;

/// Receives an answer of any size: up to 1 MiB in memory, more in a temporary file, which is
/// deleted when the answer is closed or fails.
final class Spool implements BodySubscriber<InputStream> {
  private static final int IN_MEMORY = 1 << 20;

  private final CompletableFuture<InputStream> body = new CompletableFuture<>();
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable ScratchFile file;

  @Override
  public CompletionStage<InputStream> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      memory.writeBytes(bytes);
    }
    if (memory.size() > IN_MEMORY) {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ScratchFile flush() throws IOException {
    ScratchFile to = file == null ? new ScratchFile() : file;
    file = to;
    memory.writeTo(to.out());
    memory.reset();
    return to;
  }

  @Override
  public void onError(Throwable fault) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
    body.completeExceptionally(fault);
  }

  @Override
  public void onComplete() {
    try {
      body.complete(file == null ? new ByteArrayInputStream(memory.toByteArray()) : flush().in());
    } catch (IOException e) {
      onError(e);
    }
  }
}
