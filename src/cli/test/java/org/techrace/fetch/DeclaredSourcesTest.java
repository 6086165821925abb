package org.techrace.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Maps a sample of each file that the project declares: a sample in the form of its publisher, is
/// read by the project's own mapping.
///
/// The samples are in `src/cli/test/resources/fetch/SOURCE/TABLE`; the statements that each must
/// give are next to it in `TABLE.nt`.
final class DeclaredSourcesTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path SAMPLES = Path.of("src/cli/test/resources/fetch");

  @TempDir private Path folder = Path.of("");

  static List<Distribution> declared() throws IOException {
    Report report = new Report();
    List<Distribution> declared = Distributions.read(PROJECT, report);
    assertThat(report.findings()).isEmpty();
    return declared;
  }

  @Test
  void sourcesOfThePublishersAreDeclared() throws IOException {
    assertThat(declared().stream().map(Distribution::source).collect(Collectors.toSet()))
        .contains("epoch", "gleif", "openalex", "ror", "wikidata", "worldbank");
  }

  @ParameterizedTest
  @MethodSource("declared")
  void addressIsEncryptedAndDocumentedAndTheLicenceIsOpen(Distribution one) throws IOException {
    assertThat(one.url().text()).startsWith("https://");
    URI documentation = URI.create(one.documentation());
    assertThat(documentation.getScheme()).isEqualTo("https");
    assertThat(Files.readAllLines(PROJECT.resolve("data/publishers/sites.csv")))
        .as("the documentation is the publisher's")
        .anyMatch(line -> line.startsWith(documentation.getHost() + ","));
    assertThat(Files.readString(PROJECT.resolve("data/" + one.source() + "/source.ttl")))
        .as("the licence is that of the source, which a check holds to be open")
        .contains("dct:license <" + one.licence() + ">");
  }

  @ParameterizedTest
  @MethodSource("declared")
  void everyVariableOfTheAddressHasAValue(Distribution one) throws IOException {
    Path source = PROJECT.resolve("data").resolve(one.source());
    Set<String> known =
        Stream.concat(
                Stream.of("key", one.next().isPresent() ? "cursor" : "", "page"),
                one.query().stream().map(_ -> "query"))
            .collect(Collectors.toSet());
    if (one.each().isPresent()) {
      Access access = Access.none().allowReading(PROJECT);
      known.addAll(
          RequestTable.read(access.file(source.resolve(one.each().get()))).getFirst().keySet());
    }
    assertThat(known).containsAll(one.url().variables());
    one.query().ifPresent(query -> assertThat(source.resolve(query)).isRegularFile());
  }

  @ParameterizedTest
  @MethodSource("declared")
  void sampleIsMapped(Distribution one) throws IOException {
    Path sample = SAMPLES.resolve(one.name());
    Path table = PROJECT.resolve("data").resolve(one.name());
    Set<String> quads = map(one, table, inCache(one, sample));
    List<String> expected = Files.readAllLines(SAMPLES.resolve(one.name() + ".nt"));
    assertThat(expected).isNotEmpty();
    assertThat(expected).filteredOn(line -> !quads.contains(line)).as("missing").isEmpty();
  }

  /// The sample as it would be in the cache: packed, if the publisher packs it.
  private Path inCache(Distribution one, Path sample) throws IOException {
    Path file = folder.resolve(one.fileName());
    if (!one.mediaType().equals("application/zip")) {
      return Files.copy(sample, file);
    }
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("v2.10-2026-07-20-ror-data.csv"));
      zip.write("id,name\n".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("v2.10-2026-07-20-ror-data.json"));
      zip.write(Files.readAllBytes(sample));
    }
    return file;
  }

  private static Set<String> map(Distribution one, Path table, Path file) throws IOException {
    Access access = Access.none().allowReading(PROJECT).allowReading(file);
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path mapping = PROJECT.resolve("data").resolve(one.source()).resolve("mapping.ttl");
    new Engine(
            MappingReader.read(
                    access.file(mapping), Map.of(table, file), RdfVersion.RDF_1_1, report)
                .orElseThrow(),
            EngineOptions.DEFAULT.withAccess(access),
            report)
        .writeNQuads(out);
    assertThat(report.findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
    return out.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toSet());
  }
}
