package org.techrace.serve.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.techrace.release.Digests;
import org.techrace.serve.current.Lease;

/// `/static/*`: the files of `src/main/resources/static`, and below `/static/lib/` those of WebJars
/// that `serve/libraries.properties` lists.
public final class StaticFiles implements Processor {
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "txt", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "json", "application/json; charset=utf-8");

  private static final String LIBRARY = "lib/";

  private final Properties libraries = new Properties();

  /// Of the files asked so far, by name: what tells a browser whether it has the file already.
  private final Map<String, String> digests = new ConcurrentHashMap<>();

  public StaticFiles() {
    try (InputStream list = StaticFiles.class.getResourceAsStream("/serve/libraries.properties")) {
      libraries.load(Objects.requireNonNull(list));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    return file(request.path().substring("/static/".length()));
  }

  /// One of the files, at whatever address.
  ///
  /// @throws Refusal 404 if there is none of that name
  public Answer file(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !name.matches("[\\w-]+(/[\\w-]+)*(\\.[\\w-]+)+")) {
      throw notFound();
    }
    URL file = StaticFiles.class.getResource(resource(name));
    if (file == null) {
      throw notFound();
    }
    return new Answer(200, type, Map.of(), Answer.Freshness.SOFTWARE, out -> out.write(read(file)))
        .withHeader("ETag", digests.computeIfAbsent(name, n -> Digests.sha256(read(file))));
  }

  private static byte[] read(URL file) {
    try (InputStream in = file.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String resource(String name) {
    if (!name.startsWith(LIBRARY)) {
      return "/static/" + name;
    }
    String file = libraries.getProperty(name.substring(LIBRARY.length()));
    if (file == null) {
      throw notFound();
    }
    return "/META-INF/resources/webjars/" + file;
  }

  private static Refusal notFound() {
    return new Refusal(404, "There is no such file.");
  }
}
