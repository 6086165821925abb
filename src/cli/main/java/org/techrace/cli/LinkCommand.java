package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.techrace.link.DatasetLinks;
import org.techrace.link.KeyColumns;
import org.techrace.link.LinkOptions;
import org.techrace.link.TableLinks;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace link`: links tables and datasets of users to the current release.
@Command(
    name = "link",
    mixinStandardHelpOptions = true,
    description =
        "Finds the rows of a table, or the entities of another dataset, in the current release.")
final class LinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  @ArgGroup(multiplicity = "1")
  private Other other = new Other();

  @Option(
      names = "--column",
      paramLabel = "COLUMN[=CLASS]",
      defaultValue = "name",
      description =
          "The column with the names (default: ${DEFAULT-VALUE}). With --write, repeatable, and"
              + " each column may have the class of its entities.")
  private List<String> columns = List.of("name");

  @Option(
      names = "--write",
      description =
          "Write the keys into the table: the column COLUMN_iri for each COLUMN. Keys that are"
              + " there already are kept.")
  private boolean isWritten;

  @Option(
      names = "--type",
      paramLabel = "CLASS",
      description = "Only entities of this class: its IRI, local name or label; repeatable.")
  private List<String> types = List.of();

  @Option(
      names = "--property",
      paramLabel = "PROPERTY=COLUMN",
      description = "A column with the value of a property of the graph; repeatable.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "A column with an identifier, which decides if it is known; repeatable.")
  private List<String> identifiers = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "SCORE",
      defaultValue = "90",
      description = "The minimum score of a match without review (default: ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "The character between the cells of a table, or tab (default: guessed).")
  private @Nullable String delimiter;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file for the linked table, or for the linkset in Turtle (default: next to the"
              + " input).")
  private @Nullable Path output;

  @Option(
      names = "--review",
      paramLabel = "FILE",
      description =
          "The file for the mappings to review, as SSSOM/TSV (default: next to the input).")
  private @Nullable Path review;

  /// The input: a table or a dataset.
  static final class Other {
    @Parameters(paramLabel = "TABLE.csv", description = "The table to link.")
    private @Nullable Path table;

    @Option(
        names = "--against",
        paramLabel = "OTHER.{ttl,nt,csv}",
        description = "The dataset to propose links to.")
    private @Nullable Path dataset;
  }

  @Override
  public Integer call() throws IOException {
    if (threshold < 0 || threshold > 100) {
      throw new ParameterException(
          spec.commandLine(), "the threshold is a score from 0 to 100, not " + threshold);
    }
    Releases releases = where.releases();
    Optional<String> current = releases.current();
    if (current.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no release to link with; run techrace build first");
    }
    if (!isWritten && columns.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "several columns need --write, which puts the keys into the table");
    }
    if (isWritten && (other.table == null || output != null)) {
      throw new ParameterException(
          spec.commandLine(), "--write changes the TABLE; it cannot be used with --against or -o");
    }
    LinkOptions options =
        new LinkOptions(
            columns.getFirst(),
            types,
            properties,
            identifiers,
            threshold,
            TableMixin.delimiter(spec, delimiter));
    Report report = new Report();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    PrintWriter out = spec.commandLine().getOut();
    try (Release release = releases.open(current.get())) {
      if (other.table != null && isWritten) {
        Path unsure = review != null ? review : beside(other.table, ".review.sssom.tsv");
        KeyColumns.write(release, classes(), options, other.table, unsure, today, report)
            .forEach(
                s ->
                    out.printf(
                        "%s: %d keys added, %d kept, %d rows without a key (%s)%n",
                        s.column(), s.added(), s.kept(), s.open(), unsure));
      } else if (other.table != null) {
        Path linked = output != null ? output : beside(other.table, ".linked.csv");
        Path unsure = review != null ? review : beside(other.table, ".review.sssom.tsv");
        TableLinks.link(release, options, other.table, linked, unsure, today, report)
            .ifPresent(
                s ->
                    out.printf(
                        "%d rows: %d matched (%s), %d to review (%s), %d without a candidate%n",
                        s.rows(),
                        s.sure(),
                        linked,
                        s.unsure(),
                        unsure,
                        s.rows() - s.sure() - s.unsure()));
      } else if (other.dataset != null) {
        Path linkset = output != null ? output : beside(other.dataset, ".linkset.ttl");
        Path mappings = review != null ? review : beside(other.dataset, ".sssom.tsv");
        DatasetLinks.link(release, options, other.dataset, mappings, linkset, today, report)
            .ifPresent(
                s ->
                    out.printf(
                        "%d entities: %d exact and %d close matches (%s), %d to review (%s)%n",
                        s.entities(), s.exact(), s.close(), linkset, s.unsure(), mappings));
      }
    }
    report.findings().forEach(spec.commandLine().getErr()::println);
    return report.hasErrors() ? 1 : 0;
  }

  /// Returns the columns with names, each with the classes of its entities.
  private Map<String, List<String>> classes() {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    for (String given : columns) {
      int equals = given.indexOf('=');
      classes.put(
          equals < 0 ? given : given.substring(0, equals),
          equals < 0 ? types : List.of(given.substring(equals + 1)));
    }
    return classes;
  }

  /// Returns a file next to another, with another extension.
  private static Path beside(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ending);
  }
}
