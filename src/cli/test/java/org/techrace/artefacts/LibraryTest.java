package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// The library, used by a program outside of this project.
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

  @Test
  void sourcesAndDocumentationAreComplete() throws Exception {
    List<String> classes;
    try (ZipFile sources = new ZipFile("target/techrace-sources.jar")) {
      classes = sources.stream().map(e -> e.getName()).toList();
    }
    Path root = Path.of("src/main/java");
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(classes)
          .containsAll(
              files
                  .filter(f -> f.toString().endsWith(".java"))
                  .map(f -> root.relativize(f).toString().replace('\\', '/'))
                  .toList());
    }
    List<String> entryPoints =
        Pattern.compile("`(org\\.techrace\\.[\\w.]+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(m -> m.group(1).replace('.', '/') + ".html")
            .toList();
    assertThat(entryPoints).hasSizeGreaterThan(7);
    try (ZipFile documentation = new ZipFile("target/techrace-javadoc.jar")) {
      assertThat(documentation.stream().map(e -> e.getName())).containsAll(entryPoints);
    }
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
