package org.techrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.report.Report;
import org.techrace.scaffold.FirstMapping;
import org.techrace.settings.GraphSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace init`: writes a draft mapping.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description =
        "Writes mapping.ttl next to new tables, with guessed keys, datatypes and properties.")
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private FolderOption project = new FolderOption();

  @Parameters(
      paramLabel = "TABLE",
      arity = "1..*",
      description =
          "Tables of one folder: CSV, TSV, JSON, JSON Lines or XML, gzip or zstd too; XLSX,"
              + " Parquet.")
  private List<Path> tables = List.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Path folder =
        Optional.ofNullable(tables.getFirst().toAbsolutePath().getParent()).orElse(Path.of(""));
    Path mapping = folder.resolve("mapping.ttl");
    for (Path table : tables) {
      if (!FirstMapping.knows(table)) {
        err.println(
            table
                + ": the file extension is not supported; expected csv, tsv, json, jsonl, ndjson or"
                + " xml, also with .gz or .zst, or xlsx or parquet");
        return 2;
      }
      if (!Files.isRegularFile(table)) {
        err.println("the file " + table + " does not exist");
        return 2;
      }
    }
    if (Files.exists(mapping, LinkOption.NOFOLLOW_LINKS)) {
      err.println(mapping + " already exists; move it away first");
      return 2;
    }
    GraphSettings graph = ProjectSettings.read(project.folder()).graph();
    Report report = new Report();
    List<ReadableFile> files = tables.stream().map(ReadableFile::named).toList();
    String turtle = new FirstMapping(ontology(), graph.iris(), graph.prefix(), report).of(files);
    FindingsPrinter.list(report, err);
    if (report.hasErrors()) {
      return 1;
    }
    try (OutputStream out = Access.none().allowWriting(folder).write(mapping, () -> true)) {
      out.write(turtle.getBytes(StandardCharsets.UTF_8));
    }
    spec.commandLine()
        .getOut()
        .println(
            "wrote %s; edit it, add a source.ttl, and see `techrace explain %s --row 1`"
                .formatted(mapping, mapping));
    return 0;
  }

  private List<ReadableFile> ontology() throws IOException {
    Path folder = project.folder().resolve("ontology");
    Access access = Access.none().allowReading(project.folder());
    return access.list(folder).stream()
        .filter(file -> file.toString().endsWith(".ttl"))
        .map(access::file)
        .toList();
  }
}
