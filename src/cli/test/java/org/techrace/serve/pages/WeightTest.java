package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.techrace.PageTypes;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.query.AnswerPicture;

/// A page with its stylesheets and scripts has at most 300 KB before compression. The editor sends
/// at most 250 KB with its library. With the libraries that a question loads to draw its picture,
/// at most 300 KB are sent.
@Tag("long")
@UsesServedProject
final class WeightTest {
  private static final int MOST = 300_000;
  private static final int EDITOR = 250_000;
  private static final Pattern LOADED = Pattern.compile("load\\(\"([\\w-]+\\.js)\"\\)");
  private static final Pattern FETCHED = Pattern.compile("fetch\\(\"(/static/[\\w.-]+)\"\\)");

  /// The script that draws each kind of picture.
  private static final Map<String, String> DRAWING =
      Map.of(
          "bar", "charts",
          "line", "charts",
          "map", "map",
          "graph", "graph",
          "matrix", "matrix",
          "timeline", "timeline");

  private static final Pattern IMPORT = Pattern.compile("from \"\\./([\\w.-]+)\"");

  /// The things that most statements mention, and all areas and firms of the seed data.
  private static final String HEAVIEST =
      """
      SELECT ?thing WHERE {
        { SELECT ?thing (COUNT(*) AS ?n) WHERE { ?s ?p ?thing FILTER STRSTARTS(STR(?thing), "https://w3id.org/techrace/") }
          GROUP BY ?thing ORDER BY DESC(?n) LIMIT 250 }
        FILTER (!CONTAINS(STR(?thing), "/ontology"))
      }\
      """;

  private static final String AREAS =
      "SELECT DISTINCT ?thing { { ?thing a <https://w3id.org/techrace/ontology#Country> } UNION"
          + " { ?thing a <https://w3id.org/techrace/ontology#Area> } }";

  private final ServedProject project;
  private final Map<String, Integer> files = new HashMap<>();
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, String> codes = new HashMap<>();

  WeightTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void noPageTypeIsHeavierThan300Kb() throws Exception {
    List<String> paths =
        PageTypes.all()
            .map(type -> String.valueOf(type.get()[1]))
            .filter(path -> !path.startsWith("/sparql"))
            .toList();
    assertThat(tooHeavy(paths)).isEmpty();
  }

  @Test
  void noListOrExploredPageIsHeavierThan300Kb() throws Exception {
    Set<String> paths = new LinkedHashSet<>();
    for (Element link :
        project.page("/explore").select("main a[href^=/explore/], main a[href^=/list/]")) {
      paths.add(link.attr("href"));
    }
    assertThat(paths).hasSizeGreaterThan(30);
    assertThat(tooHeavy(List.copyOf(paths))).isEmpty();
  }

  @Test
  void noThingIsHeavierThan300Kb() throws Exception {
    List<String> paths =
        Stream.concat(things(HEAVIEST).stream(), things(AREAS).stream()).distinct().toList();
    assertThat(paths).hasSizeGreaterThan(250);
    assertThat(tooHeavy(paths)).isEmpty();
  }

  @Test
  void noQuestionWithItsPictureSendsMoreThan300Kb() throws Exception {
    Map<String, Integer> drawn = new HashMap<>();
    for (var script : DRAWING.entrySet()) {
      drawn.put(script.getKey(), drawing("/static/" + script.getValue() + ".js"));
    }
    List<String> heavy = new ArrayList<>();
    int most = 0;
    for (Questions.Question question : Questions.read(Path.of("queries/questions")).list()) {
      int sent = sent(question.page());
      for (String file : loaded(project.browse(question.page()).body())) {
        sent += sent(file);
      }
      String kind = question.view().map(AnswerPicture::kind).orElse("");
      sent += sent("/texts/en.json") + drawn.getOrDefault(kind, 0);
      most = Math.max(most, sent);
      if (sent > MOST) {
        heavy.add(question.page() + ": " + sent / 1000 + " KB");
      }
    }
    System.out.printf("heaviest question: %d KB sent%n", most / 1000);
    assertThat(drawn.get("bar")).isGreaterThan(100_000);
    assertThat(heavy).isEmpty();
  }

