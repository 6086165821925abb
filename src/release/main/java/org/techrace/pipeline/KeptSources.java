package org.techrace.pipeline;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.techrace.access.AccessLog;
import org.techrace.release.Digests;
import org.techrace.release.Durable;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.KeptFolder;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The statements and findings of sources, kept from one build to the next in the folder `mapped`
/// next to the releases, so that a build maps only the sources whose inputs have changed. There is
/// one entry per source, of the last build.
///
/// An entry is used if all of this is the same: the files in the folder of the source, the other
/// files that its mapping read, the functions and plugins of the project, its settings, the program
/// and the Java runtime, and the bytes of the entry itself. Safe for use by several threads, each
/// with other sources.
final class KeptSources {
  private static final String RESULT = "result.json";
  private static final String LAST = "last";

  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(Place.class, NamedPlace.class).build();

  private final Project project;
  private final Path folder;

  /// The digests of all inputs, by the absolute path of the file that is read.
  private final Map<Path, String> digests = new HashMap<>();

  private final Map<String, String> inputs = new TreeMap<>();
  private final String common;

  /// The names of the sources with an entry that this build has used or written.
  private final Set<String> current = ConcurrentHashMap.newKeySet();

  /// Names the kind of a place in JSON.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  private interface NamedPlace {}

  /// The result of mapping a source.
  ///
  /// @param statements the folder of the statements
  /// @param rows the number of rows that were read
  /// @param findings the findings that were kept
  /// @param notKept the number of findings that were only counted
  record Result(Path statements, long rows, List<Finding> findings, Map<Severity, Long> notKept) {
    Result {
      findings = List.copyOf(findings);
      notKept = Map.copyOf(notKept);
    }

    Result(Path statements, long rows, Report report) {
      this(statements, rows, report.findings(), report.notKept());
    }
  }

  /// An entry.
  ///
  /// @param key the digest of what the result depends on
  /// @param others the digests of the files that were read outside of the folder of the source, by
  ///   their paths in the project
  private record Entry(
      String key,
      Map<String, String> others,
      long rows,
      List<Finding> findings,
      Map<Severity, Long> notKept) {}

  /// @param inputs the inputs of this build
  /// @param releases the folder of the releases
  KeptSources(Project project, Inputs inputs, Path releases) {
    this.project = project;
    this.folder = releases.resolve("mapped");
    Map<String, Path> replaced = project.tables();
    for (Input input : inputs.files()) {
      this.inputs.put(input.path(), input.sha256());
      Path file = project.folder().resolve(input.path());
      String table = input.path().startsWith("data/") ? input.path().substring(5) : "";
      digests.put(absolute(replaced.getOrDefault(table, file)), input.sha256());
    }
    StringBuilder text = new StringBuilder(inputs.version()).append('\n');
    text.append(Runtime.version()).append('\n');
    text.append(project.access().limits()).append('\n');
    // The places of findings are relative to the working folder.
    text.append(absolute(Path.of(""))).append('\n');
    text.append(absolute(project.folder())).append('\n');
    appendInputs("techrace.toml", text);
    appendInputs("functions/", text);
    appendInputs("plugins/", text);
    this.common = Digests.sha256(text.toString());
  }

