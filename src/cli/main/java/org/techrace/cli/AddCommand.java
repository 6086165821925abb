package org.techrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.Explanation;
import org.techrace.link.GraphLinker;
import org.techrace.link.LinkOptions;
import org.techrace.link.TableLinks;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Project;
import org.techrace.rdf.Licence;
import org.techrace.rdf.Slug;
import org.techrace.release.Durable;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.report.Nearest;
import org.techrace.report.Report;
import org.techrace.scaffold.DetectedCsv;
import org.techrace.scaffold.NewSource;
import org.techrace.scaffold.SourceDescription;
import org.techrace.scaffold.TableOptions;
import org.techrace.settings.GraphSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace add`: a table becomes a source in one step.
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description =
        "Adds a table as a source: finds how it is written, links its names to what is in the"
            + " graph, writes mapping, description and missing terms, and checks. Shows all this,"
            + " and writes only after a yes. With --vintage, replaces a table by its newer state,"
            + " and shows what changes.")
final class AddCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("name", "label", "title");
  private static final double SURE = 90;

  /// The options that describe a new source.
  private static final Set<String> DESCRIPTION =
      Set.of(
          "--source",
          "--class",
          "--column",
          "--title",
          "--licence",
          "--publisher",
          "--creator",
          "--origin");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private InputsOption where = new InputsOption();
  @Mixin private TableMixin written = new TableMixin();

  @Parameters(
      paramLabel = "TABLE",
      arity = "1..*",
      description =
          "A CSV file; its encoding, delimiter and header are guessed. With --vintage, the newer"
              + " states of one or several tables, in the format of each.")
  private List<Path> tables = List.of();

  @Option(
      names = "--vintage",
      paramLabel = "SOURCE[/TABLE]",
      description =
          "TABLE is the newer state of data/SOURCE/TABLE (default: the table of the same name):"
              + " show which things, values and answers change, and replace it after a yes. The"
              + " earlier state stays in the earlier releases.")
  private @Nullable String vintage;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The folder below data/ (default: the name of the table).")
  private @Nullable String source;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "The class of the rows, without prefix (default: the name of the table).")
  private @Nullable String type;

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description =
          "The column with the names (default: name, label, title, or the first without numbers).")
  private @Nullable String column;

  @Option(
      names = "--title",
      paramLabel = "TITLE",
      description = "The title of the source (default: the name of the table).")
  private @Nullable String title;

  @Option(
      names = "--licence",
      paramLabel = "LICENCE",
      description = "Its licence: an SPDX identifier or an IRI (default: that of the graph).")
  private @Nullable String licence;

  @Option(names = "--publisher", paramLabel = "IRI", description = "Its publisher.")
  private String publisher = "";

  @Option(names = "--creator", paramLabel = "IRI", description = "Its creator.")
  private String creator = "";

  @Option(names = "--origin", paramLabel = "IRI", description = "Where it comes from.")
  private String origin = "";

  @Option(names = "--yes", description = "Write without asking.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    for (Path file : tables) {
      if (!Files.isRegularFile(file)) {
        throw wrong("there is no file %s; %s".formatted(file, Nearest.hintOfFile(file)));
      }
    }
    if (vintage != null) {
      return addVintage(vintage);
    }
    if (tables.size() > 1) {
      throw wrong("%d tables; expected one, or --vintage".formatted(tables.size()));
    }
    return add(tables.getFirst());
  }

  private int addVintage(String of) throws IOException {
    List<OptionSpec> ofTables =
        Optional.ofNullable(spec.mixins().get("written"))
            .map(CommandSpec::options)
            .orElse(List.of());
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (DESCRIPTION.contains(option.longestName()) || ofTables.contains(option)) {
        throw wrong(
            "%s cannot be used with --vintage: mapping and description stay as they are"
                .formatted(option.longestName()));
      }
    }
    Path folder = where.existing();
    PrintWriter out = spec.commandLine().getOut();
    Vintage newer = new Vintage(where, replaced(folder, of), out, spec.commandLine().getErr());
    Path draft = Files.createTempDirectory("techrace-add");
    try {
      if (!newer.show(draft)) {
        out.println("nothing was written; correct what is an ERROR, and add the vintage again");
        return 1;
      }
      if (agreed()) {
        newer.write();
        out.println("written; see it with: techrace serve");
      }
      return 0;
    } finally {
      Durable.delete(draft);
    }
  }

  /// Returns the newer states by the path of the table below `data/`.
  private Map<String, Path> replaced(Path folder, String of) throws IOException {
    String name = of.replaceFirst("/.*$", "");
    Path data = folder.resolve("data").resolve(name).normalize();
    if (!data.startsWith(folder.resolve("data")) || !Files.isDirectory(data)) {
      throw wrong("--vintage is '%s', but there is no folder data/%s".formatted(of, name));
    }
    boolean named = of.length() > name.length();
    if (named && tables.size() > 1) {
      throw wrong(
          "--vintage names one table, but there are %d files; expected --vintage %s"
              .formatted(tables.size(), name));
    }
    List<String> known = tablesIn(data);
    Map<String, Path> newer = new TreeMap<>();
    for (Path file : tables) {
      String table = named ? of.substring(name.length() + 1) : String.valueOf(file.getFileName());
      if (!known.contains(table)) {
        throw wrong(
            "data/%s has no table '%s'; it has %s: expected one of them, as in --vintage %s/TABLE"
                .formatted(name, table, String.join(", ", known), name));
      }
      newer.put(name + "/" + table, file);
    }
    return newer;
  }

  /// Returns the names of the tables and RDF files of a source, without mapping and description.
  private static List<String> tablesIn(Path data) throws IOException {
    return Access.none().allowReading(data).list(data).stream()
        .filter(Files::isRegularFile)
        .map(file -> String.valueOf(file.getFileName()))
        .filter(file -> !List.of("mapping.ttl", "source.ttl").contains(file))
        .toList();
  }

  private boolean agreed() {
    boolean agreed =
        yes
            || Terminal.ask("Write these files? [y/N] ")
                .filter(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
                .isPresent();
    if (!agreed) {
      spec.commandLine().getOut().println("nothing was written; --yes writes without asking");
    }
    return agreed;
  }

  private int add(Path table) throws IOException {
    Path folder = where.existing();
    GraphSettings graph = ProjectSettings.read(folder).graph();
    String plain = String.valueOf(table.getFileName()).replaceFirst("\\..*$", "");
    String name = source != null ? source : Slug.ascii(plain);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
      throw wrong("--source is '%s'; expected letters, digits and hyphens".formatted(name));
    }
    if (Files.exists(folder.resolve("data").resolve(name))) {
      throw wrong("data/%s exists already; choose another name with --source".formatted(name));
    }
    Path draft = Files.createTempDirectory("techrace-add");
    try {
      return add(table, folder, graph, name, plain, draft);
    } finally {
      Durable.delete(draft);
    }
  }

  private int add(
      Path table, Path folder, GraphSettings graph, String name, String plain, Path draft)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Report report = new Report();
    TableOptions options = written.options();
    Optional<DetectedCsv> read = DetectedCsv.read(ReadableFile.named(table), options, report);
    if (read.isEmpty()) {
      FindingsPrinter.list(report, spec.commandLine().getErr());
      return 1;
    }
    DetectedCsv csv = read.get();
    int named = nameColumn(csv);
    out.println(
        "%d rows, %d columns, %s; names are in the column '%s'"
            .formatted(
                csv.rows().size(),
                csv.header().size(),
                csv.description(),
                csv.header().get(named)));

    csv.notes().forEach(out::println);
    String typeName = type != null ? type : className(plain);
    NewSource made =
        new NewSource(
            name,
            graph.iris(),
            graph.prefix(),
            typeName,
            csv.header().get(named),
            graph.languages().getFirst());
    Path copy = draft.resolve("data").resolve(name).resolve(name + ".csv");
    List<String> unknown = Collections.nCopies(csv.rows().size(), "");
    made.writeTable(csv.header(), csv.rows(), named, unknown, copy);
    List<String> known = known(csv.header().get(named), copy, report).orElse(unknown);
    List<String> iris = made.writeTable(csv.header(), csv.rows(), named, known, copy);
    long found = known.stream().filter(iri -> !iri.isEmpty()).count();
    out.println("%d of these %d are already in the graph".formatted(found, csv.rows().size()));
    for (int i = 0; i < known.size(); i++) {
      if (!known.get(i).isEmpty()) {
        out.println("  %s is <%s>".formatted(csv.rows().get(i).get(named), known.get(i)));
      }
    }
    String licenceIri =
        licence == null
            ? graph.licence().map(Licence::iri).orElse("")
            : Licence.of(licence)
                .map(Licence::iri)
                .orElseThrow(
                    () -> wrong("--licence is '%s', which is not known".formatted(licence)));
    try (GraphLinker search = ProjectSearch.open(folder, graph.iris())) {
      made.writeRest(
          copy,
          ProjectSearch.ontology(folder),
          search,
          draft.resolve("ontology").resolve(name + ".ttl"),
          new SourceDescription(
              title != null ? title : plain, licenceIri, publisher, creator, origin),
          options,
          LocalDate.now(ZoneOffset.UTC),
          report);
    }
    Project project = where.projectOfOthers(report).withDraft(draft);
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      new Build(project, where.releases(), Software.build(), progress).check(report);
    }
    FindingsPrinter.print(report, out);
    show(draft, copy, project, new HashSet<>(iris).size() - found, out);
    if (report.hasErrors()) {
      out.println("nothing was written; correct what is an ERROR, and add the table again");
      return 1;
    }
    if (!agreed()) {
      return 0;
    }
    for (Path file : files(draft)) {
      copy(file, folder.resolve(draft.relativize(file).toString()));
    }
    out.println("written; see it with: techrace serve");
    return 0;
  }

  /// The entities that the names in a table are, if there is a release to look in.
  private Optional<List<String>> known(String names, Path copy, Report report) throws IOException {
    Releases releases = where.releases();
    Optional<String> current = releases.current();
    if (current.isEmpty()) {
      spec.commandLine()
          .getOut()
          .println("no release to compare names with; 'techrace build' makes one");
      return Optional.empty();
    }
    try (Release release = releases.open(current.get())) {
      LinkOptions options =
          new LinkOptions(names, List.of(), Map.of(), List.of(), SURE, Optional.empty());
      return TableLinks.find(release, options, copy, report);
    }
  }

  /// Lists the files, and what the first row becomes.
  private static void show(Path draft, Path copy, Project project, long fresh, PrintWriter out)
      throws IOException {
    out.println("what would be added: %d new things, in".formatted(fresh));
    for (Path file : files(draft)) {
      out.println("  " + draft.relativize(file));
    }
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(copy.resolveSibling("mapping.ttl"), report);
    if (mapping.isPresent()) {
      out.println("the first row becomes");
      EngineOptions options =
          EngineOptions.DEFAULT
              .withBaseOfNames(project.base())
              .withAccess(Access.none().allowReading(draft));
      new Explanation(mapping.get(), options, report)
          .ofRow(1)
          .forEach(line -> out.println("  " + line));
    }
  }

  /// Returns the index of the column with the names: the stated one, one that is called so, or the
  /// first whose values are not numbers.
  private int nameColumn(DetectedCsv csv) {
    List<String> header = csv.header();
    if (column != null) {
      if (!header.contains(column)) {
        throw wrong("there is no column '%s'; there are %s".formatted(column, header));
      }
      return header.indexOf(column);
    }
    for (String usual : NAMES) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).strip().equalsIgnoreCase(usual)) {
          return i;
        }
      }
    }
    return IntStream.range(0, header.size()).filter(i -> !csv.hasNumber(i)).findFirst().orElse(0);
  }

  /// `soft-cheeses` becomes `SoftCheeses`.
  private static String className(String text) {
    StringBuilder name = new StringBuilder();
    for (String word : Slug.ascii(text).split("-", -1)) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "Thing" + name : name.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// Copies a file that the user names.
  ///
  /// @throws IOException if it cannot be read, or the copy is there already or cannot be written
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling(""));
    if (Files.exists(to)) {
      throw new IOException(to + " exists already; it was not overwritten");
    }
    try (InputStream in = ReadableFile.named(from).stream();
        OutputStream out = Access.writeNamed(to, () -> true)) {
      in.transferTo(out);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