  /// The editor loads its library at once: all that is sent.
  @Test
  void editorSendsAtMost250Kb() throws Exception {
    int sent = sent("/sparql");
    for (String file : loaded(project.browse("/sparql").body())) {
      sent += sent(file);
    }
    for (String file : List.of("yasqe.js", "yasqe.css")) {
      int library = sent("/static/lib/" + file);
      assertThat(library).as(file).isGreaterThan(1_000);
      sent += library;
    }
    System.out.printf("editor: %d KB sent%n", sent / 1000);
    assertThat(sent).isLessThanOrEqualTo(EDITOR);
  }

  /// The size of what a script loads when it draws.
  private int drawing(String script) throws Exception {
    String code = project.get(script, "*/*").body();
    int size = 0;
    for (var library : LOADED.matcher(code).results().toList()) {
      size += sent("/static/lib/" + library.group(1));
    }
    for (var file : FETCHED.matcher(code).results().toList()) {
      size += sent(file.group(1));
    }
    return size;
  }

  /// The size of an answer as it is sent, compressed with gzip.
  private int sent(String path) throws Exception {
    Integer known = sent.get(path);
    if (known == null) {
      HttpRequest request =
          HttpRequest.newBuilder(project.uri(path))
              .header("Accept", "text/html, */*;q=0.1")
              .header("Accept-Encoding", "gzip")
              .build();
      known = project.client().send(request, BodyHandlers.ofByteArray()).body().length;
      sent.put(path, known);
    }
    return known;
  }

  private List<String> things(String query) throws Exception {
    String csv =
        project
            .get(
                "/sparql?format=csv&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                "text/csv")
            .body();
    return csv.lines()
        .skip(1)
        .map(iri -> iri.strip().replace("https://w3id.org/techrace/", ""))
        .map(local -> "/page/" + (local.startsWith("id/") ? local.substring(3) : local))
        .toList();
  }

  private List<String> tooHeavy(List<String> paths) throws Exception {
    List<String> heavy = new ArrayList<>();
    int most = 0;
    String heaviest = "";
    for (String path : paths) {
      int weight = weight(path);
      if (weight > MOST) {
        heavy.add(path + ": " + weight / 1000 + " KB");
      }
      if (weight > most) {
        most = weight;
        heaviest = path;
      }
    }
    System.out.printf("heaviest of %d pages: %s, %d KB%n", paths.size(), heaviest, most / 1000);
    return heavy;
  }

  private int weight(String path) throws Exception {
    String html = project.browse(path).body();
    int weight = html.getBytes(StandardCharsets.UTF_8).length;
    for (String file : loaded(html)) {
      weight += size(file);
    }
    return weight;
  }

  /// The stylesheets and scripts of a page.
  private Set<String> loaded(String html) throws Exception {
    Document page = Jsoup.parse(html);
    Set<String> loaded = new LinkedHashSet<>();
    page.select("link[rel=stylesheet]").forEach(link -> loaded.add(link.attr("href")));
    for (Element script : page.select("script[src]")) {
      load(script.attr("src"), loaded);
    }
    return loaded;
  }

  /// Adds a script and the modules that it imports.
  private void load(String script, Set<String> loaded) throws Exception {
    if (loaded.add(script)) {
      String code = codes.get(script);
      if (code == null) {
        code = project.get(script, "*/*").body();
        codes.put(script, code);
      }
      for (var found : IMPORT.matcher(code).results().toList()) {
        load("/static/" + found.group(1), loaded);
      }
    }
  }

  private int size(String file) throws Exception {
    Integer known = files.get(file);
    if (known == null) {
      known = project.get(file, "*/*").body().getBytes(StandardCharsets.UTF_8).length;
      files.put(file, known);
    }
    return known;
  }
}
