package org.techrace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.release.Digests;
import org.techrace.release.Durable;
import org.techrace.release.FolderLock;
import org.techrace.release.ReleaseSignature;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.release.UntrustedException;
import org.techrace.release.signature.AllowedSigners;
import org.techrace.storage.Manifest.Part;
import org.techrace.storage.Manifest.StoredFile;
import org.techrace.storage.ObjectStore.Slice;
import org.techrace.storage.ObjectStore.Stored;
import org.techrace.storage.ObjectStore.Versioned;

/// The releases of a store. Pushes releases of a local folder, and pulls releases to it. Safe for
/// use by several threads and processes.
public final class StoredReleases {
  static final String OBJECTS = "objects/";
  static final String MANIFESTS = "releases/";
  private static final String RETIRED = "retired/";
  private static final String CITED = "cited/";
  private static final String DROPPED = "dropped";
  private static final String CURRENT = "current";

  /// The size of a part in bytes: a transfer that was interrupted repeats at most this much of each
  /// file.
  private static final int PART_BYTES = 32 << 20;

  private final ObjectStore store;
  private final Releases releases;
  private final Duration grace;
  private final Clock clock;

  /// The keys of which one must have signed a release that is received; empty to require none.
  private final Optional<AllowedSigners> signers;

  /// Receives the progress of a transfer.
  public interface Progress {
    /// Ignores the progress.
    Progress NONE = (_, _, _) -> {};

    /// Reports how much is done.
    ///
    /// @param step what is being done
    /// @param bytes the bytes that are done
    /// @param all the bytes in total
    void at(String step, long bytes, long all);
  }

  /// The result of [#push].
  ///
  /// @param sent the number of objects that were sent
  /// @param bytes their size
  /// @param present the number of objects that the store had
  /// @param current true if the release is now current
  public record Pushed(int sent, long bytes, int present, boolean current) {}

  /// The result of [#collect].
  ///
  /// @param retired releases that can no longer be pulled by name
  /// @param deleted the number of deleted objects
  /// @param bytes their size
  public record Collected(List<String> retired, int deleted, long bytes) {}

  /// The current release of a store.
  ///
  /// @param digest the SHA-256 of its manifest
  record Pointer(String release, String digest) {}

  /// @param store the store; the caller closes it
  /// @param releases the local folder
  /// @param grace how long objects that no release needs are kept
  /// @param clock returns the time of the store
  public StoredReleases(ObjectStore store, Releases releases, Duration grace, Clock clock) {
    this(store, releases, grace, clock, Optional.empty());
  }

  private StoredReleases(
      ObjectStore store,
      Releases releases,
      Duration grace,
      Clock clock,
      Optional<AllowedSigners> signers) {
    this.store = store;
    this.releases = releases;
    this.grace = grace;
    this.clock = clock;
    this.signers = signers;
  }

  /// Returns the same releases, but only those that one of these signers has signed are received.
  public StoredReleases requiring(AllowedSigners required) {
    return new StoredReleases(store, releases, grace, clock, Optional.of(required));
  }

  /// Verifies the signatures of a local release and of the files of the project that came with it.
  /// Does nothing if no signature is required.
  ///
  /// @throws UntrustedException if it is not signed by one of the required signers
  public void verifySignature(String id) throws IOException {
    if (signers.isPresent()) {
      String _ = ReleaseSignature.verify(releases.folder(id), id, signers.get());
      Optional<Path> site = site(id);
      if (site.isPresent()) {
        ReleaseSignature.verifySite(releases.folder(id), id, site.get());
      }
    }
  }

  /// Returns the name of the current release of the store, or empty if none was pushed.
  public Optional<String> current() throws IOException {
    return pointer().map(Pointer::release);
  }

  Optional<Pointer> pointer() throws IOException {
    Optional<Versioned> read = store.read(CURRENT);
    return read.isPresent() ? Optional.of(pointer(read.get())) : Optional.empty();
  }

  private Pointer pointer(Versioned read) throws IOException {
    String[] words = new String(read.content(), UTF_8).strip().split(" ", -1);
    if (words.length != 2 || !Releases.isName(words[0]) || !words[1].matches("[0-9a-f]{64}")) {
      throw new UntrustedException(
          "%s: expected the name of a release and a SHA-256; push a release again"
              .formatted(store.address(CURRENT)));
    }
    return new Pointer(words[0], words[1]);
  }

