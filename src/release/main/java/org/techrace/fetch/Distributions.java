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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final List<String> OPTIONAL = List.of("each", "query", "next", "link");

  /// The name of a file in the cache: not hidden, and without a folder.
  private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");

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
    List<Optional<String>> more = OPTIONAL.stream().map(name -> optional(row, name)).toList();
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
            row.getField("licence"),
            row.getField("documentation"),
            place);
    return Optional.of(one);
  }

  private static Optional<String> optional(NamedCsvRecord row, String column) {
    return row.findField(column).filter(text -> !text.isBlank());
  }
}
