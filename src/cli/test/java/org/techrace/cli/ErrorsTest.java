package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Errors in a project, end to end: a finding has the place, the found and the expected value and a
/// solution; nothing is published, and the current release stays current.
final class ErrorsTest {
  private static final String TABLE = "data/telescopes/telescopes.csv";
  private static final String MAPPING = "data/telescopes/mapping.ttl";

  @TempDir private Path folder = Path.of("");
  private String current = "";

  /// A project with a release, so that each case can show that it stays.
  @BeforeEach
  void build() throws IOException {
    Project project = project();
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.err()).isZero();
    current = project.releases().current().orElseThrow();
  }

  private Project project() throws IOException {
    return Files.exists(folder.resolve("data")) ? Project.at(folder) : Project.in(folder);
  }

  private void assertFinds(Project broken, String... findings) throws IOException {
    Project.Outcome built = broken.run("build");
    assertThat(built.findings()).containsExactly(findings);
    assertThat(built.code()).isEqualTo(1);
    assertThat(broken.releases().current()).contains(current);
    assertThat(broken.releases().list()).containsExactly(current);
    try (var files = Files.list(broken.releases().folder())) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.contains("staging")))
          .isEmpty();
    }
    assertThat(broken.run("check").findings()).containsExactly(findings);
  }

  @Test
  void missingColumn() throws IOException {
    assertFinds(
        project().edit(TABLE, "first_light", "frist_light"),
        "ERROR [data/telescopes/telescopes.csv:1] unknown column 'first_light'; did you mean"
            + " 'frist_light'? (data/telescopes/mapping.ttl:17:55 of <#telescopes>)");
  }

  /// RDF 1.2 is reported with its place.
  @Test
  void triplesAboutTriples() throws IOException {
    String message =
        "a triple term needs RDF 1.2; set graph.rdf = \"1.2\" in techrace.toml, or use --rdf 1.2,"
            + " or give the statement an IRI of its own";
    String description = "data/telescopes/source.ttl";
    String before = Files.readString(project().folder().resolve(description));
    long line = before.lines().count() + 1;
    Project about = project().write(description, before + "<#a> <#b> <<( <#a> <#b> <#c> )>> .\n");
    assertFinds(about, "ERROR [%s:%d:11] %s".formatted(description, line, message));
    about.write(description, before + "<#a> <#b> <#c> {| <#d> <#e> |} .\n");
    assertFinds(about, "ERROR [%s:%d:16] %s".formatted(description, line, message));
    about.write(description, before + "<#a> <#b> \"x\"@ar--rtl .\n");
    assertFinds(
        about,
        "ERROR [%s:%d:11] the base direction in the language tag 'ar--rtl' needs RDF 1.2; set"
                .formatted(description, line)
            + " graph.rdf = \"1.2\" in techrace.toml, or use --rdf 1.2, or use the tag 'ar'");
  }

  @Test
  void blankKey() throws IOException {
    assertFinds(
        project().edit(TABLE, "vista,VISTA", ",VISTA"),
        "ERROR [data/telescopes/telescopes.csv:3] the key slug is empty; every row needs one:"
            + " fill it in");
  }

  @Test
  void badNumber() throws IOException {
    assertFinds(
        project().edit(TABLE, "4.1", "about 4"),
        "ERROR [data/telescopes/telescopes.csv:3] column 'aperture': 'about 4' is not a valid"
            + " xsd:decimal; expected such as 3.14 (data/telescopes/mapping.ttl:16:53 of"
            + " <#telescopes>)");
  }

  @Test
  void wrongDate() throws IOException {
    assertFinds(
        project().edit(TABLE, "2009-12-11", "11.12.2009"),
        "ERROR [data/telescopes/telescopes.csv:3] column 'first_light': '11.12.2009' is not a valid"
            + " xsd:date; expected such as 2026-11-24 (data/telescopes/mapping.ttl:17:55 of"
            + " <#telescopes>)");
  }

  @Test
  void referenceToAnEntityThatDoesNotExist() throws IOException {
    assertFinds(
        project().edit(TABLE, "VISTA,paranal", "VISTA,paranel"),
        "ERROR [data/telescopes/telescopes.csv:3] id:telescope-vista: an entity is referred to but"
            + " has no class (missing = id:observatory-paranel); add a row for it, or correct the"
            + " reference");
  }

  @Test
  void duplicateKey() throws IOException {
    assertFinds(
        project().edit(TABLE, "subaru,", "vlt,"),
        "ERROR [data/telescopes/telescopes.csv:5] the key slug 'vlt' is already on line 2; keys"
            + " are unique: change or remove one row");
  }

  @Test
  void invalidUtf8() throws IOException {
    String text = Files.readString(folder.resolve(TABLE)).replace("すばる望遠鏡", "Sübaru");
    assertFinds(
        project().write(TABLE, text.getBytes(StandardCharsets.ISO_8859_1)),
        "ERROR [data/telescopes/telescopes.csv:5:9] the bytes FC are not UTF-8; save the file in"
            + " that encoding or set rml:encoding; it seems to be ISO-8859-1");
  }

  @Test
  void truncatedQuotedCell() throws IOException {
    assertFinds(
        project().edit(TABLE, "keck,W. M. Keck Telescope", "keck,\"W. M. Keck Telescope"),
        "ERROR [data/telescopes/telescopes.csv:4] a quoted cell of this row is never closed; close"
            + " it, or double a quote inside a cell");
  }

  @Test
  void emptyFile() throws IOException {
    assertFinds(
        project().write(TABLE, ""),
        "ERROR [data/telescopes/telescopes.csv] the file is empty; expected a header line with the"
            + " column names");
  }

  @Test
  void typoInAPropertyOfTheMapping() throws IOException {
    assertFinds(
        project().edit(MAPPING, "rml:predicate tr:aperture", "rml:predciate tr:aperture"),
        "ERROR [data/telescopes/mapping.ttl:16:11] rml:predciate is not allowed in a"
            + " predicate-object map; did you mean 'predicate'?",
        "ERROR [data/telescopes/mapping.ttl:16:9] the predicate-object map has no predicate; add"
            + " rml:predicateMap or rml:predicate");
  }

  @Test
  void shaclViolation() throws IOException {
    assertFinds(
        project().edit(TABLE, "4.1", "-4.1"),
        "ERROR [data/telescopes/telescopes.csv:3] id:telescope-vista: tr:aperture: an aperture is"
            + " more than 0 metres; correct it; found -4.1");
  }

  /// Not the first finding only: all of them, of every source.
  @Test
  void everyFindingOfEverySource() throws IOException {
    assertFinds(
        project()
            .edit("data/observatories/observatories.csv", "mauna-kea,", ",")
            .edit(TABLE, "4.1", "about 4")
            .edit(TABLE, "1998-05-25", "soon"),
        "ERROR [data/observatories/observatories.csv:3] the key slug is empty; every row"
            + " needs one: fill it in",
        "ERROR [data/telescopes/telescopes.csv:2] column 'first_light': 'soon' is not a valid"
            + " xsd:date; expected such as 2026-11-24 (data/telescopes/mapping.ttl:17:55 of"
            + " <#telescopes>)",
        "ERROR [data/telescopes/telescopes.csv:3] column 'aperture': 'about 4' is not a valid"
            + " xsd:decimal; expected such as 3.14 (data/telescopes/mapping.ttl:16:53 of"
            + " <#telescopes>)",
        "ERROR [data/telescopes/telescopes.csv:4] id:telescope-keck: an entity is referred to but"
            + " has no class (missing = id:observatory-mauna-kea); add a row for it, or correct the"
            + " reference",
        "ERROR [data/telescopes/telescopes.csv:5] id:telescope-subaru: an entity is referred to but"
            + " has no class (missing = id:observatory-mauna-kea); add a row for it, or correct the"
            + " reference");
  }
}
