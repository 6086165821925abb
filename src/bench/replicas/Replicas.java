import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.techrace.cli.Main;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LanguageOrder;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.Publication;
import org.techrace.release.Releases;
import org.techrace.release.Staging;
import org.techrace.report.Report;
import org.techrace.search.LabelIndex;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Arguments: promotions, clients, seconds without a store, work folder, project, java. See `run`.
final class Replicas {
  static final Iris IRIS = new Iris("https://w3id.org/techrace/");
  static final int FIRMS = 500;
  static final int STORE = 18120;
  static final int PROXY = 18130;
  static final int FIRST = 18131;
  static final int SLOTS = 4;

  /// The time between two requests of a client, so that the machine has time for promotions.
  static final int PAUSE_MILLIS = 200;

  static final String BUCKET = "releases";
  static final String URL = "s3://" + BUCKET + "/kg";

  /// The number of staff, which pages show with a comma.
  static final Pattern STAFF = Pattern.compile("\\b7\\d,?\\d\\d7\\b");

  static final String QUERY =
      "/sparql?format=csv&query=PREFIX%20tr:%3Chttps://w3id.org/techrace/ontology%23%3E%20SELECT%20?n%20(COUNT(*)%20AS%20?c)%20%7B?s%20tr:staff%20?n%20FILTER(RAND()%3C2)%7D%20GROUP%20BY%20?n";

  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  static final TransientNio2BlobStore OBJECTS = new TransientNio2BlobStore();
  static final Process[] REPLICAS = new Process[SLOTS];
  static final Map<String, Integer> NUMBERS = new ConcurrentHashMap<>();
  static final AtomicInteger ANSWERS = new AtomicInteger();
  static final List<String> FAILED = Collections.synchronizedList(new ArrayList<>());
  static final List<String> MIXED = Collections.synchronizedList(new ArrayList<>());
  static final List<Integer> MICROS = Collections.synchronizedList(new ArrayList<>());
  static volatile boolean done;
  static Path work = Path.of("");
  static Path project = Path.of("");
  static String java = "";

