package org.techrace.link;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.release.Release;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.search.Candidate;
import org.techrace.search.LabelIndex;
import org.techrace.search.Search;

/// Links the rows of a table. Writes two files: the table with the best match of each row, its
/// score, the reason and the entity's identifiers; and the uncertain matches for review.
public final class TableLinks {
  private static final List<String> ADDED =
      List.of("match", "match_label", "match_score", "match_reason");

  /// The minimum score of a candidate for review.
  private static final double MIN_SCORE = 5;

  /// Counts of a run.
  ///
  /// @param rows the number of rows
  /// @param sure the number of rows whose match needs no review
  /// @param unsure the number of rows with candidates for review
  public record Summary(long rows, long sure, long unsure) {}

  /// The candidates of a row, and the identifiers of the first one.
  record Linked(List<Candidate> candidates, Map<String, String> keys) {
    Linked {
      candidates = candidates.stream().filter(c -> c.score() >= MIN_SCORE).toList();
    }

    Optional<Candidate> sure(double threshold) {
      return candidates.stream().findFirst().filter(c -> c.score() >= threshold);
    }
  }

  private TableLinks() {}

  /// Links a table.
  ///
  /// @param release the release to link to
  /// @param options what to compare and which score is enough
  /// @param table a CSV file
  /// @param out receives the table with the added columns
  /// @param review receives the uncertain candidates as SSSOM: each line proposes that the name in
  ///   the table is another name of an entity
  /// @param date the date of the mappings
  /// @param report receives the faults
  /// @return the counts, or empty if the report has errors
  /// @throws IOException if a file cannot be read or written
  public static Optional<Summary> link(
      Release release,
      LinkOptions options,
      Path table,
      Path out,
      Path review,
      LocalDate date,
      Report report)
      throws IOException {
    Optional<CsvFile> read =
        CsvFile.read(ReadableFile.named(table), options.delimiter(), options.columns(), report);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    CsvFile csv = read.get();
    ADDED.stream()
        .filter(csv.header()::contains)
        .forEach(
            column ->
                report.error(
                    Place.line(String.valueOf(table.getFileName()), 1),
                    "linking adds a column '%s', which exists already; rename or remove it"
                        .formatted(column)));
    List<Linked> linked = match(release, options, csv, report);
    if (report.hasErrors()) {
      return Optional.empty();
    }
    write(csv, linked, options, out);
    Mapping.write(unsure(csv, linked, options), review, date);
    long sure = linked.stream().filter(l -> l.sure(options.threshold()).isPresent()).count();
    long some = linked.stream().filter(l -> !l.candidates().isEmpty()).count();
    return Optional.of(new Summary(csv.rows().size(), sure, some - sure));
  }

  /// Finds the entities that the rows of a table name, by the names alone.
  ///
  /// @param table a CSV file
  /// @return the IRI of each row's entity, empty if none is sure; nothing if the report tells why
  public static Optional<List<String>> find(
      Release release, LinkOptions options, Path table, Report report) throws IOException {
    Optional<CsvFile> csv =
        CsvFile.read(ReadableFile.named(table), options.delimiter(), options.columns(), report);
    if (csv.isEmpty()) {
      return Optional.empty();
    }
    List<Linked> linked = match(release, options, csv.get(), report);
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(
            linked.stream()
                .map(l -> l.sure(options.threshold()).map(Candidate::iri).orElse(""))
                .toList());
  }

  static List<Linked> match(Release release, LinkOptions options, CsvFile csv, Report report)
      throws IOException {
    DatasetGraph dataset = release.dataset();
    try (Search search = open(release)) {
      if (!Txn.calculateRead(dataset, () -> options.fit(release.id(), search, report))) {
        return List.of();
      }
      return csv.rows().parallelStream()
          .map(
              row ->
                  Txn.calculateRead(
                      dataset,
                      () -> {
                        List<Candidate> found =
                            search.match(options.query(column -> csv.cell(row, column)));
                        return new Linked(
                            found,
                            found.isEmpty() ? Map.of() : search.keys(found.getFirst().iri()));
                      }))
          .toList();
    }
  }

  static Search open(Release release) throws IOException {
    release.dataset().begin(ReadWrite.READ);
    try {
      return Search.open(release.folder().resolve(LabelIndex.FOLDER), release.dataset());
    } finally {
      release.dataset().end();
    }
  }

  private static void write(CsvFile csv, List<Linked> linked, LinkOptions options, Path out)
      throws IOException {
    TreeSet<String> issuers = new TreeSet<>();
    linked.forEach(
        l -> l.sure(options.threshold()).ifPresent(c -> issuers.addAll(l.keys().keySet())));
    try (OutputStream bytes = Access.writeNamed(out, () -> true);
        CsvWriter writer =
            CsvWriter.builder().build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      List<String> header = new ArrayList<>(csv.header());
      header.addAll(ADDED);
      header.addAll(issuers);
      writer.writeRecord(header);
      for (int i = 0; i < linked.size(); i++) {
        List<String> row = new ArrayList<>(csv.rows().get(i));
        Linked each = linked.get(i);
        Optional<Candidate> sure = each.sure(options.threshold());
        row.add(sure.map(Candidate::iri).orElse(""));
        row.add(sure.map(Candidate::label).orElse(""));
        row.add(sure.map(c -> String.format(Locale.ROOT, "%.1f", c.score())).orElse(""));
        row.add(sure.map(Candidate::reason).orElse(""));
        issuers.forEach(
            issuer -> row.add(sure.isPresent() ? each.keys().getOrDefault(issuer, "") : ""));
        writer.writeRecord(row);
      }
    }
  }

  static List<Mapping> unsure(CsvFile csv, List<Linked> linked, LinkOptions options) {
    List<Mapping> mappings = new ArrayList<>();
    for (int i = 0; i < linked.size(); i++) {
      Linked each = linked.get(i);
      String name = csv.cell(csv.rows().get(i), options.column()).orElse("");
      if (each.sure(options.threshold()).isEmpty() && !name.isEmpty()) {
        for (Candidate c : each.candidates()) {
          mappings.add(
              new Mapping(
                  c.iri(),
                  c.label(),
                  Mapping.ALT_LABEL,
                  "",
                  name,
                  Mapping.BY_NAME,
                  c.score(),
                  c.reason()));
        }
      }
    }
    return mappings.stream().distinct().toList();
  }
}
