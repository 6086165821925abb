package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any text in a cell comes back from RDF: as a literal, and out of an IRI it was made safe in.
final class RoundTripTest {
  private static final int TEXTS = 2_000;

  /// What has special meaning somewhere on the way.
  private static final String SPECIAL =
      "\"'\\,;\t\n\r\b\f\0\u007f<>{}|^`%#?/: .&=+@é中\u00a0\u200b\ufeff\uffff😀";

  @TempDir private Path folder = Path.of("");

  @Test
  void anyTextSurvives() throws IOException {
    Random random = new Random(7);
    Set<String> texts = new TreeSet<>();
    StringWriter table = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(table)) {
      csv.writeRecord("id", "text");
      for (int i = 0; i < TEXTS; i++) {
        String text = text(random);
        texts.add(text);
        csv.writeRecord("" + i, text);
      }
    }
    Workbench.Result result =
        new Workbench(folder)
            .mapping(
                """
                rml:subjectMap [ rml:template "http://example.org/{text}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:text ; rml:objectMap [ rml:reference "text" ] ]
                """)
            .file("t.csv", table.toString())
            .run();
    assertThat(result.findings()).isEmpty();
    DatasetGraph quads = DatasetGraphFactory.create();
    RDFParser.fromString(String.join("\n", result.quads()), Lang.NQUADS).parse(quads);
    Set<String> literals = new TreeSet<>();
    quads
        .find()
        .forEachRemaining(
            quad -> {
              String text = quad.getObject().getLiteralLexicalForm();
              literals.add(text);
              assertThat(decoded(quad.getSubject())).isEqualTo(text);
            });
    assertThat(literals).isEqualTo(texts);
  }

  /// Not empty, since that is no value here.
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int[] special = SPECIAL.codePoints().toArray();
    do {
      int kind = random.nextInt(4);
      int c =
          kind < 2
              ? special[random.nextInt(special.length)]
              : kind == 2 ? 'a' + random.nextInt(26) : random.nextInt(Character.MAX_CODE_POINT + 1);
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        text.appendCodePoint(c);
      }
    } while (text.isEmpty() || random.nextInt(8) > 0);
    return text.toString();
  }

  private static String decoded(Node iri) {
    String safe = iri.getURI().substring("http://example.org/".length()).replace("+", "%2B");
    return URLDecoder.decode(safe, StandardCharsets.UTF_8);
  }
}
