package org.techrace.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The access of a run to files, hosts and databases: the sandbox of every command that reads
/// mappings.
///
/// A mapping, a table or a project may come from anyone. Therefore every file, download and
/// database is opened here, and only if it is below an allowed folder, at an allowed host or behind
/// an allowed URL. A link that leads out of the allowed folders is refused, even if it replaces a
/// file while the run reads it.
///
/// Immutable and thread-safe; each `allow` method returns an access that allows more.
///
/// ```java
/// Access access = Access.none().allowReading(folder).allowWeb("example.org");
/// try (FileChannel table = access.read(folder.resolve("table.csv"))) { ... }
/// ```
public final class Access {
  /// How the program calls itself when it asks other servers.
  public static final String USER_AGENT = "techrace (https://w3id.org/techrace/tool)";

  private static final Access NONE =
      new Access(Set.of(), Set.of(), Set.of(), false, Set.of(), Limits.DEFAULT, false, null, null);

  private final Set<Root> readable;
  private final Set<Root> writable;
  private final Set<WebHost> hosts;

  /// True if every host with public addresses is allowed.
  private final boolean publicWeb;

  private final Set<JdbcPrefix> databases;
  private final Limits limits;

  /// True if output is checked and then discarded.
  private final boolean dry;

  /// The folder with jars of JDBC drivers and functions, or null.
  private final @Nullable Path plugins;

  /// Receives what is opened, or null.
  private final @Nullable AccessLog log;

  private Access(
      Set<Root> readable,
      Set<Root> writable,
      Set<WebHost> hosts,
      boolean publicWeb,
      Set<JdbcPrefix> databases,
      Limits limits,
      boolean dry,
      @Nullable Path plugins,
      @Nullable AccessLog log) {
    this.readable = readable;
    this.writable = writable;
    this.hosts = hosts;
    this.publicWeb = publicWeb;
    this.databases = databases;
    this.limits = limits;
    this.dry = dry;
    this.plugins = plugins;
    this.log = log;
  }

  /// Allows nothing.
  public static Access none() {
    return NONE;
  }

  /// Allows reading a file, or everything below a folder.
  public Access allowReading(Path path) {
    return new Access(
        with(readable, Root.of(path)),
        writable,
        hosts,
        publicWeb,
        databases,
        limits,
        dry,
        plugins,
        log);
  }

  /// Allows writing a file, or everything below a folder except hidden files.
  public Access allowWriting(Path path) {
    return new Access(
        readable,
        with(writable, Root.of(path)),
        hosts,
        publicWeb,
        databases,
        limits,
        dry,
        plugins,
        log);
  }

  /// Allows downloads from a host, also if its addresses are private.
  ///
  /// @param host a name or address, optionally with a port, such as `example.org:8080`
  /// @throws IllegalArgumentException if the syntax is wrong
  public Access allowWeb(String host) {
    return new Access(
        readable,
        writable,
        with(hosts, WebHost.of(host)),
        publicWeb,
        databases,
        limits,
        dry,
        plugins,
        log);
  }

  /// Allows downloads from every host with public addresses. Hosts of this machine and its network
  /// are allowed only by name.
  public Access allowPublicWeb() {
    return new Access(readable, writable, hosts, true, databases, limits, dry, plugins, log);
  }

  /// Adds the JDBC drivers and the functions in the jars of a folder. They run with all rights of
  /// this process.
  public Access withPlugins(Path folder) {
    return new Access(readable, writable, hosts, publicWeb, databases, limits, dry, folder, log);
  }

  /// Returns the folder with jars of JDBC drivers and functions, if they may run.
  public Optional<Path> pluginFolder() {
    return Optional.ofNullable(plugins);
  }

  /// Returns the jars in that folder, sorted.
  public List<ReadableFile> pluginJars() throws IOException {
    Path folder = plugins;
    if (folder == null) {
      return List.of();
    }
    Access access = none().allowReading(folder);
    return access.list(folder).stream()
        .filter(file -> file.toString().endsWith(".jar"))
        .map(access::file)
        .toList();
  }

  /// Returns the implementations of a service in the jars of the folder of plugins.
  ///
  /// @throws java.util.ServiceConfigurationError if one cannot be created
  public <S> List<S> plugins(Class<S> service) {
    Path folder = plugins;
    return folder != null && Files.isDirectory(folder)
        ? Drivers.services(service, folder)
        : List.of();
  }

