package org.techrace.cli;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.scaffold.TableOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that state how a new CSV file is written. Without them it is guessed.
final class TableMixin {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "The encoding of a CSV file, such as windows-1252 (default: guessed).")
  private @Nullable String encoding;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "The character between cells, or tab (default: guessed).")
  private @Nullable String delimiter;

  @Option(
      names = "--quote",
      paramLabel = "CHARACTER",
      description = "The character around quoted cells, or none (default: guessed).")
  private @Nullable String quote;

  @Option(
      names = "--skip-rows",
      paramLabel = "N",
      description = "The number of lines before the header (default: guessed).")
  private @Nullable Integer skipRows;

  @Option(
      names = "--header-rows",
      paramLabel = "N",
      description =
          "The number of rows with the names of columns; 0 if there is none (default: guessed).")
  private @Nullable Integer headerRows;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      split = ",",
      description = "The names of the columns of a CSV file without a header, separated by commas.")
  private List<String> columns = List.of();

  @Option(
      names = "--decimal-mark",
      paramLabel = "MARK",
      description = "The decimal mark of numbers: . or , (default: guessed).")
  private @Nullable String decimalMark;

  @Option(
      names = "--date-order",
      paramLabel = "ORDER",
      description = "The order of dates such as 1/2/2026: DMY, MDY or YMD (default: guessed).")
  private @Nullable String dateOrder;

  TableOptions options() {
    if (dateOrder != null && !dateOrder.matches(TableOptions.DATE_ORDERS)) {
      throw wrong("--date-order is '%s'; expected DMY, MDY or YMD".formatted(dateOrder));
    }
    Optional<Character> mark = character(spec, "--decimal-mark", decimalMark, "");
    if (mark.filter(c -> c != '.' && c != ',').isPresent()) {
      throw wrong("--decimal-mark is '%s'; expected . or ,".formatted(decimalMark));
    }
    return new TableOptions(
        charset(),
        delimiter(spec, delimiter),
        "none".equals(quote) ? Optional.of('\0') : character(spec, "--quote", quote, "or none"),
        number("--skip-rows", skipRows),
        number("--header-rows", headerRows),
        names(),
        Optional.ofNullable(dateOrder),
        mark);
  }

  /// Returns the character between cells, or empty if none is stated.
  ///
  /// @param spec the command of the option
  /// @param stated the value of `--delimiter`
  static Optional<Character> delimiter(CommandSpec spec, @Nullable String stated) {
    return "tab".equals(stated)
        ? Optional.of('\t')
        : character(spec, "--delimiter", stated, "or tab");
  }

  private List<String> names() {
    List<String> names = columns.stream().map(String::strip).toList();
    if (names.contains("") || new HashSet<>(names).size() < names.size()) {
      throw wrong(
          "--columns is '%s'; expected different names, separated by commas"
              .formatted(String.join(",", columns)));
    }
    if (!names.isEmpty() && headerRows != null && headerRows > 0) {
      throw wrong("--columns and --header-rows %d exclude each other".formatted(headerRows));
    }
    return names;
  }

  private Optional<Charset> charset() {
    try {
      return Optional.ofNullable(encoding).map(Charset::forName);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      throw wrong(
          "--encoding is '%s', which is not known; expected such as UTF-8, UTF-16, ISO-8859-1 or windows-1252"
              .formatted(encoding));
    }
  }

  private static Optional<Character> character(
      CommandSpec spec, String option, @Nullable String text, String or) {
    if (text != null && text.length() != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is '%s'; expected a single character %s".formatted(option, text, or).strip());
    }
    return Optional.ofNullable(text).map(t -> t.charAt(0));
  }

  private Optional<Integer> number(String option, @Nullable Integer number) {
    if (number != null && number < 0) {
      throw wrong("%s is %d; expected a number from 0".formatted(option, number));
    }
    return Optional.ofNullable(number);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
