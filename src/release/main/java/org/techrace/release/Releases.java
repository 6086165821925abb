package org.techrace.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.sys.JenaSystem;
import org.techrace.release.signature.SigningKey;
import org.techrace.remote.Holder;

/// A folder of releases. One of them is current: the server serves it.
///
/// A sealed release is never changed or replaced. A folder that is being written or deleted has a
/// name that begins with a dot, so an interrupted process leaves nothing that looks like a release.
///
/// {@snippet file="org/techrace/release/ReleasesExampleTest.java" region="current"}
///
/// Thread-safe: readers in any number of threads and processes need no lock. Only one build runs at
/// a time: a second one fails with a message that names the process of the first.
///
/// @param folder the folder of the releases
public record Releases(Path folder) {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  private static final String CURRENT = "current";
  private static final String CITED = "cited";
  private static final Object CITING = new Object();
  private static final String STAGING = ".staging-";
  private static final String DELETED = ".deleted-";
  private static final String INCOMING = ".incoming-";

  /// The names that [#freeName] returns. The folder may contain other folders.
  private static final Pattern NAME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d-[0-9a-f]{6}(-\\d+)?");

  /// Tests whether a text is the name of a release, such as `2026-11-24-3f9a1c`.
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// Returns the folder of a release, which may not exist.
  public Path folder(String id) {
    return folder.resolve(id);
  }

  /// Returns the names of all releases, oldest first.
  public List<String> list() throws IOException {
    TreeMap<String, Instant> issued = new TreeMap<>();
    for (String name : names()) {
      issued.put(name, ReleaseDescription.issued(folder(name)));
    }
    return issued.keySet().stream()
        .sorted(Comparator.comparing((String id) -> issued.get(id)))
        .toList();
  }

  /// Returns the names of all releases, unsorted. Opens no file.
  public List<String> names() throws IOException {
    return paths().stream()
        .filter(Files::isDirectory)
        .map(path -> path.getFileName().toString())
        .filter(name -> NAME.matcher(name).matches())
        .toList();
  }

  /// Returns the description of a release: DCAT, PROV and VoID.
  public Model description(String id) {
    return ReleaseDescription.read(folder(id));
  }

  /// Returns the time at which a release was built; the epoch if its description cannot be read.
  public Instant issued(String id) {
    return ReleaseDescription.issued(folder(id));
  }