  /// Returns the same access, which records what it opens.
  public Access loggedIn(AccessLog newLog) {
    return new Access(
        readable, writable, hosts, publicWeb, databases, limits, dry, plugins, newLog);
  }

  private void note(Consumer<AccessLog> event) {
    if (log != null) {
      event.accept(log);
    }
  }

  /// Allows connections to databases.
  ///
  /// @param urlPrefix the prefix of their JDBC URLs, such as `jdbc:postgresql://localhost/`
  /// @throws IllegalArgumentException if it is not a prefix of a JDBC URL
  public Access allowJdbc(String urlPrefix) {
    return new Access(
        readable,
        writable,
        hosts,
        publicWeb,
        with(databases, JdbcPrefix.of(urlPrefix)),
        limits,
        dry,
        plugins,
        log);
  }

  /// Returns the same access with other limits.
  public Access withLimits(Limits limits) {
    return new Access(readable, writable, hosts, publicWeb, databases, limits, dry, plugins, log);
  }

  /// Returns the same access, but output is checked and then discarded.
  public Access dryRun() {
    return new Access(readable, writable, hosts, publicWeb, databases, limits, true, plugins, log);
  }

  private static <T> Set<T> with(Set<T> some, T one) {
    Set<T> all = new LinkedHashSet<>(some);
    all.add(one);
    return all;
  }

  /// Returns the limits for data from one source.
  public Limits limits() {
    return limits;
  }

  /// Returns a file for reading. Does not open it.
  public ReadableFile file(Path path) {
    return new ReadableFile(path, this);
  }

