package org.techrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.rdf.Iris;
import org.techrace.release.Digests;
import org.techrace.release.Publication;
import org.techrace.release.Releases;
import org.techrace.report.Report;

/// Builds a project again and again, once with what the last build kept and once in full: the
/// releases have the same bytes.
class IncrementalBuildTest {
  private static final Publication PUBLICATION =
      new Publication(
          new Iris("https://w3id.org/techrace/"), "Test", "", Optional.empty(), List.of("en"));
  private static final String FN = "https://w3id.org/techrace/tool/function#";
  private static final String TELESCOPES = "data/telescopes/telescopes.csv";
  private static final String MAPPING = "data/telescopes/mapping.ttl";

  @TempDir private Path folder = Path.of("");
  private org.techrace.cli.Project files = org.techrace.cli.Project.at(Path.of(""));
  private int builds;

  @BeforeEach
  void createProject() throws IOException {
    files = org.techrace.cli.Project.in(folder.resolve("project"));
    files.write("data/observatories/countries.csv", "code,label\nc,Chile\n");
    // A code table of another source, with a code that it lacks, and a blank node for each row.
    files
        .edit(MAPPING, "@prefix rml: ", "@prefix fn: <" + FN + "> .\n@prefix rml: ")
        .edit(
            MAPPING,
            "    rml:predicateObjectMap\n",
            """
                rml:predicateObjectMap
                    [ rml:predicate rdfs:seeAlso ; rml:objectMap [ rml:template "x{slug}" ; rml:termType rml:BlankNode ] ] ,
                    [ rml:predicate rdfs:comment ; rml:objectMap [ rml:functionExecution [ rml:function fn:lookup ; rml:input
                        [ rml:parameter fn:text ; rml:inputValueMap [ rml:reference "country" ] ] ,
                        [ rml:parameter fn:table ; rml:inputValue "../observatories/countries.csv" ] ,
                        [ rml:parameter fn:from ; rml:inputValue "code" ] , [ rml:parameter fn:to ; rml:inputValue "label" ] ,
                        [ rml:parameter fn:otherwise ; rml:inputValue "" ] ] ] ] ,
            """)
        .write(
            TELESCOPES,
            """
            slug,name,observatory,aperture,first_light,country
            vlt,Very Large Telescope,paranal,8.2,1998-05-25,c
            keck,W. M. Keck Telescope,mauna-kea,10.0,1993-03-16,u
            """);
    assertUnchanged(0);
  }

  @Test
  void mapsNothingIfOnlyTheOntologyChanged() throws IOException {
    files.edit("ontology/techrace.ttl", "\"telescope\"", "\"big telescope\"");
    assertUnchanged(2);
  }

  @Test
  void mapsTheSourceOfAChangedTable() throws IOException {
    files.edit(TELESCOPES, "8.2", "8.3");
    assertUnchanged(1);
    files.edit(TELESCOPES, "8.3", "8.2");
    assertUnchanged(1);
  }

  @Test
  void writesTheTablesThatNameAThingWithANewName() throws IOException {
    files.edit("data/observatories/observatories.csv", "Paranal", "Cerro Paranal");
    assertUnchanged(1);
  }

  @Test
  void mapsTheSourceOfAChangedMapping() throws IOException {
    files.edit("data/observatories/mapping.ttl", "\"en\"", "\"de\"");
    // The telescopes do not read this file.
    assertUnchanged(1);
  }

  @Test
  void mapsTheSourcesThatReadAChangedCodeTable() throws IOException {
    files.write("data/observatories/countries.csv", "code,label\nc,Chile\nu,United States\n");
    assertUnchanged(0);
  }

  @Test
  void mapsTheSourceOfAChangedDescription() throws IOException {
    files.edit("data/telescopes/source.ttl", "\"Telescopes\"", "\"All telescopes\"");
    assertUnchanged(1);
  }

  @Test
  void readsTheRdfFilesOfASourceAgainIfOneChanged() throws IOException {
    String label = " <http://www.w3.org/2000/01/rdf-schema#label> ";
    files.write("data/stars/stars.nt", "<http://a/vega>" + label + "\"Vega\" .\n");
    files.write(
        "data/stars/source.ttl",
        Files.readString(files.folder().resolve("data/telescopes/source.ttl"))
            .replace("telescopes", "stars"));
    assertUnchanged(2);
    touch();
    assertUnchanged(3);
    files.write("data/stars/more.nt", "<http://a/deneb>" + label + "\"Deneb\" .\n");
    assertUnchanged(2);
  }

  @Test
  void mapsASourceWithANewFileAgain() throws IOException {
    files.edit("data/observatories/mapping.ttl", "\"observatories.csv\"", "\"obs*.csv\"");
    assertUnchanged(1);
    files.write("data/observatories/obs2.csv", "slug,name\nnew,New Observatory\n");
    assertUnchanged(1);
  }

