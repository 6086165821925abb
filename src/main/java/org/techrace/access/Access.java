package org.techrace.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What a run may open: the sandbox of everything that makes RDF.
///
/// A mapping, a table or a project may come from anybody. So nothing that they name is opened by
/// its name alone: each file, download and database is opened here, and only if it is below a
/// folder, at a host or behind a URL that was allowed before. A link that leads out of these
/// folders is refused, also if it took the place of a file a moment ago.
///
/// Immutable; each `allow` method returns one that allows more.
///
/// ```java
/// Access access = Access.none().allowReading(folder).allowWeb("example.org");
/// try (FileChannel table = access.read(folder.resolve("table.csv"))) { ... }
/// ```
public final class Access {
  /// How the program calls itself when it asks other servers.
  public static final String USER_AGENT = "techrace (https://w3id.org/techrace/tool)";

  private static final Access NONE =
      new Access(Set.of(), Set.of(), Set.of(), false, Set.of(), Limits.DEFAULT, false);

  private final Set<Root> readable;
  private final Set<Root> writable;
  private final Set<WebHost> hosts;

  /// Whether every host is open whose addresses are public.
  private final boolean publicWeb;

  private final Set<JdbcPrefix> databases;
  private final Limits limits;

  /// Whether what is written is checked and then discarded.
  private final boolean dry;

  private Access(
      Set<Root> readable,
      Set<Root> writable,
      Set<WebHost> hosts,
      boolean publicWeb,
      Set<JdbcPrefix> databases,
      Limits limits,
      boolean dry) {
    this.readable = readable;
    this.writable = writable;
    this.hosts = hosts;
    this.publicWeb = publicWeb;
    this.databases = databases;
    this.limits = limits;
    this.dry = dry;
  }

  /// Allows nothing.
  public static Access none() {
    return NONE;
  }

  /// Allows to read a file, or everything below a folder.
  public Access allowReading(Path path) {
    return new Access(
        with(readable, Root.of(path)), writable, hosts, publicWeb, databases, limits, dry);
  }

  /// Allows to write a file, or everything below a folder but hidden files.
  public Access allowWriting(Path path) {
    return new Access(
        readable, with(writable, Root.of(path)), hosts, publicWeb, databases, limits, dry);
  }

  /// Allows to fetch files from a host, wherever its addresses lead.
  ///
  /// @param host a name or address, or one with a port such as `example.org:8080`
  /// @throws IllegalArgumentException if it is neither
  public Access allowWeb(String host) {
    return new Access(
        readable, writable, with(hosts, WebHost.of(host)), publicWeb, databases, limits, dry);
  }

  /// Allows to fetch files from every host whose addresses are public. Hosts of this machine and
  /// its network stay closed, unless they are allowed by name.
  public Access allowPublicWeb() {
    return new Access(readable, writable, hosts, true, databases, limits, dry);
  }

  /// Allows to connect to databases.
  ///
  /// @param urlPrefix what their JDBC URLs begin with, such as `jdbc:postgresql://localhost/`
  /// @throws IllegalArgumentException if it is no part of a JDBC URL
  public Access allowJdbc(String urlPrefix) {
    return new Access(
        readable,
        writable,
        hosts,
        publicWeb,
        with(databases, JdbcPrefix.of(urlPrefix)),
        limits,
        dry);
  }

  /// The same with other limits.
  public Access withLimits(Limits limits) {
    return new Access(readable, writable, hosts, publicWeb, databases, limits, dry);
  }

  /// The same, but what is written is checked and then discarded.
  public Access dryRun() {
    return new Access(readable, writable, hosts, publicWeb, databases, limits, true);
  }

  private static <T> Set<T> with(Set<T> some, T one) {
    Set<T> all = new LinkedHashSet<>(some);
    all.add(one);
    return all;
  }

  /// How much may be taken from one source.
  public Limits limits() {
    return limits;
  }

  /// A file to be read.
  public ReadableFile file(Path path) {
    return new ReadableFile(path, this);
  }

  /// Opens a file for reading. A device or pipe that the user named is read as it is.
  ///
  /// @throws RefusedException if it is not below a folder that may be read, or no regular file
  /// @throws NoSuchFileException if there is none
  /// @throws IOException if it cannot be opened
  public FileChannel read(Path file) throws IOException {
    Path given = file.toAbsolutePath().normalize();
    if (readable.stream().noneMatch(root -> root.names(given))) {
      throw notReadable(file, "is outside of what this run may read");
    }
    if (readable.stream().anyMatch(root -> root.isDevice(given))) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    Path real = file.toRealPath();
    Root root =
        readable.stream()
            .filter(one -> one.holds(real))
            .findFirst()
            .orElseThrow(() -> notReadable(file, "is a link out of what this run may read"));
    try (Folder folder = root.open(real)) {
      Path name = real.getFileName();
      if (name == null || !folder.attributes(name).isRegularFile()) {
        throw new RefusedException("'%s' is no regular file".formatted(file));
      }
      return folder.open(name, StandardOpenOption.READ);
    }
  }

  private static RefusedException notReadable(Path file, String why) {
    return new RefusedException(
        "'%s' %s; allow it with --read %s".formatted(file, why, directory(file)));
  }

