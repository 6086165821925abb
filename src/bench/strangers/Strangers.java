import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.Iris;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.scaffold.FirstMapping;
import org.techrace.scaffold.TableOptions;

/// Drafts a mapping for each file of a folder and runs it. Argument: the folder.
final class Strangers {
  private int files;
  private int failed;
  private int withoutMapping;
  private int withoutKey;
  private long columns;
  private long active;

  public static void main(String[] args) throws IOException {
    long start = System.nanoTime();
    Strangers all = new Strangers();
    Path work = Files.createTempDirectory("strangers");
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      for (Path file :
          files.filter(f -> f.toString().matches("(?i).*\\.(csv|tsv)")).sorted().toList()) {
        all.add(file, work);
      }
    }
    Files.delete(work);
    System.out.printf(
        """
        | | |
        |---|--:|
        | files | %,d |
        | files without a mapping | %,d |
        | mappings with an ERROR | %,d |
        | mappings without key columns | %,d |
        | columns | %,d |
        | columns mapped | %,d (%.1f %%) |
        | seconds | %.0f |
        """,
        all.files,
        all.withoutMapping,
        all.failed,
        all.withoutKey,
        all.columns,
        all.active,
        100.0 * all.active / Math.max(1, all.columns),
        (System.nanoTime() - start) / 1e9);
  }

  private void add(Path original, Path work) throws IOException {
    files++;
    Path file = work.resolve(original.getFileName());
    Path mapping = work.resolve("mapping.ttl");
    Files.copy(original, file);
    Report report = new Report();
    try {
      Optional<String> draft =
          new FirstMapping(List.of(), Iris.EXAMPLE, "ex", TableOptions.NONE, report)
              .withCubes()
              .of(List.of(ReadableFile.named(file)));
      if (draft.isEmpty()) {
        withoutMapping++;
        columns +=
            Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .mapToInt(l -> l.split("[,;\t]", -1).length)
                .max()
                .orElse(1);
        print(original, "no mapping", report);
        return;
      }
      count(draft.get());
      Files.writeString(mapping, draft.get());
      report = new Report();
      Optional<Mapping> read = MappingReader.read(mapping, report);
      if (read.isPresent()) {
        EngineOptions options = EngineOptions.DEFAULT.withAccess(Access.none().allowReading(work));
        new Engine(read.get(), options, report).writeNQuads(OutputStream.nullOutputStream());
      }
      if (report.hasErrors()) {
        failed++;
        print(original, "ERROR", report);
      }
    } catch (RuntimeException e) {
      failed++;
      System.err.println(original.getFileName() + ": " + e);
    } finally {
      Files.deleteIfExists(mapping);
      Files.delete(file);
    }
  }

  private void count(String draft) {
    List<String> lines = linesOfTables(draft);
    int mapped =
        (int) lines.stream().filter(l -> l.startsWith("    rml:predicateObjectMap")).count();
    active += mapped;
    columns +=
        mapped
            + lines.stream()
                .filter(l -> l.matches(" +# The column .* is empty.*| +# rml:predicateObjectMap.*"))
                .count();
    if (draft.contains("# No columns with a unique value")) {
      withoutKey++;
    }
  }

  /// Returns the lines of the triples maps of tables, without those of concepts and schemes.
  private static List<String> linesOfTables(String draft) {
    List<String> lines = new ArrayList<>();
    boolean isTable = true;
    for (String line : draft.lines().toList()) {
      if (line.contains("rml:subjectMap")) {
        isTable = !line.contains("rml:class skos:Concept");
      }
      if (isTable) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static void print(Path file, String what, Report report) {
    System.err.println(file.getFileName() + ": " + what);
    report.findings().stream()
        .filter(f -> f.severity() == Severity.ERROR)
        .map(Finding::toString)
        .limit(3)
        .forEach(f -> System.err.println("    " + f));
  }
}
