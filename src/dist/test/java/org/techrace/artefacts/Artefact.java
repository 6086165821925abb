package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An archive that the build has made.
final class Artefact {
  private static final Path TARGET = Path.of("target");

  /// The time of all entries, `project.build.outputTimestamp`.
  static final Date BUILT = Date.from(java.time.Instant.parse("2026-11-24T00:00:00Z"));

  private Artefact() {}

  /// Returns the only file of the build whose name has this form.
  static Path file(String regex) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> found = files.filter(f -> String.valueOf(f.getFileName()).matches(regex)).toList();
      assertThat(found).as("made by mvn package -Partefacts: " + regex).hasSize(1);
      return found.getFirst().toAbsolutePath();
    }
  }

  /// Unpacks a ZIP file with the permissions of its entries, and returns its only folder.
  static Path unzip(Path zip, Path into) throws IOException {
    Set<String> roots = new HashSet<>();
    try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
      for (ZipArchiveEntry entry : java.util.Collections.list(file.getEntries())) {
        roots.add(entry.getName().replaceFirst("/.*", ""));
        try (InputStream in = file.getInputStream(entry)) {
          write(entry, in, entry.getUnixMode(), into);
        }
      }
    }
    assertThat(roots).hasSize(1);
    return into.resolve(roots.iterator().next());
  }

  /// Unpacks a tar file, compressed with gzip, and returns the names at its top.
  static Set<String> untar(Path tar, Path into) throws IOException {
    Set<String> roots = new TreeSet<>();
    try (ArchiveInputStream<TarArchiveEntry> in =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(Files.newInputStream(tar)),
            StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        roots.add(entry.getName().replaceFirst("^\\./", "").replaceFirst("/.*", ""));
        if (entry.isSymbolicLink()) {
          Path link = into.resolve(entry.getName());
          Files.createDirectories(link.resolveSibling(""));
          Files.createSymbolicLink(link, Path.of(entry.getLinkName()));
        } else {
          write(entry, in, entry.getMode(), into);
        }
      }
    }
    return roots;
  }

  private static void write(ArchiveEntry entry, InputStream in, int mode, Path into)
      throws IOException {
    Path file = into.resolve(entry.getName()).normalize();
    assertThat(file).startsWithRaw(into);
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else {
      Files.createDirectories(file.resolveSibling(""));
      Files.copy(in, file);
    }
    Set<PosixFilePermission> permissions = new HashSet<>();
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(all[i]);
      }
    }
    Files.setPosixFilePermissions(file, permissions);
  }

  /// Returns all files and folders below a folder, with size and time of change.
  static List<String> listing(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted()
          .map(
              path -> {
                try {
                  return path + " " + Files.size(path) + " " + Files.getLastModifiedTime(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  /// Checks that a bill of materials lists the program, the jars of a folder and no others, and
  /// that NOTICE lists their libraries.
  ///
  /// @param more the names of further components
  static void assertBillIs(Path sbom, Path notice, Path lib, String... more) throws IOException {
    JsonNode bill = JsonMapper.shared().readTree(Files.readString(sbom));
    assertThat(bill.path("bomFormat").stringValue()).isEqualTo("CycloneDX");
    Set<String> listed =
        bill.path("components")
            .valueStream()
            .filter(c -> c.path("type").stringValue("").equals("library"))
            .map(Artefact::jar)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> shipped = names(lib, Artefact::ownWithoutVersion);
    shipped.add("techrace.jar");
    assertThat(listed).isEqualTo(shipped);
    assertThat(
            bill.path("components")
                .valueStream()
                .filter(c -> !c.path("type").stringValue("").equals("library"))
                .map(c -> c.path("name").stringValue("")))
        .containsExactly(more);
    String text = Files.readString(notice).replaceAll("\\s+", " ");
    Set<String> libraries = names(lib, jar -> jar.replaceFirst("-\\d.*", ""));
    libraries.removeIf(library -> library.startsWith("techrace-"));
    for (String library : libraries) {
      assertThat(text).containsPattern("[ ,:]" + Pattern.quote(library) + "[ ,\n]?");
    }
  }

  /// The name of the jar of a component. Its package URL has the classifier, if there is one.
  private static String jar(JsonNode component) {
    Matcher classifier =
        Pattern.compile("[?&]classifier=([^&]+)").matcher(component.path("purl").stringValue(""));
    return ownWithoutVersion(
        component.path("name").stringValue("")
            + "-"
            + component.path("version").stringValue("")
            + (classifier.find() ? "-" + classifier.group(1) : "")
            + ".jar");
  }

  /// The name of a jar; without the version if it is a module of ours, which the image names so.
  private static String ownWithoutVersion(String jar) {
    return jar.startsWith("techrace-") ? jar.replaceFirst("-\\d.*", ".jar") : jar;
  }

  private static Set<String> names(Path folder, Function<String, String> name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> !file.equals("techrace.jar"))
          .map(name)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /// Runs a command to its end and returns what it prints.
  static String run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command.command() + ": " + printed).isZero();
    return printed;
  }
}