  public static void main(String[] args) throws Exception {
    int promotions = Integer.parseInt(args[0]);
    int clients = Integer.parseInt(args[1]);
    int down = Integer.parseInt(args[2]);
    work = Path.of(args[3]);
    project = Path.of(args[4]);
    java = args[5];
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "secret");
    Releases releases = new Releases(work.resolve("builder"));
    List<String> ids = new ArrayList<>();
    for (int n = 0; n <= promotions; n++) {
      ids.add(seal(releases, n));
      NUMBERS.put(ids.getLast(), n);
    }
    S3Proxy store = store();
    S3Client s3 =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + STORE))
            .forcePathStyle(true)
            .region(software.amazon.awssdk.regions.Region.US_EAST_1)
            .httpClientBuilder(
                software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient.builder())
            .build();
    s3.createBucket(r -> r.bucket(BUCKET));
    push(releases, ids.get(0), false);
    Process proxy = proxy();
    Map<String, String> rows = new TreeMap<>();
    try {
      for (int n = 0; n < 3; n++) {
        start(n);
      }
      long first = System.nanoTime();
      await(ids.get(0), 0, 1, 2);
      rows.put("1 first pull and warm-up of three replicas", seconds(first));
      Thread.sleep(2_000);
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      long began = System.nanoTime();
      for (int c = 0; c < clients; c++) {
        threads.submit(Replicas::read);
      }
      int[] all = {0, 1, 2};
      List<Long> spread = new ArrayList<>();
      int kill = promotions * 2 / 5;
      int join = promotions / 2;
      int outage = promotions * 7 / 10;
      int truncated = promotions * 9 / 10;
      for (int n = 1; n <= promotions; n++) {
        if (n == kill) {
          REPLICAS[0].destroyForcibly().waitFor();
          all = new int[] {1, 2};
          rows.put("4 replica killed (SIGKILL)", "at promotion " + n + ", " + state());
        }
        if (n == join) {
          long added = System.nanoTime();
          start(3);
          await(ids.get(n - 1), 3);
          all = new int[] {1, 2, 3};
          rows.put("5 replica added", "ready after " + seconds(added) + ", " + state());
        }
        if (n == outage) {
          int before = ANSWERS.get();
          store.stop();
          Thread.sleep(Duration.ofSeconds(down));
          String health = health(1);
          store = store();
          rows.put(
              "6 store down for %d s".formatted(down),
              "%,d answers in this time, %s; health: %s"
                  .formatted(ANSWERS.get() - before, state(), health.replaceAll("\\s+", " ")));
        }
        if (n == truncated) {
          List<String> before = keys(s3);
          push(releases, ids.get(n), false);
          String key = keys(s3).stream().filter(k -> !before.contains(k)).findFirst().orElseThrow();
          // Some replicas may have received it before.
          damage(s3, key);
          Thread.sleep(3_000);
          rows.put("7 object truncated", state() + "; then sent again");
          push(releases, ids.get(n), true);
          await(ids.get(n), all);
          continue;
        }
        push(releases, ids.get(n), false);
        long pushed = System.nanoTime();
        await(ids.get(n), all);
        spread.add((System.nanoTime() - pushed) / 1_000_000);
      }
      double time = (System.nanoTime() - began) / 1e9;
      done = true;
      threads.close();
      Collections.sort(spread);
      rows.put(
          "2 promotions",
          "%d; all replicas serve the release %,d ms after the push (median; longest %,d ms)"
              .formatted(promotions, spread.get(spread.size() / 2), spread.getLast()));
      List<Integer> micros = new ArrayList<>(MICROS);
      Collections.sort(micros);
      rows.put(
          "3 answers to %d clients".formatted(clients),
          "%,d in %,.0f s; failed %d, mixed from two releases %d; %.1f ms median, %.1f ms at 99 %%, %,.0f ms longest"
              .formatted(
                  ANSWERS.get(),
                  time,
                  FAILED.size(),
                  MIXED.size(),
                  micros.get(micros.size() / 2) / 1e3,
                  micros.get(micros.size() * 99 / 100) / 1e3,
                  micros.getLast() / 1e3));
      System.out.println("\n| What | Result |\n|---|---|");
      rows.forEach((what, result) -> System.out.printf("| %s | %s |%n", what.substring(2), result));
      FAILED.stream().limit(5).forEach(one -> System.out.println("failed: " + one));
      MIXED.stream().limit(5).forEach(one -> System.out.println("mixed: " + one));
    } finally {
      done = true;
      proxy.destroy();
      for (Process replica : REPLICAS) {
        if (replica != null) {
          replica.destroy();
        }
      }
      store.stop();
    }
    System.exit(FAILED.isEmpty() && MIXED.isEmpty() ? 0 : 1);
  }

  static String state() {
    return "%d failed and %d mixed so far".formatted(FAILED.size(), MIXED.size());
  }

  static String seconds(long since) {
    return "%.1f s".formatted((System.nanoTime() - since) / 1e9);
  }

  /// Seals release n: each firm has the same number of staff, which contains n.
  static String seal(Releases releases, int n) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "PREFIX tr: <https://w3id.org/techrace/ontology#> PREFIX id:"
                + " <https://w3id.org/techrace/id/> PREFIX rdfs:"
                + " <http://www.w3.org/2000/01/rdf-schema#> tr:Firm a"
                + " <http://www.w3.org/2002/07/owl#Class> ; rdfs:label \"firm\"@en . ");
    for (int i = 0; i < FIRMS; i++) {
      text.append(
          "id:firm-%d a tr:Firm ; rdfs:label \"Firm no %d\"@en ; tr:staff 7%03d7 .\n"
              .formatted(i, i, n));
    }
    Publication publication =
        new Publication(IRIS, "bench", "bench", Optional.empty(), List.of("en"));
    Inputs inputs = new Inputs(List.of(new Input("data/x.csv", "%064x".formatted(n), 1)), "bench");
    try (Staging staging = releases.stage(publication, inputs, Clock.systemUTC())) {
      RDFParser.fromString(text.toString(), Lang.TURTLE).parse(staging.stream(IRIS.graph("x")));
      LabelIndex.build(
          staging.dataset().getUnionGraph(),
          staging.folder().resolve(LabelIndex.FOLDER),
          LanguageOrder.NONE);
      return staging.seal(new Report());
    }
  }

  static S3Proxy store() throws Exception {
    S3Proxy store =
        S3Proxy.builder()
            .blobStore(OBJECTS)
            .endpoint(URI.create("http://127.0.0.1:" + STORE))
            .awsAuthentication(AuthenticationType.AWS_V4, "test", "secret")
            .build();
    store.start();
    return store;
  }

  static void push(Releases releases, String id, boolean again) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("releases", "push", URL, id, "--project", project.toString(), "--releases"));
    command.addAll(List.of(releases.folder().toString(), "-o", endpoint()));
    if (again) {
      command.add("--again");
    }
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    if (Main.run(command.toArray(String[]::new), printer, printer) != 0) {
      throw new IOException(out.toString());
    }
  }

  static String endpoint() {
    return "storage.endpoint='http://127.0.0.1:%d'".formatted(STORE);
  }

  static void start(int n) throws IOException {
    List<String> command =
        List.of(
            java,
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Djdk.virtualThreadScheduler.parallelism=64",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "org.techrace.cli.Main",
            "serve",
            "--follow",
            URL,
            "--project",
            work.resolve("replica-" + n).toString(),
            "--port",
            String.valueOf(FIRST + n),
            "-o",
            endpoint(),
            "-o",
            "serve.operations-port=0",
            "-o",
            "storage.interval-seconds=0.5",
            "-o",
            "serve.trust-proxy=true");
    Files.createDirectories(work.resolve("replica-" + n));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "secret"));
    builder
        .redirectErrorStream(true)
        .redirectOutput(work.resolve("replica-" + n + ".log").toFile());
    REPLICAS[n] = builder.start();
  }

  static Process proxy() throws IOException {
    StringBuilder servers = new StringBuilder();
    for (int n = 0; n < SLOTS; n++) {
      servers.append(
          "  server r%d 127.0.0.1:%d check inter 500ms fall 2 rise 1\n".formatted(n, FIRST + n));
    }
    Path file =
        Files.writeString(
            work.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 2s
              timeout check 5s
              timeout client 60s
              timeout server 60s
              option forwardfor
              option redispatch
              retries 3
              retry-on all-retryable-errors
            frontend site
              bind 127.0.0.1:%d
              default_backend replicas
            backend replicas
              balance roundrobin
              option httpchk GET /health
            %s\
            """
                .formatted(PROXY, servers));
    return new ProcessBuilder("haproxy", "-db", "-f", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(new File(work.toFile(), "haproxy.log"))
        .start();
  }

  static List<String> keys(S3Client s3) {
    return s3
        .listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix("kg/objects/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  static void damage(S3Client s3, String key) {
    byte[] bytes =
        s3.getObject(r -> r.bucket(BUCKET).key(key), ResponseTransformer.toBytes()).asByteArray();
    s3.putObject(
        r -> r.bucket(BUCKET).key(key),
        RequestBody.fromBytes(Arrays.copyOf(bytes, bytes.length / 2)));
  }

  static String health(int n) {
    try {
      HttpResponse<String> answer = get("http://127.0.0.1:" + (FIRST + n) + "/health");
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(String id, int... numbers) throws InterruptedException {
    for (int n : numbers) {
      for (int i = 0; !(health(n).startsWith("200") && health(n).contains(id)); i++) {
        if (i > 6000 || !REPLICAS[n].isAlive()) {
          throw new IllegalStateException(
              "replica " + n + " does not serve " + id + ": " + health(n));
        }
        Thread.sleep(20);
      }
    }
  }

  static HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  /// Reads until the end: pages of firms, lists, and a query that would see two releases.
  static void read() {
    while (!done) {
      int choice = ThreadLocalRandom.current().nextInt(3);
      String path =
          switch (choice) {
            case 0 -> QUERY;
            case 1 -> "/page/firm-" + ThreadLocalRandom.current().nextInt(FIRMS);
            default -> "/data/firm-" + ThreadLocalRandom.current().nextInt(FIRMS) + ".ttl";
          };
      long start = System.nanoTime();
      try {
        HttpResponse<String> answer = get("http://127.0.0.1:" + PROXY + path);
        MICROS.add((int) ((System.nanoTime() - start) / 1000));
        if (answer.statusCode() != 200) {
          FAILED.add(answer.statusCode() + " " + path);
          continue;
        }
        int number = NUMBERS.get(answer.headers().firstValue("Techrace-Release").orElseThrow());
        List<String> numbers =
            STAFF
                .matcher(answer.body())
                .results()
                .map(MatchResult::group)
                .map(found -> found.replace(",", ""))
                .distinct()
                .toList();
        if (!numbers.equals(List.of("7%03d7".formatted(number)))) {
          MIXED.add(path + " of release " + number + ": " + numbers);
        }
        ANSWERS.incrementAndGet();
        Thread.sleep(PAUSE_MILLIS);
      } catch (IOException | RuntimeException e) {
        FAILED.add(path + ": " + e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
