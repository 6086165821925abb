package org.techrace.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.engine.Conservation;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.output.FileForm;
import org.techrace.engine.output.Targets;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.DatabaseLogin;
import org.techrace.mapping.FirstRml;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingFiles;
import org.techrace.mapping.Target;
import org.techrace.pipeline.Project;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace map`: runs an RML mapping.
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description = "Runs an RML mapping and writes RDF, each quad once.")
final class MapCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The part of a limit that code, buffers and objects that are soon unused take, in MiB.
  private static final int OWN = 80;

  private static final String FIRST_RML = "2014";

  @Parameters(
      paramLabel = "MAPPING",
      arity = "1..*",
      description =
          "The mapping: RML or R2RML in Turtle, YARRRML (.yml, .yaml), JSON-LD (.jsonld) or CSVW"
              + " metadata (-metadata.json). Several mappings, those directly in a folder (without"
              + " CSVW metadata), and those of a configuration of Morph-KGC (.ini) are one run.")
  private List<Path> mappings = List.of();

  @Mixin private AllOption all = new AllOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The output file (default: N-Quads to standard output). Its extension selects format and"
              + " compression: .nq, .nt, .ttl, .trig, .n3, .jsonld, .rj, .rdf, each also with .gz"
              + " or .zst. With a finding of severity ERROR nothing is written.")
  private @Nullable Path output;

  @Option(
      names = "--base",
      paramLabel = "IRI",
      description =
          "The base of relative IRIs (default: the base of the project of the mapping, or"
              + " http://example.org/).")
  private @Nullable String base;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "The number of threads that generate quads, in addition to the reader (default:"
              + " ${DEFAULT-VALUE}).")
  private int threads = EngineOptions.DEFAULT.threads();

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description =
          "The memory for duplicates and joins in MiB, of which the program itself takes up to 80;"
              + " data beyond it goes to disk (default: half of the heap).")
  private @Nullable Integer memory;

  @Option(
      names = "--rml",
      paramLabel = "VERSION",
      description =
          "The version of RML that gives the mapping its meaning: 2014, in which numbers and truth"
              + " values of JSON are plain literals and references may find nothing (default: the"
              + " current one, in which they have datatypes).")
  private @Nullable String rml;

  @Mixin private MappingOption sandbox = new MappingOption();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The JDBC URL of the logical tables of an R2RML mapping, which names none; it may contain"
              + " user and password.")
  private @Nullable String database;

  @Option(
      names = "--skip-bad-rows",
      paramLabel = "FILE",
      description =
          "Skip rows with errors, and write their places and errors to this file. Without this"
              + " option, an error in a row is an ERROR.")
  private @Nullable Path badRows;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Count what becomes of each cell, write the numbers for each column to this file (CSV),"
              + " and list the columns that lost cells or are not read. The run takes longer.")
  private @Nullable Path conservation;

  /// True once all quads have been written without an error.
  private boolean whole;

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads is %d; expected a number from 1".formatted(threads));
    }
    if (memory != null && memory < 0) {
      throw new ParameterException(
          spec.commandLine(), "--memory is %d; expected a number from 0".formatted(memory));
    }
    if (rml != null && !rml.equals(FIRST_RML)) {
      throw new ParameterException(
          spec.commandLine(), "--rml is '%s'; expected %s".formatted(rml, FIRST_RML));
    }
    FileForm form = form();
    PrintWriter err = spec.commandLine().getErr();
    if (badRows != null && isAlso(output, badRows)) {
      throw new ParameterException(
          spec.commandLine(),
          "--output and --skip-bad-rows both name '%s'; give each its own file".formatted(output));
    }
    for (Path other : Stream.of(output, badRows).filter(Objects::nonNull).toList()) {
      if (isAlso(conservation, other)) {
        throw new ParameterException(
            spec.commandLine(),
            "--report and another option both name '%s'; give each its own file".formatted(other));
      }
    }
    if (badRows == null) {
      return run(form, new Report(), err);
    }
    AtomicBoolean found = new AtomicBoolean();
    try (OutputStream reasons = Access.writeNamed(badRows, () -> whole || found.get());
        PrintWriter lines = new PrintWriter(reasons, false, StandardCharsets.UTF_8)) {
      Report report = new Report((row, reason) -> lines.println(row + "\t" + reason));
      int code = run(form, report, err);
      if (report.badRows() > 0) {
        found.set(true);
        err.println(
            "rows set aside: %s%,d, with %,d faults; see %s"
                .formatted(
                    report.badRows() == Report.MAX_BAD_ROWS ? "at least " : "",
                    report.badRows(),
                    report.faultsOfRows(),
                    badRows));
      }
      return code;
    }
  }

  private int run(FileForm form, Report report, PrintWriter err) throws IOException {
    Conservation counts = new Conservation();
    Optional<DatabaseLogin> login =
        Optional.ofNullable(database).map(url -> new DatabaseLogin(url, "", ""));
    MappingFiles files = MappingFiles.of(mappings, login, report);
    if (files.files().isEmpty()) {
      FindingsPrinter.list(report, all.isSet(), err);
      return 1;
    }
    Path mapping = files.files().getFirst().file();
    Optional<Project> project = MappingOption.projectOf(mapping);
    Optional<Mapping> read = files.read(sandbox.rdf(project), report);
    if (rml != null) {
      read = read.map(FirstRml::of);
    }
    if (read.isPresent() && keepsApart(read.get(), report)) {
      if (project.isPresent()) {
        project.get().checkTerms(read.get(), report);
      }
      try (OutputStream out = open();
          ProgressLine progress = new ProgressLine(err);
          GraphLinker linker = MappingOption.linker(mapping, read.get()).orElse(null)) {
        progress.step("map");
        EngineOptions options =
            based(project)
                .withAccess(access(files, report))
                .withThreads(threads)
                .withFunctionsOf(MappingOption.functionsOf(mapping), report)
                .withProgress(progress::at);
        if (memory != null) {
          options = options.withMemory(Math.max(memory / 2, memory - OWN) * 1024L * 1024L);
        }
        if (linker != null) {
          options = options.withLinker(linker);
        }
        if (conservation != null) {
          options = options.withConservation(counts);
        }
        new Engine(read.get(), options, report).write(form, String.valueOf(output), out);
        whole = !report.hasErrors();
      }
    }
    FindingsPrinter.list(report, all.isSet(), err);
    if (conservation != null) {
      try (PrintWriter lines =
          new PrintWriter(
              Access.writeNamed(conservation, () -> true), false, StandardCharsets.UTF_8)) {
        ConservationPrinter.writeCsv(counts, lines);
      }
      ConservationPrinter.print(counts, err);
    }
    return report.hasErrors() ? 1 : 0;
  }

  /// Returns the format that the extension of the output selects. Standard output, devices and
  /// pipes receive N-Quads.
  private FileForm form() {
    Path file = output;
    if (file == null || (Files.exists(file) && !Files.isRegularFile(file))) {
      return FileForm.N_QUADS;
    }
    return FileForm.ofName(String.valueOf(file.getFileName()))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "the suffix of --output '%s' names no format; expected %s"
                        .formatted(file, FileForm.suffixes())));
  }

  private EngineOptions based(Optional<Project> project) {
    if (base != null) {
      return EngineOptions.DEFAULT.withBase(base);
    }
    return project
        .map(of -> EngineOptions.DEFAULT.withBaseOfNames(of.base()))
        .orElse(EngineOptions.DEFAULT);
  }

  /// Reports targets that write to a file of the command's options, where the outputs would be
  /// mixed. Returns false if there are any.
  private boolean keepsApart(Mapping mapping, Report report) throws IOException {
    boolean apart = true;
    for (Target target : Targets.of(mapping)) {
      if (mayWrite(target, output) || mayWrite(target, badRows) || mayWrite(target, conservation)) {
        apart = false;
        report.error(
            target.at(),
            "this target writes to '%s', as does an option of the command; give each its own file"
                .formatted(target.file().getFileName()));
      }
    }
    return apart;
  }

  private static boolean mayWrite(Target target, @Nullable Path file) throws IOException {
    return target.name().isEmpty()
        ? isAlso(file, target.file())
        : file != null && target.mayName(file);
  }

  /// Returns true if both are the same regular file. A device may receive several outputs.
  private static boolean isAlso(@Nullable Path one, Path other) throws IOException {
    return one != null
        && real(one).equals(real(other))
        && (!Files.exists(one) || Files.isRegularFile(one));
  }

  private static Path real(Path file) throws IOException {
    Path here = file.toAbsolutePath().normalize();
    Path folder = here.getParent();
    return folder == null || !Files.exists(folder)
        ? here
        : folder.toRealPath().resolve(here.getFileName());
  }

  /// Returns the access of the run: targets may be written below the folder of the output.
  private Access access(MappingFiles files, Report report) throws IOException {
    Access access = sandbox.of(files.files().getFirst().file(), report);
    for (MappingFiles.MappingFile one : files.files()) {
      access = access.allowReading(Objects.requireNonNull(one.file().toAbsolutePath().getParent()));
    }
    if (database != null) {
      try {
        access = access.allowJdbc(database);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--database: " + e.getMessage(), e);
      }
    }
    Path file = output;
    if (file == null || (Files.exists(file) && !Files.isRegularFile(file))) {
      return access;
    }
    return access.allowWriting(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /// Opens the output. A regular file appears only when it is complete.
  private OutputStream open() throws IOException {
    if (output == null) {
      return new BufferedOutputStream(CloseShieldOutputStream.wrap(System.out));
    }
    return Access.writeNamed(output, () -> whole);
  }
}
