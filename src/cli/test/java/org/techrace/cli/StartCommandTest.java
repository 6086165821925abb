package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Project.Outcome;
import org.techrace.serve.Server;

/// Tables and RDF files become a project whose pages answer.
final class StartCommandTest {
  private static final String BREWERIES =
      """
      brewery_id,name,country,founded,output_hl
      1,Augustiner,Germany,1328,1500
      2,Cantillon,Belgium,1900,17
      3,Rochefort,Belgium,1899,500
      4,Uerige,Germany,1862,25
      5,Orval,Belgium,1931,72
      6,Fuller's,United Kingdom,1845,340
      7,Pilsner Urquell,Czechia,1842,11000
      8,Budvar,Czechia,1895,1700
      """;

  private static final String BEERS =
      """
      beer_id,name,brewery_id,style
      a1,Edelstoff,1,lager
      a2,Gueuze,2,lambic
      a3,Kriek,2,lambic
      a4,Rochefort 8,3,ale
      a5,Rochefort 10,3,ale
      a6,Altbier,4,ale
      a7,Orval,5,ale
      a8,London Pride,6,ale
      a9,Urquell,7,lager
      a10,Budvar,8,lager
      """;

  @TempDir private Path folder;

  private Outcome start(String... words) {
    return Project.at(folder)
        .command(
            Stream.concat(Stream.of("start", "--yes"), Stream.of(words)).toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void linkedTablesBecomePagesWithPictures() throws Exception {
    Path graph = folder.resolve("graph");
    Outcome made =
        start(
            "--no-serve",
            "--folder=" + graph,
            "--title=Beers",
            file("breweries.csv", BREWERIES),
            file("beers.csv", BEERS));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out())
        .contains("8 breweries", "10 beers", "links: brewery", "wrote ontology/groups.ttl");
    Project project = Project.at(graph);
    Outcome checked = project.run("check");
    assertThat(checked.out()).contains("0 errors, 0 warnings");
    assertThat(project.run("build").out()).contains("is up to date");

    try (Server server = serve(project)) {
      Document home = page(server, "/");
      assertThat(home.text()).contains("Breweries by country", "Belgium 3");
      List<String> questions =
          page(server, "/questions").select("main a[href^=/questions/]").eachAttr("href");
      assertThat(questions).hasSizeGreaterThanOrEqualTo(3);
      for (String question : questions) {
        assertThat(page(server, question).select("main table tbody tr")).as(question).isNotEmpty();
      }
      String release = home.expectFirst("a[href^=/page/release/]").attr("href");
      assertThat(page(server, release).expectFirst("main").text())
          .contains("identifier")
          .doesNotContain("purl.org/dc/terms");
      Document thing = page(server, "/id/beers-a2");
      assertThat(thing.select("h1").text()).isEqualTo("Gueuze");
      Element main = thing.expectFirst("main");
      assertThat(main.select("h2, h3").eachText()).contains("Links");
      assertThat(main.text()).contains("Cantillon");
    }
  }

  /// Two towns of the same name stay apart, so that no picture mixes them.
  @Test
  void placesAreOnAMap() throws Exception {
    Path graph = folder.resolve("graph");
    StringBuilder towns = new StringBuilder("town_id,nome,lat,lon\n");
    StringBuilder shops = new StringBuilder("shop_id,name,town_id\n");
    for (int i = 0; i < 12; i++) {
      towns.append("%d,Town %d,%d.5,%d.25%n".formatted(i, i / 2, 40 + i, -3 + i));
      shops.append("s%d,Shop %d,%d%n".formatted(i, i, i % 3));
    }
    Outcome made =
        start(
            "--no-serve",
            "--folder=" + graph,
            file("towns.csv", towns.toString()),
            file("shops.csv", shops.toString()));
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    try (Server server = serve(Project.at(graph))) {
      String map = page(server, "/questions").expectFirst("main a[href*=on-the-map]").attr("href");
      Document question = page(server, map);
      assertThat(question.select("main table tbody tr")).hasSize(12);
      assertThat(question.html()).contains("points", "40.5", "-3.25");
      Document picture = page(server, "/embed" + map + "?format=svg");
      assertThat(picture.select("svg path[d]")).as("the land").hasSize(1);
      assertThat(picture.select("svg circle")).as("the towns").hasSize(12);
      assertThat(picture.select("svg circle title").eachText()).contains("Town 0", "Town 5");
      Document home = page(server, "/");
      assertThat(home.select("h2").eachText()).contains("Towns on the map");
      assertThat(home.select("svg.places a").eachAttr("href"))
          .hasSize(12)
          .contains("/page/towns-3");
      assertThat(page(server, "/embed/home/20-places?format=svg").select("svg circle")).hasSize(12);
    }
  }

  @Test
  void anRdfFileIsASource() throws Exception {
    Path graph = folder.resolve("graph");
    Outcome made = start("--no-serve", "--folder=" + graph, file("people.ttl", people(12)));
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).contains("12 person", "links: works for");
    try (Server server = serve(Project.at(graph))) {
      assertThat(page(server, "/").text()).contains("Person by works for", "O0 4");
      assertThat(page(server, "/id/p4").text()).contains("P4", "O1");
    }
  }