  private void appendInputs(String prefix, StringBuilder to) {
    inputs.forEach(
        (path, digest) -> {
          if (path.startsWith(prefix)) {
            to.append(digest).append("  ").append(path).append('\n');
          }
        });
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /// Returns the digest of what the result of a source depends on.
  private String key(Source source) {
    StringBuilder text = new StringBuilder(common).append('\n').append(source.graph()).append('\n');
    appendInputs("data/" + source.name() + "/", text);
    new TreeMap<>(project.tables())
        .forEach(
            (table, file) -> {
              if (table.startsWith(source.name() + "/")) {
                text.append(table).append('=').append(absolute(file)).append('\n');
              }
            });
    return Digests.sha256(text.toString());
  }

  /// Returns the kept result of a source if it is valid.
  Optional<Result> find(Source source) throws IOException {
    Path place = folder.resolve(source.name());
    if (!isUsable() || !KeptFolder.isIntact(place)) {
      return Optional.empty();
    }
    try {
      Entry entry = JSON.readValue(Files.readAllBytes(place.resolve(RESULT)), Entry.class);
      if (!entry.key.equals(key(source))
          || !inputs.entrySet().containsAll(entry.others.entrySet())) {
        return Optional.empty();
      }
      current.add(source.name());
      return Optional.of(new Result(place, entry.rows, entry.findings, entry.notKept));
    } catch (JacksonException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// Keeps the result of a source, if it depends on nothing but files of the project that have not
  /// changed since the build began.
  ///
  /// @param log what the mapping has opened
  /// @return the result, in another folder if it is kept
  Result keep(Source source, AccessLog log, Result result) throws IOException {
    Optional<Map<String, String>> others = others(source, log);
    if (others.isEmpty() || !isUsable()) {
      return result;
    }
    Entry entry =
        new Entry(key(source), others.get(), result.rows, result.findings, result.notKept);
    Files.write(result.statements.resolve(RESULT), JSON.writeValueAsBytes(entry));
    Files.createDirectories(folder);
    Path place = folder.resolve(source.name());
    KeptFolder.move(result.statements, place);
    current.add(source.name());
    return new Result(place, result.rows, result.findings, result.notKept);
  }

  /// Returns the digests of the files that were read outside of the folder of a source, or empty if
  /// the source read something else than unchanged inputs.
  private Optional<Map<String, String>> others(Source source, AccessLog log) throws IOException {
    if (log.isBeyondFiles()) {
      return Optional.empty();
    }
    Path own = absolute(source.folder());
    for (Path listed : log.folders()) {
      if (Files.exists(listed) && !listed.toRealPath().startsWith(own.toRealPath())) {
        return Optional.empty();
      }
    }
    Map<String, String> others = new TreeMap<>();
    for (Path file : log.files()) {
      String digest = digests.get(file);
      if (digest == null || !digest.equals(digest(file))) {
        return Optional.empty();
      }
      if (!file.startsWith(own)) {
        others.put(nameOf(file), digest);
      }
    }
    return Optional.of(others);
  }

  private String digest(Path file) throws IOException {
    try (InputStream bytes = project.file(file).stream()) {
      return Input.of(absolute(project.folder()), file, bytes, Optional.empty()).sha256();
    }
  }

  /// Returns the path of an input in the project.
  private String nameOf(Path file) {
    return project.tables().entrySet().stream()
        .filter(table -> absolute(table.getValue()).equals(file))
        .map(table -> "data/" + table.getKey())
        .findFirst()
        .orElseGet(() -> absolute(project.folder()).relativize(file).toString().replace('\\', '/'));
  }

  /// Removes the entries that this build has neither used nor written.
  void removeOthers() throws IOException {
    if (!isUsable() || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path entry : all.filter(Files::isDirectory).toList()) {
        if (!current.contains(String.valueOf(entry.getFileName()))) {
          Durable.delete(entry);
        }
      }
    }
  }

  /// Records the release that the program has written with its present settings.
  void remember(String release) throws IOException {
    if (isUsable()) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(LAST), release + "\n" + common + "\n");
    }
  }

  /// Returns true if the present program wrote a release with the present settings, so that its
  /// files have the bytes that it would write again.
  boolean wrote(String release) throws IOException {
    Path file = folder.resolve(LAST);
    return isUsable()
        && Files.exists(file)
        && Files.readString(file, StandardCharsets.ISO_8859_1)
            .equals(release + "\n" + common + "\n");
  }

  /// Returns false if the folder is a link: the project may be somebody else's.
  private boolean isUsable() {
    return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }
}
