package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.release.Releases;
import org.techrace.serve.SealedReleases;
import org.techrace.serve.Server;
import org.techrace.storage.ObjectStore;
import org.techrace.storage.StoredReleases;
import org.techrace.storage.TestStore;

/// Three replicas follow a store. Releases are promoted while clients read pages and send queries,
/// the store is stopped for a while, and a replica is stopped and another one added. No answer
/// fails, and none has content of two releases. `src/bench/run replicas` does the same with
/// processes behind HAProxy for longer.
@Tag("long")
final class ReplicaTest {
  private static final int REPLICAS = 3;
  private static final int CLIENTS = 4;
  private static final int RELEASES = 4;

  /// How long a client waits after an answer, in milliseconds: with less, the clients leave no
  /// processor to the replicas.
  private static final int PAUSE = 50;

  private static final Pattern STAFF = Pattern.compile("\\b([1-9])00\\b");
  private static final String QUERY =
      "sparql?format=csv&query=PREFIX%20tr:%3Chttps://w3id.org/techrace/ontology%23%3E%20SELECT%20?n%20%7B?s%20tr:staff%20?n%7D";
  private static final String PAGE = "page/firm-one";

  @TempDir private Path folder = Path.of("");
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, Server> servers = new ConcurrentHashMap<>();
  private final AtomicInteger starts = new AtomicInteger();

  private record Running(Replica replica, Thread thread) {}

