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
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Characters;

/// Tests that any text in a cell that RDF can carry comes back: CSV to RDF to N-Quads to CSV, as a
/// literal, and out of an IRI that it was made safe in. Any other text is one finding.
final class RoundTripTest {
  /// Characters that have a special meaning in CSV, N-Quads, templates or IRIs.
  private static final String SPECIAL = "\"'\\,;\t\n\r\u007f<>{}|^`%#?/: .&=+@é中\u00a0\u200b\ufeff";

  /// Controls that XML forbids.
  private static final String NOT_IN_LITERALS = "\0\u0001\b\u000b\f\u000e\u001b\u001f\ufffe\uffff";

  /// Controls of the direction of text, which RFC 3987 forbids in IRIs.
  private static final String NOT_IN_IRIS =
      "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

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

  /// Lists of texts that a literal and an IRI can carry. None is empty, since an empty cell has no
  /// value here.
  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> special =
        Arbitraries.strings().withChars(SPECIAL.toCharArray()).ofMaxLength(4);
    Arbitrary<String> any =
        Arbitraries.oneOf(
                Arbitraries.integers().between(1, 0xD7FF),
                Arbitraries.integers().between(0xE000, Character.MAX_CODE_POINT))
            .map(Character::toString)
            .filter(RoundTripTest::isAllowed)
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

  private static boolean isAllowed(String character) {
    return Characters.fault(character) == null && !NOT_IN_IRIS.contains(character);
  }

  @Provide
  Arbitrary<Character> charactersThatLiteralsRefuse() {
    return Arbitraries.of(characters(NOT_IN_LITERALS));
  }

  @Provide
  Arbitrary<Character> charactersThatIrisRefuse() {
    return Arbitraries.of(characters(NOT_IN_IRIS));
  }

  private static List<Character> characters(String all) {
    return all.chars().mapToObj(c -> (char) c).toList();
  }

  @Property(tries = 100)
  void reportsACharacterThatALiteralRefusesOnceWithItsLine(
      @ForAll("charactersThatLiteralsRefuse") char refused, @ForAll @IntRange(max = 9) int row)
      throws IOException {
    Workbench.Result result =
        run(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:text ; rml:objectMap [ rml:reference "text" ] ]
            """,
            tenRows(row, "a" + refused + "b" + refused));
    assertThat(result.findings())
        .containsExactly(
            ("ERROR [t.csv:%d] column 'text': the character U+%04X cannot be written in XML;"
                    + " remove it (mapping.ttl:8:64 of <#map>)")
                .formatted(row + 2, (int) refused));
    assertThat(result.quads()).hasSize(9);
  }

  @Property(tries = 100)
  void reportsACharacterThatAnIriRefusesOnceWithItsLine(
      @ForAll("charactersThatIrisRefuse") char refused, @ForAll @IntRange(max = 9) int row)
      throws IOException {
    Workbench.Result result =
        run(
            """
            rml:subjectMap [ rml:template "http://example.org/{text}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:id ; rml:objectMap [ rml:reference "id" ] ]
            """,
            tenRows(row, "a" + refused + "b" + refused));
    assertThat(result.findings())
        .containsExactly(
            ("ERROR [t.csv:%d] column 'text': 'http://example.org/a%cb%<c' is not an IRI: the"
                    + " bidirectional control U+%04X is not allowed in it; correct the value, or"
                    + " use a template, which encodes it (mapping.ttl:7:16 of <#map>)")
                .formatted(row + 2, refused, (int) refused));
    assertThat(result.quads()).hasSize(9);
  }

  /// A table of ten rows, one of them with another text.
  private static String tenRows(int row, String text) throws IOException {
    Map<Integer, String> rows = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      rows.put(i, i == row ? text : "text " + i);
    }
    return csv(rows);
  }

  @Property(tries = 300)
  void keepsAnyTextUnchanged(@ForAll("texts") List<String> texts) throws IOException {
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
        run(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}/{text}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:text ; rml:objectMap [ rml:reference "text" ] ]
            """,
            csv);
    assertThat(result.findings())
        .as("warnings of texts that look wrong, which are kept too")
        .allMatch(f -> f.matches("WARN .*(U\\+|looks like|contains line ends).*"));
    DatasetGraph quads = DatasetGraphFactory.create();
    RDFParser.fromString(String.join("\n", result.quads()), Lang.NQUADS)
        .errorHandler(ErrorHandlerFactory.errorHandlerNoWarnings)
        .parse(quads);
    return quads;
  }

  private static Workbench.Result run(String mapping, String csv) throws IOException {
    return new Workbench(Objects.requireNonNull(folder)).mapping(mapping).file("t.csv", csv).run();
  }

  private static String decoded(String safe) {
    return URLDecoder.decode(safe.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