  /// Returns the names of the releases that can be pulled, oldest first.
  public List<String> list() throws IOException {
    return names(MANIFESTS);
  }

  private List<String> names(String prefix) throws IOException {
    return store.list(prefix).stream()
        .map(object -> object.key().substring(prefix.length()).replaceFirst("\\.json$", ""))
        .filter(Releases::isName)
        .sorted()
        .toList();
  }

  /// Sends a release: the objects that the store does not have, then the manifest, and last it
  /// makes the release current. If this is interrupted, the next push continues.
  ///
  /// @param id the name of a local release
  /// @param site the files of the project that a server needs, by their path in the project
  /// @param promote true to make the release current
  /// @param again true to send objects that the store has, too
  /// @throws IOException if the release is damaged, the store does not answer, or the current
  ///   release of the store was changed by another process in the meantime
  public Pushed push(
      String id, Map<String, Path> site, boolean promote, boolean again, Progress progress)
      throws IOException {
    store.prepare();
    Optional<Versioned> before = store.read(CURRENT);
    releases.verify(id);
    Map<Part, Slice> slices = new LinkedHashMap<>();
    Manifest manifest = describe(id, site, slices);
    Set<Part> kept = again ? Set.of() : keptByCurrent(before);
    Instant recent = clock.instant().minus(grace.dividedBy(2));
    List<Part> present = new ArrayList<>();
    long all = slices.keySet().stream().mapToLong(Part::bytes).sum();
    long done = 0;
    int sent = 0;
    long bytes = 0;
    for (Map.Entry<Part, Slice> part : slices.entrySet()) {
      progress.at("send " + id, done, all);
      if (!again && isPresent(part.getKey(), kept, recent)) {
        present.add(part.getKey());
      } else {
        store.put(part.getKey().key(), part.getValue());
        sent++;
        bytes += part.getKey().bytes();
      }
      done += part.getKey().bytes();
    }
    publish(manifest);
    for (Part part : present) {
      // A collection that ran at the same time may have deleted it before it saw the manifest.
      if (store.find(part.key()).isEmpty()) {
        store.put(part.key(), Objects.requireNonNull(slices.get(part)));
        sent++;
        bytes += part.bytes();
      }
    }
    boolean moved = promote && promote(manifest, before);
    return new Pushed(sent, bytes, present.size(), moved);
  }

