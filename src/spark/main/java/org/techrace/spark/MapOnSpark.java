package org.techrace.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.pipeline.Project;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Place;
import org.techrace.report.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The program that `spark-submit` starts: `techrace map` on Spark.
@Command(
    name = "techrace-spark",
    mixinStandardHelpOptions = true,
    description = "Runs an RML mapping on Apache Spark and writes N-Quads, each quad once.")
public final class MapOnSpark implements Callable<Integer> {
  private static final int MAX_PARTITIONS = 10_000;
  private static final long BYTES_PER_MIB = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "MAPPING",
      description =
          "The mapping, as for techrace map. It and its tables have the same paths on all"
              + " machines.")
  private Path mapping = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description =
          "The folder to write, a path or a URI such as hdfs: or s3a:; it must not exist. With a"
              + " finding of severity ERROR nothing is written.")
  private String output = "";

  @Option(
      names = "--base",
      paramLabel = "IRI",
      description = "The base of relative IRIs (default: ${DEFAULT-VALUE}).")
  private String base = EngineOptions.DEFAULT.base();

  @Option(
      names = "--rdf",
      paramLabel = "VERSION",
      description =
          "The version of RDF of the output: 1.1, or 1.2 to allow triple terms and base directions"
              + " (default: ${DEFAULT-VALUE}).")
  private String rdf = RdfVersion.RDF_1_1.label();

  @Option(
      names = "--read",
      paramLabel = "DIR",
      description =
          "Let the mapping read files below DIR, in addition to the mapping's folder and the"
              + " project; repeatable.")
  private List<Path> read = List.of();

  @Option(
      names = "--jdbc",
      paramLabel = "URL-PREFIX",
      description =
          "Allow databases whose JDBC URL has this prefix, such as jdbc:postgresql://host/; all"
              + " others are refused; repeatable.")
  private List<String> jdbc = List.of();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The JDBC URL of the logical tables of an R2RML mapping, which names none; it may contain"
              + " user and password.")
  private @Nullable String database;

  @Option(
      names = "--split",
      paramLabel = "MIB",
      description =
          "The size of the part of a file or of a table in a database that one task maps, in MiB"
              + " (default: ${DEFAULT-VALUE}).")
  private int split = 32;

  @Option(
      names = "--broadcast",
      paramLabel = "MIB",
      description =
          "The size of the largest parent file that each executor reads as a whole, in MiB"
              + " (default: ${DEFAULT-VALUE}). Larger ones are joined by shuffle.")
  private int broadcast = 64;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "The number of files to write, at most (default: the number of tasks or cores, the"
              + " larger).")
  private @Nullable Integer partitions;

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description =
          "The compression of the files: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private QuadsFormat.Compression compression = QuadsFormat.Compression.ZSTD;

  /// Runs the program and ends the process.
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new MapOnSpark()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (split < 1 || broadcast < 0 || (partitions != null && partitions < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--split and --partitions are numbers from 1, --broadcast from 0");
    }
    Report report = new Report();
    Optional<Job> job = job(report);
    if (job.isPresent()) {
      // At Spark's own level, hundreds of lines would hide the findings.
      SparkConf conf =
          new SparkConf()
              .setIfMissing("spark.app.name", "techrace map " + mapping)
              .setIfMissing("spark.log.level", "WARN");
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        int files =
            Objects.requireNonNullElseGet(
                partitions,
                () ->
                    Math.clamp(
                        job.get().division().size(), spark.defaultParallelism(), MAX_PARTITIONS));
        long quads = new SparkRun(spark, job.get(), files).write(output, compression, report);
        spec.commandLine()
            .getErr()
            .printf("%,d tasks, %,d quads with duplicates%n", job.get().division().size(), quads);
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    report.findings().forEach(err::println);
    report.notKept().entrySet().stream()
        .filter(more -> more.getValue() > 0)
        .forEach(more -> err.printf("%,d more of severity %s%n", more.getValue(), more.getKey()));
    err.flush();
    return report.hasErrors() ? 1 : 0;
  }

  private Optional<Job> job(Report report) throws IOException {
    Path folder = Objects.requireNonNull(mapping.toAbsolutePath().normalize().getParent());
    Path project = Project.around(mapping).orElse(folder);
    List<Path> readable = new ArrayList<>(read);
    readable.add(folder);
    readable.add(project);
    Sources sources =
        new Sources(
            readable.stream().map(path -> path.toAbsolutePath().toString()).toList(),
            jdbc,
            database);
    try {
      sources.access();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    String text;
    try {
      text = ReadableFile.named(mapping).text();
    } catch (IOException e) {
      report.error(Place.file(mapping.toString()), "the mapping cannot be read: " + e.getMessage());
      return Optional.empty();
    }
    return Job.of(
        mapping,
        text,
        base,
        RdfVersion.of(rdf)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "--rdf is '%s'; expected 1.1 or 1.2".formatted(rdf))),
        sources,
        project.resolve("functions"),
        split * BYTES_PER_MIB,
        broadcast * BYTES_PER_MIB,
        report);
  }
}
