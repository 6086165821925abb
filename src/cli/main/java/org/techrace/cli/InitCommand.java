package org.techrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.convert.Converter;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.syntax.Notation;
import org.techrace.rdf.Licence;
import org.techrace.report.Finding;
import org.techrace.report.Nearest;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.scaffold.FirstMapping;
import org.techrace.scaffold.SourceDescription;
import org.techrace.scaffold.TableOptions;
import org.techrace.settings.GraphSettings;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.Formats;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace init`: writes a draft mapping.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    modelTransformer = InitCommand.KnownFormats.class,
    description =
        "Writes mapping.ttl and source.ttl next to new tables, with guessed keys, datatypes and"
            + " properties. Guesses how the files are written, and writes the result into the"
            + " mapping.")
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private FolderOption project = new FolderOption();
  @Mixin private TableMixin written = new TableMixin();

  /// Writes the formats into the description of the parameter.
  static final class KnownFormats implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      PositionalParamSpec tables = command.positionalParameters().getFirst();
      command.remove(tables);
      return command.addPositional(
          tables.toBuilder()
              .description(
                  "Tables of one folder: files in "
                      + Formats.newFiles().map(FileFormat::name).collect(Collectors.joining(", "))
                      + ", texts also compressed. One that cannot be read is reported, and the"
                      + " others are mapped.")
              .build());
    }
  }

  @Option(
      names = "--as-texts",
      description =
          "Take a column for texts if a few cells are unlike the others, as start does (default: it"
              + " has the datatype of nearly all, and the mapping refuses the few).")
  private boolean asTexts;

  @Parameters(paramLabel = "TABLE", arity = "1..*")
  private List<Path> tables = List.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    TableOptions options = written.options();
    Path folder =
        Optional.ofNullable(tables.getFirst().toAbsolutePath().getParent()).orElse(Path.of(""));
    Path mapping = folder.resolve("mapping.ttl");
    List<String> unusable =
        tables.stream().flatMap(table -> fault(table, folder).stream()).toList();
    if (unusable.size() == tables.size()) {
      unusable.forEach(err::println);
      return 2;
    }
    if (Files.exists(mapping, LinkOption.NOFOLLOW_LINKS)) {
      err.println(mapping + " already exists; move it away first");
      return 2;
    }
    GraphSettings graph = ProjectSettings.read(project.folder()).graph();
    Report report = new Report();
    List<ReadableFile> files =
        tables.stream()
            .filter(table -> fault(table, folder).isEmpty())
            .map(ReadableFile::named)
            .toList();
    FirstMapping draft =
        new FirstMapping(
                ProjectSearch.ontology(project.folder()),
                graph.iris(),
                graph.prefix(),
                options,
                report)
            .inLanguage(graph.languages().getFirst());
    draft = asTexts ? draft : draft.refusingOthers();
    Path description = folder.resolve("source.ttl");
    boolean describes = !Files.exists(description, LinkOption.NOFOLLOW_LINKS);
    Optional<String> turtle;
    try (GraphLinker known = ProjectSearch.open(project.folder(), graph.iris())) {
      turtle = mapping((describes ? draft.withCubes() : draft).withNamesIn(known), files, report);
    }
    unusable.forEach(err::println);
    FindingsPrinter.list(report, err);
    if (turtle.isEmpty()) {
      return 1;
    }
    Optional<Path> taken =
        draft.codeTables().keySet().stream()
            .map(folder::resolve)
            .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            .findFirst();
    if (taken.isPresent()) {
      err.println(taken.get() + " already exists; move it away or rename it first");
      return 2;
    }
    Access access = Access.none().allowWriting(folder);
    write(access, mapping, turtle.get());
    out.println("wrote " + mapping);
    for (Map.Entry<String, String> table : draft.codeTables().entrySet()) {
      Path file = folder.resolve(table.getKey());
      write(access, file, table.getValue());
      out.println("wrote " + file);
    }
    String source = sourceOf(folder).orElse(plain(folder));
    if (describes) {
      write(access, description, description(graph, source) + draft.structures());
      out.println("wrote " + description);
    }
    writeTerms(draft, source, folder, out);
    out.println("edit them, and see `techrace explain %s --row 1`".formatted(mapping));
    return report.hasErrors() || !unusable.isEmpty() ? 1 : 0;
  }

  /// Returns the mapping: that of the CSVW metadata next to a table, and a draft for the others.
  private static Optional<String> mapping(
      FirstMapping draft, List<ReadableFile> tables, Report report) throws IOException {
    List<ReadableFile> others = new ArrayList<>();
    StringBuilder described = new StringBuilder();
    for (ReadableFile table : tables) {
      Optional<String> metadata = metadata(table, report);
      if (metadata.isPresent()) {
        described.append(metadata.get());
      } else {
        others.add(table);
      }
    }
    Optional<String> drafted = others.isEmpty() ? Optional.empty() : draft.of(others);
    String all = drafted.orElse("") + described;
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /// Returns the mapping that the metadata of a table implies, or empty if there is none. Metadata
  /// with errors is reported, and has no effect.
  private static Optional<String> metadata(ReadableFile table, Report report) throws IOException {
    String name = String.valueOf(table.path().getFileName());
    Path file = table.path().resolveSibling(name + "-metadata.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Report converting = new Report();
    Optional<String> turtle =
        new Converter(ReadableFile.named(file), converting).to(Notation.TURTLE);
    report.addAll(
        converting, finding -> new Finding(Severity.WARN, finding.place(), finding.message()));
    // The names of triples maps are those of the table, as several files go into one mapping.
    return turtle.map(
        text ->
            "# From %s.\n%s\n"
                .formatted(
                    file.getFileName(),
                    text.replace(
                        "<http://mapping.example.com/>",
                        "<http://mapping.example.com/%s/>"
                            .formatted(name.replaceAll("[^A-Za-z0-9_-]", "-")))));
  }

  /// Returns why a file cannot be a table of this run, or empty if it can.
  private static Optional<String> fault(Path table, Path folder) {
    String name = String.valueOf(table.getFileName());
    if (Formats.ofNewFile(name).isEmpty()) {
      String ending = name.replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
      String known =
          Formats.newFiles()
              .flatMap(format -> format.endings().stream())
              .collect(Collectors.joining(", "));
      String advice =
          Formats.newFiles()
              .flatMap(format -> Optional.ofNullable(format.convertible().get(ending)).stream())
              .map(text -> "; " + text)
              .collect(Collectors.joining());
      return Optional.of(
          "%s: the file extension is not supported; expected one of %s; texts also with .gz or .zst%s"
              .formatted(table, known, advice));
    }
    if (!Files.isRegularFile(table)) {
      return Optional.of(
          "the file %s does not exist; %s".formatted(table, Nearest.hintOfFile(table)));
    }
    return folder.normalize().equals(table.toAbsolutePath().normalize().getParent())
        ? Optional.empty()
        : Optional.of("%s is not in %s; call init once for each folder".formatted(table, folder));
  }

  private String description(GraphSettings graph, String source) {
    String title = source.replaceAll("[-_]+", " ").strip();
    return new SourceDescription(
            title.isEmpty() ? "table" : title,
            graph.licence().map(Licence::iri).orElse(""),
            "",
            "",
            "")
        .turtle(
            graph.iris().graph(source),
            String.valueOf(tables.getFirst().getFileName()),
            LocalDate.now(ZoneOffset.UTC));
  }

  /// Writes the terms that the ontology lacks: into the ontology if the table is in a source of the
  /// project, and otherwise next to the table.
  private void writeTerms(FirstMapping draft, String source, Path folder, PrintWriter out)
      throws IOException {
    Optional<String> terms = draft.newTerms(source);
    if (terms.isEmpty() || sourceOf(folder).isEmpty()) {
      return;
    }
    Path file = project.folder().resolve("ontology").resolve(source + ".ttl");
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      out.println(file + " already exists; add the new terms of the mapping to it");
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    write(Access.none().allowWriting(file.resolveSibling("")), file, terms.get());
    out.println("wrote " + file);
  }

  private static void write(Access access, Path file, String text) throws IOException {
    try (OutputStream to = access.write(file, () -> true)) {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Returns the name of the source of the project that a folder belongs to, or empty for another
  /// folder.
  private Optional<String> sourceOf(Path folder) {
    Path data = project.folder().toAbsolutePath().normalize().resolve("data");
    return data.equals(folder.normalize().getParent())
        ? Optional.of(String.valueOf(folder.normalize().getFileName()))
        : Optional.empty();
  }

  private static String plain(Path folder) {
    return String.valueOf(folder.getFileName()).replaceAll("[^A-Za-z0-9_-]", "-");
  }
}
