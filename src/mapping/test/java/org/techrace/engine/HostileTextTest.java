package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.rdf.Characters;
import org.techrace.rdf.SafeIris;

/// Tests that texts which a format cannot represent, and links that run code, are findings with
/// file and line.
final class HostileTextTest {
  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() {
    bench = new Workbench(folder);
  }

  private Workbench.Result map(String json, String object) throws IOException {
    return bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#m> rml:logicalSource [ rml:source [ rml:path "t.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$" ] ;
                  rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ %s ] ] .
                """
                    .formatted(object))
        .file("t.json", "{\"v\": \"%s\"}".formatted(json))
        .run();
  }

  @ParameterizedTest
  @CsvSource({
    "\\u0000, character U+0000 cannot be written in XML",
    "a\\u0001b, character U+0001 cannot be written in XML",
    "\\u000b, character U+000B cannot be written in XML",
    "\\u001f, character U+001F cannot be written in XML",
    "\\ufffe, character U+FFFE cannot be written in XML",
    "\\uffff, character U+FFFF cannot be written in XML"
  })
  void reportsATextThatXmlCannotRepresent(String json, String fault) throws IOException {
    for (String kind : new String[] {"", "; rml:language \"en\"", "; rml:datatype xsd:string"}) {
      Workbench.Result result = map(json, "rml:reference \"v\" " + kind);
      assertThat(result.quads()).isEmpty();
      assertThat(result.findings())
          .singleElement()
          .asString()
          .startsWith("ERROR [t.json:1:1] reference 'v': the " + fault + "; remove it");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a\\u202eb, bidirectional override U+202E",
    "\\u202da, bidirectional override U+202D",
    "a\\u202bb, a bidirectional control is not closed",
    "a\\u2067b, a bidirectional control is not closed"
  })
  void warnsAboutAMisleadingText(String json, String doubt) throws IOException {
    Workbench.Result result = map(json, "rml:reference \"v\"");
    assertThat(result.quads()).hasSize(1);
    assertThat(result.findings())
        .singleElement()
        .asString()
        .startsWith("WARN [t.json:1:1]")
        .contains(doubt);
  }

  @Test
  void warnsAboutATextThatWasDecodedWrongly() throws IOException {
    assertThat(map("MÃ¼nchen", "rml:reference \"v\"").findings())
        .singleElement()
        .asString()
        .startsWith("WARN [t.json:1:1] reference 'v': 'MÃ¼nchen' looks like 'München' in UTF-8");
    assertThat(map("M\uFFFDnchen", "rml:reference \"v\"").findings())
        .singleElement()
        .asString()
        .contains("U+FFFD");
  }

  /// A table is read as bytes where that is possible, and in rows otherwise.
  @Test
  void warnsAboutTextsOfATableThatWereDecodedWrongly() throws IOException {
    for (String object : new String[] {"", "; rml:language \"de\""}) {
      Workbench.Result result =
          bench
              .file(
                  "mapping.ttl",
                  Workbench.PREFIXES
                      + """
                      <#m> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                        rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                        rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "v" %s ] ] .
                      """
                          .formatted(object))
              .file("t.csv", "id,v\n1,Berlin\n2,MÃ¼nchen\n3,München\n4,12 â‚¬\n")
              .run();
      assertThat(result.quads()).hasSize(4);
      assertThat(result.findings())
          .hasSize(2)
          .allMatch(finding -> finding.startsWith("WARN [t.csv:"))
          .anyMatch(finding -> finding.contains("t.csv:3] ") && finding.contains("'München'"))
          .anyMatch(finding -> finding.contains("t.csv:5] ") && finding.contains("'12 €'"));
    }
  }

  /// Uses an unpaired surrogate, which UTF-8 cannot encode.
  @Test
  void reportsAnUnpairedSurrogate() throws IOException {
    for (String json : new String[] {"\\ud800", "\\udc00x"}) {
      for (String object :
          new String[] {"rml:reference \"v\"", "rml:template \"http://example.org/{v}\""}) {
        Workbench.Result result = map(json, object);
        assertThat(result.quads()).isEmpty();
        assertThat(result.findings()).singleElement().asString().contains("surrogate");
      }
    }
    assertThat(Characters.fault("a\ud800")).contains("unpaired surrogate U+D800");
    assertThat(SafeIris.fault("http://example.org/" + SafeIris.safe("\ud800"))).contains("U+D800");
  }

  @Test
  void acceptsOrdinaryTexts() throws IOException {
    for (String json :
        new String[] {"\\ud83d\\ude00 Zoë\\t", "\\u2067abc\\u2069", "日本", "a\\u200fb"}) {
      assertThat(map(json, "rml:reference \"v\"").findings()).as(json).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/\\u202ea, U+202E",
    "http://example.org/\\u200ea, U+200E",
    "http://example.org/\\u2066a, U+2066",
    "http://example.org/\\uffff, U+FFFF",
    "javascript:alert(1), scheme 'javascript'",
    "JavaScript:alert(1), scheme 'javascript'",
    "vbscript:x, scheme 'vbscript'",
    "'data:text/html,x', scheme 'data'",
    "file:///etc/passwd, scheme 'file'",
    "view-source:http://example.org/, scheme 'view-source'"
  })
  void reportsAnIriThatMisleadsOrRunsCode(String json, String fault) throws IOException {
    Workbench.Result result = map(json, "rml:reference \"v\" ; rml:termType rml:IRI");
    assertThat(result.quads()).isEmpty();
    assertThat(result.findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [t.json:1:1] reference 'v': ")
        .contains(fault);
  }

  @Test
  void checksTheIrisOfTemplates() throws IOException {
    for (String json : new String[] {"\\u202e", "\\u200f"}) {
      Workbench.Result result = map(json, "rml:template \"http://example.org/{v}\"");
      assertThat(result.quads()).as(json).isEmpty();
      assertThat(result.findings()).singleElement().asString().startsWith("ERROR [t.json:1:1]");
    }
    assertThat(map("日本", "rml:template \"http://example.org/{v}\"").quads())
        .singleElement()
        .asString()
        .contains("<http://example.org/日本>");
  }

  @Test
  void warnsAboutAnUnusualScheme() throws IOException {
    Workbench.Result result = map("localhost:80/x", "rml:reference \"v\" ; rml:termType rml:IRI");
    assertThat(result.quads()).hasSize(1);
    assertThat(result.findings()).singleElement().asString().startsWith("WARN [t.json:1:1]");
    assertThat(map("urn:x:1", "rml:reference \"v\" ; rml:termType rml:IRI").findings()).isEmpty();
  }

  @Test
  void reportsHostileConstantsInAMapping() throws IOException {
    for (String object :
        new String[] {"rml:constant <javascript:alert(1)>", "rml:constant \"a\\u0001\""}) {
      assertThat(map("x", object).findings())
          .singleElement()
          .asString()
          .startsWith("ERROR [mapping.ttl:6:");
    }
  }
}
