package org.techrace.fetch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.techrace.access.Access;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Reads the declarations of a project's sources: a table `fetch.csv` in the folder of a source,
/// with one row per file of its publisher.
public final class Distributions {
  /// The name of the table.
  public static final String FILE = "fetch.csv";

  private static final List<String> NEEDED =
      List.of("table", "url", "media_type", "licence", "documentation");
  private static final List<String> OPTIONAL = List.of("each", "query", "next", "link", "headers");

  private static final List<String> COLUMNS =
      Stream.concat(NEEDED.stream(), OPTIONAL.stream()).toList();

  /// The name of a file in the cache: not hidden, and without a folder.
  private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");

  private static final Pattern HEADER =
      Pattern.compile("(?<name>[\\w!#$%&'*+.^`|~-]+)[ \\t]*:[ \\t]*(?<value>.*\\S)[ \\t]*");

  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~\\t]*[!-~])?");

  /// Headers about the connection and the kept version, which each request has as needed.
  private static final Pattern OWN_HEADERS =
      Pattern.compile(
          "host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|proxy-.*"
              + "|accept-encoding|range|if-.*");

  private final Path project;
  private final Access access;
  private final Report report;
  private final List<Distribution> found = new ArrayList<>();

  private Distributions(Path project, Report report) {
    this.project = project;
    this.access = Access.none().allowReading(project);
    this.report = report;
  }

  /// Reads the declarations of all sources, sorted by source and table. Reports errors in them.
  ///
  /// @param project the folder of the project
  public static List<Distribution> read(Path project, Report report) throws IOException {
    Distributions distributions = new Distributions(project, report);
    for (Path source : distributions.access.list(project.resolve("data"))) {
      if (Files.isRegularFile(source.resolve(FILE))) {
        distributions.add(source);
      }
    }
    distributions.found.sort(Comparator.comparing(Distribution::name));
    return List.copyOf(distributions.found);
  }

  /// Chooses distributions.
  ///
  /// @param names names of sources or, as `source/table`, of single tables; empty for all
  /// @throws IllegalArgumentException if a name is unknown
  public static List<Distribution> named(List<String> names, List<Distribution> all) {
    Set<String> known = new HashSet<>();
    all.forEach(one -> known.addAll(List.of(one.source(), one.name())));
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no source '%s' declares what can be fetched; %s"
                .formatted(name, Nearest.suggest(name, known)));
      }
    }
    return all.stream()
        .filter(
            one -> names.isEmpty() || names.contains(one.source()) || names.contains(one.name()))
        .toList();
  }

  private void add(Path source) throws IOException {
    String file = project.relativize(source.resolve(FILE)).toString();
    Set<String> tables = new HashSet<>();
    try (InputStream in = access.file(source.resolve(FILE)).stream();
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(in)) {
      for (NamedCsvRecord row : rows) {
        Place place = Place.line(file, row.getStartingLineNumber());
        if (!hasColumns(row, file)) {
          return;
        }
        Optional<Distribution> one = distribution(source, row, place);
        if (one.isPresent() && !tables.add(one.get().table())) {
          report.error(place, "the table has two rows; give each table one");
        }
        one.ifPresent(found::add);
      }
    } catch (CsvParseException e) {
      report.error(Place.file(file), "the table cannot be read: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean hasColumns(NamedCsvRecord row, String file) {
    boolean complete = true;
    for (String column : row.getHeader()) {
      if (!COLUMNS.contains(column)) {
        complete = false;
        report.error(
            Place.line(file, 1),
            "the column '%s' is not known; %s".formatted(column, Nearest.suggest(column, COLUMNS)));
      }
    }
    for (String column : NEEDED) {
      if (!row.getHeader().contains(column)) {
        complete = false;
        report.error(
            Place.line(file, 1),
            "the column '%s' is missing; %s"
                .formatted(column, Nearest.suggest(column, row.getHeader())));
      }
    }
    return complete;
  }

  private Optional<Distribution> distribution(Path source, NamedCsvRecord row, Place place) {
    for (String column : NEEDED) {
      if (row.getField(column).isBlank()) {
        report.error(place, "the column '%s' is blank; fill it in".formatted(column));
        return Optional.empty();
      }
    }
    String table = row.getField("table");
    if (!NAME.matcher(table).matches() || !Files.isRegularFile(source.resolve(table))) {
      report.error(
          place,
          "the source has no table '%s'; name one that its mapping reads, with the rows that the"
                  .formatted(table)
              + " project carries");
      return Optional.empty();
    }
    for (String column : List.of("next", "link")) {
      Optional<String> pointer = optional(row, column);
      if (pointer.isPresent() && !isPointer(pointer.get(), column)) {
        report.error(
            place,
            "the column '%s' has '%s'; expected a JSON Pointer, such as /meta/next%s"
                .formatted(
                    column,
                    pointer.get(),
                    column.equals("next") ? ", or " + ApiDownload.LINK_HEADER : ""));
        return Optional.empty();
      }
    }
    List<Optional<String>> more = OPTIONAL.stream().map(name -> optional(row, name)).toList();
    Optional<Map<String, String>> headers = headers(more.get(4).orElse(""), source, place);
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    Distribution one =
        new Distribution(
            source.getFileName().toString(),
            table,
            new UrlTemplate(row.getField("url")),
            row.getField("media_type"),
            more.get(0),
            more.get(1),
            more.get(2),
            more.get(3),
            headers.get(),
            row.getField("licence"),
            row.getField("documentation"),
            place);
    return Optional.of(one);
  }

  /// Reads headers, one per line.
  private Optional<Map<String, String>> headers(String cell, Path source, Place place) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : cell.lines().filter(text -> !text.isBlank()).toList()) {
      Matcher header = HEADER.matcher(line.strip());
      if (!header.matches() || !isHeaderValue(header.group("value"))) {
        report.error(
            place,
            "'%s' is not a header; expected one per line, such as 'Authorization: Bearer {key}', in ASCII"
                .formatted(line));
        return Optional.empty();
      }
      String name = header.group("name").toLowerCase(Locale.ROOT);
      Optional<String> wrong =
          OWN_HEADERS.matcher(name).matches()
              ? Optional.of("cannot be declared, as each request has its own; remove it")
              : new UrlTemplate(header.group("value"))
                  .variables().stream()
                      .filter(variable -> !Distribution.KEY.equals("{" + variable + "}"))
                      .findFirst()
                      .map(
                          variable ->
                              "has the variable {%s}; expected %s, which is the environment variable %s"
                                  .formatted(
                                      variable,
                                      Distribution.KEY,
                                      Fetcher.keyVariable(source.getFileName().toString())));
      if (wrong.isEmpty() && headers.put(name, header.group("value")) != null) {
        wrong = Optional.of("is there twice; give it one value");
      }
      if (wrong.isPresent()) {
        report.error(place, "the header '%s' %s".formatted(header.group("name"), wrong.get()));
        return Optional.empty();
      }
    }
    return Optional.of(headers);
  }

  /// Returns true if a text can be the value of a header (RFC 9110, section 5.5) without characters
  /// beyond ASCII.
  static boolean isHeaderValue(String text) {
    return HEADER_VALUE.matcher(text).matches();
  }

  private static boolean isPointer(String text, String column) {
    return text.startsWith("/") || (column.equals("next") && text.equals(ApiDownload.LINK_HEADER));
  }

  private static Optional<String> optional(NamedCsvRecord row, String column) {
    return row.findField(column).filter(text -> !text.isBlank());
  }
}
