import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.techrace.release.Releases;

/// Asks a server far more than it can answer, and compares each answer with the one that it gave
/// before. Arguments: home page, process of the server, seconds, folder of releases.
public final class Soak {
  /// Ten times what runs or waits.
  private static final int CLIENTS = 100;

  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(100);
  private static final Duration BETWEEN_PROMOTIONS = Duration.ofSeconds(20);

  /// How long a query may take on the server, and how long the whole of an admitted request may.
  private static final double LIMIT = 2;

  private static final double ALLOWED = LIMIT + 1;

  private static final Map<String, Integer> WEIGHTS =
      Map.of(
          "question, evaluated", 36,
          "question, cached", 20,
          "page", 15,
          "document", 5,
          "suggest", 10,
          "refused", 6,
          "all triples, sorted", 2,
          "endless", 3,
          "leaves", 3);

  /// A request. `again` marks one whose address is made new each time, so that it is evaluated.
  private record Ask(String kind, String path, String accept, boolean again) {}

  private record Sample(int status, double seconds) {}

  private final String home;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<Ask> compared = ConcurrentHashMap.newKeySet();

  /// The first answer of each release: a page says what changed since an earlier one.
  private final Map<List<Object>, String> right = new ConcurrentHashMap<>();

  private final Map<String, List<Sample>> samples = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> wrong = new ConcurrentHashMap<>();
  private final Set<Ask> shown = ConcurrentHashMap.newKeySet();
  private final AtomicLong nonce = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  private Soak(String home) {
    this.home = home;
  }

  public static void main(String[] args) throws Exception {
    Soak soak = new Soak(args[0]);
    long seconds = Long.parseLong(args[2]);
    List<Ask> asks = soak.asks();
    List<List<String>> minutes = soak.run(asks, args[1], seconds, new Releases(Path.of(args[3])));
    System.exit(soak.report(seconds, minutes) ? 0 : 1);
  }

