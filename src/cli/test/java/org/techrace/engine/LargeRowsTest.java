package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.access.Limits;
import org.techrace.guard.Numbers;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.LexicalForms;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// A row or a value that is too large for memory is a finding with its place, in every format.
final class LargeRowsTest {
  /// 1 MiB for a value, 4 MiB of heap for a row.
  private static final Limits SMALL =
      new Limits(
          1 << 20,
          Duration.ofMinutes(1),
          250,
          1 << 20,
          4 << 20,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  private static final String ROW =
      "this row needs more than the 4 MiB of memory that a row may take (sandbox.row-mib in"
          + " techrace.toml); split it, or choose an iterator that finds smaller rows";

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() {
    bench = new Workbench(folder);
  }

  private List<String> findings(String file, String text, String source, String object)
      throws IOException {
    bench
        .file(file, text)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#m> rml:logicalSource [ rml:source [ rml:path "%s" ] ; %s ] ;
                  rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ %s ] ] .
                """
                    .formatted(file, source, object));
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            bench.options().withAccess(bench.options().access().withLimits(SMALL)),
            report)
        .writeNQuads(out);
    assertThat(out.toString(StandardCharsets.UTF_8).lines().count()).isLessThan(2);
    return report.findings().stream()
        .map(Finding::toString)
        .map(line -> line.replace(folder.toAbsolutePath() + "/", ""))
        .toList();
  }

  private List<String> json(String text) throws IOException {
    return findings(
        "t.json",
        text,
        "rml:referenceFormulation rml:JSONPath ; rml:iterator \"$[*]\"",
        "rml:reference \"v\"");
  }

  private List<String> xml(String text) throws IOException {
    return findings(
        "t.xml",
        text,
        "rml:referenceFormulation rml:XPath ; rml:iterator \"/r/x\"",
        "rml:reference \"v\"");
  }

  @Test
  void aJsonRowOfManyValues() throws IOException {
    String many = "1,".repeat(30_000) + "1";
    assertThat(json("[{\"v\":1},\n {\"v\":1,\"w\":[" + many + "]}]"))
        .containsExactly("ERROR [t.json:2:2] " + ROW);
    assertThat(json("[{\"v\":1,\"w\":[" + "{},".repeat(30_000) + "{}]}]"))
        .containsExactly("ERROR [t.json:1:2] " + ROW);
    assertThat(json("[{\"v\":1,\"w\":[" + "1,".repeat(10_000) + "1]}]")).isEmpty();
  }

  @Test
  void anXmlRowOfManyNodes() throws IOException {
    assertThat(xml("<r><x><v>1</v></x>\n<x><v>1</v>" + "<w/>".repeat(30_000) + "</x></r>"))
        .containsExactly("ERROR [t.xml:2:4] " + ROW);
    assertThat(xml("<r><x><v>1</v><w>" + "a<b/>".repeat(20_000) + "</w></x></r>"))
        .containsExactly("ERROR [t.xml:1:7] " + ROW);
    assertThat(xml("<r>" + "<x><v>1</v></x>".repeat(30_000) + "</r>")).isEmpty();
  }

  @Test
  void aTextThatIsTooLong() throws IOException {
    String text = "x".repeat(2 << 20);
    assertThat(json("[{\"v\":\"" + text + "\"}]"))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.json:1:")
        .contains("] this JSON is not read: String value length (");
    for (String xml :
        List.of("<v>" + text + "</v>", "<v a='" + text + "'/>", "<!--" + text + "-->")) {
      assertThat(xml("<r><x>" + xml + "</x></r>"))
          .singleElement()
          .asString()
          .startsWith("ERROR [t.xml:1:")
          .endsWith(
              "] a text or attribute is longer than the limit of 1,048,576 bytes (sandbox.text-mib"
                  + " in techrace.toml)");
    }
  }

  @ParameterizedTest
  @CsvSource({"xsd:integer, ''", "xsd:decimal, .5", "xsd:double, e5"})
  void aNumberOfTooManyDigits(String datatype, String end) throws IOException {
    String digits = "9".repeat(200_000) + end;
    assertThat(
            findings(
                "t.csv",
                "v\n" + digits + "\n",
                "rml:referenceFormulation rml:CSV",
                "rml:reference \"v\" ; rml:datatype " + datatype))
        .containsExactly(
            "ERROR [t.csv:2] column 'v': the value has %,d characters; at most 5,000 are allowed: correct or shorten it (mapping.ttl:6:82 of <#m>)"
                .formatted(digits.length()));
  }

  @Test
  void aNumberInAMappingOfTooManyDigits() throws IOException {
    bench.file("t.csv", "v\n1\n");
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#m> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:object %s ] .
            """
                .formatted("9".repeat(200_000)));
    assertThat(bench.run().findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [mapping.ttl:6:")
        .endsWith(
            "] the value has 200,000 characters; at most 5,000 are allowed: correct or shorten it");
  }

  /// The endpoint calculates with what a build accepts.
  @Test
  void theLongestNumberIsTheLongestThatTheEndpointCalculatesWith() {
    assertThat(LexicalForms.MAX_VALUE_CHARACTERS).isEqualTo(Numbers.MAX_DIGITS);
  }

  @Test
  void aTextThatIsTooLongForALiteral() {
    String text = "x".repeat(LexicalForms.MAX_TEXT_CHARACTERS + 1);
    String string = "http://www.w3.org/2001/XMLSchema#string";
    assertThat(LexicalForms.lengthFault(text, string))
        .isEqualTo(
            "the text has 16,777,217 characters; at most 16,777,216 are allowed: correct or shorten"
                + " it");
    assertThat(LexicalForms.lengthFault(text.substring(1), string)).isNull();
  }
}
