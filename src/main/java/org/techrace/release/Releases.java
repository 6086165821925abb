package org.techrace.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Model;

/// A folder of releases, one of which is current: the one that is served.
///
/// A sealed release is never changed or replaced. A folder that is being made or deleted has a name
/// that starts with a dot, so a process that dies at any moment leaves nothing that only looks like
/// a release.
///
/// {@snippet file="org/techrace/release/ReleasesExampleTest.java" region="current"}
///
/// Readers need no lock, in any number of threads and processes. One build at a time is possible: a
/// second one fails and names the process of the first.
///
/// @param folder the folder of the releases
public record Releases(Path folder) {
  private static final String CURRENT = "current";
  private static final String STAGING = ".staging-";
  private static final String DELETED = ".deleted-";

  /// What [#freeName] gives: other folders may lie there too.
  private static final Pattern NAME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d-[0-9a-f]{6}(-\\d+)?");

  /// Where a release lies, or would lie.
  public Path folder(String id) {
    return folder.resolve(id);
  }

  /// The names of all releases, oldest first.
  public List<String> list() throws IOException {
    TreeMap<String, Instant> issued = new TreeMap<>();
    for (String name : names()) {
      issued.put(name, ReleaseDescription.issued(folder(name)));
    }
    return issued.keySet().stream()
        .sorted(Comparator.comparing((String id) -> issued.get(id)))
        .toList();
  }

  /// The names of all releases, in no order that means anything. Opens no file.
  public List<String> names() throws IOException {
    return paths().stream()
        .filter(Files::isDirectory)
        .map(path -> path.getFileName().toString())
        .filter(name -> NAME.matcher(name).matches())
        .toList();
  }

  /// What a release says of itself: DCAT, PROV and VoID.
  public Model description(String id) {
    return ReleaseDescription.read(folder(id));
  }

  private List<Path> paths() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }

  /// The name of the current release, if one was ever promoted. Reads one line: cheap enough to ask
  /// with every request.
  public Optional<String> current() {
    Path file = folder.resolve(CURRENT);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The name of the current release, if it opens and was made from these inputs.
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
  /// @throws DamagedReleaseException if it is not as it was sealed
  public Release open(String id) throws IOException {
    return Release.open(existing(id));
  }

  private Path existing(String id) throws IOException {
    if (!names().contains(id)) {
      throw new IOException(
          "there is no release '%s' in %s; there are %s".formatted(id, folder, list()));
    }
    return folder(id);
  }

  /// Reads every byte of a release and compares it with its checksums.
  ///
  /// @throws DamagedReleaseException naming every file that is not as it was sealed
  public void verify(String id) throws IOException {
    Checksums.verify(existing(id));
  }

  /// What came, went and was superseded between two releases, by the IRI of the named graph.
  public Map<String, Changes.Count> diff(String earlier, String later) throws IOException {
    return Changes.perGraph(existing(earlier), existing(later));
  }

  /// Writes the difference of two releases as an RDF Patch: what must be deleted from and added to
  /// the earlier one to have the later one.
  public void patch(String earlier, String later, Appendable out) throws IOException {
    Changes.patch(existing(earlier), existing(later), out);
  }

  private boolean isSound(String id) {
    try {
      verify(id);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Makes a release the current one, in one step, after every byte of it was verified.
  ///
  /// @throws IOException if there is no such release, or it is damaged
  public void promote(String id) throws IOException {
    verify(id);
    open(id).close();
    Durable.write(folder.resolve(CURRENT), id);
  }

  /// Makes the release before the current one current again.
  ///
  /// @return the name of the release that is current now
  /// @throws IOException if none is older than the current one
  public String rollBack() throws IOException {
    List<String> all = list();
    int now = current().map(all::indexOf).orElse(-1);
    if (now < 1) {
      throw new IOException("there is no release before the current one; there are " + all);
    }
    String before = all.get(now - 1);
    promote(before);
    return before;
  }

  /// Deletes the oldest releases. The current one always stays.
  ///
  /// @param keep how many to keep
  /// @return the names of those deleted
  public List<String> prune(int keep) throws IOException {
    try (FolderLock _ = FolderLock.take(folder, "build")) {
      List<String> all = list();
      Optional<String> current = current();
      List<String> old =
          all.stream()
              .limit(Math.max(0, all.size() - keep))
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

  /// Removes what a process that died while it built or pruned has left behind. If another build is
  /// at work, nothing is removed: what lies there is its own.
  ///
  /// @return what was removed
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

  /// Begins a new release. The current one stays as it is.
  ///
  /// @param inputs what it is made from
  /// @param clock says when. Releases are ordered by time, so if the clock was set back the time is
  ///   just after the last release's.
  /// @throws IOException if another build is at work
  public Staging stage(Publication publication, Inputs inputs, Clock clock) throws IOException {
    Files.createDirectories(folder);
    FolderLock lock = FolderLock.take(folder, "build");
    boolean begun = false;
    try {
      Staging staging = stage(publication, inputs, clock, lock);
      begun = true;
      return staging;
    } finally {
      if (!begun) {
        lock.close();
      }
    }
  }

  private Staging stage(Publication publication, Inputs inputs, Clock clock, FolderLock lock)
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
        lock);
  }

  /// The day and the first digits of the inputs' digest; for a second build of the same inputs on
  /// one day, with a number.
  private String freeName(Instant when, Inputs inputs) {
    String name = LocalDate.ofInstant(when, ZoneOffset.UTC) + "-" + inputs.shortDigest();
    String free = name;
    for (int n = 2; Files.exists(folder(free)); n++) {
      free = name + "-" + n;
    }
    return free;
  }
}