  private static Path directory(Path file) {
    return Objects.requireNonNullElse(file.toAbsolutePath().normalize().getParent(), file);
  }

  /// The files and folders in a folder, sorted by name; none if there is no such folder or it may
  /// not be read.
  public List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Path real = folder.toRealPath();
    if (readable.stream().noneMatch(root -> root.holdsFolder(real))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  /// Opens a file for writing. It appears under its name when it is closed and sound, and not at
  /// all otherwise; a link of that name is replaced, never followed. A device or pipe that the user
  /// named takes the bytes as they come.
  ///
  /// @param sound asked when the file is closed
  /// @throws RefusedException if it is not below a folder that may be written
  /// @throws IOException if it cannot be opened
  public OutputStream write(Path file, BooleanSupplier sound) throws IOException {
    Path given = file.toAbsolutePath().normalize();
    if (writable.stream().anyMatch(root -> root.isDevice(given))) {
      return Files.newOutputStream(file);
    }
    Target target = target(file);
    return dry
        ? OutputStream.nullOutputStream()
        : WholeFile.open(target.root().open(target.real()), target.name(), sound);
  }

  /// Opens a file for writing that the user named on the command line, wherever it is.
  ///
  /// @param sound asked when the file is closed
  /// @throws IOException if it cannot be opened
  public static OutputStream writeNamed(Path file, BooleanSupplier sound) throws IOException {
    return none().allowWriting(file).write(file, sound);
  }

  /// Finds out whether a file may be written, without opening it.
  ///
  /// @throws RefusedException if it is not below a folder that may be written
  /// @throws IOException if there is no folder that it could be in
  public void checkWriting(Path file) throws IOException {
    target(file);
  }

  /// A file that may be written.
  ///
  /// @param root what allows it
  /// @param real its name in the real path of its folder
  private record Target(Root root, Path real) {
    Path name() {
      return Objects.requireNonNull(real.getFileName());
    }
  }

  /// Decides on a file by a path that is looked up once: it may be another a moment later.
  private Target target(Path file) throws IOException {
    Path given = file.toAbsolutePath().normalize();
    if (writable.stream().noneMatch(root -> root.names(given))) {
      throw notWritable(file, "is outside of what this run may write");
    }
    Path name = file.getFileName();
    Path parent = file.toAbsolutePath().getParent();
    if (name == null || parent == null) {
      throw new RefusedException("'%s' is a folder; expected a file".formatted(file));
    }
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(
          "there is no folder '%s' for the file '%s'; make it first".formatted(parent, name));
    }
    Path real = parent.toRealPath().resolve(name);
    Root root =
        writable.stream()
            .filter(one -> one.holds(real))
            .findFirst()
            .orElseThrow(
                () -> notWritable(file, "is behind a link out of what this run may write"));
    if (root.hides(real)) {
      throw new RefusedException(
          "'%s' is hidden, and hidden files are never written; choose another name"
              .formatted(file));
    }
    return new Target(root, real);
  }

  private static RefusedException notWritable(Path file, String why) {
    return new RefusedException(
        "'%s' %s; allow it with --write %s".formatted(file, why, directory(file)));
  }

  /// Opens the Web, as far as this run may ask it. The caller closes it.
  public Web web() {
    return new Web(hosts, publicWeb, limits);
  }

  /// Fetches a file of the Web into a temporary file, which the caller deletes. Redirects are
  /// followed to hosts that are allowed and to public addresses of others, never to this machine or
  /// its network.
  ///
  /// @throws RefusedException if its host, or one that it is redirected to, is not allowed
  /// @throws IOException if it cannot be had, is too large or takes too long
  public ReadableFile download(String url) throws IOException {
    Path file = Files.createTempFile("techrace-web", "");
    // Readers of tables want a path; this is for a run that is interrupted.
    file.toFile().deleteOnExit();
    try (Web web = web();
        OutputStream out = Files.newOutputStream(file)) {
      Web.Reply _ =
          web.get(
              url,
              Map.of(),
              reply -> {
                if (reply.status() != 200) {
                  throw new IOException("the server answers " + reply.status());
                }
                return Optional.of(out);
              });
      return none().allowReading(file).withLimits(limits).file(file);
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
  }

  /// Connects to a database. The connection is asked to be read only.
  ///
  /// @param url the JDBC URL
  /// @param user empty if the URL says who asks
  /// @throws RefusedException if the URL is not allowed
  /// @throws SQLException if the database refuses
  public Connection connect(String url, String user, String password)
      throws RefusedException, SQLException {
    if (databases.stream().noneMatch(prefix -> prefix.allows(url))) {
      throw new RefusedException(
          "the database '%s' is not open to this run; allow it with --jdbc '%s'"
              .formatted(JdbcPrefix.withoutParameters(url), JdbcPrefix.withoutParameters(url)));
    }
    Connection connection =
        user.isEmpty()
            ? DriverManager.getConnection(url)
            : DriverManager.getConnection(url, user, password);
    try {
      connection.setReadOnly(true);
    } catch (SQLException _) {
      // A hint, which some drivers take only before they connect.
    }
    return connection;
  }
}