  /// Starts a replica in this JVM, in a folder of its own, without a project.
  private Running start(TestStore store, int number) {
    Releases releases = new Releases(folder.resolve("replica-" + number));
    Map<String, String> settings = new TreeMap<>();
    settings.put("storage.endpoint", "'" + store.endpoint() + "'");
    settings.put("storage.interval-seconds", "0.1");
    settings.put("serve.port", "0");
    settings.put("serve.operations-port", "0");
    settings.put("serve.drain-seconds", "1");
    settings.put("serve.public-url", "'https://kg.example.org'");
    Replica replica;
    try {
      replica =
          new Replica(
              StoreSession.open(
                  "s3://" + TestStore.BUCKET + "/kg",
                  releases,
                  ProjectSettings.read(folder.resolve("none"), settings).storage(),
                  Main.commandLine(new String[] {"serve"})),
              releases,
              ProjectSettings.read(folder.resolve("none"), settings).storage(),
              settings,
              StoredReleases.Progress.NONE,
              new PrintWriter(new StringWriter()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    replica.serve(
                        server -> {
                          starts.incrementAndGet();
                          servers.put(number, server);
                        });
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    return new Running(replica, thread);
  }

  private static void stop(Running running) throws InterruptedException {
    running.thread.interrupt();
    running.replica.close();
    running.thread.join();
  }

  private HttpResponse<String> get(Server server, String path) throws Exception {
    URI address = server.uri().resolve(path);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private String health(int number) {
    try {
      Server server = servers.get(number);
      if (server == null) {
        return "";
      }
      HttpResponse<String> health = get(server, "health");
      return health.statusCode() + " " + health.body();
    } catch (IOException e) {
      return "";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not within a minute: " + what);
  }

  private boolean allServe(Set<Integer> numbers, String release) {
    return numbers.stream()
        .allMatch(n -> health(n).startsWith("200") && health(n).contains(release));
  }

  @Test
  void threeReplicasServePromotedReleasesWithoutAFailedAnswer() throws Exception {
    Project project = Project.in(folder.resolve("project"));
    SealedReleases sealed = SealedReleases.monthly(folder.resolve("sealed"), RELEASES);
    Map<String, Path> site = site(project);
    try (TestStore store = new TestStore();
        ObjectStore objects = store.open("kg");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StoredReleases builder =
          new StoredReleases(
              objects, sealed.releases(), store.settings().grace(), Clock.systemUTC());
      builder.push(sealed.ids().get(0), site, true, false, StoredReleases.Progress.NONE);
      List<Running> replicas = new ArrayList<>();
      for (int n = 0; n < REPLICAS; n++) {
        replicas.add(start(store, n));
      }
      await("the first release", () -> allServe(Set.of(0, 1, 2), sealed.ids().get(0)));
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<Set<Integer>> balanced = new AtomicReference<>(Set.of(0, 1, 2));
      List<Future<Integer>> clients = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        clients.add(threads.submit(() -> read(sealed, balanced, done)));
      }

      builder.push(sealed.ids().get(1), site, true, false, StoredReleases.Progress.NONE);
      await("the second release", () -> allServe(Set.of(0, 1, 2), sealed.ids().get(1)));

      store.stop();
      await("the store is down", () -> health(0).contains("the store does not answer"));
      assertThat(health(0)).startsWith("200").contains(sealed.ids().get(1), "storeContactAge");
      store.start();
      builder.push(sealed.ids().get(2), site, true, false, StoredReleases.Progress.NONE);
      await("the third release", () -> allServe(Set.of(0, 1, 2), sealed.ids().get(2)));
      assertThat(health(0)).doesNotContain("storeProblem");

      // One replica is taken out and stopped; another one takes its place.
      balanced.set(Set.of(1, 2));
      stop(replicas.get(0));
      replicas.set(0, start(store, 3));
      await("the new replica", () -> allServe(Set.of(3), sealed.ids().get(2)));
      balanced.set(Set.of(1, 2, 3));
      String tag = etag(1);
      assertThat(etag(3)).as("replicas have the same entity tags").isEqualTo(tag);

      builder.push(sealed.ids().get(3), site, true, false, StoredReleases.Progress.NONE);
      await("the fourth release", () -> allServe(Set.of(1, 2, 3), sealed.ids().get(3)));
      done.set(true);
      int answers = 0;
      for (Future<Integer> one : clients) {
        answers += one.get();
      }
      assertThat(answers).isGreaterThan(CLIENTS);
      assertThat(starts).as("no replica started again").hasValue(REPLICAS + 1);

      // Other settings come with a release: the server starts again with them.
      project.edit("techrace.toml", "title = \"", "title = \"Changed ");
      String last = sealed.seal("2026-09-15", 900);
      builder.push(last, site(project), true, false, StoredReleases.Progress.NONE);
      await("the last release", () -> allServe(Set.of(1, 2, 3), last));
      assertThat(get(Objects.requireNonNull(servers.get(1)), "").body()).contains("Changed ");
      for (Running replica : replicas) {
        stop(replica);
      }
    }
  }

  private static Map<String, Path> site(Project project) throws IOException {
    return StoreSession.site(project.folder(), ProjectSettings.read(project.folder()).graph());
  }

  private String etag(int number) throws Exception {
    Server server = Optional.ofNullable(servers.get(number)).orElseThrow();
    HttpResponse<String> page = get(server, PAGE);
    assertThat(page.headers().map()).as(page.body()).containsKey("etag");
    return page.headers().firstValue("ETag").orElseThrow();
  }

  /// Reads pages and sends queries to all replicas in turn. Checks that each answer is complete and
  /// from the release in its header.
  private int read(
      SealedReleases sealed, AtomicReference<Set<Integer>> balanced, AtomicBoolean done)
      throws Exception {
    int answers = 0;
    while (!done.get()) {
      for (int number : Objects.requireNonNull(balanced.get())) {
        if (!Objects.requireNonNull(balanced.get()).contains(number)) {
          continue;
        }
        String path = answers % 2 == 0 ? QUERY : PAGE;
        HttpResponse<String> answer;
        try {
          answer = get(Optional.ofNullable(servers.get(number)).orElseThrow(), path);
        } catch (IOException e) {
          if (balanced.get().contains(number)) {
            throw e;
          }
          continue;
        }
        if (!balanced.get().contains(number)) {
          // It is being stopped: what it says does not count.
          continue;
        }
        assertThat(answer.statusCode()).as("%d: %s", number, answer.body()).isEqualTo(200);
        String release = answer.headers().firstValue("Techrace-Release").orElseThrow();
        String staff = String.valueOf(sealed.ids().indexOf(release) + 1);
        Matcher found = STAFF.matcher(answer.body());
        assertThat(found.results().map(m -> m.group(1)).distinct())
            .as(path + " of " + release)
            .containsExactly(staff);
        answers++;
        Thread.sleep(PAUSE);
      }
    }
    return answers;
  }

  @Test
  void saysWhatIsWrongWithACommand() throws Exception {
    Project project = Project.in(folder.resolve("project"));
    assertThat(project.run("releases", "push", "ftp://x").err()).contains("expected s3://BUCKET");
    assertThat(project.command("releases", "pull", "file:" + folder.resolve("no")).err())
        .contains("does not exist; mount it, or push a release to it first");
    SealedReleases sealed = SealedReleases.monthly(project.folder().resolve("releases"), 2);
    sealed.releases().promote(sealed.ids().get(1));
    String url = "file:" + folder.resolve("store");
    Project.Outcome pushed = project.run("releases", "push", url);
    assertThat(pushed.out())
        .contains("objects of release " + sealed.ids().get(1), "the store had 0; current there is");
    assertThat(project.run("releases", "push", url, sealed.ids().get(0), "--keep-current").out())
        .contains("current there is " + sealed.ids().get(1));
    String replica = folder.resolve("replica").toString();
    Project.Outcome pulled =
        project.command("releases", "pull", url, "--releases", replica, "--project", replica);
    assertThat(pulled.code()).as(pulled.err()).isZero();
    assertThat(new Releases(Path.of(replica)).current()).contains(sealed.ids().get(1));
    assertThat(project.run("releases", "collect", url, "--keep", "1").out())
        .contains("retired " + sealed.ids().get(0) + "; deleted 0 objects");
    assertThat(project.run("releases", "collect", url, "--keep", "-1").code()).isEqualTo(2);
    Project.Outcome both = project.run("serve", "--follow", url, "--watch");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("use one of both");
    assertThat(Files.exists(Path.of("releases", "store"))).isFalse();
  }
}