  private List<Path> paths() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /// Returns the name of the current release, or empty if none was promoted. Reads one line, so it
  /// may be called for every request.
  public Optional<String> current() {
    Path file = folder.resolve(CURRENT);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the name of the current release.
  ///
  /// @throws IOException if none was promoted
  public String promoted() throws IOException {
    return current()
        .orElseThrow(
            () ->
                new IOException("no release is promoted in %s; build one first".formatted(folder)));
  }

  /// Returns the name of the current release if it can be opened and was built from these inputs.
  public Optional<String> currentFrom(Inputs inputs) throws IOException {
    Optional<String> current = current();
    if (current.isPresent() && names().contains(current.get())) {
      try (Release release = open(current.get())) {
        return current.filter(_ -> release.inputs().equals(inputs.digest()));
      } catch (DamagedReleaseException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Opens a release for reading.
  ///
  /// @throws DamagedReleaseException if a file has changed since the release was sealed
  public Release open(String id) throws IOException {
    return Release.open(existing(id));
  }

  private Path existing(String id) throws IOException {
    if (!names().contains(id)) {
      throw new IOException(
          "unknown release '%s' in %s; expected one of %s".formatted(id, folder, list()));
    }
    return folder(id);
  }

  /// Returns the SHA-256 of each file of a release, in hexadecimal digits, as it was sealed.
  public Map<String, String> digests(String id) throws IOException {
    return Checksums.read(folder(id));
  }

  /// Reads every byte of a release and compares it with the checksums.
  ///
  /// @throws DamagedReleaseException naming every file that has changed since the release was
  ///   sealed
  public void verify(String id) throws IOException {
    Checksums.verify(existing(id));
  }

  /// Signs a release, after verifying every byte of it.
  ///
  /// @param site the files of the project that a server needs, by their path in the project
  /// @throws DamagedReleaseException if a file has changed since the release was sealed
  public void sign(String id, Map<String, Path> site, SigningKey key) throws IOException {
    verify(id);
    ReleaseSignature.sign(folder(id), site, key);
  }

  /// Returns the links of all releases with the ones before them, oldest first.
  public List<Chain.Link> chain() throws IOException {
    return Chain.of(this);
  }

  /// Counts the statements added, removed and superseded between two releases, by the IRI of the
  /// named graph.
  public Map<String, Changes.Count> diff(String earlier, String later) throws IOException {
    return Changes.perGraph(existing(earlier), existing(later));
  }

  /// Writes the difference of two releases as an RDF Patch, which changes the earlier release into
  /// the later one.
  public void patch(String earlier, String later, Appendable out) throws IOException {
    Changes.patch(existing(earlier), existing(later), out);
  }

  /// Passes on every statement that only one of two releases has, sorted.
  public void changes(String earlier, String later, Changes.Sink sink) throws IOException {
    Changes.between(existing(earlier), existing(later), sink);
  }

  /// Passes on every statement of a release as a line of N-Quads, sorted.
  public void lines(String id, Consumer<String> sink) throws IOException {
    try (BufferedReader lines = Dump.lines(existing(id).resolve(Dump.FILE))) {
      lines.lines().forEach(sink);
    }
  }

  /// Returns the paths of all files of a release, sorted.
  public List<String> files(String id) throws IOException {
    Path release = existing(id);
    return Stream.concat(
            Checksums.files(release).stream(),
            ReleaseSignature.SMALL_FILES.stream()
                .filter(file -> Files.isRegularFile(release.resolve(file))))
        .sorted()
        .toList();
  }

  /// Returns the hidden folder in which the files of a release from elsewhere are received. If that
  /// is interrupted, the folder stays, so that it can be continued.
  public Path incoming(String id) {
    return folder.resolve(INCOMING + id);
  }

  /// Admits a release whose files have been received: verifies every byte and moves it to its
  /// place.
  ///
  /// @throws DamagedReleaseException if a file is not as it was sealed; then all are received again
  public void admit(String id) throws IOException {
    try {
      Checksums.verify(incoming(id));
    } catch (DamagedReleaseException e) {
      Durable.delete(incoming(id));
      throw e;
    }
    admitFolder(incoming(id), folder(id));
  }

  /// Moves a folder of received files to its place, durably.
  public void admitFolder(Path incoming, Path place) throws IOException {
    Durable.sync(incoming);
    Durable.move(incoming, place);
  }

  private boolean isSound(String id) {
    try {
      verify(id);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Makes a release current, atomically, after verifying every byte of it.
  ///
  /// @throws IOException if the release does not exist or is damaged
  public void promote(String id) throws IOException {
    verify(id);
    open(id).close();
    Durable.write(folder.resolve(CURRENT), id);
  }

  /// Makes the release before the current one current.
  ///
  /// @return the name of the release that is now current
  /// @throws IOException if no release is older than the current one
  public String rollBack() throws IOException {
    List<String> all = list();
    int now = current().map(all::indexOf).orElse(-1);
    if (now < 1) {
      throw new IOException("no release is older than the current one; the releases are " + all);
    }
    String before = all.get(now - 1);
    promote(before);
    return before;
  }

  /// Deletes old releases, but never the current one.
  ///
  /// @param retention which releases to keep
  /// @return the names of the deleted releases
  public List<String> prune(Retention retention) throws IOException {
    try (FolderLock _ = FolderLock.take(folder, "build")) {
      Optional<String> current = current();
      List<String> old =
          retention.old(list(), cited()).stream()
              .filter(id -> current.filter(id::equals).isEmpty())
              .toList();
      for (String id : old) {
        Path going = folder.resolve(DELETED + id);
        Durable.move(folder(id), going);
        Durable.delete(going);
      }
      return old;
    }
  }

  /// Returns the names of the releases that were cited, in the order of their first citation.
  public Set<String> cited() throws IOException {
    Path file = folder.resolve(CITED);
    Set<String> cited = new LinkedHashSet<>();
    if (Files.exists(file)) {
      cited.addAll(Files.readAllLines(file));
      cited.remove(""); // all citations were dropped
    }
    return cited;
  }

  /// Remembers that a release was cited, so that it is not deleted. Safe for use by several threads
  /// of one process.
  ///
  /// @param limit how much may be kept for this reason
  /// @return false if it is not kept, because that would exceed the limit
  /// @throws IOException if the folder is read-only
  public boolean cite(String id, CitationLimit limit) throws IOException {
    synchronized (CITING) {
      Set<String> cited = new LinkedHashSet<>(cited());
      cited.retainAll(names());
      if (!names().contains(id) || !cited.add(id)) {
        return cited.contains(id);
      }
      if (cited.size() > limit.releases() || bytes(cited) > limit.bytes()) {
        return false;
      }
      Durable.write(folder.resolve(CITED), String.join("\n", cited));
      return true;
    }
  }

  private long bytes(Set<String> ids) throws IOException {
    long all = 0;
    for (String id : ids) {
      all += bytes(id);
    }
    return all;
  }

  /// Returns the size of all files of a release, in bytes.
  public long bytes(String id) throws IOException {
    try (Stream<Path> files = Files.walk(folder(id))) {
      long all = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all += Files.size(file);
      }
      return all;
    }
  }

  /// Forgets that releases were cited, so that they are deleted with other old ones.
  ///
  /// @throws IOException if one was not cited, or the folder is read-only
  public void dropCitations(Collection<String> ids) throws IOException {
    synchronized (CITING) {
      Set<String> cited = new LinkedHashSet<>(cited());
      for (String id : ids) {
        if (!cited.remove(id)) {
          throw new IOException(
              "release '%s' was not cited; those that were: %s".formatted(id, cited));
        }
      }
      Durable.write(folder.resolve(CITED), String.join("\n", cited));
    }
  }

  /// Removes folders that an interrupted build or prune left behind. Removes nothing while another
  /// build is running, because the folders may be its own.
  ///
  /// @return the names of the removed folders
  public List<String> clean() throws IOException {
    List<Path> left = paths().stream().filter(Releases::isUnfinished).toList();
    if (left.isEmpty()) {
      return List.of();
    }
    Optional<FolderLock> lock = FolderLock.tryTake(folder);
    if (lock.isEmpty()) {
      return List.of();
    }
    try (FolderLock _ = lock.get()) {
      for (Path path : left) {
        Durable.delete(path);
      }
    }
    return left.stream().map(path -> path.getFileName().toString()).toList();
  }

  private static boolean isUnfinished(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(STAGING) || name.startsWith(DELETED);
  }

  /// Begins a new release. The current one does not change.
  ///
  /// @param publication the names and IRIs of the published graph
  /// @param inputs the inputs of the release
  /// @param clock returns the time of the release. Releases are ordered by time; if the clock was
  ///   set back, the time is one second after that of the last release.
  /// @throws IOException if another build is running
  public Staging stage(Publication publication, Inputs inputs, Clock clock) throws IOException {
    return stage(publication, inputs, clock, Optional.empty(), _ -> {});
  }

  /// Begins a new release as [#stage(Publication, Inputs, Clock)].
  ///
  /// @param holder the engine that holds the data of the release instead of a store; what it has of
  ///   an earlier release is replaced when the statements are complete
  /// @param say receives what the user must do or wait for while the engine loads the data
  public Staging stage(
      Publication publication,
      Inputs inputs,
      Clock clock,
      Optional<Holder> holder,
      Consumer<String> say)
      throws IOException {
    Files.createDirectories(folder);
    FolderLock lock = FolderLock.take(folder, "build");
    boolean begun = false;
    try {
      Staging staging = stage(publication, inputs, clock, lock, holder, say);
      begun = true;
      return staging;
    } finally {
      if (!begun) {
        lock.close();
      }
    }
  }

  private Staging stage(
      Publication publication,
      Inputs inputs,
      Clock clock,
      FolderLock lock,
      Optional<Holder> holder,
      Consumer<String> say)
      throws IOException {
    Instant when = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    List<String> all = list();
    if (!all.isEmpty()) {
      Instant last = ReleaseDescription.issued(folder(all.getLast()));
      when = when.isAfter(last) ? when : last.plusSeconds(1);
    }
    String id = freeName(when, inputs);
    Path staging = folder.resolve(STAGING + id);
    Durable.delete(staging);
    Files.createDirectories(staging);
    return new Staging(
        staging,
        folder(id),
        new Staging.Origin(
            publication, id, inputs, when, current().filter(this::isSound).map(this::folder)),
        lock,
        holder.map(
            engine ->
                (dump, contents) -> {
                  List<String> earlier = engine.graphs(contents.space());
                  // Recorded before the first statement changes, so that nobody reads the earlier
                  // release there; but not of an engine that does not answer.
                  HeldReleases.in(folder).put(engine.endpoint(), id);
                  return engine.hold(earlier, dump, contents, say);
                }));
  }

  /// Returns true if a release has no store, because an engine holds its data.
  public boolean isHeld(String id) {
    return Files.isDirectory(folder(id)) && !Release.isStored(folder(id));
  }

  /// Returns the address of the engine that holds the data of a release; empty if the release has a
  /// store, or if the engine holds another release now.
  public Optional<URI> engine(String id) throws IOException {
    return HeldReleases.in(folder).engine(id);
  }

  /// Returns the release whose data an engine holds.
  public Optional<String> heldBy(URI engine) throws IOException {
    return HeldReleases.in(folder).release(engine);
  }

  /// Returns the day and the first digits of the digest of the inputs, and a number from the second
  /// build of the same inputs on one day.
  private String freeName(Instant when, Inputs inputs) {
    String name = LocalDate.ofInstant(when, ZoneOffset.UTC) + "-" + inputs.shortDigest();
    String free = name;
    for (int n = 2; Files.exists(folder(free)); n++) {
      free = name + "-" + n;
    }
    return free;
  }
}