  /// Returns the requests with their correct answers. Answers that change each time are not
  /// compared.
  private List<Ask> asks() throws Exception {
    List<Ask> asks = new ArrayList<>();
    for (String query : questions()) {
      asks.add(new Ask("question, evaluated", sparql(query), "text/csv", true));
      asks.add(new Ask("question, cached", sparql(query), "text/csv", false));
    }
    for (String path : List.of("", "search?q=huawei", "page/firm-huawei", "ontology", "sparql")) {
      asks.add(new Ask("page", path, "text/html", false));
    }
    asks.add(new Ask("document", "data/firm-huawei.nt", "*/*", false));
    asks.add(new Ask("document", ".well-known/void", "application/n-triples", false));
    asks.add(new Ask("suggest", "suggest?prefix=hua", "*/*", false));
    String all = sparql("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o");
    asks.add(new Ask("all triples, sorted", all, "text/tab-separated-values", true));
    for (Ask ask : asks) {
      Optional<String> first = answer(ask);
      boolean ofOneRelease = ask.path.contains("void");
      if (!ofOneRelease && first.isPresent() && first.equals(answer(ask))) {
        compared.add(ask);
      }
    }
    for (String refused :
        List.of(
            "SELECT * { ?s ?p }",
            "SELECT (<java:x>() AS ?x) {}",
            "ASK { SERVICE <http://127.0.0.1/> {} }")) {
      asks.add(new Ask("refused", sparql(refused), "*/*", false));
    }
    String endless = sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }");
    asks.add(new Ask("endless", endless, "*/*", true));
    asks.add(new Ask("leaves", endless, "*/*", true));
    return asks;
  }

  private List<String> questions() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(home + ".well-known/sparql-examples"))
            .header("Accept", "application/n-triples")
            .build();
    Graph graph =
        RDFParser.fromString(http.send(request, BodyHandlers.ofString()).body(), Lang.NTRIPLES)
            .toGraph();
    Node select = NodeFactory.createURI("http://www.w3.org/ns/shacl#select");
    return graph
        .find(Node.ANY, select, Node.ANY)
        .mapWith(t -> t.getObject().getLiteralLexicalForm())
        .toList();
  }

  private static String sparql(String query) {
    return "sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  /// Returns the answer to a request with status 200, or empty if there is none in ten times.
  private Optional<String> answer(Ask ask) throws Exception {
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> response = send(ask, "10.0.0.1", 60);
      if (response.statusCode() == 200) {
        return Optional.of(plain(response.body()));
      }
    }
    return Optional.empty();
  }

  /// Two releases with the same content differ in their names.
  private static String plain(String body) {
    return body.replaceAll("\\d{4}-\\d\\d-\\d\\d-[0-9a-f]{6}(-\\d+)?", "RELEASE");
  }

  private HttpResponse<String> send(Ask ask, String client, double patience) throws Exception {
    String prefix =
        ask.again ? "PREFIX+n" + nonce.incrementAndGet() + "%3A%3Chttp%3A%2F%2Fn%2F%3E+" : "";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(home + ask.path.replace("query=", "query=" + prefix)))
            .header("Accept", ask.accept)
            .header("X-Forwarded-For", client)
            .timeout(Duration.ofMillis((long) (patience * 1000)))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private List<List<String>> run(List<Ask> asks, String server, long seconds, Releases releases)
      throws Exception {
    long start = System.nanoTime();
    List<List<String>> minutes = new ArrayList<>();
    minutes.add(state("before", server));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        threads.submit(() -> client(asks, client));
      }
      for (int i = 0; i < 5; i++) {
        threads.submit(this::readSlowly);
      }
      threads.submit(() -> promote(releases));
      for (long at = 60; at < seconds; at += 60) {
        sleepUntil(start, at);
        minutes.add(state("minute " + at / 60, server));
      }
      sleepUntil(start, seconds);
      over.set(true);
    }
    minutes.add(state("after", server));
    return minutes;
  }

  private static void sleepUntil(long start, long seconds) throws InterruptedException {
    Thread.sleep(Math.max(0, seconds * 1000 - (System.nanoTime() - start) / 1_000_000));
  }

  /// A kind is chosen by its weight, then one of the kind.
  private Void client(List<Ask> asks, int client) throws InterruptedException {
    Random random = new Random(client);
    List<String> kinds =
        WEIGHTS.entrySet().stream()
            .flatMap(e -> Collections.nCopies(e.getValue(), e.getKey()).stream())
            .toList();
    while (!over.get()) {
      String kind = kinds.get(random.nextInt(kinds.size()));
      List<Ask> of = asks.stream().filter(a -> a.kind.equals(kind)).toList();
      ask(of.get(random.nextInt(of.size())), "10.0.0." + client);
      Thread.sleep(BETWEEN_REQUESTS);
    }
    return null;
  }

  private void ask(Ask ask, String client) {
    long start = System.nanoTime();
    int status;
    try {
      HttpResponse<String> response = send(ask, client, ask.kind.equals("leaves") ? 0.2 : 60);
      status = response.statusCode();
      if (status == 200 && compared.contains(ask)) {
        compare(ask, response);
      }
      answered.incrementAndGet();
    } catch (Exception e) {
      status = ask.kind.equals("leaves") ? 0 : -1;
      if (status < 0) {
        System.err.println(ask.path + ": " + e);
      }
    }
    samples
        .computeIfAbsent(ask.kind, k -> Collections.synchronizedList(new ArrayList<>()))
        .add(new Sample(status, (System.nanoTime() - start) / 1e9));
  }

  private void compare(Ask ask, HttpResponse<String> response) {
    String release = response.headers().firstValue("Techrace-Release").orElse("");
    String was = plain(response.body());
    String expected = right.computeIfAbsent(List.of(ask, release), k -> was);
    if (!was.equals(expected)) {
      wrong.computeIfAbsent(ask.kind, k -> new AtomicLong()).incrementAndGet();
      if (shown.add(ask)) {
        System.err.println(ask.path + ": " + difference(expected, was));
      }
    }
  }

  /// Returns the first place where two texts differ, with 200 characters of each.
  private static String difference(String expected, String was) {
    int at = 0;
    while (at < Math.min(expected.length(), was.length())
        && expected.charAt(at) == was.charAt(at)) {
      at++;
    }
    return "character %d, expected <%s>, was <%s>"
        .formatted(at, around(expected, at), around(was, at));
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 100));
  }

  /// Asks for all triples and reads a little of them every second.
  private Void readSlowly() throws Exception {
    URI uri = URI.create(home);
    while (!over.get()) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        String request =
            "GET /%s HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "X-Forwarded-For: 10.0.1.1\r\n"
                + "Accept: text/csv\r\n\r\n";
        String path = sparql("SELECT * { ?s ?p ?o }");
        socket.getOutputStream().write(request.formatted(path).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 20 && !over.get(); i++) {
          socket.getInputStream().readNBytes(1024);
          Thread.sleep(1000);
        }
      } catch (IOException e) {
        // The server may hang up on one who reads so slowly.
      }
    }
    return null;
  }

  private Void promote(Releases releases) throws Exception {
    List<String> all = releases.list();
    for (int i = 0; !over.get(); i++) {
      Thread.sleep(BETWEEN_PROMOTIONS);
      releases.promote(all.get(i % all.size()));
    }
    return null;
  }

  /// Returns the resources of the server: heap after a collection, resident memory, threads, open
  /// files.
  private List<String> state(String when, String process) throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, process, "GC.run").start().waitFor();
    Process info = new ProcessBuilder(jcmd, process, "GC.heap_info").start();
    String heap = new String(info.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher used = Pattern.compile("total \\d+K, used (\\d+)K").matcher(heap);
    long kilobytes = 0;
    while (used.find()) {
      kilobytes += Long.parseLong(used.group(1));
    }
    String status = Files.readString(Path.of("/proc", process, "status"));
    try (Stream<Path> files = Files.list(Path.of("/proc", process, "fd"))) {
      return List.of(
          when,
          String.valueOf(answered.get()),
          String.valueOf(kilobytes >> 10),
          String.valueOf(field(status, "VmRSS") >> 10),
          String.valueOf(field(status, "Threads")),
          String.valueOf(files.count()));
    }
  }

  private static long field(String status, String name) {
    Matcher matcher = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /// Prints the tables.
  ///
  /// @return whether all is well
  private boolean report(long seconds, List<List<String>> minutes) {
    System.out.printf(
        "%d clients for %d seconds (and 5 that read slowly) on a server that runs 2 queries, lets 8"
            + " wait and stops a query after %.0f s; a promotion every %d s; `src/bench/run soak`."
            + " %d different requests have one right answer in a release, and each answer was"
            + " compared with it. *Admitted* are the answers with status 200.%n%n",
        CLIENTS, seconds, LIMIT, BETWEEN_PROMOTIONS.toSeconds(), compared.size());
    System.out.println(
        "| kind | asked | 200 | 400, 403 | 429 | 503 | left | failed | wrong | admitted: median s |"
            + " 95 % | 99 % | longest |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    boolean flat = flat(minutes);
    List<String> faults = new ArrayList<>();
    if (!flat) {
      faults.add("memory, threads or files grew");
    }
    for (Map.Entry<String, List<Sample>> entry : new TreeMap<>(samples).entrySet()) {
      List<Sample> of = entry.getValue();
      List<Double> times =
          of.stream().filter(s -> s.status == 200).map(Sample::seconds).sorted().toList();
      long bad = Optional.ofNullable(wrong.get(entry.getKey())).map(AtomicLong::get).orElse(0L);
      double longest = times.isEmpty() ? 0 : times.getLast();
      if (bad > 0 || count(of, -1) > 0) {
        faults.add(entry.getKey() + ": wrong or failed");
      }
      if (longest >= ALLOWED) {
        faults.add(
            String.format(
                Locale.ROOT,
                "%s: one admitted answer took %.1f s, more than %.0f s",
                entry.getKey(),
                longest,
                ALLOWED));
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %s | %s | %s | %s |%n",
          entry.getKey(),
          of.size(),
          count(of, 200),
          count(of, 400, 403),
          count(of, 429),
          count(of, 503),
          count(of, 0),
          count(of, -1),
          bad,
          quantile(times, 0.5),
          quantile(times, 0.95),
          quantile(times, 0.99),
          quantile(times, 1));
    }
    System.out.println(
        "\n| | answers so far | heap after collection, MB | resident, MB | threads | open files |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    minutes.forEach(row -> System.out.println("| " + String.join(" | ", row) + " |"));
    System.out.println(
        faults.isEmpty()
            ? "\nNo wrong answer, none failed, no admitted one took longer than %.0f s%s."
                .formatted(ALLOWED, minutes.size() > 2 ? ", memory is flat" : "")
            : "\n**Not well: %s.**".formatted(String.join("; ", faults)));
    return faults.isEmpty();
  }

  /// Returns true if heap, resident memory, threads and open files grew by at most a quarter since
  /// the first minute. Needs a run of at least two minutes.
  private static boolean flat(List<List<String>> minutes) {
    List<String> early = minutes.get(1);
    List<String> late = minutes.getLast();
    return IntStream.range(2, late.size())
        .allMatch(i -> Long.parseLong(late.get(i)) <= 1.25 * Long.parseLong(early.get(i)) + 8);
  }

  private static long count(List<Sample> samples, Integer... statuses) {
    return samples.stream().filter(s -> List.of(statuses).contains(s.status)).count();
  }

  private static String quantile(List<Double> sorted, double share) {
    return sorted.isEmpty()
        ? "–"
        : String.format(
            Locale.ROOT, "%.3f", sorted.get((int) Math.ceil(share * sorted.size()) - 1));
  }
}
