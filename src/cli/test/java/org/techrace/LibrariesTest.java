package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/// The libraries of a build are those that NOTICE lists, each with the text of its licence in
/// `licences/`, and none that was left out has come back.
final class LibrariesTest {
  private static final Path LICENCES = Path.of("licences");

  /// Libraries of Fuseki for logins, uploads and ShEx, and what they bring along.
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "shiro-.*|bc(prov|pkix|util)-.*|commons-fileupload2-.*|jena-shex|commons-beanutils|commons-collections");

  private static final Pattern NAME = Pattern.compile("(?<name>.+?)-\\d[\\w.-]*\\.jar");

  /// A paragraph of NOTICE: licence, files, libraries.
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^  (?<licence>\\S[^(:\\n]*) \\((?<files>[^)\\n]+)\\): (?<jars>.+(\\n    .+)*)");

  private static final Pattern OWN_LICENCE =
      Pattern.compile("(?i)META-INF/(resources/webjars/[^/]+/[^/]+/)?LICENSE(\\.txt|\\.md)?");

  private record Row(String licence, List<String> files) {}

  /// The jars of a build, by the name of their library.
  private static Map<String, Path> jars() throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    String classPath = Files.readString(Path.of("target", "runtime.classpath")).strip();
    for (String jar : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(jar);
      if (path.startsWith(Path.of("").toAbsolutePath())) {
        continue; // a module of this project
      }
      Matcher name = NAME.matcher(path.getFileName().toString());
      assertThat(name.matches()).as(jar).isTrue();
      jars.put(name.group("name"), path);
    }
    return jars;
  }

  private static Map<String, Row> notice() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("NOTICE")));
    while (row.find()) {
      Row found = new Row(row.group("licence"), List.of(row.group("files").split(", ", -1)));
      for (String jar : row.group("jars").split(",\\s+", -1)) {
        rows.put(jar, found);
      }
    }
    return rows;
  }

  @Test
  void whatWasLeftOutStaysOut() throws IOException {
    assertThat(jars().keySet()).noneMatch(LEFT_OUT.asMatchPredicate());
  }

  @Test
  void noticeListsEveryLibraryAndNoOther() throws IOException {
    assertThat(notice().keySet()).isEqualTo(jars().keySet());
  }

  @Test
  void everyLicenceHasItsTextAndEveryTextItsLibrary() throws IOException {
    Set<String> named = new TreeSet<>();
    notice().values().forEach(row -> named.addAll(row.files()));
    assertThat(named).allMatch(file -> Files.isRegularFile(LICENCES.resolve(file)));
    named.removeIf(file -> file.startsWith("../"));
    try (Stream<Path> files = Files.list(LICENCES)) {
      assertThat(files.map(file -> file.getFileName().toString())).hasSameElementsAs(named);
    }
  }

  /// Most jars have their licence inside.
  @Test
  void theTextsAreThoseOfTheLibraries() throws IOException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    Map<String, Row> notice = notice();
    for (Map.Entry<String, Path> jar : jars().entrySet()) {
      Optional<String> own = ownLicence(jar.getValue());
      if (own.isPresent()) {
        compared++;
        List<String> files =
            Optional.ofNullable(notice.get(jar.getKey())).map(Row::files).orElse(List.of());
        if (files.stream().noneMatch(file -> own.get().contains(beginning(file)))) {
          wrong.add(jar.getKey() + " has another licence inside than " + files);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(50);
  }

  /// The first words, which name licence and owner: what follows may be set out in another way.
  private static String beginning(String file) {
    try {
      String text = words(Files.readString(LICENCES.resolve(file)));
      return text.substring(0, Math.min(text.length(), 200));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> ownLicence(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Optional<? extends ZipEntry> licence =
          file.stream().filter(e -> OWN_LICENCE.matcher(e.getName()).matches()).findFirst();
      if (licence.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = file.getInputStream(licence.get())) {
        return Optional.of(words(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
  }

  private static String words(String text) {
    return text.replaceAll("https?:|[^A-Za-z0-9]+", " ").replaceAll(" +", " ").strip();
  }
}
