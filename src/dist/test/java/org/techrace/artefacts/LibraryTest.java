package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Sources;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// The library, used by a program outside of this project.
@Tag("long")
final class LibraryTest {
  private static final Path PAGE = Path.of("docs/library.md");

  /// The elements of a POM that Maven Central requires.
  private static final List<String> REQUIRED =
      List.of(
          "groupId",
          "artifactId",
          "version",
          "name",
          "description",
          "url",
          "licenses",
          "developers",
          "scm");

  @TempDir private Path folder = Path.of("");

  /// Returns the block of the page after a text.
  private static String block(String after) throws Exception {
    Matcher block =
        Pattern.compile(Pattern.quote(after) + "[^`]*\n\n```\\w*\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as(after).isTrue();
    return block.group(1);
  }

  @Test
  void programOfThePageMapsATable() throws Exception {
    Files.writeString(folder.resolve("cheeses.csv"), block("`cheeses.csv`"));
    Files.writeString(folder.resolve("mapping.ttl"), block("`mapping.ttl`"));
    String program = block("`Cheeses.java`");
    assertThat(program.substring(program.indexOf("void main")).lines().count())
        .as("lines of the program")
        .isLessThanOrEqualTo(10);
    Files.writeString(folder.resolve("Cheeses.java"), program);
    String classPath = Path.of("target/techrace.jar").toAbsolutePath().toString();
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    // The libraries come with the manifest of the jar; the compiler needs those of the signatures.
    String libraries = Path.of("target/lib").toAbsolutePath() + "/*";
    Artefact.run(
        new ProcessBuilder(
                bin.resolve("javac").toString(), "-cp", classPath + ":" + libraries, "Cheeses.java")
            .directory(folder.toFile()));
    Path printed = folder.resolve("printed");
    Process run =
        new ProcessBuilder(
                bin.resolve("java").toString(),
                "-Dstdout.encoding=UTF-8",
                "-cp",
                classPath + ":.",
                "Cheeses")
            .directory(folder.toFile())
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(run.waitFor()).isZero();
    assertThat(Files.readAllLines(printed)).hasSameElementsAs(block("It prints:").lines().toList());
  }

  /// The files that the build of a module made.
  private static Path made(Path module) {
    return Path.of("src/cli").equals(module) ? Path.of("target") : module.resolve("target");
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .filter(
              folder ->
                  !folder.endsWith("spark")
                      && !folder.endsWith("testkit")
                      && !folder.endsWith("dist"))
          .sorted()
          .toList();
    }
  }

  private static Set<String> entries(Path module, String ending) throws IOException {
    try (Stream<Path> files = Files.list(made(module))) {
      Optional<Path> jar = files.filter(file -> file.toString().endsWith(ending)).findFirst();
      if (jar.isEmpty()) {
        return Set.of();
      }
      try (ZipFile zip = new ZipFile(jar.get().toFile())) {
        return zip.stream().map(e -> e.getName()).collect(Collectors.toSet());
      }
    }
  }

  @Test
  void sourcesAndDocumentationAreComplete() throws Exception {
    Set<String> documented = new HashSet<>();
    for (Path module : modules()) {
      Path root = module.resolve("main/java");
      assertThat(entries(module, "-sources.jar"))
          .as(module.toString())
          .containsAll(
              Sources.under(root, ".java").stream()
                  .map(f -> root.relativize(f).toString().replace('\\', '/'))
                  .toList());
      documented.addAll(entries(module, "-javadoc.jar"));
    }
    List<String> entryPoints =
        Pattern.compile("`(org\\.techrace\\.[\\w.]+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(m -> m.group(1).replace('.', '/') + ".html")
            .toList();
    assertThat(entryPoints).hasSizeGreaterThan(7);
    assertThat(documented).containsAll(entryPoints);
  }

  @Test
  void pomHasWhatMavenCentralRequires() throws Exception {
    Document pom =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse("pom.xml");
    for (String required : REQUIRED) {
      boolean found = false;
      for (Node n = pom.getDocumentElement().getFirstChild(); n != null; n = n.getNextSibling()) {
        found |=
            n instanceof Element e
                && e.getTagName().equals(required)
                && !e.getTextContent().isBlank();
      }
      assertThat(found).as(required).isTrue();
    }
  }
}