  /// Opens a file for reading. A device or pipe that the user named is allowed.
  ///
  /// @throws RefusedException if the file is not below an allowed folder, or is not a regular file
  /// @throws NoSuchFileException if the file does not exist
  /// @throws IOException if the file cannot be opened
  public FileChannel read(Path file) throws IOException {
    Path given = file.toAbsolutePath().normalize();
    note(to -> to.read(given));
    if (readable.stream().noneMatch(root -> root.names(given))) {
      throw notReadable(file, "is outside of what this run may read");
    }
    if (readable.stream().anyMatch(root -> root.isDevice(given))) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    Path real = file.toRealPath();
    if (Files.isDirectory(real) && readable.stream().anyMatch(one -> one.holdsFolder(real))) {
      throw new RefusedException("'%s' is a folder; expected a file".formatted(file));
    }
    Root root =
        readable.stream()
            .filter(one -> one.holds(real))
            .findFirst()
            .orElseThrow(() -> notReadable(file, "is a link out of what this run may read"));
    try (Folder folder = root.open(real)) {
      Path name = real.getFileName();
      if (name == null || !folder.attributes(name).isRegularFile()) {
        throw new RefusedException("'%s' is not a regular file".formatted(file));
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

  /// Returns the files and folders in a folder, sorted by name; an empty list if the folder does
  /// not exist or may not be read.
  public List<Path> list(Path folder) throws IOException {
    note(to -> to.list(folder.toAbsolutePath().normalize()));
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

  /// Opens a file for writing. The file appears under its name when it is closed and complete;
  /// otherwise it does not appear. A link of that name is replaced, not followed. Output to a
  /// device or pipe that the user named is written directly.
  ///
  /// @param sound called when the file is closed; returns true if the content is complete
  /// @throws RefusedException if the file is not below an allowed folder
  /// @throws IOException if the file cannot be opened
  public OutputStream write(Path file, BooleanSupplier sound) throws IOException {
    note(AccessLog::beyondFiles);
    Path given = file.toAbsolutePath().normalize();
    if (writable.stream().anyMatch(root -> root.isDevice(given))) {
      return Files.newOutputStream(file);
    }
    Target target = target(file);
    return dry
        ? OutputStream.nullOutputStream()
        : WholeFile.open(target.root().open(target.real()), target.name(), sound);
  }

  /// Opens a file for writing that the user named on the command line, in any folder.
  ///
  /// @param sound called when the file is closed; returns true if the content is complete
  /// @throws IOException if the file cannot be opened
  public static OutputStream writeNamed(Path file, BooleanSupplier sound) throws IOException {
    return none().allowWriting(file).write(file, sound);
  }

  /// Opens the file of a logical target for writing, as [#write] does. It replaces only a file that
  /// an earlier run of this user wrote as a target and no one has changed since: a mapping may be
  /// anyone's, and the folder may have other files.
  ///
  /// @param sound called when the file is closed; returns true if the content is complete
  /// @throws RefusedException if the file is not below an allowed folder, or would replace another
  /// @throws IOException if the file cannot be opened
  public OutputStream writeTarget(Path file, BooleanSupplier sound) throws IOException {
    note(AccessLog::beyondFiles);
    Path given = file.toAbsolutePath().normalize();
    if (writable.stream().anyMatch(root -> root.isDevice(given))) {
      return Files.newOutputStream(file);
    }
    Target target = replaceable(file);
    return dry
        ? OutputStream.nullOutputStream()
        : MadeFiles.open(() -> target.root().open(target.real()), target.name(), sound);
  }

  /// Checks that the file of a logical target may be written, without opening it.
  ///
  /// @throws RefusedException if the file is not below an allowed folder, or would replace another
  /// @throws IOException if the folder of the file does not exist
  public void checkTarget(Path file) throws IOException {
    replaceable(file);
  }

  private Target replaceable(Path file) throws IOException {
    Target target = target(file);
    try (Folder folder = target.root().open(target.real())) {
      if (!MadeFiles.mayReplace(folder, target.name())) {
        throw new RefusedException(
            "'%s' exists and no run of yours wrote it as a target, or it was changed since; a target replaces no other file: choose another name, or move the file away"
                .formatted(file));
      }
    }
    return target;
  }

  /// A file that may be written.
  ///
  /// @param root the allowed folder or file
  /// @param real the path of the file, with the real path of its folder
  private record Target(Root root, Path real) {
    Path name() {
      return Objects.requireNonNull(real.getFileName());
    }
  }

  /// Checks a path. The path is looked up once, because it may lead to another file a moment later.
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
          "the folder '%s' of the file '%s' does not exist; create it first"
              .formatted(parent, name));
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

  /// Opens a client for the hosts that this access allows. The caller closes it.
  public Web web() {
    note(AccessLog::beyondFiles);
    return new Web(hosts, publicWeb, limits);
  }

  /// Downloads a file into a temporary file, which the caller deletes. Redirects are followed to
  /// allowed hosts and to public addresses of others, but not to this machine or its network.
  ///
  /// @throws RefusedException if the host, or a host that it redirects to, is not allowed
  /// @throws IOException if the download fails, is too large or takes too long
  public Download download(String url) throws IOException {
    Path file = Files.createTempFile("techrace-web", "");
    // Readers of tables need a path. If the run is interrupted, the JVM deletes the file.
    file.toFile().deleteOnExit();
    try (Web web = web();
        OutputStream out = Files.newOutputStream(file)) {
      Web.Reply answer =
          web.get(
              url,
              Map.of(),
              reply -> {
                if (reply.status() != 200) {
                  throw new IOException("the server answers " + reply.status());
                }
                return Optional.of(out);
              });
      return new Download(
          none().allowReading(file).withLimits(limits).file(file),
          answer
              .header("content-type")
              .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
              .orElse(""));
    } catch (NoClassDefFoundError e) {
      Files.delete(file);
      throw new IOException(
          "the library org.eclipse.jetty:jetty-client is not on the class path; add it", e);
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
  }

  /// Connects to a database. The connection is read-only if the driver supports that.
  ///
  /// @param url the JDBC URL
  /// @param user the name of the user; empty if the URL contains it
  /// @throws RefusedException if the URL is not allowed
  /// @throws SQLException if the database refuses the connection
  public Connection connect(String url, String user, String password)
      throws RefusedException, SQLException {
    note(AccessLog::beyondFiles);
    if (databases.stream().noneMatch(prefix -> prefix.allows(url))) {
      throw new RefusedException(
          "the database '%s' is not open to this run; allow it with --jdbc '%s'"
              .formatted(JdbcPrefix.withoutParameters(url), JdbcPrefix.withoutParameters(url)));
    }
    Connection connection = Drivers.connect(url, user, password, plugins);
    try {
      connection.setReadOnly(true);
    } catch (SQLException _) {
      // Some drivers accept this only before they connect.
    }
    return connection;
  }
}
