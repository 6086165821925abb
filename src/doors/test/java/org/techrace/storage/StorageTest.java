package org.techrace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.release.CitationLimit;
import org.techrace.release.Digests;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.serve.SealedReleases;
import org.techrace.storage.ObjectStore.Slice;
import org.techrace.storage.ObjectStore.Stored;
import org.techrace.storage.StoredReleases.Collected;
import org.techrace.storage.StoredReleases.Progress;
import org.techrace.storage.StoredReleases.Pushed;

/// Pushes releases to stores and pulls them, with all that can go wrong on the way. The stores are
/// an S3 server in this JVM and a folder.
@Tag("long")
final class StorageTest {
  private static final Duration GRACE = Duration.ofHours(24);

  @TempDir private static Path sealedIn = Path.of("");
  private static SealedReleases sealed = new SealedReleases(Path.of(""));
  private static List<String> ids = List.of();
  private static Optional<TestStore> s3 = Optional.empty();
  private static int prefixes;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    sealed = SealedReleases.monthly(sealedIn, 3);
    ids = sealed.ids();
    s3 = Optional.of(new TestStore());
  }

  @AfterAll
  static void stop() {
    s3.ifPresent(TestStore::close);
  }

  /// Opens a new store of a kind.
  private ObjectStore store(String kind) {
    return kind.equals("s3")
        ? s3.orElseThrow().open("test-" + prefixes++)
        : StorageUrl.parse("file:" + folder.resolve("store")).open(StorageSettings.DEFAULT);
  }

  private static StoredReleases builder(ObjectStore store) {
    return new StoredReleases(store, sealed.releases(), GRACE, Clock.systemUTC());
  }

  private static StoredReleases builder(ObjectStore store, Duration later) {
    Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
    return new StoredReleases(store, sealed.releases(), GRACE, clock);
  }

  private StoredReleases replica(ObjectStore store) {
    return new StoredReleases(store, local(), GRACE, Clock.systemUTC());
  }

  private Releases local() {
    return new Releases(folder.resolve("replica"));
  }

  private static Pushed push(StoredReleases stored, String id) throws IOException {
    return stored.push(id, Map.of(), true, false, Progress.NONE);
  }

  private static Set<String> keys(ObjectStore store) throws IOException {
    return store.list("objects/").stream().map(Stored::key).collect(Collectors.toSet());
  }

  /// The largest object.
  private static Stored largest(ObjectStore store) throws IOException {
    return store.list("objects/").stream()
        .max(Comparator.comparingLong(Stored::bytes))
        .orElseThrow();
  }

  /// Replaces an object by other bytes.
  private void damage(ObjectStore store, String key, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged"), bytes);
    store.put(key, new Slice(file, 0, bytes.length, Digests.sha256(bytes)));
  }

  private static byte[] bytes(ObjectStore store, String key) throws IOException {
    try (InputStream in = store.open(key)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "file"})
  void sendsNewObjectsOnlyAndReceivesTheSameBytes(String kind) throws Exception {
    Path query = Files.writeString(folder.resolve("q.rq"), "ASK {}");
    Map<String, Path> site = Map.of("queries/q.rq", query);
    try (ObjectStore store = store(kind)) {
      Pushed first = builder(store).push(ids.get(0), site, true, false, Progress.NONE);
      assertThat(first.sent()).isEqualTo(keys(store).size()).isPositive();
      assertThat(first.current()).isTrue();
      Pushed again = builder(store).push(ids.get(0), site, true, false, Progress.NONE);
      assertThat(again).isEqualTo(new Pushed(0, 0, first.sent(), false));
      Pushed second = builder(store).push(ids.get(1), site, true, false, Progress.NONE);
      assertThat(second.present()).as("objects that both releases have").isPositive();
      assertThat(keys(store)).hasSize(first.sent() + second.sent());

      assertThat(replica(store).pull(Optional.empty(), Progress.NONE)).isEqualTo(ids.get(1));
      assertThat(local().names()).containsExactly(ids.get(1));
      local().promote(ids.get(1));
      assertThat(folder.resolve("replica").resolve(ids.get(1)).resolve("SHA256SUMS"))
          .hasSameBinaryContentAs(sealedIn.resolve(ids.get(1)).resolve("SHA256SUMS"));
      Path received = replica(store).site(ids.get(1)).orElseThrow();
      assertThat(received.resolve("queries/q.rq")).hasContent("ASK {}");
      assertThat(replica(store).pull(Optional.of(ids.get(0)), Progress.NONE)).isEqualTo(ids.get(0));
      assertThatThrownBy(() -> replica(store).pull(Optional.of("2020-01-01-000000"), Progress.NONE))
          .hasMessageContaining("is missing; the store has the releases " + ids.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "file"})
  void refusesToReplaceWhatAnotherBuilderMadeCurrent(String kind) throws Exception {
    try (ObjectStore store = store(kind)) {
      push(builder(store), ids.get(0));
      // Another builder makes the third release current while the second one is sent.
      Progress other =
          onFirst(
              (_, _) -> {
                try {
                  push(builder(store), ids.get(2));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatThrownBy(() -> builder(store).push(ids.get(1), Map.of(), true, false, other))
          .hasMessageContaining("another process made " + ids.get(2) + " current")
          .hasMessageContaining("expected " + ids.get(0));
      assertThat(builder(store).current()).contains(ids.get(2));
      push(builder(store), ids.get(1));
      assertThat(builder(store).current()).contains(ids.get(1));
    }
  }

  private static Progress onFirst(BiConsumer<Long, Long> action) {
    boolean[] called = {false};
    return (_, done, all) -> {
      if (!called[0]) {
        called[0] = true;
        action.accept(done, all);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "file"})
  void neverShowsAReleaseWithATruncatedOrWrongObject(String kind) throws Exception {
    try (ObjectStore store = store(kind)) {
      push(builder(store), ids.get(0));
      replica(store).pull(Optional.empty(), Progress.NONE);
      local().promote(ids.get(0));
      Set<String> before = keys(store);
      push(builder(store), ids.get(1));
      String key =
          keys(store).stream().filter(k -> !before.contains(k)).sorted().findFirst().orElseThrow();
      byte[] good = bytes(store, key);
      Follower follower =
          new Follower(replica(store), local(), Duration.ZERO, 3, _ -> true, Progress.NONE);

      damage(store, key, Arrays.copyOf(good, good.length - 1));
      assertThat(follower.look()).isFalse();
      assertThat(follower.problem().orElseThrow())
          .contains(key)
          .contains(
              "the object has %,d bytes, expected %,d".formatted(good.length - 1, good.length));
      byte[] wrong = good.clone();
      wrong[0] ^= 1;
      damage(store, key, wrong);
      assertThat(follower.look()).isFalse();
      assertThat(follower.problem().orElseThrow()).contains(key).contains("the SHA-256 is");
      assertThat(local().names()).containsExactly(ids.get(0));
      assertThat(local().current()).contains(ids.get(0));

      // A push finds an object of another size; one with other bytes needs --again.
      assertThat(builder(store).push(ids.get(1), Map.of(), true, true, Progress.NONE).present())
          .isZero();
      assertThat(follower.look()).isTrue();
      assertThat(follower.problem()).isEmpty();
      assertThat(local().current()).contains(ids.get(1));
      damage(store, key, Arrays.copyOf(good, good.length - 1));
      assertThat(push(builder(store), ids.get(1)).sent()).isOne();
    }
  }

  @Test
  void aDamagedReleaseIsNotPulledAtEachCheck() throws Exception {
    try (ObjectStore store = store("file")) {
      push(builder(store), ids.get(0));
      Stored damaged = largest(store);
      byte[] good = bytes(store, damaged.key());
      damage(store, damaged.key(), new byte[1]);
      Follower follower =
          new Follower(replica(store), local(), Duration.ofHours(1), 3, _ -> true, Progress.NONE);
      assertThat(follower.look()).isFalse();
      String problem = follower.problem().orElseThrow();
      damage(store, damaged.key(), good);
      assertThat(follower.look()).as("the store is not asked for it again").isFalse();
      assertThat(follower.problem()).contains(problem);
      push(builder(store), ids.get(1));
      assertThat(follower.look()).as("another release is not delayed").isTrue();
      assertThat(local().current()).contains(ids.get(1));
    }
  }

  @Test
  void refusesAManifestThatIsNotTheOnePushed() throws Exception {
    try (ObjectStore store = store("file")) {
      push(builder(store), ids.get(0));
      String key = "releases/" + ids.get(0) + ".json";
      String manifest = new String(bytes(store, key), UTF_8);
      damage(store, key, manifest.replace("data.nq.gz", "data.nq.xz").getBytes(UTF_8));
      assertThatThrownBy(() -> replica(store).pull(Optional.empty(), Progress.NONE))
          .hasMessageContaining(key)
          .hasMessageContaining("the SHA-256 is");
      for (String path : List.of("../outside", "/etc/x", "a/../../b", "")) {
        byte[] evil = manifest.replace("data.nq.gz", path).getBytes(UTF_8);
        assertThatThrownBy(() -> Manifest.read(evil, "m"))
            .as(path)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("paths");
      }
      assertThatThrownBy(() -> Manifest.read("{\"release\": 1".getBytes(UTF_8), "m"))
          .hasMessageContaining("this is not the manifest of a release");
      damage(store, "current", "nonsense".getBytes(UTF_8));
      assertThatThrownBy(() -> replica(store).pull(Optional.empty(), Progress.NONE))
          .hasMessageContaining("current: expected the name of a release and a SHA-256");
    }
  }

  @Test
  void continuesAnInterruptedPushAndPull() throws Exception {
    try (ObjectStore store = store("s3")) {
      int[] sent = {0};
      Progress breaking =
          (_, _, _) -> {
            if (sent[0]++ == 4) {
              throw new IllegalStateException("killed");
            }
          };
      assertThatThrownBy(() -> builder(store).push(ids.get(0), Map.of(), true, false, breaking))
          .hasMessage("killed");
      assertThat(keys(store)).hasSize(4);
      assertThat(builder(store).list()).as("releases that can be seen").isEmpty();
      assertThat(push(builder(store), ids.get(0)).present()).isEqualTo(4);

      // The store loses one object in the middle of a pull.
      Stored lost = largest(store);
      byte[] good = bytes(store, lost.key());
      store.delete(lost.key());
      assertThatThrownBy(() -> replica(store).pull(Optional.empty(), Progress.NONE))
          .hasMessageContaining(lost.key())
          .hasMessageContaining("is missing");
      assertThat(local().names()).isEmpty();
      damage(store, lost.key(), good);
      Path kept;
      try (Stream<Path> files = Files.walk(local().incoming(ids.get(0)))) {
        kept =
            files
                .filter(f -> Files.isRegularFile(f) && f.toFile().length() > 0)
                .sorted()
                .findFirst()
                .orElseThrow();
      }
      // What is on disk is used only if its bytes are right.
      byte[] half = Files.readAllBytes(kept);
      half[0] ^= 1;
      Files.write(kept, half);
      replica(store).pull(Optional.empty(), Progress.NONE);
      local().promote(ids.get(0));
      assertThat(local().incoming(ids.get(0))).doesNotExist();
    }
  }

  @Test
  void servesTheLastReleaseWhileTheStoreIsDown() throws Exception {
    TestStore server = s3.orElseThrow();
    try (ObjectStore store = store("s3")) {
      Follower follower =
          new Follower(replica(store), local(), Duration.ofSeconds(1), 1, _ -> true, Progress.NONE);
      assertThat(follower.look()).isFalse();
      assertThat(follower.problem().orElseThrow()).contains("no release was pushed");
      push(builder(store), ids.get(0));
      assertThat(follower.look()).isTrue();
      Instant contact = follower.contact().orElseThrow();
      server.stop();
      try {
        assertThat(follower.look()).isFalse();
        assertThat(follower.problem().orElseThrow())
            .contains("s3://releases/")
            .contains("the store does not answer")
            .contains("storage.endpoint");
        assertThat(follower.contact()).contains(contact);
        assertThat(local().current()).contains(ids.get(0));
      } finally {
        server.start();
      }
      push(builder(store), ids.get(1));
      assertThat(follower.look()).isTrue();
      assertThat(follower.problem()).isEmpty();
      assertThat(local().current()).contains(ids.get(1));
      assertThat(local().names()).as("keeps one release").containsExactly(ids.get(1));
    }
  }

  @Test
  void namesTheBucketAndTheRightsThatAreMissing() throws Exception {
    StorageSettings settings = s3.orElseThrow().settings();
    try (ObjectStore store = StorageUrl.parse("s3://nowhere/x").open(settings)) {
      assertThatThrownBy(() -> push(builder(store), ids.get(0)))
          .hasMessageContaining("there is no bucket 'nowhere'; create it");
    }
    System.setProperty("aws.secretAccessKey", "wrong");
    try (ObjectStore store = s3.orElseThrow().open("x")) {
      assertThatThrownBy(() -> builder(store).current())
          .hasMessageContaining("access is refused")
          .hasMessageContaining("AWS_ACCESS_KEY_ID");
    } finally {
      System.setProperty("aws.secretAccessKey", "secret");
    }
    for (String wrong : List.of("s3:/a", "http://x", "S3://bucket", "file:")) {
      assertThatThrownBy(() -> StorageUrl.parse(wrong))
          .as(wrong)
          .hasMessageContaining("expected s3");
    }
    for (String name : List.of("kg", "a".repeat(64), "Bucket", "-abc", "a..b", "10.0.0.1")) {
      assertThatThrownBy(() -> StorageUrl.parse("s3://" + name + "/x"))
          .as(name)
          .hasMessageContaining("'" + name + "' is no name of a bucket; expected 3 to 63");
    }
    assertThat(StorageUrl.parse("s3://a-1.b/x")).hasToString("s3://a-1.b/x/");
  }

  /// Some stores refuse conditions, and some ignore them.
  @ParameterizedTest
  @ValueSource(ints = {501, 200})
  void recognisesAStoreWithoutConditionalWrites(int code) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") ? code : 204, -1);
          exchange.close();
        });
    server.start();
    StorageSettings d = StorageSettings.DEFAULT;
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    StorageSettings settings =
        new StorageSettings(Optional.of(address), "", true, d.interval(), d.keep(), d.grace());
    try (ObjectStore store = StorageUrl.parse("s3://graphs/x").open(settings)) {
      assertThatThrownBy(() -> push(builder(store), ids.get(0)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("releases need a store with conditional writes");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "file"})
  void collectsOnlyWhatNoReplicaReads(String kind) throws Exception {
    try (ObjectStore store = store(kind)) {
      for (String id : ids) {
        push(builder(store), id);
      }
      Set<String> all = keys(store);
      Collected now = builder(store).collect(Retention.latest(1));
      assertThat(now).isEqualTo(new Collected(ids.subList(0, 2), 0, 0));
      assertThat(builder(store).list()).containsExactly(ids.get(2));
      assertThat(keys(store)).as("kept for the time of grace").isEqualTo(all);

      // A day later, the objects of the third release alone stay. A push that was interrupted has
      // objects of its own, which are recent.
      Collected later = builder(store, GRACE.plusMinutes(1)).collect(Retention.latest(1));
      assertThat(later.deleted()).isPositive();
      assertThat(keys(store)).hasSize(all.size() - later.deleted());
      replica(store).pull(Optional.empty(), Progress.NONE);
      local().promote(ids.get(2));
      assertThat(store.list("retired/")).isEmpty();

      // The deleted ones are sent again, and the current release is never retired.
      push(builder(store), ids.get(0));
      assertThat(builder(store).collect(Retention.latest(1)).retired()).isEmpty();
      replica(store).pull(Optional.empty(), Progress.NONE);
    }
  }

  @Test
  void sendsOldObjectsAgainThatACollectionMayDelete() throws Exception {
    try (ObjectStore store = store("file")) {
      Pushed first = push(builder(store), ids.get(0));
      push(builder(store), ids.get(1));
      // 20 hours later, the first release is retired and pushed again: its objects become recent.
      builder(store).collect(Retention.latest(1));
      Pushed again = push(builder(store, Duration.ofHours(20)), ids.get(0));
      assertThat(again.sent()).isPositive();
      assertThat(again.sent() + again.present()).isEqualTo(first.sent());
    }
  }

  @Test
  void keepsCitedReleases() throws Exception {
    try (ObjectStore store = store("file")) {
      for (String id : ids) {
        push(builder(store), id);
      }
      Follower follower =
          new Follower(replica(store), local(), Duration.ofSeconds(1), 3, _ -> true, Progress.NONE);
      assertThat(follower.look()).isTrue();
      assertThat(local().names()).containsExactlyInAnyOrderElementsOf(ids);
      local().cite(ids.get(0), CitationLimit.DEFAULT);
      assertThat(follower.look()).isTrue();
      assertThat(builder(store).collect(Retention.latest(1)).retired()).containsExactly(ids.get(1));
    }
  }

  /// A replica would report a citation again, after it was dropped in the store.
  @ParameterizedTest
  @ValueSource(strings = {"s3", "file"})
  void dropsCitationsOfTheStoreAndOfItsReplicas(String kind) throws Exception {
    try (ObjectStore store = store(kind)) {
      for (String id : ids) {
        push(builder(store), id);
      }
      Follower follower =
          new Follower(replica(store), local(), Duration.ofSeconds(1), 3, _ -> true, Progress.NONE);
      assertThat(follower.look()).isTrue();
      local().cite(ids.get(0), CitationLimit.DEFAULT);
      assertThat(follower.look()).isTrue();
      assertThat(builder(store).cited()).containsOnlyKeys(ids.get(0));
      assertThat(builder(store).cited().values()).allMatch(bytes -> bytes > 0);
      assertThatThrownBy(() -> builder(store).dropCitations(List.of(ids.get(1))))
          .hasMessageContaining("was not cited; those that were: [" + ids.get(0));
      builder(store).dropCitations(List.of(ids.get(0)));
      assertThat(builder(store).cited()).isEmpty();
      assertThat(follower.look()).isTrue();
      assertThat(local().cited()).isEmpty();
      assertThat(builder(store).cited()).isEmpty();
      assertThat(builder(store).collect(Retention.latest(1)).retired())
          .containsExactly(ids.get(0), ids.get(1));
    }
  }

  @Test
  void aPipeInAFolderIsNoObject() throws Exception {
    Path store = Files.createDirectories(folder.resolve("pipes"));
    Process made = new ProcessBuilder("mkfifo", store.resolve("current").toString()).start();
    assumeThat(made.waitFor()).isZero();
    ObjectStore objects = StorageUrl.parse("file:" + store).open(StorageSettings.DEFAULT);
    assertThatThrownBy(() -> objects.read("current")).hasMessageContaining("is not a regular file");
    assertThatThrownBy(() -> objects.open("current")).hasMessageContaining("is not a regular file");
  }
}
