import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.release.Releases;
import org.techrace.serve.Options;
import org.techrace.serve.Server;

/// Serves a release and asks for pages, one after the other: `list RELEASES` prints the addresses,
/// `measure RELEASES ROUNDS FILE` asks for those of a file, in a process that has answered none of
/// them. A time is that from request to last byte over loopback: the server's time and a little
/// more. `first` is each address's first time after the server has warmed up. No answer is
/// remembered by the client, so every page is made each time it is asked for. `CPU` is what a
/// request costs the whole process, client and all, in ms: the figure that holds when others use
/// the machine too.
public final class Pages {
  private static final String PREFIXES =
      "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl:"
          + " <http://www.w3.org/2002/07/owl#> ";
  private static final String IDS = "https://w3id.org/techrace/id/";

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  private Pages(Server server) {
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    Releases releases = new Releases(Path.of(args[1]));
    try (Server server = Server.start(Options.DEFAULT.withPort(0), releases)) {
      long start = System.nanoTime();
      Pages pages = new Pages(server);
      if (args[0].equals("list")) {
        pages
            .types()
            .forEach((type, paths) -> paths.forEach(p -> System.out.println(type + "\t" + p)));
      } else {
        server.awaitWarm();
        System.out.printf(
            "Release %s, warm %.1f s after the start.%n%n",
            releases.current().orElseThrow(), (System.nanoTime() - start) / 1e9);
        for (int i = 0; i < 20; i++) {
          pages.get("/static/icon.svg");
        }
        pages.measure(Integer.parseInt(args[2]), Path.of(args[3]));
      }
    }
    System.exit(0);
  }

  private void measure(int rounds, Path file) throws Exception {
    Map<String, List<String>> types = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      types.computeIfAbsent(parts[0], t -> new ArrayList<>()).add(parts[1]);
    }
    System.out.println(
        "| page | addresses | first, median | first, worst | median | 95 % | CPU | kB |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
    for (Map.Entry<String, List<String>> type : types.entrySet()) {
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
      System.out.printf(
          "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %d |%n",
          type.getKey(),
          type.getValue().size(),
          share(first, 0.5),
          share(first, 1),
          share(times, 0.5),
          share(times, 0.95),
          cpu / 1e6 / times.size(),
          bytes / 1000);
    }
  }

  /// The time that a share of all times do not exceed.
  private static double share(List<Double> times, double share) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
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
    types.put("compare, start", List.of("/compare"));
    types.put(
        "entity named by others",
        asked(
            "SELECT DISTINCT ?iri { ?class a owl:Class . GRAPH ?g { ?iri a ?class } FILTER ("
                + "!STRSTARTS(STR(?iri), 'https://w3id.org/techrace/') && ?g !="
                + " <https://w3id.org/techrace/graph/ontology>) } LIMIT 20"));
    types.put("ontology", List.of("/ontology"));
    types.put(
        "search",
        Stream.of("huawei", "university", "institute of technology", "ai", "中国")
            .map(q -> "/search?q=" + encoded(q))
            .toList());
    types.put(
        "suggest",
        Stream.of("hu", "huaw", "univ", "chi", "quant").map(q -> "/suggest?q=" + q).toList());
    types.put("workbench", List.of("/sparql", "/workbench.json"));
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
        .map(String::strip)
        .map(iri -> iri.startsWith(IDS) ? "/page/" + iri.substring(IDS.length()) : foreign(iri))
        .toList();
  }

  private static String foreign(String iri) {
    return "/page?iri=" + encoded(iri);
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
