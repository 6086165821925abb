package org.techrace.serve.pages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.techrace.release.Digests;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Route;
import org.techrace.serve.http.StaticFiles;
import org.techrace.settings.GraphSettings;

/// The files that give the pages of a graph their look, and the vocabulary of the tool.
public final class GraphFiles implements Part {
  private static final Map<String, String> IMAGES =
      Map.of(
          "svg", "image/svg+xml", "png", "image/png", "webp", "image/webp", "ico", "image/x-icon");

  private final StaticFiles files;
  private final Answer style;
  private final PictureStyle pictureStyle;
  private final Optional<Answer> logo;
  private final Answer vocabulary;

  private GraphFiles(
      StaticFiles files,
      Answer style,
      PictureStyle pictureStyle,
      Optional<Answer> logo,
      Answer vocabulary) {
    this.pictureStyle = pictureStyle;
    this.files = files;
    this.style = style;
    this.logo = logo;
    this.vocabulary = vocabulary;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/favicon.ico", (_, _) -> logo()),
        Route.get("/logo", (_, _) -> logo()),
        Route.get("/graph.css", (_, _) -> style()),
        Route.get("/tool", (_, _) -> vocabulary()),
        Route.get("/tool.ttl", (_, _) -> vocabulary()));
  }

  /// Reads the files that the settings name.
  ///
  /// @param files gives the logo of a graph that has none of its own
  /// @throws IOException if one cannot be read
  public static GraphFiles read(GraphSettings graph, StaticFiles files) throws IOException {
    StringBuilder style = new StringBuilder();
    if (!graph.colour().isEmpty()) {
      style.append(
          ":root { --link: light-dark(%1$s, color-mix(in oklab, %1$s 45%%, white)); }\n"
              .formatted(graph.colour()));
    }
    if (graph.style().isPresent()) {
      style.append(Files.readString(graph.style().get()));
    }
    Optional<Answer> logo = Optional.empty();
    if (graph.logo().isPresent()) {
      Path file = graph.logo().get();
      logo = Optional.of(answer(imageType(file), Files.readAllBytes(file)));
    }
    return new GraphFiles(
        files,
        answer("text/css; charset=utf-8", style.toString().getBytes(StandardCharsets.UTF_8)),
        new PictureStyle(
            new String(resource("/static/techrace.css"), StandardCharsets.UTF_8), style.toString()),
        logo,
        answer("text/turtle; charset=utf-8", resource("/tool.ttl")));
  }

  private static String imageType(Path file) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String type = IMAGES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IOException(
          "[techrace.toml] the logo '%s' is of no format that browsers show; expected svg, png, webp or ico"
              .formatted(name));
    }
    return type;
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream file = GraphFiles.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(file, path).readAllBytes();
    }
  }

  private static Answer answer(String type, byte[] bytes) {
    return new Answer(200, type, Map.of(), Answer.Freshness.SOFTWARE, Body.of(bytes))
        .withHeader("ETag", Digests.sha256(bytes));
  }

  /// `/graph.css`: the colour of the graph and the rules of its own stylesheet.
  public Answer style() {
    return style;
  }

  /// The style of pictures that are saved.
  public PictureStyle pictureStyle() {
    return pictureStyle;
  }

  /// `/logo` and `/favicon.ico`.
  public Answer logo() {
    return logo.orElseGet(() -> files.file("icon.svg"));
  }

  /// `/tool`: the vocabulary of the tool.
  public Answer vocabulary() {
    return vocabulary;
  }
}
