package org.techrace.spark;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// A folder with a mapping, `mapping.ttl`, and its tables.
///
/// @param path the folder
/// @param base the base of relative IRIs
/// @param jdbc prefixes of the JDBC URLs of the databases that its mapping may read
record Folder(Path path, String base, List<String> jdbc) {
  static final String PREFIXES =
      """
      @prefix rml: <http://w3id.org/rml/> .
      @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      @prefix ex: <http://example.org/> .
      """;

  Folder(Path path) {
    this(path, "http://example.org/");
  }

  Folder(Path path, String base) {
    this(path, base, List.of());
  }

  private Sources sources() {
    return new Sources(List.of(path.toAbsolutePath().toString()), jdbc, null);
  }

  Folder file(String name, String text) throws IOException {
    Files.writeString(path.resolve(name), text);
    return this;
  }

  /// The outcome of a run.
  ///
  /// @param quads the lines, sorted; a line that was written twice is there twice
  record Outcome(List<String> quads, List<String> findings) {}

  /// Runs the mapping in one process.
  Outcome runHere() throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Optional<Mapping> mapping = MappingReader.read(path.resolve("mapping.ttl"), report);
    if (mapping.isPresent()) {
      EngineOptions options = EngineOptions.DEFAULT.withBase(base).withAccess(sources().access());
      new Engine(mapping.get(), options, report).writeNQuads(out);
    }
    return new Outcome(
        report.hasErrors()
            ? List.of()
            : out.toString(StandardCharsets.UTF_8).lines().sorted().toList(),
        findings(report));
  }

  /// Runs the mapping on Spark.
  ///
  /// @param bytes the size of the part of a file that one task maps
  Outcome runOn(JavaSparkContext spark, long bytes) throws IOException {
    return runOn(spark, bytes, Long.MAX_VALUE);
  }

  /// @param broadcast the size of the largest parent file whose join is not shuffled
  Outcome runOn(JavaSparkContext spark, long bytes, long broadcast) throws IOException {
    Report report = new Report();
    Path output = Files.createTempDirectory(path, "output").resolve("quads");
    Optional<Job> job = job(bytes, broadcast, report);
    if (job.isPresent()) {
      new SparkRun(spark, job.get(), 3)
          .write(output.toString(), QuadsFormat.Compression.ZSTD, report);
    }
    return new Outcome(read(output), findings(report));
  }

  /// Divides the mapping into tasks.
  Optional<Job> job(long bytes, long broadcast, Report report) throws IOException {
    Path mapping = path.resolve("mapping.ttl");
    return Job.of(
        mapping,
        Files.readString(mapping),
        base,
        RdfVersion.RDF_1_1,
        sources(),
        path.resolve("functions"),
        bytes,
        broadcast,
        report);
  }

  private List<String> findings(Report report) {
    return report.findings().stream()
        .map(finding -> finding.toString().replace(path.toAbsolutePath() + "/", ""))
        .sorted()
        .toList();
  }

  /// Reads the files of a run on Spark.
  static List<String> read(Path output) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!Files.isDirectory(output)) {
      return lines;
    }
    try (Stream<Path> files = Files.list(output)) {
      for (Path file : files.filter(f -> f.toString().contains(".nq")).toList()) {
        if (String.valueOf(file.getFileName()).startsWith(".")) {
          continue;
        }
        try (InputStream in = unpacked(file)) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  private static InputStream unpacked(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    if (file.toString().endsWith(".zst")) {
      return new ZstdInputStream(in);
    }
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
