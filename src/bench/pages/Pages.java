import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.release.Releases;
import org.techrace.serve.Options;
import org.techrace.serve.Server;

/// Serves a release and asks for pages, one after the other: usage `RELEASES ROUNDS`. No answer is
/// remembered by the client, so every page is made each time it is asked for. `first` is the median
/// of each address's first time; `CPU` what a request costs the whole process, client and all, in
/// ms: the figure that holds when others use the machine too.
public final class Pages {
  private static final String PREFIXES =
      "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl:"
          + " <http://www.w3.org/2002/07/owl#> ";

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  private Pages(Server server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    Releases releases = new Releases(Path.of(args[0]));
    try (Server server = Server.start(Options.DEFAULT.withPort(0), releases)) {
      System.out.println("release " + releases.current().orElseThrow());
      new Pages(server).measure(Integer.parseInt(args[1]));
    }
    System.exit(0);
  }

  private void measure(int rounds) throws Exception {
    System.out.printf(
        "%-28s %9s %9s %9s %9s %9s %9s%n",
        "page", "addresses", "first", "median", "95 %", "CPU", "kB");
    for (Map.Entry<String, List<String>> type : types().entrySet()) {
      List<Double> first = new ArrayList<>();
      List<Double> times = new ArrayList<>();
      long cpu = 0;
      long bytes = 0;
      for (int round = 0; round < 2 * rounds; round++) {
        for (String path : type.getValue()) {
          long start = System.nanoTime();
          long startCpu = PROCESS.getProcessCpuTime();
          bytes = Math.max(bytes, get(path).length());
          double time = (System.nanoTime() - start) / 1e6;
          if (round == 0) {
            first.add(time);
          } else if (round >= rounds) {
            times.add(time);
            cpu += PROCESS.getProcessCpuTime() - startCpu;
          }
        }
      }
      Collections.sort(first);
      Collections.sort(times);
      System.out.printf(
          "%-28s %9d %9.1f %9.1f %9.1f %9.1f %9d%n",
          type.getKey(),
          type.getValue().size(),
          first.get(first.size() / 2),
          times.get(times.size() / 2),
          times.get((int) Math.ceil(times.size() * 0.95) - 1),
          cpu / 1e6 / times.size(),
          bytes / 1000);
    }
  }

  /// The addresses of each type of page.
  private Map<String, List<String>> types() throws Exception {
    Map<String, List<String>> types = new LinkedHashMap<>();
    types.put("home", List.of("/"));
    types.put("explore", List.of("/explore"));
    for (String page : matches("/explore", "href=\"(/explore/[a-z-]+)\"")) {
      types.put(page.substring(1), List.of(page));
    }
    List<String> lists = matches("/explore", "href=\"(/list/\\w+)\"");
    types.put("list", lists);
    types.put("list, narrowed", first(lists, "href=\"(/list/\\w+\\?has=[^\"]+)\""));
    types.put("list, sorted", first(lists, "href=\"(/list/\\w+\\?sort=[^\"]+)\""));
    types.put("list, CSV", lists.stream().map(l -> l + "?format=csv").toList());
    types.put("entity, one of each kind", entities("SAMPLE(?thing)", "GROUP BY ?class"));
    types.put(
        "entity, most pointed to",
        asked(
            "SELECT ?iri { { SELECT ?iri (COUNT(*) AS ?n) { ?s ?p ?iri FILTER STRSTARTS(STR(?iri),"
                + " 'https://w3id.org/techrace/id/') } GROUP BY ?iri } } ORDER BY DESC(?n) LIMIT"
                + " 10"));
    List<String> some = types.get("entity, most pointed to");
    types.put(
        "entity, Turtle", some.stream().map(p -> p.replace("/page/", "/data/") + ".ttl").toList());
    types.put(
        "compare",
        Stream.of(2, 5, 10)
            .map(
                n ->
                    "/compare?"
                        + String.join(
                            "&",
                            some.subList(0, n).stream()
                                .map(p -> p.replace("/page/", "thing="))
                                .toList()))
            .toList());
    types.put("ontology", List.of("/ontology"));
    types.put(
        "search",
        Stream.of("huawei", "university", "institute of technology", "ai", "中国")
            .map(q -> "/search?q=" + encoded(q))
            .toList());
    types.put("questions", List.of("/questions"));
    types.put("question", matches("/questions", "href=\"(/questions/[^\"]+)\""));
    types.put("reports", List.of("/reports/data-quality", "/reports/sources-and-licences"));
    types.put("downloads", List.of("/downloads"));
    return types;
  }

  private List<String> first(List<String> pages, String pattern) throws Exception {
    List<String> found = new ArrayList<>();
    for (String page : pages) {
      matches(page, pattern).stream().limit(1).forEach(found::add);
    }
    return found;
  }

  private List<String> entities(String which, String end) throws Exception {
    return asked(
        "SELECT (%s AS ?iri) { ?class a owl:Class . ?thing a ?class FILTER STRSTARTS(STR(?thing), 'https://w3id.org/techrace/id/') } %s"
            .formatted(which, end));
  }

  private List<String> asked(String query) throws Exception {
    String csv = get("/sparql?format=csv&query=" + encoded(PREFIXES + query));
    return csv.lines()
        .skip(1)
        .map(iri -> iri.strip().replace("https://w3id.org/techrace/id/", "/page/"))
        .toList();
  }

  private List<String> matches(String page, String pattern) throws Exception {
    return java.util.regex.Pattern.compile(pattern)
        .matcher(get(page))
        .results()
        .map(m -> m.group(1).replace("&amp;", "&"))
        .distinct()
        .toList();
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .header("Accept", "text/html, */*;q=0.1")
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " for " + path + ": " + response.body());
    }
    return response.body();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
