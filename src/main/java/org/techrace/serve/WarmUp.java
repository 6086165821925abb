package org.techrace.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/// The first pages cost seconds of loading and compiling classes. So the server asks for some
/// itself, before anybody does.
final class WarmUp {
  private WarmUp() {}

  /// Asks in the background, one page after the other.
  static void start(List<URI> pages) {
    Thread.ofVirtual().name("warm-up").start(() -> ask(pages));
  }

  private static void ask(List<URI> pages) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (URI page : pages) {
        HttpRequest request =
            HttpRequest.newBuilder(page)
                .header("Accept", "text/html")
                .header("User-Agent", "techrace-warm-up")
                .build();
        client.send(request, BodyHandlers.discarding());
      }
    } catch (IOException e) {
      // The server was closed meanwhile: nobody will ask.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