  @Test
  void mapsASourceWithADamagedEntryAgain() throws IOException {
    List<Path> entry;
    try (Stream<Path> all = Files.list(kept("telescopes"))) {
      entry = all.toList();
    }
    assertThat(entry).hasSizeGreaterThan(2);
    for (Path file : entry) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      touch();
      assertUnchanged(1);
    }
    Files.delete(entry.getFirst());
    touch();
    assertUnchanged(1);
  }

  @Test
  void mapsASourceOfAnotherProgramAgain() throws IOException {
    Report report = new Report();
    Build build =
        new Build(new Project(files.folder(), PUBLICATION), incremental(), "other", Progress.NONE);
    build.publishChanges(report, Clock.systemUTC());
    assertThat(build.unchangedSources()).isZero();
  }

  @Test
  void aBuildWithAnErrorKeepsOnlyTheOtherSources() throws IOException {
    files.edit(TELESCOPES, "10.0", "ten");
    assertThat(build(incremental(), true).unchanged).isEqualTo(1);
    assertThat(kept("telescopes")).doesNotExist();
    assertThat(kept("observatories")).exists();
    files.edit(TELESCOPES, "ten", "10.0");
    assertUnchanged(1);
  }

  @Test
  void removesTheEntryOfARemovedSource() throws IOException {
    try (Stream<Path> all = Files.list(files.folder().resolve("data/telescopes"))) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(files.folder().resolve("data/telescopes"));
    assertUnchanged(1);
    assertThat(kept("telescopes")).doesNotExist();
  }

  @Test
  void mapsASourceWithAFunctionOfTheProjectEachTime() throws IOException {
    files.write(
        "functions/own.ttl",
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix my: <https://example.org/functions#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        my:now a sh:SPARQLFunction ; rdfs:comment "The text" ;
          sh:parameter [ sh:path my:text ; sh:order 1 ] ; sh:select "SELECT (UCASE(?text) AS ?up) {}" .
        """);
    files
        .edit(
            "data/observatories/mapping.ttl",
            "@prefix rml: ",
            "@prefix my: <https://example.org/functions#> .\n@prefix rml: ")
        .edit(
            "data/observatories/mapping.ttl",
            "rml:reference \"name\"",
            "rml:functionExecution [ rml:function my:now ; rml:input [ rml:parameter my:text ;"
                + " rml:inputValueMap [ rml:reference \"name\" ] ] ]");
    assertUnchanged(0);
    assertThat(kept("observatories")).doesNotExist();
    touch();
    assertUnchanged(1);
  }

  @Test
  void doesNotFollowALinkInPlaceOfTheFolder() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path mapped = incremental().folder().resolve("mapped");
    Files.move(mapped, folder.resolve("away"));
    Files.createSymbolicLink(mapped, elsewhere);
    touch();
    assertUnchanged(0);
    assertThat(elsewhere).isEmptyDirectory();
  }

  private Releases incremental() {
    return new Releases(folder.resolve("incremental"));
  }

  private Path kept(String source) {
    return incremental().folder().resolve("mapped").resolve(source);
  }

  /// Changes an input that no source reads.
  private void touch() throws IOException {
    files.write("ontology/schemes/touched.ttl", "# build " + builds + "\n");
  }

  private record Built(String id, int unchanged) {}

  /// Builds with what was kept and in full, and compares the releases.
  ///
  /// @param unchanged the number of sources that must not be mapped
  private void assertUnchanged(int unchanged) throws IOException {
    builds++;
    Built some = build(incremental(), true);
    Releases full = new Releases(folder.resolve("full"));
    Built all = build(full, false);
    assertThat(some.id).isNotEmpty().isEqualTo(all.id);
    assertThat(some.unchanged).isEqualTo(unchanged);
    assertThat(all.unchanged).isZero();
    Map<String, String> different = digests(incremental().folder(some.id));
    different.entrySet().removeAll(digests(full.folder(all.id)).entrySet());
    assertThat(different).isEmpty();
  }

  private Built build(Releases releases, boolean keep) throws IOException {
    Report report = new Report();
    Build build =
        new Build(new Project(files.folder(), PUBLICATION), releases, "test", Progress.NONE);
    Clock clock =
        Clock.fixed(Instant.parse("2026-11-24T12:00:00Z").plusSeconds(builds), ZoneOffset.UTC);
    Optional<String> id = keep ? build.publishChanges(report, clock) : build.publish(report, clock);
    return new Built(id.orElse(""), build.unchangedSources());
  }

  /// Returns the digests of the files of a release, without the label index: Lucene gives each
  /// index another id. So the checksums of the release before, which the description names, differ
  /// too and are left out.
  private static Map<String, String> digests(Path release) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> all = Files.walk(release)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = release.relativize(file).toString();
        if (!name.startsWith("text/") && !name.equals("SHA256SUMS")) {
          digests.put(name, Digests.sha256(file));
        }
      }
    }
    String description = Files.readString(release.resolve("release.ttl"));
    try (Stream<Path> all = Files.list(release.resolveSibling(""))) {
      for (Path sums :
          all.map(other -> other.resolve("SHA256SUMS")).filter(Files::exists).toList()) {
        description = description.replace(Digests.sha256(sums), "");
      }
    }
    digests.put("release.ttl", Digests.sha256(description));
    assertThat(digests).containsKeys("data.nq.gz", "report.ttl", "release.ttl");
    assertThat(digests.keySet()).anyMatch(name -> name.startsWith("tables/"));
    return digests;
  }
}
