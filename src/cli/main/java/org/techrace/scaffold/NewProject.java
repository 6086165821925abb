package org.techrace.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.access.Access;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.Turtle;

/// A small project that builds and serves at once: one table with its mapping, a shape, a check,
/// two questions, settings, and what git and a CI server need. The files are templates on the class
/// path, below `new/`.
///
/// @param title the heading of the home page
/// @param iris where the IRIs begin
/// @param prefix the prefix of the graph's classes and properties
/// @param licence an SPDX identifier or the IRI of a licence
/// @param publisher who publishes the graph; may be empty
/// @param languages the languages in which names are shown, best first
public record NewProject(
    String title,
    Iris iris,
    String prefix,
    String licence,
    String publisher,
    List<String> languages) {
  private static final String TEMPLATES = "/new/";

  public NewProject {
    languages = List.copyOf(languages);
  }

  /// Writes the project into a folder that is not there or empty.
  ///
  /// @param example true for one with an example to delete, false for one without a source
  /// @param today the day on which the example is issued
  /// @return the paths of the files, below the folder
  /// @throws IOException if the folder has files, or one cannot be written
  public List<String> write(Path folder, boolean example, LocalDate today) throws IOException {
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new IOException(
          "'%s' is not empty, and nothing is overwritten; name a new folder".formatted(folder));
    }
    Map<String, String> values = values(today);
    List<String> written = new ArrayList<>();
    for (String line : template(example ? "index.txt" : "start.txt").lines().toList()) {
      String path = line.substring(0, line.indexOf('\t'));
      String text = template(line.substring(line.indexOf('\t') + 1));
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      write(folder.resolve(path), text);
      written.add(path);
    }
    return written;
  }

  /// Writes a file of a project, and the folders above it.
  public static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    try (OutputStream out = Access.writeNamed(file, () -> true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    return Files.isDirectory(folder) && Access.none().allowReading(folder).list(folder).isEmpty();
  }

  private Map<String, String> values(LocalDate today) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("title", title);
    values.put("title:toml", Turtle.quoted(title));
    values.put("title:turtle", Turtle.quoted(title) + "@" + languages.getFirst());
    values.put("base", iris.base());
    values.put("prefix", prefix);
    values.put("publisher:toml", Turtle.quoted(publisher));
    values.put("licence", licence);
    values.put("licence:iri", Licence.of(licence).orElseThrow().iri());
    values.put(
        "licences",
        Stream.of(licence, "CC0-1.0")
            .distinct()
            .map(Turtle::quoted)
            .collect(Collectors.joining(", ")));
    values.put(
        "languages", languages.stream().map(Turtle::quoted).collect(Collectors.joining(", ")));
    values.put("today", today.toString());
    return values;
  }

  private static String template(String path) throws IOException {
    try (InputStream file = NewProject.class.getResourceAsStream(TEMPLATES + path)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file new/" + path);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