  private Manifest describe(String id, Map<String, Path> site, Map<Part, Slice> slices)
      throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (String path : releases.files(id)) {
      files.add(describe(path, releases.folder(id).resolve(path), slices));
    }
    List<StoredFile> siteFiles = new ArrayList<>();
    for (Map.Entry<String, Path> file : new TreeMap<>(site).entrySet()) {
      siteFiles.add(describe(file.getKey(), file.getValue(), slices));
    }
    return new Manifest(id, releases.issued(id).toString(), files, siteFiles);
  }

  private static StoredFile describe(String path, Path file, Map<Part, Slice> slices)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    byte[] buffer = new byte[1 << 16];
    long from = 0;
    try (InputStream in = Files.newInputStream(file)) {
      long length = 0;
      MessageDigest digest = Digests.sha256();
      for (int n = in.read(buffer); n >= 0; ) {
        digest.update(buffer, 0, n);
        length += n;
        n = in.read(buffer, 0, (int) Math.max(1, Math.min(buffer.length, PART_BYTES - length)));
        if (length == PART_BYTES || n < 0) {
          Part part = new Part(HexFormat.of().formatHex(digest.digest()), length);
          parts.add(part);
          slices.putIfAbsent(part, new Slice(file, from, length, part.sha256()));
          from += length;
          length = 0;
        }
      }
    }
    return new StoredFile(path, parts);
  }

  /// Returns the objects of the current release: they are not deleted during this push.
  private Set<Part> keptByCurrent(Optional<Versioned> current) throws IOException {
    if (current.isEmpty()) {
      return Set.of();
    }
    return parts(Manifest.key(pointer(current.get()).release()));
  }

  /// Returns the objects of a manifest; none if it does not exist.
  private Set<Part> parts(String key) throws IOException {
    Optional<Versioned> manifest = store.read(key);
    return manifest.isEmpty()
        ? Set.of()
        : Manifest.read(manifest.get().content(), store.address(key))
            .parts()
            .collect(Collectors.toSet());
  }

  /// Tests whether the store has an object that no collection deletes soon.
  private boolean isPresent(Part part, Set<Part> kept, Instant recent) throws IOException {
    Optional<Stored> found = store.find(part.key());
    return found.isPresent()
        && found.get().bytes() == part.bytes()
        && (kept.contains(part) || found.get().modified().isAfter(recent));
  }

  private void publish(Manifest manifest) throws IOException {
    String key = Manifest.key(manifest.release());
    if (!store.create(key, manifest.bytes())) {
      Optional<Versioned> other = store.read(key);
      if (other.isPresent() && !Arrays.equals(other.get().content(), manifest.bytes())) {
        if (manifest.differsInSignatureOnly(Manifest.read(other.get().content(), key))
            && store.replace(key, manifest.bytes(), other.get().version())) {
          return;
        }
        throw new IOException(
            "%s: the store has another release with this name, which was built elsewhere from the same inputs; pull that one, or delete its manifest and push again"
                .formatted(store.address(key)));
      }
    }
  }

  /// Makes a release current if the store still has the current release that was read before.
  ///
  /// @return false if the release is current already
  private boolean promote(Manifest manifest, Optional<Versioned> before) throws IOException {
    byte[] bytes = manifest.bytes();
    String line = "%s %s\n".formatted(manifest.release(), Digests.sha256(bytes));
    byte[] content = line.getBytes(UTF_8);
    if (before.isPresent() && Arrays.equals(before.get().content(), content)) {
      return false;
    }
    boolean moved =
        before.isPresent()
            ? store.replace(CURRENT, content, before.get().version())
            : store.create(CURRENT, content);
    Optional<Versioned> now = moved ? Optional.empty() : store.read(CURRENT);
    // A repeated request may have been the first one that arrived.
    if (!moved && now.filter(read -> Arrays.equals(read.content(), content)).isEmpty()) {
      throw new IOException(
          "%s: another process made %s current while %s was sent, expected %s; all objects of %s are in the store: compare the two releases, then push again to make it current"
              .formatted(
                  store.address(CURRENT),
                  now.isPresent() ? pointer(now.get()).release() : "nothing",
                  manifest.release(),
                  before.isPresent() ? pointer(before.get()).release() : "nothing",
                  manifest.release()));
    }
    return true;
  }

  /// Receives a release. A release that was received in part is continued; it is not visible before
  /// every byte has been verified.
  ///
  /// @param name the name of the release; empty for the current one
  /// @return its name
  public String pull(Optional<String> name, Progress progress) throws IOException {
    Optional<Pointer> current = pointer();
    String id = name.or(() -> current.map(Pointer::release)).orElseThrow(this::nothing);
    Optional<String> digest =
        current.filter(pointer -> pointer.release().equals(id)).map(Pointer::digest);
    Manifest manifest = manifest(id, digest);
    Files.createDirectories(releases.folder());
    try (FolderLock _ = FolderLock.take(releases.folder(), "pull")) {
      receive(manifest, progress);
    }
    return id;
  }

  private IOException nothing() {
    return new IOException(
        "%s is missing: no release was pushed to this store; push one with: techrace releases push URL"
            .formatted(store.address(CURRENT)));
  }

  private Manifest manifest(String id, Optional<String> digest) throws IOException {
    String key = Manifest.key(id);
    Optional<Versioned> read = store.read(key);
    if (read.isEmpty()) {
      throw new IOException(
          "%s is missing; the store has the releases %s"
              .formatted(store.address(key), String.join(", ", list())));
    }
    byte[] json = read.get().content();
    if (digest.isPresent() && !Digests.sha256(json).equals(digest.get())) {
      throw new UntrustedException(
          "%s: the SHA-256 is %s, expected %s; push the release again"
              .formatted(store.address(key), Digests.sha256(json), digest.get()));
    }
    Manifest manifest = Manifest.read(json, store.address(key));
    if (!manifest.release().equals(id)) {
      throw new UntrustedException(
          "%s describes %s; push the release again"
              .formatted(store.address(key), manifest.release()));
    }
    return manifest;
  }

  private void receive(Manifest manifest, Progress progress) throws IOException {
    String id = manifest.release();
    Reception reception = new Reception(store, "receive " + id, manifest.size(), progress);
    boolean here = releases.names().contains(id);
    Path release = here ? releases.folder(id) : releases.incoming(id);
    Path site = site(manifest);
    boolean siteHere = Files.isDirectory(site);
    Path siteFolder = siteHere ? site : releases.incoming(site.getFileName().toString());
    try {
      if (signers.isPresent()) {
        // First the signatures, which are small, so that nothing else is received in vain.
        reception.files(small(manifest), release);
        String _ = ReleaseSignature.verify(release, id, signers.get());
      }
      if (!siteHere) {
        reception.files(manifest.site(), siteFolder);
      }
      if (signers.isPresent()) {
        ReleaseSignature.verifySite(release, id, siteFolder);
      }
    } catch (UntrustedException e) {
      if (!here) {
        Durable.delete(release);
      }
      if (!siteHere) {
        Durable.delete(siteFolder);
      }
      throw e;
    }
    if (!siteHere) {
      releases.admitFolder(siteFolder, site);
    }
    if (!here) {
      Files.createDirectories(release);
      reception.space(release, manifest.size());
      reception.files(manifest.files(), release);
      releases.admit(id);
    }
    Durable.write(releases.folder().resolve(siteNote(id)), site.getFileName().toString());
  }

  /// Returns the checksums and signatures of a release.
  private static List<StoredFile> small(Manifest manifest) {
    return manifest.files().stream()
        .filter(file -> ReleaseSignature.SMALL_FILES.contains(file.path()))
        .toList();
  }

  private Path site(Manifest manifest) {
    return releases.folder().resolve(".site-" + manifest.siteDigest());
  }

  private static String siteNote(String id) {
    return ".site-of-" + id;
  }

  /// Returns true if a server reads such a file of a project, so that it belongs to what is pushed.
  ///
  /// @param path the path in the project, with slashes
  public static boolean isSiteFile(String path) {
    return Manifest.isSiteFile(path);
  }

  /// Returns the folder with the files of the project that came with a release, or empty if the
  /// release was not pulled.
  public Optional<Path> site(String id) throws IOException {
    Path note = releases.folder().resolve(siteNote(id));
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    return Optional.of(releases.folder().resolve(Files.readString(note).strip()))
        .filter(Files::isDirectory);
  }

  /// Removes the files of projects that belong to no local release.
  void removeUnusedSites() throws IOException {
    Set<String> names = new HashSet<>(releases.names());
    Set<Path> used = new HashSet<>();
    for (String id : names) {
      site(id).ifPresent(used::add);
    }
    List<Path> unused;
    try (Stream<Path> files = Files.list(releases.folder())) {
      unused =
          files
              .filter(
                  path -> {
                    String name = path.getFileName().toString();
                    return name.startsWith(".site-of-")
                        ? !names.contains(name.substring(".site-of-".length()))
                        : name.startsWith(".site-") && !used.contains(path);
                  })
              .toList();
    }
    for (Path path : unused) {
      Durable.delete(path);
    }
  }

  /// Reports to the store which local releases have a cited answer, so that they are not deleted
  /// there. Drops the citations that were dropped in the store.
  void cite() throws IOException {
    Set<String> local = new LinkedHashSet<>(releases.cited());
    if (!local.isEmpty()) {
      Citations stored = citations();
      Set<String> dropped = new LinkedHashSet<>(local);
      dropped.retainAll(stored.dropped);
      if (!dropped.isEmpty()) {
        releases.dropCitations(dropped);
        local.removeAll(dropped);
      }
      local.removeAll(stored.kept);
      for (String id : local) {
        store.create(CITED + id, new byte[0]);
      }
    }
  }

  /// The releases of a store with a cited answer: an empty object for each that is kept for it, and
  /// [#DROPPED] for each that is not kept any longer. Replicas would report it again otherwise.
  private record Citations(Set<String> kept, Set<String> dropped) {}

  private Citations citations() throws IOException {
    Citations citations = new Citations(new LinkedHashSet<>(), new LinkedHashSet<>());
    for (Stored object : store.list(CITED)) {
      String id = object.key().substring(CITED.length());
      if (Releases.isName(id)) {
        boolean isKept = object.bytes() == 0;
        boolean _ = isKept ? citations.kept.add(id) : citations.dropped.add(id);
      }
    }
    return citations;
  }

  /// Returns the releases of the store that are kept because an answer of them was cited, with
  /// their size in bytes; 0 if the store does not have them.
  public Map<String, Long> cited() throws IOException {
    Set<String> here = new HashSet<>(list());
    Map<String, Long> cited = new TreeMap<>();
    for (String id : citations().kept) {
      cited.put(id, here.contains(id) ? manifest(id, Optional.empty()).size() : 0);
    }
    return cited;
  }

  /// Makes the store forget that releases were cited, so that they are retired with other old ones.
  /// Replicas forget it when they look next.
  ///
  /// @throws IOException if one was not cited
  public void dropCitations(Collection<String> ids) throws IOException {
    Set<String> kept = citations().kept;
    for (String id : ids) {
      if (!kept.contains(id)) {
        throw new IOException(
            "release '%s' was not cited; those that were: %s".formatted(id, kept));
      }
    }
    for (String id : ids) {
      Optional<Versioned> read = store.read(CITED + id);
      if (read.isPresent()) {
        boolean _ = store.replace(CITED + id, DROPPED.getBytes(UTF_8), read.get().version());
      }
    }
  }

  /// Deletes what is not needed. Old releases are retired first: they can no longer be found, but a
  /// replica that reads one of them may do so for the time of grace. After that, their objects are
  /// deleted.
  ///
  /// @param retention which releases stay, besides the current one
  public Collected collect(Retention retention) throws IOException {
    Instant oldest = clock.instant().minus(grace);
    List<String> retired = retire(retention);
    List<Stored> objects = store.list(OBJECTS);
    // Read after the objects: the objects of a release that is being pushed are recent.
    Set<String> needed = new HashSet<>();
    for (String id : list()) {
      parts(Manifest.key(id)).forEach(part -> needed.add(part.key()));
    }
    List<Stored> expired = new ArrayList<>();
    for (Stored manifest : store.list(RETIRED)) {
      if (manifest.modified().isAfter(oldest)) {
        parts(manifest.key()).forEach(part -> needed.add(part.key()));
      } else {
        expired.add(manifest);
      }
    }
    int deleted = 0;
    long bytes = 0;
    for (Stored object : objects) {
      if (!needed.contains(object.key()) && isOlder(object.key(), oldest)) {
        store.delete(object.key());
        deleted++;
        bytes += object.bytes();
      }
    }
    for (Stored manifest : expired) {
      store.delete(manifest.key());
    }
    return new Collected(retired, deleted, bytes);
  }

  private boolean isOlder(String key, Instant oldest) throws IOException {
    return store.find(key).filter(object -> !object.modified().isAfter(oldest)).isPresent();
  }

  private List<String> retire(Retention retention) throws IOException {
    List<Manifest> all = new ArrayList<>();
    for (String id : list()) {
      all.add(manifest(id, Optional.empty()));
    }
    List<String> ordered =
        all.stream()
            .sorted(Comparator.comparing(Manifest::issued).thenComparing(Manifest::release))
            .map(Manifest::release)
            .toList();
    Optional<String> current = current();
    Citations citations = citations();
    Set<String> cited = new LinkedHashSet<>(citations.kept);
    cited.addAll(releases.cited());
    cited.removeAll(citations.dropped);
    List<String> retired = new ArrayList<>();
    for (String id : retention.old(ordered, cited)) {
      if (current.filter(id::equals).isEmpty()) {
        move(Manifest.key(id), retiredKey(id));
        retired.add(id);
      }
    }
    Optional<String> now = current();
    if (now.isPresent() && retired.remove(now.get())) {
      // It became current in the meantime.
      move(retiredKey(now.get()), Manifest.key(now.get()));
    }
    return retired;
  }

  private static String retiredKey(String id) {
    return RETIRED + id + ".json";
  }

  private void move(String from, String to) throws IOException {
    Optional<Versioned> manifest = store.read(from);
    if (manifest.isPresent()) {
      store.delete(to);
      store.create(to, manifest.get().content());
      store.delete(from);
    }
  }
}
