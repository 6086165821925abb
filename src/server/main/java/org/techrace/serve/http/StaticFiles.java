package org.techrace.serve.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.techrace.release.Digests;
import org.techrace.serve.current.Lease;

/// Serves `/static/*`: the files of `src/server/main/resources/static`, and below `/static/lib/`
/// the files of WebJars listed in `serve/libraries.properties`.
public final class StaticFiles implements Processor, Part {
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

  /// The size in bytes from which a file is compressed once, as much as possible.
  private static final int LARGE = 100_000;

  private static final byte[] NOTHING = {};

  private final Properties libraries = new Properties();

  /// Files requested so far, by name.
  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  /// A file of the program, in memory.
  private static final class StaticFile {
    private final byte[] bytes;
    private final String sha256;

    /// The file compressed as much as possible, which takes a second for a large one.
    private final CompletableFuture<byte[]> packed;

    private StaticFile(byte[] bytes, String sha256, CompletableFuture<byte[]> packed) {
      this.bytes = bytes;
      this.sha256 = sha256;
      this.packed = packed;
    }

    static StaticFile read(URL file) {
      try (InputStream in = file.openStream()) {
        byte[] bytes = in.readAllBytes();
        CompletableFuture<byte[]> packed =
            bytes.length < LARGE
                ? new CompletableFuture<>()
                : CompletableFuture.supplyAsync(() -> Compression.smallest(bytes));
        return new StaticFile(bytes, Digests.sha256(bytes), packed);
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
  public List<Route> routes() {
    return List.of(Route.get("/static/*", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    String name = request.path().substring("/static/".length());
    Answer plain = file(name);
    StaticFile file = files.get(name);
    byte[] packed = file == null ? NOTHING : file.packed.getNow(NOTHING);
    return packed.length > 0 && Compression.of(request.http(), plain) == Compression.ZSTD
        ? packed(plain, packed)
        : plain;
  }

  private static Answer packed(Answer plain, byte[] packed) {
    String coding = Compression.ZSTD.token();
    String tag = plain.header("ETag").orElse("") + coding;
    return new Answer(
        200,
        plain.contentType(),
        Map.of("ETag", tag, "Content-Encoding", coding),
        plain.freshness(),
        Body.of(packed));
  }

  /// Returns the content of a file.
  ///
  /// @throws Refusal 404 if the file does not exist
  public byte[] bytes(String name) {
    return files.computeIfAbsent(name, this::read).bytes.clone();
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
    return new Answer(200, type, Map.of(), Answer.Freshness.SOFTWARE, Body.of(file.bytes))
        .withHeader("ETag", file.sha256);
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
