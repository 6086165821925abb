package org.techrace.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Slug;
import org.techrace.report.Nearest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options for the graph of a new project: title, base and licence.
final class GraphOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      description = "The heading of the home page (default: the name of the folder).")
  private @Nullable String title;

  @Option(
      names = "--base",
      paramLabel = "IRI",
      description =
          "Where all IRIs of the graph begin, with a slash at its end (default:"
              + " https://example.org/FOLDER/).")
  private @Nullable String base;

  @Option(
      names = "--licence",
      paramLabel = "LICENCE",
      description =
          "The licence of the graph: an SPDX identifier such as CC0-1.0, or an IRI (default:"
              + " CC-BY-4.0).")
  private @Nullable String licence;

  /// Returns the title, after asking for it on a terminal if no option gives it.
  String title(Path folder, boolean asks) {
    return answer("Title of the graph", title, name(folder), asks);
  }

  /// Returns the base of the IRIs, after asking for it on a terminal if no option gives it.
  Iris iris(Path folder, boolean asks) {
    String usual = "https://example.org/" + SafeIris.safe(Slug.of(name(folder))) + "/";
    try {
      return new Iris(answer("Base of its IRIs", base, usual, asks));
    } catch (IllegalArgumentException e) {
      throw wrong("--base: " + e.getMessage());
    }
  }

  /// Returns the licence, after asking for it on a terminal if no option gives it.
  String licence(boolean asks) {
    String text = answer("Licence (SPDX identifier or IRI)", licence, "CC-BY-4.0", asks);
    if (Licence.of(text).isEmpty()) {
      throw wrong(
          "--licence is '%s'; expected an IRI or an identifier; %s"
              .formatted(text, Nearest.suggest(text, Licence.usual().keySet())));
    }
    return text;
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /// Returns the value of an option, else what the user answers on a terminal, else the usual
  /// value.
  static String answer(String question, @Nullable String given, String usual, boolean asks) {
    return given != null
        ? given
        : Optional.of("%s [%s]: ".formatted(question, usual))
            .filter(_ -> asks)
            .flatMap(Terminal::ask)
            .filter(text -> !text.isBlank())
            .map(String::strip)
            .orElse(usual);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
