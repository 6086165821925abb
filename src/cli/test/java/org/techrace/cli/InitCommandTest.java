package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Workbooks;

/// The first mapping of a file of each format builds as it is and says what the file says.
final class InitCommandTest {
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  @TempDir private Path folder = Path.of("");

  /// Writes the first mapping of a table in a source of its own, and builds.
  ///
  /// @return the mapping
  private String build(String table, byte[] bytes) throws IOException {
    Project project = Project.in(folder);
    project
        .write("data/domes/" + table, bytes)
        .write(
            "data/domes/source.ttl",
            Files.readString(folder.resolve("data/telescopes/source.ttl"))
                .replace("telescopes", "domes"))
        .write(
            "ontology/external.ttl",
            """
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            <http://www.w3.org/ns/prov#Entity> a owl:Class .
            """);
    Project.Outcome made = project.run("init", folder.resolve("data/domes/" + table).toString());
    assertThat(made.code()).as(made.err()).isZero();
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.out() + built.err()).isZero();
    // A draft leaves out the text of a member that is an object in other records, and says so.
    assertThat(built.findings())
        .filteredOn(finding -> finding.contains("domes"))
        .allMatch(finding -> finding.contains("'site.n' goes on below values that have nothing"));
    return Files.readString(folder.resolve("data/domes/mapping.ttl"));
  }

  private String build(String table, String text) throws IOException {
    return build(table, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Runs the mapping after a property is added for every column that the ontology does not know.
  private String quads() throws IOException {
    Path mapping = folder.resolve("data/domes/mapping.ttl");
    Files.writeString(mapping, Files.readString(mapping).replace("# rml:", "rml:"));
    Path output = folder.resolve("o.nq");
    StringWriter err = new StringWriter();
    String[] map = {"map", mapping.toString(), "-o", output.toString()};
    assertThat(Main.run(map, new PrintWriter(err), new PrintWriter(err)))
        .as(err.toString())
        .isZero();
    return Files.readString(output);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = InitCommandTest.class.getResourceAsStream("/table/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  @Test
  void jsonLines() throws IOException {
    String mapping =
        build(
            "domes.jsonl",
            """
            {"code":"D1","label":"Dome one","site":{"height m":12.5},"tags":["a","b"]}
            {"code":"D2","label":"Dome two","site":{"height m":7},"parts":[{"n":1}]}
            """);
    assertThat(mapping)
        .contains("rml:referenceFormulation rml:JSONPath ; rml:iterator \"$\"")
        .contains("id/domes-{code}")
        .contains("rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"label\" ]")
        .contains("# These occur several times in a row and need rows of their own: parts[*].")
        .contains("rml:iterator \"$.parts[*]\"")
        .doesNotContain("    rml:predicateObjectMap [ rml:predicate tr:parts");
    assertThat(quads())
        .contains("domes-D1> <https://w3id.org/techrace/ontology#siteHeightM> \"12.5\"")
        .contains("\"a\" .", "\"b\" .");
  }

  @Test
  void objectsWithinARowAreSaidToBeLeftOut() throws IOException {
    Path file = folder.resolve("domes.json");
    Files.writeString(
        file, "[{\"code\":\"D1\",\"parts\":[{\"n\":1}]},{\"code\":\"D2\",\"a\":{\"b\":[[2]]}}]");
    Project.Outcome made = Project.at(folder).run("init", file.toString());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err())
        .contains("WARN", "domes.json] the draft maps nothing of parts[*], a.b[*], which occur");
  }

  @Test
  void jsonLinesThatAreOneArray() throws IOException {
    assertThat(
            build("domes.jsonl", "[{\"code\":\"D1\",\"size\":1},\n{\"code\":\"D2\",\"size\":2}]"))
        .contains("rml:referenceFormulation rml:JSONPath ; rml:iterator \"$\"");
    assertThat(quads()).contains("#size> \"1\"", "#size> \"2\"");
  }

  /// The records of a real registry: a URL as key, a value that is sometimes a text and sometimes
  /// an object, and a value that is always absent.
  @Test
  void recordsThatDiffer() throws IOException {
    String mapping =
        build(
            "domes.jsonl",
            """
            {"id":"https://example.org/D1","display_name":"One","links":["x"],"site":"a","gone":null,"aperture unit":1}
            {"id":"https://example.org/D2","display_name":"Two","links":[{"u":1}],"site":{"n":1},"gone":null}
            """);
    assertThat(mapping)
        .contains("rml:subjectMap [ rml:reference \"id\" ; rml:class tr:Dome ]")
        .contains("rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"display_name\" ]")
        .contains("of their own: links[*].")
        .contains("rml:reference \"site.n\"")
        .contains("\"aperture unit\" ; rml:datatype xsd:integer ] ] ;  # tr:aperture?")
        .doesNotContain("\"site\"", "\"links[*]\" ]", "\"gone\"");
    assertThat(quads()).contains("<https://example.org/D2> ");
  }

  @Test
  void columnsWithNothingInThem() throws IOException {
    assertThat(build("domes.csv", "code,label,height,\nD1,One,,\nD2,Two,,\n"))
        .contains(
            """
            rml:predicate tr:height ; rml:objectMap [ rml:reference "height" ] ] ;
                # The column "_col.4" is empty.
            """);
  }

  @Test
  void missingValuesInJsonAndXml() throws IOException {
    build(
        "domes.json",
        """
        [{"code":"D1","size":1,"built":"2020-01-01"}, {"code":"D2","size":"NA","built":"NA"},
         {"code":"D3","size":3,"built":"2020-01-03"}]
        """);
    assertThat(quads())
        .contains("#size> \"3\"^^<" + XSD + "integer>", "#built> \"2020-01-03\"^^<" + XSD + "date>")
        .doesNotContain("NA");
    Files.writeString(
        folder.resolve("t.xml"),
        "<r><i k='1'><n>5</n></i><i k='2'><n>-</n></i><i k='3'><n>7</n></i></r>");
    assertThat(mapped("t.xml"))
        .contains("<id/t-3> <ontology#n> \"7\"", "<id/t-2> <ontology#k> \"2\"")
        .doesNotContain("\"-\"");
  }

  @Test
  void rowsDeepInAJsonDocument() throws IOException {
    byte[] json =
        """
        {"page":{"number":1},"few":[{"x":1}],
         "found":{"the.domes":[{"code":"D1","it's":1},{"code":"D2"},{"code":"D3","it's":3}]}}
        """
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(json);
    }
    assertThat(build("domes.json.gz", packed.toByteArray()))
        .contains("rml:iterator \"$.found['the.domes'][*]\"");
    assertThat(quads())
        .contains("domes-D3> <https://w3id.org/techrace/ontology#itS> \"3\"^^<" + XSD + "integer>");
  }

  @Test
  void xml() throws IOException {
    String mapping =
        build(
            "domes.xml",
            """
            <list xmlns="http://example.org/domes"><head/>
              <dome id="D1"><label>Dome one</label><size unit="m"><height>12.5</height></size></dome>
              <dome id="D2"><label>Dome two</label><size unit="m"><height>7</height></size></dome>
            </list>
            """);
    assertThat(mapping)
        .contains("rml:iterator \"/n1:list/n1:dome\"")
        .contains("id/domes-{@id}")
        .contains("rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"n1:label\" ]");
    assertThat(quads()).contains("domes-D1>").contains("\"12.5\"^^<" + XSD + "decimal> .");
  }

  @Test
  void sheets() throws IOException {
    assertThat(build("people.xlsx", resource("people.xlsx")))
        .contains("<#people-people> a rml:TriplesMap")
        .doesNotContain(":PeoplePe")
        .contains("rml:iterator \"people\"");
    assertThat(quads())
        .contains("people-people-1>")
        .contains("\"1990-02-03\"^^<" + XSD + "date> .");
  }

  @Test
  void aColumnWithTheKeysOfAnotherTableIsALinkAndNoKey() throws IOException {
    Path folder = Files.createDirectories(this.folder.resolve("links"));
    StringBuilder hives = new StringBuilder("hive,visited,place\n");
    StringBuilder keepers = new StringBuilder("keeper,hive\n");
    for (int i = 0; i < 9; i++) {
      hives.append("H0%d,2024-05-0%d,Meadow %s\n".formatted(i, i + 1, (char) ('A' + i)));
      keepers.append("Keeper %s,H0%d\n".formatted((char) ('A' + i), i));
    }
    Files.writeString(folder.resolve("hives.csv"), hives.toString());
    Files.writeString(folder.resolve("keepers.csv"), keepers.toString());
    assertThat(
            Project.at(this.folder)
                .run(
                    "init",
                    folder.resolve("hives.csv").toString(),
                    folder.resolve("keepers.csv").toString())
                .findings())
        .isEmpty();
    assertThat(Files.readString(folder.resolve("mapping.ttl")))
        .contains("id/hives-{hive}", "id/keepers-{keeper}")
        .contains(
            "rml:parentTriplesMap <#hives> ; rml:joinCondition [ rml:child \"hive\" ; rml:parent"
                + " \"hive\" ]");
  }

  @Test
  void tablesOfASheetHaveAClassEach() throws IOException {
    String mapping =
        build(
            "farm.xlsx",
            Workbooks.workbook(
                new String[][] {
                  {"code", "size"}, {"A1", "3"}, {"A2", "5"}, {}, {"city", "people"}, {"Bonn", "7"}
                }));
    // Each table has a class.
    assertThat(mapping).contains(":Farm ]", ":Farm2 ]");
  }

  /// A sheet for people: a title, an empty row, the table, totals and a note.
  @Test
  void sheetWithTitleAndTotals() throws IOException {
    byte[] workbook =
        Workbooks.workbook(
            new String[][] {
              {"Domes of the observatory", "", ""},
              {},
              {"Code", "Name", "Height"},
              {"D1", "Dome one", "12"},
              {"D2", "Dome two", "7"},
              {"D3", "Dome three", "9"},
              {"Total", "", "28"},
              {"-: not measured"},
              {"Source: survey of 2025"}
            });
    assertThat(build("domes.xlsx", workbook))
        .contains("csvw:dialect [ csvw:skipRows 2 ; tool:footerRows 3 ]")
        .contains(
            "# Left out as notes or totals, the last rows: «Total | 28», «-: not measured»,"
                + " «Source: survey of 2025»."
                + " Change tool:footerRows if they are data.")
        .contains("domes-{Code}");
    assertThat(quads())
        .contains("domes-D3>")
        .contains("\"9\"^^<" + XSD + "integer> .")
        .doesNotContain("\"28\"", "Total", "survey");
  }

  /// A cell that is displayed as 25 % is stored as 0.25; a postcode has a number format with zeros.
  @Test
  void cellsInPercentAndWithZerosInFront() throws IOException {
    StringBuilder rows =
        new StringBuilder(
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Postcode</t></is></c>"
                + "<c r=\"B1\" t=\"inlineStr\"><is><t>growth_pct</t></is></c>"
                + "<c r=\"C1\" t=\"inlineStr\"><is><t>Share (%)</t></is></c></row>");
    for (int row = 2; row < 8; row++) {
      rows.append(
          "<row r=\"%1$d\"><c r=\"A%1$d\" s=\"3\"><v>123%1$d</v></c><c r=\"B%1$d\" s=\"2\"><v>0.1%1$d</v></c><c r=\"C%1$d\" s=\"%2$d\"><v>0.%1$d</v></c></row>"
              .formatted(row, row % 2 == 0 ? 2 : 0));
    }
    assertThat(
            build(
                "zones.xlsx",
                Workbooks.zip("<worksheet><sheetData>" + rows + "</sheetData></worksheet>")))
        .containsOnlyOnce("fn:multiply")
        .containsOnlyOnce("# Some cells are displayed in percent");
    assertThat(quads())
        .contains("zones-01234>", "growthPct> \"12\"^^<" + XSD + "decimal>")
        .contains("\"0.2\"^^<" + XSD + "decimal>");
  }

  @Test
  void mergedCellsAndHiddenSheets() throws IOException {
    StringBuilder merged = new StringBuilder();
    for (int row = 2; row < 10; row += 2) {
      merged.append("<mergeCell ref=\"B%d:B%d\"/>".formatted(row, row + 1));
    }
    String[][] cells = new String[10][];
    cells[0] = new String[] {"Code", "Size"};
    for (int row = 1; row < 10; row++) {
      cells[row] = new String[] {"D" + row, row % 2 == 1 ? "big" : ""};
    }
    assertThat(
            build(
                "zones.xlsx",
                Workbooks.zip(
                    "<worksheet>"
                        + Workbooks.rows(cells)
                        + "<mergeCells>"
                        + merged
                        + "</mergeCells></worksheet>",
                    "",
                    " state=\"hidden\"")))
        .contains("# Each of the cells that are merged has their value: B2:B3, B4:B5, B6:B7, ….")
        .contains("# The sheet 'The data' is hidden in the workbook.");
  }

  @Test
  void parquet() throws IOException {
    assertThat(build("people.parquet", resource("people.parquet")))
        .contains("id/people-{id}")
        .doesNotContain("primaryKey");
    assertThat(quads()).contains("\"1990-02-03\"^^<" + XSD + "date> .");
  }

  @Test
  void whatHasNothingToMap() throws IOException {
    Path file = Files.writeString(folder.resolve("t.json"), "[1, 2, [3]]");
    Project.Outcome made = Project.at(folder).run("init", file.toString());
    assertThat(made.code()).isEqualTo(1);
    assertThat(made.err()).contains("t.json] the file has no object with a text or number to map");
    Files.writeString(folder.resolve("t.xml"), "<a><b");
    made = Project.at(folder).run("init", folder.resolve("t.xml").toString());
    assertThat(made.code()).isEqualTo(1);
    assertThat(made.err()).contains("t.xml:1").contains("this is not XML");
  }

  /// Maps tables of one folder, and returns the quads.
  private String mapped(String... tables) throws IOException {
    List<String> init = new ArrayList<>(List.of("init", "--project", folder.toString()));
    for (String table : tables) {
      init.add(folder.resolve(table).toString());
    }
    StringWriter err = new StringWriter();
    assertThat(Main.run(init.toArray(String[]::new), new PrintWriter(err), new PrintWriter(err)))
        .as(err.toString())
        .isZero();
    Path output = folder.resolve("o.nq");
    String[] map = {"map", folder.resolve("mapping.ttl").toString(), "-o", output.toString()};
    assertThat(Main.run(map, new PrintWriter(err), new PrintWriter(err)))
        .as(err.toString())
        .isZero();
    return Files.readString(output).replaceAll("https?://[^>]*/(ontology#|id/)", "$1");
  }

  @Test
  void foreignKeysBecomeJoins() throws IOException {
    Files.writeString(
        folder.resolve("sites.csv"), "code,label,area\nS1,Hill,north\nS2,Plain,south\n");
    Files.writeString(folder.resolve("areas.csv"), "name,size\nnorth,1\nsouth,2\n");
    Files.writeString(
        folder.resolve("domes.csv"),
        """
        code,label,site_code,site,area
        D1,One,S2,S9,north
        D2,Two,S1,S1,NA
        D3,Three,,S1,south
        """);
    assertThat(mapped("domes.csv", "sites.csv", "areas.csv"))
        // A value that is no key of the other table, and a code of the row itself, stay texts.
        .contains(
            "<id/domes-D1> <ontology#siteCode> <id/sites-S2>",
            "<id/domes-D2> <ontology#siteCode> <id/sites-S1>",
            "<id/domes-D1> <ontology#site> \"S9\"",
            "<id/domes-D1> <ontology#code> \"D1\"",
            "<id/sites-S1> <ontology#area> <id/areas-north>");
    assertThat(folder.resolve("mapping.ttl"))
        .content()
        .contains("# No link to <#sites>, because of 1 of 3 values that are no keys of it");
  }

  /// The nodes and edges of a network.
  @Test
  void columnsThatAreRolesAloneAreLinks() throws IOException {
    StringBuilder nodes = new StringBuilder("Id,Label\n");
    StringBuilder edges = new StringBuilder("Source,Target,weight\n");
    for (int i = 0; i < 20; i++) {
      nodes.append("n-%c,Node %d%n".formatted('a' + i, i));
      edges.append("n-%c,n-%c,%d%n".formatted('a' + i, 'a' + (i + 3) % 20, i % 5));
      edges.append("n-%c,n-%c,%d%n".formatted('a' + i, 'a' + (i + 7) % 20, i % 5));
    }
    Files.writeString(folder.resolve("nodes.csv"), nodes);
    Files.writeString(folder.resolve("edges.csv"), edges);
    assertThat(mapped("nodes.csv", "edges.csv"))
        .containsPattern("<id/edges-\\S+> <ontology#target> <id/nodes-n-d>")
        .containsPattern("<id/edges-\\S+> <ontology#source> <id/nodes-n-a>");
  }

  /// Two tables have the same key: the one with more texts describes the things.
  @Test
  void keysOfTheSameNameAreOneThing() throws IOException {
    Files.writeString(
        folder.resolve("films.csv"), "filmId,title,genre\n1,Up,a\n2,Ran,b\n3,Heat,c\n4,M,d\n");
    Files.writeString(folder.resolve("codes.csv"), "filmId,score\n1,0.5\n2,1.5\n3,2.5\n4,2.5\n");
    Files.writeString(folder.resolve("tags.csv"), "user,filmId,tag\n7,1,x\n7,2,y\n8,3,x\n9,3,y\n");
    assertThat(mapped("codes.csv", "films.csv", "tags.csv"))
        .contains("<id/codes-1> <ontology#film> <id/films-1>")
        .containsPattern("<id/tags-\\S+> <ontology#film> <id/films-3>");
  }

  /// The keys of players have gaps, so that values such as `winner` are keys by no chance. Those of
  /// officials have none where the points are, so that points are keys by chance; the greatest one
  /// is far away, and `judge_id` says that its values are keys.
  @Test
  void valuesThatAreKeysByNoChanceAreLinks() throws IOException {
    StringBuilder players = new StringBuilder("player,born_in\n");
    StringBuilder officials = new StringBuilder("official_id,since\n90000,x\n");
    StringBuilder matches = new StringBuilder("match,winner,rank,points,judge_id\n");
    for (int i = 0; i < 60; i++) {
      int n = i % 40;
      players.append("%d,Town %d%n".formatted(20_000 + 7 * i, i % 9));
      officials.append("%d,%c%n".formatted(100 + i, 'a' + i % 5));
      matches.append(
          "m%d,%d,%d,%d,%d%n".formatted(i, 20_000 + 7 * n, 20_000 + 3 * n, 101 + n, 101 + n));
    }
    Files.writeString(folder.resolve("players.csv"), players);
    Files.writeString(folder.resolve("officials.csv"), officials);
    Files.writeString(folder.resolve("matches.csv"), matches);
    assertThat(mapped("players.csv", "officials.csv", "matches.csv"))
        .contains(
            "<id/matches-m1> <ontology#winner> <id/players-20007>",
            "<id/matches-m1> <ontology#judge> <id/officials-102>",
            "<id/matches-m1> <ontology#rank> \"20003\"",
            "<id/matches-m1> <ontology#points> \"102\"");
  }

  /// Small numbers are among the keys of many tables.
  @Test
  void numbersThatAreKeysByChanceAreNoLinks() throws IOException {
    StringBuilder years = new StringBuilder("year,gdp\n");
    StringBuilder ranking = new StringBuilder("rank,team\n");
    StringBuilder users = new StringBuilder("user_id,name\n");
    StringBuilder codes = new StringBuilder("code,colour\n");
    StringBuilder games = new StringBuilder("year,rank,home_id,code,level,note\n");
    for (int i = 1; i <= 200; i++) {
      years.append("%d,%d%n".formatted(1800 + i, 100 + i * 7 % 50));
      ranking.append("%d,Team %d%n".formatted(i, i));
      users.append("%d,User %d%n".formatted(i, i));
      codes.append("%d,Colour %d%n".formatted(i, i));
      games.append("%d,%d,%d,%d,%d,Note %d%n".formatted(1800 + i, i, 1 + i % 20, i, 1 + i % 3, i));
    }
    Files.writeString(folder.resolve("years.csv"), years);
    Files.writeString(folder.resolve("ranking.csv"), ranking);
    Files.writeString(folder.resolve("users.csv"), users);
    Files.writeString(folder.resolve("codes.csv"), codes);
    Files.writeString(folder.resolve("levels.csv"), "level,title\n1,Low\n2,Middle\n3,High\n");
    Files.writeString(folder.resolve("games.csv"), games);
    String triples =
        mapped("years.csv", "ranking.csv", "users.csv", "codes.csv", "levels.csv", "games.csv");
    assertThat(triples.lines().filter(line -> line.startsWith("<id/games-")))
        .filteredOn(line -> line.matches(".* <id/[^>]*> \\.$"))
        .hasSize(200)
        .allMatch(line -> line.contains(" <ontology#level> <id/levels-"));
  }

  /// Keys from 1 on stay keys by chance if the table has others far above.
  @Test
  void keysFarAboveMakeNumbersNoLinks() throws IOException {
    StringBuilder abilities = new StringBuilder("id,title,note\n");
    StringBuilder animals = new StringBuilder("animal_no,breed,shape_id\n");
    for (int i = 1; i <= 60; i++) {
      abilities.append("%d,Ability %d,Note%n%d,Other %d,Note%n".formatted(i, i, 10_000 + i, i));
      animals.append("N-%d,Animal %d,%d%n".formatted(i, i, 1 + i % 14));
    }
    Files.writeString(folder.resolve("abilities.csv"), abilities);
    Files.writeString(folder.resolve("animals.csv"), animals);
    assertThat(mapped("abilities.csv", "animals.csv"))
        .contains("<id/animals-N-1> <ontology#shapeId> \"2\"");
  }

  /// A row may refer to a broader row of its own table.
  @Test
  void columnsWithKeysOfTheirOwnTableAreLinks() throws IOException {
    StringBuilder staff = new StringBuilder("EmployeeId,LastName,ReportsTo,Desk\n");
    StringBuilder parts = new StringBuilder("part_no,title,main_part_no,old_no\n");
    for (int i = 1; i <= 40; i++) {
      staff.append("%d,Person %d,%s,%d%n".formatted(i, i, i == 1 ? "" : i / 2, 1 + i % 3));
      parts.append("P-%03d,Part %d,P-%03d,Q-%03d%n".formatted(i, i, 1 + i % 12, i));
    }
    Files.writeString(folder.resolve("staff.csv"), staff);
    Files.writeString(folder.resolve("parts.csv"), parts);
    assertThat(mapped("staff.csv", "parts.csv"))
        .contains(
            "<id/staff-9> <ontology#reportsTo> <id/staff-4>",
            "<id/staff-9> <ontology#desk> \"1\"",
            "<id/parts-P-015> <ontology#mainPart> <id/parts-P-004>",
            "<id/parts-P-015> <ontology#oldNo> \"Q-015\"");
  }

  /// The name of a column may say what someone of another table does. Without such a name, a few
  /// small numbers are keys by chance.
  @Test
  void columnsThatSayWhatOthersDoAreLinks() throws IOException {
    StringBuilder orders = new StringBuilder("orderId,SupportRepId,shipVia,shipWeight,deskNo\n");
    for (int i = 1; i <= 30; i++) {
      orders.append(
          "%d,%d,%d,%d,%d%n".formatted(1000 + i, 3 + i % 3, 1 + i % 3, 1 + i % 3, 1 + i % 4));
    }
    Files.writeString(folder.resolve("orders.csv"), orders);
    StringBuilder staff = new StringBuilder("EmployeeId,LastName\n");
    StringBuilder genres = new StringBuilder("GenreId,Name\n");
    for (int i = 1; i <= 8; i++) {
      staff.append("%d,Person %d%n".formatted(i, i));
      genres.append("%d,Genre %d%n".formatted(i, i));
    }
    Files.writeString(folder.resolve("employees.csv"), staff);
    Files.writeString(folder.resolve("genres.csv"), genres);
    Files.writeString(folder.resolve("shippers.csv"), "shipperID,companyName\n1,A\n2,B\n3,C\n");
    String triples = mapped("employees.csv", "genres.csv", "orders.csv", "shippers.csv");
    assertThat(triples)
        .contains(
            "<id/orders-1001> <ontology#supportRep> <id/employees-4>",
            "<id/orders-1001> <ontology#shipVia> <id/shippers-2>",
            "<id/orders-1001> <ontology#shipWeight> \"2\"",
            "<id/orders-1001> <ontology#deskNo> \"2\"");

    Files.writeString(folder.resolve("users.csv"), staff.toString().replace("Employee", "User"));
    Files.delete(folder.resolve("mapping.ttl"));
    assertThat(mapped("employees.csv", "orders.csv", "users.csv"))
        .as("two tables of persons")
        .contains("<id/orders-1001> <ontology#supportRepId> \"4\"");
  }

  /// A compound names a table and says that its values are keys.
  @Test
  void germanCompoundsAreLinks() throws IOException {
    Files.writeString(
        folder.resolve("Bundesländer.csv"),
        "Nummer,Bezeichnung\n01,Schleswig-Holstein\n02,Hamburg\n03,Niedersachsen\n");
    Files.writeString(
        folder.resolve("Kreise.csv"),
        "Schlüssel,Bezeichnung,Hauptort\n01001,Flensburg,x\n01002,Kiel,y\n02000,Hamburg,z\n");
    Files.writeString(
        folder.resolve("Orte.csv"),
        """
        Ort,Bundeslandnummer,Kreisschlüssel
        a,01,01001
        b,02,02000
        c,01,01002
        d,01,01001
        """);
    assertThat(mapped("Bundesländer.csv", "Kreise.csv", "Orte.csv"))
        .contains(
            "<id/Orte-b> <ontology#bundesland> <id/Bundeslander-02>",
            "<id/Orte-c> <ontology#kreis> <id/Kreise-01002>");
  }

  @Test
  void aColumnNamedAsAKeyWithoutItsWordForKeysIsALink() throws IOException {
    Files.writeString(
        folder.resolve("museen.csv"),
        "Museumsnr,Bezeichnung\nM01,Römisches Museum\nM02,Haus der Kunst\nM03,Turm\n");
    Files.writeString(
        folder.resolve("ausstellungen.csv"),
        "Nr,Titel,Museum\n1,Glas,M01\n2,Sechziger,M02\n3,Schrift,M03\n4,Kaiser,M01\n");
    assertThat(mapped("museen.csv", "ausstellungen.csv"))
        .contains("<id/ausstellungen-4> <ontology#museum> <id/museen-M01>");
  }

  /// A later state of the table may have a reference to nothing.
  @Test
  void aLinkIsAForeignKey() throws IOException {
    Files.writeString(folder.resolve("objekte.csv"), "nr,name\nM1,Crab\nM2,Ball\nM3,Cat\n");
    Files.writeString(folder.resolve("nights.csv"), "night,objekt_nr\nn1,M1\nn2,M3\nn3,M1\n");
    assertThat(mapped("objekte.csv", "nights.csv"))
        .contains("<id/nights-n2> <ontology#objekt> <id/objekte-M3>");
    Files.writeString(folder.resolve("nights.csv"), "night,objekt_nr\nn1,M1\nn2,M110\nn3,\n");
    Project.Outcome later =
        Project.at(folder)
            .run(
                "map",
                folder.resolve("mapping.ttl").toString(),
                "-o",
                folder.resolve("later.nq").toString());
    assertThat(later.code()).isEqualTo(1);
    assertThat(later.err())
        .contains("nights.csv:3] objekt_nr: 'M110' is no row of ")
        .contains("objekte.csv, which has 3 rows with the key nr; correct it, or add the row")
        .doesNotContain("nights.csv:4]");
  }

  /// An identifier and a link of the same name are two properties.
  @Test
  void noPropertyHasThingsAndTexts() throws IOException {
    Files.writeString(
        folder.resolve("teams.csv"), "team_id,team_code,motto\nt1,x,go\nt2,y,run\nt3,z,win\n");
    Files.writeString(
        folder.resolve("games.csv"), "game,team_id,team\ng1,t1,A\ng2,t2,B\ng3,t3,C\ng4,t1,A\n");
    assertThat(mapped("teams.csv", "games.csv"))
        .contains(
            "<id/teams-t1> <ontology#teamId> \"t1\"",
            "<id/games-g1> <ontology#teamLink> <id/teams-t1>",
            "<id/games-g1> <ontology#team> \"A\"");
  }

  /// Texts without a digit among numbers and dates that repeat, or are words for "no value".
  @Test
  void textsAmongNumbersThatRepeatAreMissingValues() throws IOException {
    StringBuilder sites = new StringBuilder("site,height_m,visited,rooms,age,grade,remark,area\n");
    for (int i = 1; i <= 30; i++) {
      sites.append(
          "S%d,%s,%s,%s,%s,%s,%s,%s%n"
              .formatted(
                  i,
                  i % 5 == 0 ? "k. A." : 100 + i * 17,
                  i % 6 == 0 ? "not visited" : "2024-03-%02d".formatted(i % 28 + 1),
                  i == 4 ? "unknown" : i % 3,
                  i % 10 == 0 ? "Total" : 20 + i,
                  i % 4 == 0 ? "A" : i % 4,
                  i % 2 == 0 ? "k. A." : "fine",
                  i % 7 == 0 ? "withdrawn" : i * 3.5));
    }
    Files.writeString(folder.resolve("sites.csv"), sites);
    String triples = mapped("sites.csv");
    assertThat(triples)
        .contains(
            "<id/sites-S1> <ontology#heightM> \"117\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "<id/sites-S1> <ontology#visited>"
                + " \"2024-03-02\"^^<http://www.w3.org/2001/XMLSchema#date>",
            "<id/sites-S1> <ontology#rooms> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "<id/sites-S1> <ontology#area> \"3.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
            "<id/sites-S10> <ontology#age> \"Total\" ",
            "<id/sites-S4> <ontology#grade> <http://example.org/scheme/sites-grade-A>",
            "<id/sites-S5> <ontology#remark> <http://example.org/scheme/sites-remark-fine>",
            "<id/sites-S10> <ontology#remark> <http://example.org/scheme/sites-remark-k.%20A.>")
        .doesNotContain("not visited", "unknown", "withdrawn", "heightM> \"k");
    Files.delete(folder.resolve("mapping.ttl"));
    Project.Outcome again = Project.at(folder).run("init", folder.resolve("sites.csv").toString());
    assertThat(again.out() + again.err())
        .contains("column 'visited': 'not visited' (5 times, line 7) is taken for a missing value")
        .contains("column 'area': 'withdrawn' (4 times, line 8) is taken for a missing value");
  }

  @Test
  void theNameOfAFileIsNotThatOfItsThings() throws IOException {
    Files.writeString(folder.resolve("cities_2023_v2.csv"), "id,name\n1,Rome\n2,Bern\n");
    Files.writeString(folder.resolve("export-2024-lakes (final).csv"), "id,depth\n1,20\n2,30\n");
    Files.writeString(folder.resolve("part_1.csv"), "id,a\n1,x\n2,y\n");
    Files.writeString(folder.resolve("part_2.csv"), "id,b\n1,x\n2,y\n");
    assertThat(
            mapped(
                "cities_2023_v2.csv", "export-2024-lakes (final).csv", "part_1.csv", "part_2.csv"))
        .contains(
            "<id/cities_2023_v2-1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                + " <ontology#City>",
            "#type> <ontology#Lake>",
            "#type> <ontology#Part1>",
            "#type> <ontology#Part2>");
  }

  /// National teams are called like countries, and are none.
  @Test
  void teamsAreNoAreas() throws IOException {
    StringBuilder games = new StringBuilder("game,home_team,away_team,country\n");
    List<String> names = List.of("Brazil", "France", "Ghana", "Japan", "Kenya", "Spain");
    for (int i = 0; i < 12; i++) {
      games.append(
          "g%d,%s,%s,%s%n"
              .formatted(i, names.get(i % 6), names.get((i + 1) % 6), names.get((i + 2) % 6)));
    }
    Files.writeString(folder.resolve("games.csv"), games);
    Files.writeString(folder.resolve("areas.csv"), "code,title\nx,One\ny,Two\n");
    assertThat(mapped("games.csv", "areas.csv"))
        .contains("<id/games-g0> <ontology#homeTeam> \"Brazil\"")
        .contains("<id/games-g0> <ontology#country> <http://example.org/scheme/area-GH>")
        .contains("<id/areas-x>");
    assertThat(folder.resolve("areas-2.csv")).exists();
  }

  /// The others are links, and no value is lost.
  @Test
  void aFewValuesThatAreNoKeysStayTexts() throws IOException {
    StringBuilder stops = new StringBuilder("stop_id,label,zone\n");
    StringBuilder trips = new StringBuilder("trip_id,from_id,note\n");
    for (int i = 0; i < 150; i++) {
      stops.append("s%d,Stop %d,z%d%n".formatted(i, i, i % 7));
      trips.append("t%d,%s,n%d%n".formatted(i, i % 30 == 7 ? "x" + i : "s" + (i % 20), i % 3));
    }
    Files.writeString(folder.resolve("stops.csv"), stops);
    Files.writeString(folder.resolve("trips.csv"), trips);
    assertThat(mapped("stops.csv", "trips.csv"))
        .contains(
            "<id/trips-t1> <ontology#from> <id/stops-s1>",
            "<id/trips-t1> <ontology#fromIdValue> \"s1\"",
            "<id/trips-t7> <ontology#fromIdValue> \"x7\"")
        .doesNotContain("<id/trips-t7> <ontology#from> ");
    assertThat(folder.resolve("mapping.ttl"))
        .content()
        .contains("# 5 of 150 values are no keys of <#stops>: they have no link, and are here.");
  }

  @Test
  void usesTheMetadataNextToATable() throws IOException {
    Files.writeString(folder.resolve("trees.csv"), "GID,Species\n1,Oak\n");
    Files.writeString(
        folder.resolve("trees.csv-metadata.json"),
        """
        {"@context": "http://www.w3.org/ns/csvw", "url": "trees.csv", "tableSchema": {
          "aboutUrl": "http://example.org/tree/{GID}",
          "columns": [
            {"name": "GID", "titles": "GID", "datatype": "integer", "propertyUrl": "http://example.org/gid"},
            {"name": "species", "titles": "Species", "lang": "en", "propertyUrl": "http://example.org/species"}]}}
        """);
    Files.writeString(folder.resolve("parks.csv"), "code,label\nP1,Park\n");
    assertThat(mapped("trees.csv", "parks.csv"))
        .contains(
            "<http://example.org/tree/1> <http://example.org/species> \"Oak\"@en",
            "<http://example.org/tree/1> <http://example.org/gid> \"1\"",
            "parks-P1> <http://www.w3.org/2000/01/rdf-schema#label> \"Park\"");
  }

  @Test
  void draftsAMappingIfTheMetadataHasErrors() throws IOException {
    Files.writeString(folder.resolve("trees.csv"), "code,Species\n1,Oak\n");
    Files.writeString(folder.resolve("trees.csv-metadata.json"), "{\"tableSchema\": {}}");
    assertThat(mapped("trees.csv")).contains("trees-1> ");
  }

  @Test
  void figuresByPlaceAndYearBecomeObservations() throws IOException {
    Project project = Project.in(folder);
    project.write(
        "data/rain/rain.csv", "Place,Year,Rain\nHill,2019,7\nHill,2020,8\nPlain,2020,7\n");
    Project.Outcome made = project.run("init", folder.resolve("data/rain/rain.csv").toString());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(folder.resolve("data/rain/mapping.ttl")))
        .contains("rain-{Place}-{Year}")
        .contains("rml:class tr:Rain , <http://purl.org/linked-data/cube#Observation>");
    assertThat(Files.readString(folder.resolve("data/rain/source.ttl")))
        .contains(
            "qb:component [ qb:dimension <https://w3id.org/techrace/ontology#place> ]",
            "qb:component [ qb:dimension <https://w3id.org/techrace/ontology#year> ]",
            "qb:component [ qb:measure <https://w3id.org/techrace/ontology#rain> ]");
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.out() + built.err()).isZero();
    assertThat(built.findings()).noneMatch(finding -> finding.contains("rain"));
  }

  @Test
  void aNumberInParenthesesIsNegativeAndNoNote() throws IOException {
    build(
        "accounts.csv",
        """
        Country;2019;2020;2021
        Germany;12,5;7*;(12)
        France;3,1;(45);8
        Italy;(9);6;7*
        Spain;1;(3,5);4 (1)
        """);
    assertThat(quads().lines().filter(line -> line.contains("#value>")).toList())
        .hasSize(12)
        .anyMatch(line -> line.contains("Germany-2021") && line.contains("\"-12\""))
        .anyMatch(line -> line.contains("Spain-2021") && line.contains("\"4\""));
    assertThat(quads().lines().filter(line -> line.contains("#valueMark>")).toList())
        .hasSize(3)
        .anyMatch(line -> line.contains("\"(1)\""));
  }

  @Test
  void yearColumnsAndTotalsAreNotedInTheMapping() throws IOException {
    String header = "place,code,kind,2019,2020,2021\n";
    StringBuilder rows = new StringBuilder(header);
    for (int i = 0; i < 24; i++) {
      rows.append("Place %d,P%d,%s,%d,,1.5\n".formatted(i, i, i % 2 == 0 ? "hill" : "lake", i));
    }
    String mapping = build("rain.csv", rows + "Total,,,276,,36\nSource: own survey\n");
    assertThat(mapping)
        .contains(
            "# Left out as notes or totals, the last rows: «Total | 276 | 36», «Source: own"
                + " survey».",
            "# The columns 2019 to 2021 are years: each of their cells is a row",
            "tool:columnPattern \"^([0-9]{4})$\" ; tool:nameField \"year\" ; tool:valueField"
                + " \"value\"",
            "rain-{code}-{year}",
            "skos:Concept")
        .doesNotContain("csvw:primaryKey");
  }

  @Test
  void yearsAmongOtherFiguresStayColumns() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"),
        "code,staff,size,sales 2019,sales 2020,sales 2021\nA,1,2,3,4,5\nB,1,2,3,4,5\n");
    assertThat(mapped("t.csv")).contains("#sales2019> \"3\"");
    assertThat(folder.resolve("mapping.ttl")).content().doesNotContain("unpivots");
  }

  @Test
  void yearsOfRowsWithoutAKeyStayColumns() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "kind,2019,2020,2021\nA,1,2,3\nA,1,2,3\n");
    assertThat(mapped("t.csv")).contains("id/t-1", "id/t-2");
    assertThat(folder.resolve("mapping.ttl")).content().doesNotContain("unpivots");
  }

  @Test
  void tablesOfThingsBecomeNoObservations() throws IOException {
    Files.writeString(
        folder.resolve("firms.csv"), "code,founded,staff\nA,1999,7\nB,1999,8\nC,2001,9\n");
    mapped("firms.csv");
    assertThat(folder.resolve("mapping.ttl")).content().doesNotContain("Observation");
  }

  /// A table of 24 domes, with the columns code, label and those given.
  private static String domes(String header, String... cells) {
    StringBuilder table = new StringBuilder("code,label," + header + "\n");
    for (int i = 0; i < 24; i++) {
      table.append("D%d,Dome %d,%s%n".formatted(i, i, cells[i % cells.length]));
    }
    return table.toString().replace("\r", "");
  }

  @Test
  void codesAndCategoriesBecomeConcepts() throws IOException {
    String mapping =
        build(
            "domes.csv",
            domes("Roof type,grade,open", "steel dome,A1,yes", "slit,B2,no", "roll-off,A1,yes"));
    assertThat(mapping)
        .contains(
            """
            # The column "Roof type" has 3 different values, which become concepts. To keep them as texts, delete <#domes-roof-type> and
            # <#domes-roof-type-scheme>, and write [ rml:reference "Roof type" ] as the objectMap of tr:roofType, an owl:DatatypeProperty then.
            """)
        // Answers are not categories, and each label occurs once.
        .doesNotContain("domes-open", "domes-label");
    assertThat(quads())
        .contains(
            "<https://w3id.org/techrace/id/domes-D1> <https://w3id.org/techrace/ontology#roofType>"
                + " <https://w3id.org/techrace/scheme/domes-roof-type-slit>",
            "<https://w3id.org/techrace/scheme/domes-roof-type-steel%20dome>"
                + " <http://www.w3.org/2004/02/skos/core#prefLabel> \"steel dome\"@en",
            "<https://w3id.org/techrace/scheme/domes-roof-type>"
                + " <http://www.w3.org/2004/02/skos/core#hasTopConcept>"
                + " <https://w3id.org/techrace/scheme/domes-roof-type-slit>",
            "<https://w3id.org/techrace/scheme/domes-grade-A1>"
                + " <http://www.w3.org/2004/02/skos/core#notation> \"A1\"",
            "<https://w3id.org/techrace/id/domes-D1> <https://w3id.org/techrace/ontology#open>"
                + " \"false\"^^<http://www.w3.org/2001/XMLSchema#boolean>");
    // Following the comment gives the texts again.
    Path file = folder.resolve("data/domes/mapping.ttl");
    String without = mapping.substring(0, mapping.indexOf("# The column \"Roof type\""));
    Files.writeString(
        file,
        without.replaceAll(
            "rml:template \"[^\"]*roof-type-\\{[^\"]*\"", "rml:reference \"Roof type\""));
    assertThat(quads())
        .contains("<https://w3id.org/techrace/ontology#roofType> \"slit\"")
        .doesNotContain("roof-type");
  }

  @Test
  void otherTextsBecomeNoConcepts() throws IOException {
    String mapping =
        build(
            "domes.csv",
            domes(
                "case,tags,note,description",
                "Steel,a;b,\"a dome that was built, and then moved to a site far away\",old",
                "steel,a;c,none,new"));
    assertThat(mapping).doesNotContain("skos:Concept");
  }

  @Test
  void valuesThatNameThingsOfTheGraphAreLinked() throws IOException {
    Project project = Project.in(folder);
    project.write(
        "data/observatories/observatories.csv",
        """
        slug,name
        paranal,Paranal Observatory
        mauna-kea,Mauna Kea Observatories
        la-silla,La Silla Observatory
        """);
    assertThat(project.run("build").code()).isZero();
    project.write(
        "data/domes/domes.csv",
        domes(
            "Operated by,at,telescope",
            "Paranal Observatory,north,Very Large Telescope",
            "La Silla Observatory,south,VISTA",
            "Mauna Kea Observatories,north,Subaru"));
    Project.Outcome made = project.run("init", folder.resolve("data/domes/domes.csv").toString());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(folder.resolve("data/domes/mapping.ttl")))
        // The only property with observatories as values.
        .contains(
            """
            [ rml:predicate tr:at ; rml:objectMap [ rml:termType rml:IRI ; rml:functionExecution [ rml:function fn:link ;
                    rml:input [ rml:parameter fn:text ; rml:inputValueMap [ rml:reference "Operated by" ] ] , [ rml:parameter fn:type ; rml:inputValue "Observatory" ] ] ] ] ;
            """)
        // The header names a property of things, but the values do not name observatories.
        .contains("rml:predicate tr:atCode ; rml:objectMap [ rml:template")
        // No property has telescopes as values.
        .contains("rml:predicate tr:telescope ; rml:objectMap [ rml:template");
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.out() + built.err()).isZero();
    Path query =
        Files.writeString(
            folder.resolve("q.rq"),
            "SELECT ?at { <https://w3id.org/techrace/id/domes-D1>"
                + " <https://w3id.org/techrace/ontology#at> ?at }");
    assertThat(project.run("query", query.toString(), "--format=csv").out())
        .contains("https://w3id.org/techrace/id/observatory-la-silla");
  }

  @Test
  void valuesAreLookedUpInTheCodeListsBeforeTheFirstBuild() throws IOException {
    Project project = Project.in(folder);
    project
        .write(
            "ontology/schemes/roofs.ttl",
            """
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            @prefix sch: <https://w3id.org/techrace/scheme/> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            tr:Roof a owl:Class ; rdfs:label "roof"@en .
            tr:roof a owl:ObjectProperty ; rdfs:range tr:Roof ; skos:altLabel "cover"@en .
            sch:dome a tr:Roof ; rdfs:label "dome"@en .
            sch:slit a tr:Roof ; rdfs:label "slit"@en ; skos:altLabel "shutter"@en .
            sch:roll a tr:Roof ; rdfs:label "roll-off"@en .
            """)
        .write("data/domes/domes.csv", "code,Cover\nD1,dome\nD2,Shutter\nD3,roll-off\n");
    Project.Outcome made = project.run("init", folder.resolve("data/domes/domes.csv").toString());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(folder.resolve("data/domes/mapping.ttl")))
        .contains("rml:predicate tr:roof ; rml:objectMap [ rml:termType rml:IRI")
        .contains("rml:parameter fn:type ; rml:inputValue \"Roof\"");
  }

  @Test
  void aHeaderNamesNoPropertyThatOnlyEndsWithIt() throws IOException {
    Project project = Project.in(folder);
    project
        .write(
            "ontology/measures.ttl",
            """
            @prefix tr: <https://w3id.org/techrace/ontology#> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            tr:2022Ai a owl:DatatypeProperty .
            tr:Mass_Ai a owl:DatatypeProperty .
            """)
        .write("data/domes/domes.csv", "code,AI\nD1,3\nD2,4\n");
    Project.Outcome made = project.run("init", folder.resolve("data/domes/domes.csv").toString());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(folder.resolve("data/domes/mapping.ttl")))
        .contains("rml:reference \"AI\"")
        .doesNotContainPattern("predicate tr:(2022|Mass_)");
  }

  @Test
  void statedNamesAreThoseOfColumnsWithoutAHeader() throws IOException {
    Files.writeString(folder.resolve("r.dat"), "1,Goroka,-6.08\n2,Madang,-5.2\n");
    String file = folder.resolve("r.dat").toString();
    Project.Outcome made = Project.at(folder).run("init", file, "--columns=id,name,latitude");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(Files.readString(folder.resolve("mapping.ttl")))
        .contains("rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"_col.2\" ]")
        .contains("rml:predicate ex:latitude ; rml:objectMap [ rml:reference \"_col.3\"");
    Files.delete(folder.resolve("mapping.ttl"));
    Project.Outcome wrong = Project.at(folder).run("init", file, "--columns=id,name");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("--columns has 2 names; the table has 3 columns");
  }

  /// Each table has a number of the row, which has nothing to do with those of the other tables.
  @Test
  void keysAreNamedAfterTheTable() throws IOException {
    StringBuilder matches = new StringBuilder("key_id,match_id,team_id,goals\n");
    StringBuilder teams = new StringBuilder("key_id,team_id,team_name\n");
    for (int i = 1; i <= 12; i++) {
      teams.append("%d,T-%d,Team of %c%n".formatted(i, i + 20, 'a' + i));
      matches.append("%d,M-%d,T-%d,%d%n".formatted(i, i + 40, i % 5 + 21, i % 3));
    }
    StringBuilder standings = new StringBuilder("key_id,position,team_id\n");
    for (int i = 1; i <= 12; i++) {
      standings.append("%d,%d,T-%d%n".formatted(i, i % 4, i % 5 + 21));
    }
    Files.writeString(folder.resolve("teams.csv"), teams);
    Files.writeString(folder.resolve("matches.csv"), matches);
    Files.writeString(folder.resolve("standings.csv"), standings);
    assertThat(mapped("teams.csv", "matches.csv", "standings.csv"))
        .contains(
            "<id/matches-M-41> <ontology#team> <id/teams-T-22>",
            "<id/matches-M-41> <ontology#keyId> \"1\"",
            "<id/teams-T-22> <http://www.w3.org/2000/01/rdf-schema#label> \"Team of c\"");
  }

  /// What looks right and is not: two columns with one name, a header within the table, and quotes
  /// that are texts because one is not closed.
  @Test
  void nothingIsMixedSilently() throws IOException {
    Files.writeString(folder.resolve("twice.csv"), "id,Name,Name\n1,Ann,Lee\n2,Bo,Kim\n");
    assertThat(mapped("twice.csv"))
        .contains("schema#label> \"Ann\"", "<ontology#name> \"Lee\"")
        .doesNotContain("schema#label> \"Lee\"");

    Files.delete(folder.resolve("mapping.ttl"));
    String joined =
        Files.writeString(
                folder.resolve("joined.csv"),
                "id,land,amount\n1,DE,10\n2,FR,20\nid,land,amount\n3,IT,30\n4,ES,40\n")
            .toString();
    Project.Outcome init = Project.at(folder).run("init", joined);
    assertThat(init.code()).as(init.err()).isZero();
    assertThat(init.err()).contains("joined.csv:4", "repeats the header").doesNotContain("missing");
    assertThat(Files.readString(folder.resolve("mapping.ttl")))
        .contains("rml:reference \"amount\" ; rml:datatype xsd:integer");

    Files.delete(folder.resolve("mapping.ttl"));
    String quotes =
        Files.writeString(
                folder.resolve("quotes.csv"),
                "id,title\n1,The 5\" disk\n2,\"He said \"\"no\"\"\"\n3,\"unclosed\n4,last\n")
            .toString();
    assertThat(Project.at(folder).run("init", quotes).err())
        .contains("quotes.csv:3", "keeps its quotes", "not closed");
  }

  /// A few identifiers among numbers may be texts. They are keys all the same.
  @Test
  void identifiersMayBeNumbersAndTexts() throws IOException {
    StringBuilder chapters = new StringBuilder("ID,Citation\ns1,Introduction\n");
    StringBuilder parameters = new StringBuilder("ID,Name,Chapter_ID\n");
    for (int i = 1; i <= 40; i++) {
      chapters.append("%d,Author %d. 2013. Title.%n".formatted(i, i));
      parameters.append("%dA,Feature %d,%d%n".formatted(i, i, i));
    }
    Files.writeString(folder.resolve("chapters.csv"), chapters);
    Files.writeString(folder.resolve("parameters.csv"), parameters);
    assertThat(mapped("chapters.csv", "parameters.csv"))
        .contains("<id/parameters-7A> <ontology#chapter> <id/chapters-7>", "<id/chapters-s1>");
  }

  @Test
  void tablesMayHaveNamesInGerman() throws IOException {
    Files.writeString(
        folder.resolve("teleskope.csv"), "Nr,Bezeichnung\nT1,Refraktor\nT2,Spiegel\nT3,Sucher\n");
    Files.writeString(
        folder.resolve("nacht.csv"), "Nacht,Teleskop,Seeing\nN1,T1,2\nN2,T3,1\nN3,T2,2\n");
    assertThat(mapped("teleskope.csv", "nacht.csv"))
        .contains(
            "<id/nacht-N2> <ontology#teleskop> <id/teleskope-T3>",
            "<id/teleskope-T3> <http://www.w3.org/2000/01/rdf-schema#label> \"Sucher\"");
  }

  /// The key stays the key, and what is wrong with it is reported.
  @Test
  void aKeyThatOccursTwiceIsReported() throws IOException {
    StringBuilder shops = new StringBuilder("shop_id,shop,opened\n");
    for (int i = 1; i <= 20; i++) {
      shops.append("%d,Shop of %c,2021-03-%02d%n".formatted(i == 13 ? 7 : i, 'a' + i, i));
    }
    Files.writeString(folder.resolve("shops.csv"), shops);
    String file = folder.resolve("shops.csv").toString();
    Project.Outcome made = Project.at(folder).run("init", file);
    assertThat(made.code()).as(made.err()).isZero();
    Project.Outcome mapped =
        Project.at(folder)
            .run(
                "map",
                folder.resolve("mapping.ttl").toString(),
                "-o",
                folder.resolve("o.nq").toString());
    assertThat(mapped.code()).isEqualTo(1);
    assertThat(mapped.err()).contains("shops.csv:14").contains("'7' is already on line 8");
  }

  @Test
  void firstAndLastNamesAreWholeNames() throws IOException {
    Files.writeString(
        folder.resolve("people.csv"),
        """
        id,nameFirst,nameLast,first_seen,last_seen
        p1,Ada,Lovelace,a,b
        p2,Ida,Rhodes,a,c
        p3,,Cher,b,c
        """);
    assertThat(mapped("people.csv"))
        .contains(
            "<id/people-p1> <http://www.w3.org/2000/01/rdf-schema#label> \"Ada Lovelace\"",
            "<id/people-p1> <ontology#nameLast> \"Lovelace\"")
        .doesNotContain("\"a b\"");
  }

  @Test
  void theNamesOfATableWithoutAHeaderAreItsFirstDifferentTexts() throws IOException {
    StringBuilder airports = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      airports.append(
          "%d,YY%c,Airport of %c,Land %d,-6.%d%n".formatted(i, 'A' + i, 'a' + i, i % 4, i));
    }
    Files.writeString(folder.resolve("r.dat"), airports);
    Project.Outcome made = Project.at(folder).run("init", folder.resolve("r.dat").toString());
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(folder.resolve("mapping.ttl"))
        .content()
        .contains("rml:predicate rdfs:label ; rml:objectMap [ rml:reference \"_col.3\"");
  }

  /// A column that is a category in one table and a text in another has one property.
  @Test
  void aColumnOfSeveralTablesHasTheSameMeaningInAll() throws IOException {
    StringBuilder repeated = new StringBuilder("id,kind,place\n");
    for (int i = 0; i < 40; i++) {
      repeated.append(i).append(i % 2 == 0 ? ",wind,North\n" : ",sun,South\n");
    }
    Files.writeString(folder.resolve("a.csv"), repeated);
    Files.writeString(folder.resolve("b.csv"), repeated.toString().replace("North", "a place"));
    Files.writeString(folder.resolve("c.csv"), "id,place\n1,Rome; by the river\n2,Oslo\n3,Bern\n");
    String quads = mapped("a.csv", "b.csv", "c.csv");
    assertThat(quads)
        .contains("a-0> <ontology#place> \"North\" .")
        .contains("b-0> <ontology#place> \"a place\" .")
        .contains("c-2> <ontology#place> \"Oslo\" .")
        .containsPattern("a-0> <ontology#kind> <[^>]*/scheme/kind-wind>")
        .containsPattern("b-0> <ontology#kind> <[^>]*/scheme/kind-wind>");
  }

  /// Each of the columns that refer to another table, or to a state, is a link.
  @Test
  void columnsOfSeveralTablesLink() throws IOException {
    Files.writeString(
        folder.resolve("airlines.csv"),
        """
        airline_id,name,country
        1,Alpha,Germany
        2,Beta,France
        3,Gamma,Viet Nam
        4,Delta,Narnia
        """);
    Files.writeString(
        folder.resolve("airports.csv"),
        """
        airport_id,name,country
        10,One,Germany
        11,Two,France
        12,Three,Viet Nam
        """);
    Files.writeString(
        folder.resolve("routes.csv"),
        """
        airline_id,from_id,to_id,price_usd
        1,10,11,100.5
        1,11,12,230
        2,12,10,99.9
        3,10,12,45
        """);
    String quads = mapped("airlines.csv", "airports.csv", "routes.csv");
    assertThat(quads)
        .contains("routes-1-10> <ontology#airline> <id/airlines-1>")
        .contains("routes-1-10> <ontology#from> <id/airports-10>")
        .contains("routes-1-10> <ontology#to> <id/airports-11>")
        .containsPattern("airlines-1> <ontology#country\\w*> <[^>]*scheme/area-DE>")
        .containsPattern("airports-12> <ontology#country\\w*> <[^>]*scheme/area-VN>")
        .containsPattern("airlines-4> <ontology#country\\w*> <[^>]*scheme/area-narnia>")
        .containsPattern("area-VN> <[^>]*altLabel> \"Viet Nam\"")
        .containsPattern("scheme/area> <[^>]*hasTopConcept> <[^>]*area-DE>")
        .containsPattern("area-DE> <[^>]*notation> \"DEU\"");
  }

  /// The code and the name of a state are the same concept, and a code of a group stays.
  @Test
  void codesAndNamesOfAreasAreOneList() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"),
        """
        Area Name,Area Code,Year,Value
        Germany,DEU,2020,1.5
        France,FRA,2020,2.5
        World,WLD,2020,3
        Atlantis,ATL,2020,4
        Italy,ITA,2020,5
        Spain,ESP,2020,5
        Poland,POL,2020,5
        Peru,PER,2020,5
        China,CHN,2020,5
        India,IND,2020,5
        Japan,JPN,2020,6
        """);
    assertThat(mapped("t.csv"))
        .containsPattern("t-DEU-2020> <ontology#areaCode> <[^>]*scheme/area-DE>")
        .containsPattern("t-DEU-2020> <ontology#areaName> <[^>]*scheme/area-DE>")
        .containsPattern("t-WLD-2020> <ontology#areaCode> <[^>]*scheme/area-world>")
        .containsPattern("t-ATL-2020> <ontology#areaName> <[^>]*scheme/area-atlantis>");
  }

  @Test
  void theListOfAreasReplacesNoFile() throws IOException {
    Files.writeString(folder.resolve("areas.csv"), "mine\n");
    Files.writeString(
        folder.resolve("t.csv"),
        """
        country,x
        Germany,1
        France,2
        Italy,3
        Spain,4
        """);
    Project.Outcome made = Project.at(folder).run("init", folder.resolve("t.csv").toString());
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.err()).contains("areas.csv already exists");
    assertThat(folder.resolve("mapping.ttl")).doesNotExist();
  }

  @Test
  void theUnitOfAColumnIsDeclared() throws IOException {
    build(
        "domes.csv",
        """
        code,Power (MW),value_kusd,Share,Note (5th percentile),Umsatz (Mio. €),Emissions [kt CO2]
        D1,1.5,2,5 %,1,7,8
        D2,2.5,3,6 %,2,9,8
        """);
    assertThat(Files.readString(folder.resolve("ontology/domes.ttl")))
        .containsPattern("symbol> \"MW\" ; <[^>]*ucumCode> \"MW\"")
        .contains("symbol> \"thousand USD\"")
        .contains("symbol> \"%\"")
        .contains("symbol> \"million EUR\"")
        .containsPattern("symbol> \"kt\" ; <[^>]*ucumCode> \"kt\"")
        .containsOnlyOnce("ucumCode> \"MW\"")
        .doesNotContain("symbol> \"5th");
  }

  @Test
  void valuesThatKeepAColumnFromItsDatatypeAreNamed() throws IOException {
    assertThat(
            build(
                "domes.csv",
                """
                code,opened,height
                D1,31/01/2024,1
                D2,15/02/2024,2
                D3,30/04/2024,tall
                D4,31/04/2024,4
                D5,,5
                """))
        .containsPattern(
            "\"opened\" \\] \\] ;  # Text, because of values unlike the others: \"31/04/2024\"")
        .containsPattern(
            "\"height\" \\] \\] ;  # Text, because of values unlike the others: \"tall\"");
  }

  /// A cell unlike nearly all others of its column decides what the column is, so that init says
  /// where it is. A column of several forms is named with its forms.
  @Test
  void cellsUnlikeNearlyAllOthersAreNamed() throws IOException {
    StringBuilder table = new StringBuilder("sku,title,day,height,width,age,unit\n");
    for (int i = 0; i < 60; i++) {
      table.append(
          "%s,Part %d,%s,%s,%s,%s,%s\n"
              .formatted(
                  i == 29 || i == 31 ? "K7" : i == 40 ? "" : "K" + i,
                  i,
                  i == 20 ? "31/04/2025" : "%02d/%02d/2025".formatted(1 + i % 28, 1 + i % 12),
                  i == 9 ? "tall" : i == 11 ? "#DIV/0!" : "%d.5".formatted(i),
                  i == 10 ? "#DIV/0!" : i,
                  i % 9 == 0 ? "over " + i : i == 5 ? ">99" : i,
                  i % 2 == 0 ? "12 kg" : "3 lb"));
    }
    Project project = Project.in(folder).write("data/parts/parts.csv", table.toString());
    String file = folder.resolve("data/parts/parts.csv").toString();
    List<String> findings = project.run("init", file).findings();
    assertThat(findings).hasSize(9).allMatch(finding -> finding.startsWith("WARN"));
    assertThat(String.join("\n", findings))
        .contains(
            "parts.csv:12] column 'width': '#DIV/0!' (1 times, line 12) is the error of a formula")
        .contains("parts.csv:22] column 'day': '31/04/2025' is not a date like the others")
        .contains("parts.csv:2] column 'age' has 52 numbers ('1', line 3), 7 texts of another form")
        .contains("parts.csv:3] column 'unit' has 30 numbers in kg ('12 kg', line 2), 30 numbers")
        .contains("parts.csv:11] column 'height': 'tall' is not a number like the others")
        .contains("parts.csv:31] column 'sku': 'K7' occurs again (first in line 9)")
        .contains("parts.csv:33] column 'sku': 'K7' occurs again (first in line 9)")
        .contains("parts.csv:42] column 'sku': the cell has no value, but 57 of 60 rows have");
    assertThat(Files.readString(folder.resolve("data/parts/mapping.ttl")))
        .containsPattern("\"width\"[^\n]* xsd:integer");
  }

  /// One column whose days are above twelve says the order for the others.
  @Test
  void theOrderOfDatesHoldsForTheTable() throws IOException {
    assertThat(
            build(
                "domes.csv",
                """
                code,from,until,open
                D1,1/2/2024,3/31/2024,True
                D2,4/1/2024,6/30/2024,
                """))
        .containsPattern("\"from\"[^;]*;?[\\s\\S]{0,120}\"M/d/uuuu\"");
    assertThat(quads())
        .contains("\"2024-01-02\"^^<" + XSD + "date>")
        .contains("\"true\"^^<" + XSD + "boolean>");
  }

  /// A table of figures by many dimensions, none of which the key can do without.
  @Test
  void aKeyMayHaveManyDimensions() throws IOException {
    StringBuilder table = new StringBuilder("area,mode,kind,fuel,use,year,value\n");
    for (int i = 0; i < 64; i++) {
      table.append(
          "a%d,m%d,k%d,f%d,u%d,%d,7\n"
              .formatted(i & 1, i >> 1 & 1, i >> 2 & 1, i >> 3 & 1, i >> 4 & 1, 2020 + (i >> 5)));
    }
    assertThat(build("domes.csv", table.toString()))
        .contains("csvw:primaryKey \"area\" , \"mode\" , \"kind\" , \"fuel\" , \"use\" , \"year\"");
  }
}