  private static String people(int number) {
    StringBuilder turtle = new StringBuilder("@prefix s: <https://schema.org/> .\n");
    turtle.append("@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n");
    for (int i = 0; i < number; i++) {
      turtle.append(
          "<https://example.org/graph/id/p%d> a s:Person ; rdfs:label \"P%d\" ; s:worksFor <https://example.org/graph/id/o%d> .%n"
              .formatted(i, i, i % 3));
    }
    for (int i = 0; i < 3; i++) {
      turtle.append(
          "<https://example.org/graph/id/o%d> a s:Organization ; rdfs:label \"O%d\" .%n"
              .formatted(i, i));
    }
    return turtle.toString();
  }

  /// Each file of an archive is a table or a source, as if it were unpacked.
  @Test
  void anArchiveMayHaveSeveralFiles() throws Exception {
    Path archive = folder.resolve("all.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      member(zip, "data/breweries.csv", BREWERIES);
      member(zip, "data/beers.csv", BEERS);
      member(zip, "notes.ttl", people(12));
      member(zip, "README.txt.orig", "text");
      member(zip, "__MACOSX/data/._beers.csv", "x");
    }
    Path graph = folder.resolve("graph");
    Outcome made = start("--no-serve", "--folder=" + graph, archive.toString());
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    assertThat(made.out())
        .contains("all.zip has breweries.csv, beers.csv, notes.ttl; left out: README.txt.orig")
        .contains("2 tables are mapped, 1 RDF files are sources")
        .contains("8 breweries", "10 beers", "12 person", "links: brewery");

    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      member(zip, "b.csv", "id,name\n1,x\n");
      member(zip, "a.csv", "");
    }
    Outcome broken = start("--folder=" + folder.resolve("two"), archive.toString());
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out() + broken.err()).contains("a.csv] the file is empty");
    assertThat(folder.resolve("two")).doesNotExist();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      member(zip, "a.doc", "x");
    }
    Outcome none = start("--folder=" + folder.resolve("two"), archive.toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("all.zip has no table and no RDF file; it has a.doc");
  }

  private static void member(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// No folder is left after an error, and the message has file and line.
  @Test
  void nothingIsLeftIfItFails() throws IOException {
    Path graph = folder.resolve("graph");
    String rdf =
        "<https://example.org/a> a <https://example.org/B> .\n<https://example.org/c> a ;\n";
    Outcome broken =
        start("--folder=" + graph, file("breweries.csv", BREWERIES), file("things.ttl", rdf));
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out() + broken.err()).contains("things.ttl:2", "nothing was made");
    assertThat(graph).doesNotExist();
    Outcome empty = start("--folder=" + graph, file("header.csv", "id,name,country\n"));
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.out() + empty.err())
        .contains("header.csv", "has a header but no rows", "nothing was made");
    assertThat(graph).doesNotExist();
    Outcome one =
        start(
            "--no-serve",
            "--folder=" + graph,
            file("header.csv", "id,name,country\n"),
            file("breweries.csv", BREWERIES));
    assertThat(one.code()).as(one.out() + one.err()).isZero();
    assertThat(one.out() + one.err()).contains("has a header but no rows", "8 breweries");
  }

  /// Coordinates in German, without any link: a map, a ranking with names, and no ranking of
  /// numbers that identify.
  @Test
  void questionsAreOfDifferentForms() throws Exception {
    StringBuilder sites = new StringBuilder("Nr,Name,Breite,Länge,Höhe,PLZ,Gründung\n");
    for (int i = 0; i < 14; i++) {
      sites.append(
          "%d,Ort %c,%d.1234,%d.4321,%d,%d,%d-04-0%d%n"
              .formatted(
                  i + 1,
                  'A' + i,
                  47 + i % 7,
                  7 + i % 6,
                  80 + i * 31,
                  70_000 + i * 97,
                  1990 + i % 5,
                  i % 8 + 1));
    }
    Path graph = folder.resolve("graph");
    Outcome made =
        start("--no-serve", "--folder=" + graph, file("orte_2024_final.csv", sites.toString()));
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    try (Server server = serve(Project.at(graph))) {
      List<String> questions =
          page(server, "/questions").select("main a[href^=/questions/]").eachText();
      assertThat(String.join("|", questions))
          .contains("Orte on the map", "Orte by Höhe", "Orte by year of Gründung")
          .doesNotContain("by Nr", "by PLZ", "by Breite", "by Länge");
      assertThat(page(server, "/").text()).contains("Orte by Höhe", "Ort N 483");
    }
  }

  /// Figures by area and year have no names: they have a development.
  @Test
  void figuresHaveADevelopment() throws Exception {
    StringBuilder figures = new StringBuilder("country,year,output (TWh)\n");
    for (String country : List.of("France", "Spain", "Japan", "Kenya")) {
      for (int year = 2010; year < 2020; year++) {
        figures.append("%s,%d,%d%n".formatted(country, year, year - 2000 + country.length()));
      }
    }
    Path graph = folder.resolve("graph");
    Outcome made = start("--no-serve", "--folder=" + graph, file("power.csv", figures.toString()));
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    try (Server server = serve(Project.at(graph))) {
      List<String> questions =
          page(server, "/questions").select("main a[href^=/questions/]").eachAttr("href");
      assertThat(questions).hasSizeGreaterThanOrEqualTo(3).anyMatch(q -> q.contains("by-year-of"));
      for (String question : questions) {
        assertThat(page(server, question).select("main table tbody tr")).as(question).isNotEmpty();
      }
      String mean =
          questions.stream().filter(q -> q.contains("by-year-of")).findFirst().orElseThrow();
      // The mean of 2010 is 10 and the mean length of the names.
      assertThat(page(server, mean).expectFirst("main table tbody tr").text())
          .contains("2010", "15.25");
    }
  }

  /// As many rows for each museum: their numbers say nothing, the figure after which the table is
  /// named does.
  @Test
  void theHomePageComparesFiguresAndNotEqualNumbersOfRows() throws Exception {
    StringBuilder visitors = new StringBuilder("museum_id,year,visitors,share (%)\n");
    for (int museum = 1; museum <= 6; museum++) {
      for (int year = 2015; year < 2020; year++) {
        visitors.append(
            "%d,%d,%d,%d%n".formatted(museum, year, museum * 1000 + year, museum + year % 7));
      }
    }
    String museums =
        "museum_id,name\n1,Alpha house\n2,Beta house\n3,Gamma house\n4,Delta house\n5,Epsilon"
            + " house\n6,Zeta house\n";
    Path graph = folder.resolve("graph");
    Outcome made =
        start(
            "--no-serve",
            "--folder=" + graph,
            file("visitors.csv", visitors.toString()),
            file("museums.csv", museums));
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    try (Server server = serve(Project.at(graph))) {
      String home = page(server, "/").text().replace(",", "");
      assertThat(home).contains("Visitors by museum", "Zeta house 8019", "Alpha house 3019");
      assertThat(page(server, "/questions").text()).doesNotContain("Visitors by museum: how many");
    }
  }

  @Test
  void saysWhichFilesItTakes() throws IOException {
    Outcome made = start(file("notes.doc", "text"));
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.err()).contains("neither a table nor RDF", "csv", "ttl");
    Outcome broken = start("--folder=" + folder.resolve("graph"), file("empty.csv", ""));
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("the file is empty");
    assertThat(folder.resolve("graph")).as("nothing half-done remains").doesNotExist();
    Outcome missing = start(folder.resolve("none.csv").toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no file");
  }

  private static Server serve(Project project) throws IOException {
    Map<String, String> instead = Map.of("serve.port", "0", "serve.operations-port", "0");
    return Server.start(
        ProjectSettings.read(project.folder(), instead).options(), project.releases());
  }

  private static Document page(Server server, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve(path)).header("Accept", "text/html").build();
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      return Jsoup.parse(response.body());
    }
  }
}
