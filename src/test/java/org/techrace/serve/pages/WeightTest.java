package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.techrace.PageTypes;
import org.techrace.ServedProject;

/// A page with its stylesheets and scripts has at most 300 KB before compression. The editor is
/// exempt, and so are the libraries that a question loads to draw its picture.
@ExtendWith(ServedProject.Resolver.class)
final class WeightTest {
  private static final int MOST = 300_000;
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
    Document page = org.jsoup.Jsoup.parse(html);
    Set<String> loaded = new LinkedHashSet<>();
    page.select("link[rel=stylesheet]").forEach(link -> loaded.add(link.attr("href")));
    for (Element script : page.select("script[src]")) {
      load(script.attr("src"), loaded);
    }
    int weight = html.getBytes(StandardCharsets.UTF_8).length;
    for (String file : loaded) {
      weight += size(file);
    }
    return weight;
  }

  /// Adds a script and the modules that it imports.
  private void load(String script, Set<String> loaded) throws Exception {
    if (loaded.add(script)) {
      for (var found : IMPORT.matcher(project.get(script, "*/*").body()).results().toList()) {
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
