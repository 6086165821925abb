package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that broken tables and mappings are reported as findings, in limited time and without an
/// exception. Good files are broken at random, with a fixed seed.
final class BrokenInputTest {
  private static final int TRIES = 400;
  private static final String NAMES =
      """
      rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
      rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ; rml:language "en" ] ]
      """;

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("CSV", "t.csv", "", "id,name\n1,\"a \"\"b\"\"\"\n2,Zoë\n3,c\n"),
        Arguments.of(
            "JSONPath",
            "t.json",
            "; rml:iterator \"$.rows[*]\"",
            "{\"rows\":[{\"id\":1,\"name\":\"a\"},{\"id\":2.5e3,\"name\":\"\\u00eb\"},{\"id\":null}]}"),
        Arguments.of(
            "XPath",
            "t.xml",
            "; rml:iterator \"/rows/row\"",
            "<rows><row><id>1</id><name>a &amp;"
                + " b</name></row><row><id>2</id><name>Zoë</name></row></rows>"),
        Arguments.of("CSV", "t.xlsx", "; rml:iterator \"people\"", "people.xlsx"),
        Arguments.of("CSV", "t.parquet", "", "people.parquet"),
        Arguments.of("CSV", "mapping.ttl", "", ""));
  }

  @ParameterizedTest
  @MethodSource("files")
  void reportsBrokenFilesAsFindings(String formulation, String file, String iterator, String text)
      throws IOException {
    Workbench bench = new Workbench(folder).file("t.csv", "id,name\n1,a\n");
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:%s %s ] ;
            """
                .formatted(file.equals("mapping.ttl") ? "t.csv" : file, formulation, iterator)
            + NAMES
            + ".");
    byte[] good =
        file.equals("mapping.ttl")
            ? Files.readAllBytes(folder.resolve(file))
            : text.startsWith("people.")
                ? FormatsTest.resource(text)
                : text.getBytes(StandardCharsets.UTF_8);
    assertThat(bench.file(file, good).run().quads()).isNotEmpty();
    Random random = new Random(11);
    for (int i = 0; i < TRIES; i++) {
      byte[] broken = broken(good, random);
      bench.file(file, broken);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(30), bench::run, () -> new String(broken, StandardCharsets.UTF_8));
    }
  }

  /// Changes, removes, repeats or cuts off a few bytes.
  private static byte[] broken(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 1; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "\"'\\,{}[]<>/&;.:#\n\0".charAt(random.nextInt(17));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> System.arraycopy(good, 0, bytes, at, Math.min(good.length, bytes.length - at));
      }
    }
    return bytes;
  }
}
