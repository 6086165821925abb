package org.techrace.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.csvw.Csvw;
import org.techrace.engine.EngineOptions;
import org.techrace.report.Finding;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace csvw`: converts tables of CSV on the Web to RDF, or validates them.
@Command(
    name = "csvw",
    mixinStandardHelpOptions = true,
    description =
        "Converts tables with metadata of CSV on the Web to RDF in N-Triples, or validates them."
            + " Tables are held in memory; 'techrace map' maps large ones.")
final class CsvwCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description =
          "A CSV file, whose metadata is in FILE-metadata.json or csv-metadata.json next to it, or"
              + " metadata (.json).")
  private Path file = Path.of("");

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description = "Metadata in the same folder that overrides any other.")
  private @Nullable Path metadata;

  @Option(names = "--minimal", description = "Write only the triples of the cells.")
  private boolean minimal;

  @Option(
      names = "--validate",
      description = "Write nothing; faults of cells, rows and keys are errors, not warnings.")
  private boolean validate;

  @Option(
      names = "--base",
      paramLabel = "IRI",
      description = "The URL of the folder of the file (default: ${DEFAULT-VALUE}).")
  private String base = EngineOptions.DEFAULT.base();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The output file (default: standard output).")
  private @Nullable Path output;

  /// True once all triples have been written without an error.
  private boolean whole;

  @Override
  public Integer call() throws IOException {
    Path folder = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElseThrow();
    if (!Files.isRegularFile(file)) {
      throw wrong("the file %s does not exist; %s".formatted(file, Nearest.hintOfFile(file)));
    }
    if (metadata != null && !folder.equals(metadata.toAbsolutePath().normalize().getParent())) {
      throw wrong("--metadata is '%s'; expected a file in %s".formatted(metadata, folder));
    }
    if (!base.matches("[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"]*/")) {
      throw wrong("--base is '%s'; expected an IRI that ends in a slash".formatted(base));
    }
    Csvw.Input input =
        new Csvw.Input(
            base + file.getFileName(),
            Optional.ofNullable(metadata).map(m -> base + m.getFileName()),
            Optional.empty());
    Access access = Access.none().allowReading(folder);
    Report report = new Report();
    if (validate) {
      Csvw.validate(input, url -> read(access, folder, url), report);
    } else {
      try (OutputStream out = open()) {
        Csvw.write(input, url -> read(access, folder, url), minimal, out, report);
        whole = !report.hasErrors();
      }
    }
    Report inFiles = new Report();
    inFiles.addAll(
        report,
        finding ->
            new Finding(finding.severity(), inFile(finding.place(), folder), finding.message()));
    FindingsPrinter.list(inFiles, spec.commandLine().getErr());
    return report.hasErrors() ? 1 : 0;
  }

  /// Returns a place in the file of a URL.
  private Place inFile(Place place, Path folder) {
    return place instanceof Place.InFile(String url, long line, int column)
        ? path(folder, url)
            .<Place>map(path -> new Place.InFile(Place.nameOf(path), line, column))
            .orElse(place)
        : place;
  }

  /// Returns the bytes of a file in the folder or below it by its URL.
  private Optional<byte[]> read(Access access, Path folder, String url) throws IOException {
    Optional<Path> path = path(folder, url).filter(Files::isRegularFile);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = access.file(path.get()).stream()) {
      return Optional.of(in.readAllBytes());
    }
  }

  /// Returns the path in the folder or below it that a URL names.
  private Optional<Path> path(Path folder, String url) {
    if (!url.startsWith(base)) {
      return Optional.empty();
    }
    String name =
        URLDecoder.decode(
            url.substring(base.length()).replaceFirst("[?#].*", "").replace("+", "%2B"),
            StandardCharsets.UTF_8);
    return Optional.of(folder.resolve(name).normalize()).filter(path -> path.startsWith(folder));
  }

  private OutputStream open() throws IOException {
    return output == null
        ? new BufferedOutputStream(CloseShieldOutputStream.wrap(System.out))
        : Access.writeNamed(output, () -> whole);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
