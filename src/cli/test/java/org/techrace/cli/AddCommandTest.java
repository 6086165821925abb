package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Project.Outcome;

final class AddCommandTest {
  @TempDir private Path folder;
  private Project project = Project.at(Path.of(""));

  @BeforeEach
  void makeAProject() {
    Path graph = folder.resolve("graph");
    assertThat(Project.at(folder).command("new", graph.toString(), "--prefix=k").code()).isZero();
    project = Project.at(graph);
    assertThat(project.run("build").code()).isZero();
  }

  private String add(String name, String table, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve(name), table);
    String[] command = new String[options.length + 2];
    command[0] = "add";
    command[1] = file.toString();
    System.arraycopy(options, 0, command, 2, options.length);
    Outcome outcome = project.run(command);
    return outcome.code() + "\n" + outcome.out() + outcome.err();
  }

  private static final String MOONS =
      "name;planet mass (kg)\n\"Io; a moon\";8.9e22\nVenus;4.8675e24\nEuropa;4.8e22\n";

  @Test
  void showsWhatItWouldAddAndWritesNothingWithoutAYes() throws IOException {
    assertThat(add("moons.csv", MOONS))
        .startsWith("0\n3 rows, 2 columns, separated by ';'; names are in the column 'name'\n")
        .contains(
            "1 of these 3 are already in the graph\n",
            "  Venus is <https://example.org/graph/id/planet-venus>\n",
            "0 errors, 0 warnings, 0 notes\n",
            "what would be added: 2 new things, in\n",
            "  data/moons/mapping.ttl\n",
            "  ontology/moons.ttl\n",
            "the first row becomes\n",
            "https://example.org/graph/id/moons-io-a-moon",
            "nothing was written; --yes writes without asking\n");
    assertThat(project.folder().resolve("data/moons")).doesNotExist();
    assertThat(project.folder().resolve("ontology/moons.ttl")).doesNotExist();
  }

  /// A file without a header that begins with numbers: those are no names.
  @Test
  void takesNoNumbersForNames() throws IOException {
    assertThat(add("airlines.dat", "-1,Unknown\n1,Private flight\n2,135 Airways\n"))
        .startsWith(
            "0\n"
                + "3 rows, 2 columns, separated by ',', without names of columns; names are in the"
                + " column '_col.2'\n");
  }

  @Test
  void writesASourceThatBuilds() throws IOException {
    assertThat(add("moons.csv", MOONS, "--yes", "--class=Moon", "--title=Moons"))
        .startsWith("0\n")
        .contains("written; see it with: techrace serve");
    assertThat(project.run("build").code()).isZero();
    Path query =
        Files.writeString(
            folder.resolve("q.rq"),
            """
            PREFIX k: <https://example.org/graph/ontology#>
            SELECT ?name ?mass { ?m a k:Moon ; rdfs:label ?name ; k:planetMassKg ?mass }
            ORDER BY ?name
            """
                .replaceFirst("^", "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"));
    Outcome asked = project.run("query", query.toString(), "--format=csv");
    assertThat(asked.out().replace("\r", "")).contains("Europa,", "Io; a moon,", "Venus,");
    assertThat(add("moons.csv", MOONS)).startsWith("2\n").contains("data/moons exists already");
  }

  @Test
  void writesNothingIfTheChecksFindAnError() throws IOException {
    String said =
        add("planets2.csv", "name,position\nPluto,9\nVulcan,9\n", "--yes", "--class=Planet");
    assertThat(said)
        .startsWith("1\n")
        .contains("Two planets have the same position", "nothing was written");
    assertThat(project.folder().resolve("data/planets2")).doesNotExist();
  }

  @Test
  void aTableThatCannotBeReadIsReported() throws IOException {
    assertThat(add("empty.csv", "name,x\n")).startsWith("1\n").contains("the table has no row");
    assertThat(add("nothing.csv", "")).startsWith("1\nERROR [").contains("the file is empty");
    assertThat(project.run("add", folder.resolve("none.csv").toString()).code()).isEqualTo(2);
  }

  @Test
  void findsHowTheTableIsWritten() throws IOException {
    Path latin =
        Files.write(
            folder.resolve("peaks.csv"),
            "Peaks\n\nname;height\nZ\u00fcrich;1,5\nGen\u00e8ve;2,25\nSource: a survey\n"
                .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(project.run("add", latin.toString()).out())
        .contains(
            "2 rows, 2 columns, separated by ';', iso-8859-1, after 2 lines, before 1 rows of"
                + " notes",
            "\"Z\u00fcrich\"@en",
            "\"2.25\"^^<http://www.w3.org/2001/XMLSchema#decimal>".replace("2.25", "1.5"));
    assertThat(project.run("add", latin.toString(), "--encoding=windows-1251").out())
        .contains("windows-1251");
    assertThat(project.run("add", latin.toString(), "--encoding=none-such").code()).isEqualTo(2);
  }

  @Test
  void readsRowsOfDifferentLengthsAndSaysSo() throws IOException {
    assertThat(add("bad.csv", "name,x\na,1,2\nb\n"))
        .startsWith("0\n2 rows, 3 columns")
        .contains("The file is read leniently, because of line ", "the row has 3 cells");
  }

  @Test
  void codesBecomeConcepts() throws IOException {
    StringBuilder table = new StringBuilder("name,group\n");
    for (int i = 0; i < 20; i++) {
      table.append("Moon %d,%s\n".formatted(i, i % 2 == 0 ? "inner" : "outer"));
    }
    assertThat(add("moons.csv", table.toString(), "--yes")).startsWith("0\n");
    assertThat(project.folder().resolve("data/moons/mapping.ttl"))
        .content()
        .contains(
            "rml:subjectMap [ rml:template"
                + " \"https://example.org/graph/scheme/moons-group-{group}\"");
    assertThat(project.folder().resolve("ontology/moons.ttl"))
        .content()
        .contains(
            "<https://example.org/graph/ontology#group> a owl:ObjectProperty",
            "<http://www.w3.org/2004/02/skos/core#Concept> a owl:Class");
    assertThat(project.run("build").findings()).isEmpty();
  }

  private static final String VINTAGE =
      "name;planet mass (kg)\n\"Io; a moon\";8.93e22\nVenus;4.8675e24\nGanymede;1.48e23\n";

  @Test
  void aVintageReplacesATableAndSaysWhatChanges() throws IOException {
    assertThat(add("moons.csv", MOONS, "--yes", "--class=Moon")).startsWith("0\n");
    Path table = project.folder().resolve("data/moons/moons.csv");
    String before = Files.readString(table);
    assertThat(add("moons.csv", VINTAGE, "--vintage=moons"))
        .startsWith("0\n0 errors, 0 warnings")
        .contains(
            "| moon | 1 | 1 | 1 | gone: Europa; new: Ganymede |\n",
            "| planet mass (kg) | 0 | 0 | 1 | Io; a moon: 8.9e22 → 8.93e22 |\n",
            "No answer changes.",
            "nothing was written; --yes writes without asking\n");
    assertThat(table).hasContent(before);
    assertThat(add("m2.csv", VINTAGE, "--vintage=moons/moons.csv", "--yes"))
        .contains("written; see it with: techrace serve");
    assertThat(Files.readString(table).lines())
        .as("names keep their IRIs, those of other tables too")
        .contains(
            "https://example.org/graph/id/moon-io-a-moon,Io; a moon,8.93e22",
            "https://example.org/graph/id/planet-venus,Venus,4.8675e24",
            "https://example.org/graph/id/moon-ganymede,Ganymede,1.48e23");
    assertThat(project.folder().resolve("data/moons/source.ttl"))
        .content()
        .containsOnlyOnce("<http://purl.org/dc/terms/modified>");
    assertThat(project.run("build").findings()).isEmpty();
  }

  /// Names are compared after decoding, and the table keeps its encoding.
  @Test
  void aVintageMayHaveAnotherEncoding() throws IOException {
    Path table = project.folder().resolve("data/planets/planets.csv");
    String planets = Files.readString(table).replace("Venus", "Vénus");
    Path newer = folder.resolve("planets.csv");
    Files.write(newer, planets.getBytes(StandardCharsets.ISO_8859_1));
    Outcome added = project.run("add", newer.toString(), "--vintage=planets", "--yes");
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out())
        .contains(
            "the newer state is in ISO-8859-1, and is converted to UTF-8", "Vénus", "written");
    assertThat(Files.readString(table)).isEqualTo(planets);
    assertThat(project.run("check").code()).isZero();

    Path mapping = project.folder().resolve("data/planets/mapping.ttl");
    Files.writeString(
        mapping,
        Files.readString(mapping)
            .replace("\"planets.csv\"", "\"planets.csv\" ; rml:encoding rml:ISO-8859-1"));
    Outcome stated = project.run("check");
    assertThat(stated.code()).isEqualTo(1);
    assertThat(stated.out() + stated.err())
        .contains("planets.csv:", "is stated to be ISO-8859-1 and is UTF-8");
    Files.write(table, planets.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(project.run("check").code()).isZero();

    for (String name : List.of("Марс", "Mars \uD83D\uDE80")) {
      Files.writeString(newer, planets.replace("Mars", name));
      Outcome lacking = project.run("add", newer.toString(), "--vintage=planets", "--yes");
      assertThat(lacking.code()).as(name).isEqualTo(1);
      assertThat(lacking.out() + lacking.err())
          .contains(
              name.equals("Марс") ? "'М' cannot be" : "a character beyond U+FFFF cannot be",
              " written in ISO-8859-1",
              "nothing was written");
    }
  }

  @Test
  void aVintageWithErrorsOrWithoutATableIsRefused() throws IOException {
    String planets = Files.readString(project.folder().resolve("data/planets/planets.csv"));
    assertThat(add("planets.csv", planets.replace("position", "place"), "--vintage=planets"))
        .startsWith(
            "1\ndata/planets/planets.csv: new columns, which the mapping does not read: place\n")
        .contains(
            "columns that are gone: position",
            "data/planets/planets.csv: 'position' is probably called 'place' now: 100 % of the"
                + " cells are equal; rename it in line ",
            " of data/planets/mapping.ttl\n",
            "ERROR [",
            "nothing was written");
    assertThat(
            add(
                "planets.csv",
                planets.replace("position", "place").replaceAll(",(\\d)(?=[,\n])", ",9$1"),
                "--vintage=planets"))
        .as("other values: another column")
        .contains("columns that are gone: position")
        .doesNotContain("probably");
    assertThat(add("p.csv", planets, "--vintage=planets"))
        .startsWith("2\n")
        .contains("data/planets has no table 'p.csv'; it has planets.csv");
    assertThat(add("planets.csv", planets, "--vintage=stars"))
        .startsWith("2\n")
        .contains("there is no folder data/stars");
    assertThat(add("planets.csv", planets, "--vintage=planets", "--class=Star"))
        .startsWith("2\n")
        .contains("--class cannot be used with --vintage");
    assertThat(add("planets.csv", planets, "--vintage=planets", "--delimiter=tab"))
        .startsWith("2\n")
        .contains("--delimiter cannot be used with --vintage");
  }
}
