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

/// Serves `/static/*`: the files of `src/main/resources/static`, and below `/static/lib/` the files
/// of WebJars listed in `serve/libraries.properties`.
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

  /// Files requested so far, by name.
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  /// A file of the program, in memory.
  private record StaticFile(Body body, String sha256) {
    static StaticFile read(URL file) {
      try (InputStream in = file.openStream()) {
        byte[] bytes = in.readAllBytes();
        return new StaticFile(Body.of(bytes), Digests.sha256(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

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

  /// A static file, independent of the path of the request.
  ///
  /// @throws Refusal 404 if the file does not exist
  public Answer file(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !name.matches("[\\w-]+(/[\\w-]+)*(\\.[\\w-]+)+")) {
      throw notFound();
    }
    StaticFile file = files.computeIfAbsent(name, this::read);
    return new Answer(200, type, Map.of(), Answer.Freshness.SOFTWARE, file.body())
        .withHeader("ETag", file.sha256());
  }

  private StaticFile read(String name) {
    URL file = StaticFiles.class.getResource(resource(name));
    if (file == null) {
      throw notFound();
    }
    return StaticFile.read(file);
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
    return new Refusal(404, "No such file.");
  }
}
