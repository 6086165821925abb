package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.jspecify.annotations.Nullable;

/// Any text in a cell comes back: CSV to RDF to N-Quads to CSV, as a literal, and out of an IRI
/// that it was made safe in.
final class RoundTripTest {
  /// What has special meaning somewhere on the way.
  private static final String SPECIAL =
      "\"'\\,;\t\n\r\b\f\0\u007f<>{}|^`%#?/: .&=+@é中\u00a0\u200b\ufeff\uffff";

  private static @Nullable Path folder;

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("round-trip");
  }

  @AfterContainer
  static void close() throws IOException {
    if (folder != null) {
      Files.deleteIfExists(folder.resolve("t.csv"));
      Files.deleteIfExists(folder.resolve("mapping.ttl"));
      Files.deleteIfExists(folder);
    }
  }

  /// Not empty, since that is no value here, and without halves of surrogate pairs, since those are
  /// no text.
  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> special =
        Arbitraries.strings().withChars(SPECIAL.toCharArray()).ofMaxLength(4);
    Arbitrary<String> any =
        Arbitraries.oneOf(
                Arbitraries.integers().between(1, 0xD7FF),
                Arbitraries.integers().between(0xE000, Character.MAX_CODE_POINT))
            .map(Character::toString)
            .list()
            .ofMaxSize(4)
            .map(characters -> String.join("", characters));
    return Arbitraries.oneOf(special, any)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts))
        .filter(text -> !text.isEmpty())
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Property(tries = 300)
  void anyTextSurvives(@ForAll("texts") List<String> texts) throws IOException {
    Map<Integer, String> rows = new TreeMap<>();
    texts.forEach(text -> rows.put(rows.size(), text));
    String csv = csv(rows);
    DatasetGraph quads = quads(csv);
    Map<Integer, String> back = new TreeMap<>();
    quads
        .find()
        .forEachRemaining(
            quad -> {
              String text = quad.getObject().getLiteralLexicalForm();
              String[] cells = quad.getSubject().getURI().split("/", -1);
              back.put(Integer.valueOf(cells[3]), text);
              assertThat(decoded(cells[4])).isEqualTo(text);
            });
    assertThat(csv(back)).isEqualTo(csv);
    assertThat(CsvReader.builder().ofCsvRecord(csv).stream().map(CsvRecord::getFields).skip(1))
        .extracting(fields -> fields.get(1))
        .isEqualTo(texts);
  }

  private static String csv(Map<Integer, String> rows) throws IOException {
    StringWriter table = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(table)) {
      csv.writeRecord("id", "text");
      rows.forEach((id, text) -> csv.writeRecord("" + id, text));
    }
    return table.toString();
  }

  private static DatasetGraph quads(String csv) throws IOException {
    Workbench.Result result =
        new Workbench(Objects.requireNonNull(folder))
            .mapping(
                """
                rml:subjectMap [ rml:template "http://example.org/{id}/{text}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:text ; rml:objectMap [ rml:reference "text" ] ]
                """)
            .file("t.csv", csv)
            .run();
    assertThat(result.findings()).isEmpty();
    DatasetGraph quads = DatasetGraphFactory.create();
    RDFParser.fromString(String.join("\n", result.quads()), Lang.NQUADS)
        .errorHandler(ErrorHandlerFactory.errorHandlerNoWarnings)
        .parse(quads);
    return quads;
  }

  private static String decoded(String safe) {
    return URLDecoder.decode(safe.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
