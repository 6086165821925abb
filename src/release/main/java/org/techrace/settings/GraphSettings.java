package org.techrace.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Nearest;

/// The table `[graph]`: what a graph is called, where its IRIs begin, who publishes it.
///
/// @param name a word or two, at the head of every page
/// @param title the heading of the home page
/// @param description what the graph is for, in a few sentences; may be empty
/// @param iris the IRI spaces
/// @param prefix the prefix of the graph's classes and properties
/// @param publisher who publishes it; may be empty
/// @param citation what a citation calls it
/// @param licence the licence of the graph as a whole; each source keeps its own
/// @param licences the licences that a source may have; all, if there is none
/// @param languages the languages in which labels are shown, best first
/// @param rdf the version of RDF that the graph keeps to
/// @param colour the colour of links in CSS notation, as `#0b5563`; empty for the usual one
/// @param logo the file of the logo
/// @param style a stylesheet that is added to that of the pages
public record GraphSettings(
    String name,
    String title,
    String description,
    Iris iris,
    String prefix,
    String publisher,
    String citation,
    Optional<Licence> licence,
    List<Licence> licences,
    List<String> languages,
    RdfVersion rdf,
    String colour,
    Optional<Path> logo,
    Optional<Path> style) {

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z]([\\w-]*\\w)?");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");

  /// The graph of no project.
  public static final GraphSettings NONE =
      new GraphSettings(
          "graph",
          "A graph",
          "",
          Iris.EXAMPLE,
          "ex",
          "",
          "A graph",
          Optional.empty(),
          List.of(),
          List.of("en"),
          RdfVersion.RDF_1_1,
          "",
          Optional.empty(),
          Optional.empty());

  /// Reads the table. Title and base must be there if the project has a file of settings.
  ///
  /// @param project the project's folder
  public static GraphSettings read(Settings settings, Path project) {
    SettingsTable table = settings.table("graph");
    if (settings.hasFile()) {
      table.require("title", "the heading of the home page");
      table.require(
          "base", "where all IRIs of the graph begin, such as https://example.org/cheese/");
    }
    String title = table.text("title", NONE.title);
    return new GraphSettings(
        table.text("name", title),
        title,
        table.text("description", ""),
        iris(table),
        matching(table, "prefix", NONE.prefix, PREFIX, "letters, digits and hyphens"),
        table.text("publisher", ""),
        table.text("citation", title),
        licence(table),
        licences(table),
        languages(table),
        rdf(table),
        matching(table, "colour", "", COLOUR, "a colour such as #0b5563"),
        file(table, "logo", project),
        file(table, "style", project));
  }

  /// Tests whether a text is a language tag such as `en` or `pt-BR`.
  public static boolean isLanguage(String text) {
    return LANGUAGE.matcher(text).matches();
  }

  private static Iris iris(SettingsTable table) {
    String base = table.text("base", NONE.iris.base());
    try {
      return new Iris(base);
    } catch (IllegalArgumentException e) {
      table.wrong("base", "is wrong: " + e.getMessage());
      return NONE.iris;
    }
  }

  private static String matching(
      SettingsTable table, String key, String otherwise, Pattern pattern, String expected) {
    String text = table.text(key, otherwise);
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      table.wrong(key, "is '%s'; expected %s".formatted(text, expected));
      return otherwise;
    }
    return text;
  }

  private static Optional<Licence> licence(SettingsTable table) {
    String text = table.text("licence", "");
    return text.isEmpty() ? Optional.empty() : licence(table, "licence", text);
  }

  private static List<Licence> licences(SettingsTable table) {
    return table.texts("licences", List.of()).stream()
        .flatMap(text -> licence(table, "licences", text).stream())
        .toList();
  }

  private static Optional<Licence> licence(SettingsTable table, String key, String text) {
    Optional<Licence> licence = Licence.of(text);
    if (licence.isEmpty()) {
      table.wrong(
          key,
          "has '%s', which is neither the IRI of a licence nor one of the identifiers known here; %s"
              .formatted(text, Nearest.suggest(text, Licence.usual().keySet())));
    }
    return licence;
  }

  private static List<String> languages(SettingsTable table) {
    List<String> languages = table.texts("languages", NONE.languages);
    for (String language : languages) {
      if (!isLanguage(language)) {
        table.wrong(
            "languages",
            "has '%s'; expected language tags such as en or pt-BR".formatted(language));
        return NONE.languages;
      }
    }
    return languages.isEmpty() ? NONE.languages : languages;
  }

  private static RdfVersion rdf(SettingsTable table) {
    String text = table.text("rdf", NONE.rdf.label());
    Optional<RdfVersion> version = RdfVersion.of(text);
    if (version.isEmpty()) {
      table.wrong("rdf", "is '%s'; expected \"1.1\" or \"1.2\"".formatted(text));
    }
    return version.orElse(NONE.rdf);
  }

  private static Optional<Path> file(SettingsTable table, String key, Path project) {
    String name = table.text(key, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Path file = project.resolve(name);
    if (!Files.isRegularFile(file)) {
      table.wrong(key, "names '%s'; there is no such file in the project".formatted(name));
      return Optional.empty();
    }
    return Optional.of(file);
  }
}
