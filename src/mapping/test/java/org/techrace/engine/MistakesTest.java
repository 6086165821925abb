package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.rdf.RdfVersion;

/// Tests the mistakes of people who add tables and mappings: each is reported with its place and a
/// way to fix it.
final class MistakesTest {
  private static final String GOOD = "id,name\n1,Zoë\n2,b\n";
  private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() throws IOException {
    bench = new Workbench(folder).file("t.csv", GOOD);
  }

  /// Writes a mapping whose source is at 5:34, its subject map at 6:18 and its object map at 7:66,
  /// and returns the findings.
  private List<String> findings(String source, String iterator, String objectMap)
      throws IOException {
    String formulation =
        source.contains(".json") ? "JSONPath" : source.contains(".xml") ? "XPath" : "CSV";
    bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#m> rml:logicalSource [ rml:source [ %s ] ; rml:referenceFormulation rml:%s %s ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] ;
              rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ %s ] ] .
            """
                .formatted(
                    source,
                    formulation,
                    iterator.isEmpty() ? "" : "; rml:iterator \"" + iterator + "\"",
                    objectMap));
    return bench.run().findings();
  }

  private List<String> source(String source) throws IOException {
    return findings(source, "", "rml:reference \"name\"");
  }

  private List<String> table(String file, byte[] bytes, String iterator) throws IOException {
    bench.file(file, bytes);
    return findings("rml:path \"" + file + "\"", iterator, "rml:reference \"name\"");
  }

  private List<String> table(String file, String text, String iterator) throws IOException {
    return table(file, text.getBytes(StandardCharsets.UTF_8), iterator);
  }

  private List<String> objectMap(String objectMap) throws IOException {
    return findings("rml:path \"t.csv\"", "", objectMap);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "id;name!';'!;",
        "id\tname!tabs!\\t",
        "id|name!'|'!|",
      },
      quoteCharacter = '\0')
  void reportsAnotherDelimiter(String header, String shown, String delimiter) throws IOException {
    assertThat(table("t.csv", header + "\n", ""))
        .hasSize(3)
        .last()
        .asString()
        .isEqualTo(
            "ERROR [t.csv:1] the header has a single column, which contains %s; if that is the delimiter, add csvw:dialect [ csvw:delimiter \"%s\" ] to the source"
                .formatted(shown, delimiter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF-16|ERROR [t.csv:1:1] the bytes FE are not UTF-8; they begin the byte order mark of"
            + " UTF-16: set rml:encoding to rml:UTF-16, or save the file as UTF-8",
        "ISO-8859-1|ERROR [t.csv:2:5] the bytes EB are not UTF-8; save the file in that encoding or"
            + " set rml:encoding; it seems to be ISO-8859-1",
      })
  void reportsAnotherEncoding(String charset, String finding) throws IOException {
    assertThat(table("t.csv", GOOD.getBytes(Charset.forName(charset)), ""))
        .containsExactly(finding);
  }

  /// A name is no address: without a stated base, nothing says what it is relative to.
  @Test
  void aTextThatIsNoIriIsAnError() throws IOException {
    bench.file("p.csv", "id,name,page\n1,Ann,https://example.org/ann\n2,Bob,/bob\n");
    String[] mappings = {
      "rml:reference \"name\" ; rml:termType rml:IRI",
      "rml:reference \"page\" ; rml:termType rml:IRI"
    };
    List<String> found = new ArrayList<>();
    for (String map : mappings) {
      findings("rml:path \"p.csv\"", "", map);
      found.addAll(bench.runFile("mapping.ttl", RdfVersion.RDF_1_1, bench.options()).findings());
    }
    assertThat(found)
        .hasSize(3)
        .first()
        .asString()
        .startsWith(
            "ERROR [p.csv:2] column 'name': 'Ann' is not an absolute IRI; write a template that"
                + " makes one of it, such as \"http://example.org/{…}\", or state with --base or"
                + " rml:baseIRI what it is relative to (mapping.ttl:7:66");
    assertThat(found.getLast()).startsWith("ERROR [p.csv:3] column 'page': '/bob' is not");
  }

  /// The file is in UTF-8, and the mapping states another encoding.
  @ParameterizedTest
  @CsvSource({"ISO-8859-1", "windows-1252"})
  void reportsAFileInUtf8ThatIsStatedToBeSomethingElse(String charset) throws IOException {
    String source = "rml:path \"t.csv\" ; rml:encoding rml:" + charset;
    bench.file("t.csv", GOOD.getBytes(StandardCharsets.UTF_8));
    assertThat(findings(source, "", "rml:reference \"name\""))
        .containsExactly(
            "ERROR [t.csv:2:5] the file is stated to be "
                + charset
                + " and is UTF-8, so that letters such as the first one, here, would be wrong;"
                + " state UTF-8 as its encoding");
    bench.file("t.csv", GOOD.getBytes(Charset.forName(charset)));
    assertThat(findings(source, "", "rml:reference \"name\"")).isEmpty();
    bench.file("t.csv", "id,name\n1,CAFÉ’S\n".getBytes(Charset.forName("windows-1252")));
    List<String> findings = findings(source, "", "rml:reference \"name\"");
    if (charset.equals("windows-1252")) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(findings).singleElement().asString().contains("U+0092", "state windows-1252");
    }
  }

  @Test
  void recognizesEncodingsByOtherBytes() throws IOException {
    assertThat(table("t.csv", "id,name\n1,a\n".getBytes(StandardCharsets.UTF_16LE), ""))
        .last()
        .asString()
        .startsWith("ERROR [t.csv:1] the header contains NUL characters, which suggests UTF-16;");
    assertThat(table("t.csv", GOOD.replace('\n', '\r').getBytes(StandardCharsets.ISO_8859_1), ""))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv:2:5] the bytes EB ");
    assertThat(table("t.xml", "<r><x>Zoë</x></r>".getBytes(StandardCharsets.ISO_8859_1), "/r/x"))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.xml:1:9] the bytes EB ");
    assertThat(table("t.xml", "<?xml version='1.0' encoding='KLINGON'?><r/>", "/r/x"))
        .containsExactly(
            "ERROR [t.xml:1] the XML declaration has the unknown encoding 'KLINGON';"
                + " correct it or save the file as UTF-8");
  }

  @Test
  void reportsAMappingInAnotherEncoding() throws IOException {
    findings("rml:path \"t.csv\"", "", "rml:constant \"Zoë\"");
    Path mapping = folder.resolve("mapping.ttl");
    Files.writeString(mapping, Files.readString(mapping), StandardCharsets.ISO_8859_1);
    assertThat(bench.run().findings())
        .containsExactly(
            "ERROR [mapping.ttl:7:84] the byte EB is not UTF-8; Turtle must be UTF-8: save the"
                + " mapping in that encoding");
  }

  @Test
  void reportsAConstantThatIsATriple() throws IOException {
    assertThat(objectMap("rml:constant <<( ex:a ex:b ex:c )>>"))
        .singleElement()
        .asString()
        .startsWith("ERROR [mapping.ttl:7:")
        .contains(
            "a mapping does not contain triple terms; generate them with rml:quotedTriplesMap");
  }

  @Test
  void reportsErrorsInHeaders() throws IOException {
    assertThat(table("t.csv", "id,name\n", ""))
        .containsExactly("WARN [t.csv] the table has a header but no rows");
    assertThat(table("t.csv", "id,name,,\n1,a,,\n", "")).isEmpty();
    assertThat(table("t.csv", "id,name,name\n1,a,b\n", ""))
        .containsExactly(
            "ERROR [t.csv:1] column 'name' occurs twice in the header; rename one, or reference the"
                + " column by its position, such as _col.1 (mapping.ttl:7:66 of <#m>)");
    bench.file("t.csv", "# about\n# this\nid,nmae\n1,a\n");
    assertThat(source("rml:path \"t.csv\" ; csvw:dialect [ csvw:commentPrefix \"#\" ]"))
        .containsExactly(
            "ERROR [t.csv:3] unknown column 'name'; did you mean 'nmae'? (mapping.ttl:7:66 of"
                + " <#m>)");
  }

  @Test
  void shortensLongAndMultilineValues() throws IOException {
    bench.file("t.csv", "id,name\n1,\"a\nb\"\n2," + "y".repeat(4_000) + "\n");
    List<String> found = objectMap("rml:reference \"name\" ; rml:datatype xsd:integer");
    assertThat(found).hasSize(2).allMatch(line -> line.length() < 1_200);
    assertThat(found.getFirst())
        .isEqualTo(
            "ERROR [t.csv:2] column 'name': 'a\\nb' is not a valid xsd:integer; expected such as 42"
                + " (mapping.ttl:7:66 of <#m>)");
    assertThat(found.getLast())
        .contains("characters left out")
        .endsWith("(mapping.ttl:7:66 of <#m>)");
  }

  @Test
  void reportsACellWithoutEnd() throws IOException {
    assertThat(table("t.csv", "id,name\n1," + "x".repeat(17_000_000) + "\n", ""))
        .containsExactly(
            "ERROR [t.csv:2] a cell of this row has more than 16 million characters; if it should"
                + " not, look for a quote that is never closed");
  }

  @Test
  void reportsTruncatedCompressedFiles() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(GOOD.getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
    String unexpected =
        "] the file cannot be decompressed as gzip: Unexpected end of ZLIB input stream; ";
    assertThat(table("t.csv.gz", half, "").getFirst()).startsWith("ERROR [t.csv.gz" + unexpected);
    assertThat(table("t.json.gz", half, "$[*]").getFirst())
        .startsWith("ERROR [t.json.gz" + unexpected);
    assertThat(table("t.xml.gz", half, "/r/x").getFirst())
        .startsWith("ERROR [t.xml.gz" + unexpected);
    assertThat(table("t.csv.zst", GOOD, ""))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv.zst] the file cannot be decompressed as zstd: ")
        .endsWith(
            "; compress or download it again, or correct its file extension or rml:compression");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[{\"id\":NaN}]|ERROR [t.json:1:11] this is not JSON: Non-standard token 'NaN'; write null"
            + " instead",
        "[{\"id\":1|ERROR [t.json:1:9] this is not JSON: Unexpected end-of-input: expected close"
            + " marker for Object",
        "[{\"id\":1,\"name\":2,\"id\":1}]|ERROR [t.json:1:2] 'id' occurs twice in one object;"
            + " rename or remove one",
        "[{\"id\":1,\"name\":\"\\ud800\"}]|ERROR [t.json:1:2] a text contains an unpaired"
            + " surrogate, which is not a character; correct its \\u escape",
      })
  void reportsInvalidJson(String text, String finding) throws IOException {
    assertThat(table("t.json", text, "$[*]")).contains(finding);
  }

  @Test
  void reportsInputThatIsNestedTooDeeply() throws IOException {
    assertThat(table("t.json", "[".repeat(5000), "$[*]"))
        .containsExactly(
            "ERROR [t.json:1:502] this JSON is not read: Document nesting depth (501) exceeds the"
                + " maximum allowed (500)");
    assertThat(table("t.xml", "<r>".repeat(5000), "/r/x"))
        .singleElement()
        .asString()
        .startsWith("ERROR [t.xml:1:")
        .contains("has a depth of \"501\" that exceeds the limit \"500\"")
        .doesNotContain("jdk.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t.json |"
            + " [{'id':1,'tags':['x','y']},{'id':2,'tags':'z'},{'id':3,'tags':''},{'id':4,'tags':null},{'id':5,'tags':['v']}]"
            + " | $[*] | t.json:1:28",
        "t.json | {'rows':[{'id':1,'tags':['x','y']},{'id':2,'tags':'z'},{'id':5,'tags':['v']}]} |"
            + " $.rows[?@.id] | t.json:1:9",
      })
  void reportsValuesThatAPathGoesOnBelow(String file, String json, String iterator, String place)
      throws IOException {
    Workbench.Result result =
        new Workbench(folder)
            .file(file, json.replace('\'', '"'))
            .file(
                "mapping.ttl",
                Workbench.PREFIXES
                    + """
                    <#m> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "%s" ] ;
                      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                      rml:predicateObjectMap [ rml:predicate ex:tag ; rml:objectMap [ rml:reference "tags[*]" ] ] .
                    """
                        .formatted(file, iterator))
            .run();
    assertThat(result.quads()).as("%s", result.findings()).hasSize(3);
    assertThat(result.findings())
        .singleElement()
        .asString()
        .startsWith(
            "WARN [%s] the reference 'tags[*]' goes on below values that have nothing below them, such as 'z', and leaves out 1 of them"
                .formatted(place));
  }

  @Test
  void reportsIteratorsThatFindNoRows() throws IOException {
    assertThat(table("t.json", "{\"meta\":{},\"rows\":[{\"id\":1}]}", "$.rwos[*]"))
        .containsExactly(
            "WARN [t.json] the iterator '$.rwos[*]' finds no rows; it skips: meta,"
                + " rows (mapping.ttl:5:24)");
    assertThat(table("t.json", "{\"rows\":[{\"name\":1}]}", "$.rows[*].people[*]"))
        .containsExactly(
            "WARN [t.json] the iterator '$.rows[*].people[*]' finds no rows; it skips:"
                + " name (mapping.ttl:5:24)");
    assertThat(table("t.xml", "<n:r xmlns:n='http://n/'><x/></n:r>", "/r/x"))
        .containsExactly(
            "WARN [t.xml] the iterator '/r/x' finds no rows; it skips: r in the"
                + " namespace <http://n/> (mapping.ttl:5:24)");
    assertThat(table("t.json", "[]", "$[*"))
        .containsExactly(
            "ERROR [t.json] the JSONPath '$[*' is invalid: the bracket at position 2 is not closed"
                + " (mapping.ttl:5:24)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "csvw:delimiter \"\"|71] csvw:delimiter is \"\"; expected a single character",
        "csvw:delimiter \"::\"|71] csvw:delimiter is \"::\"; expected a single character",
        "csvw:quoteChar \",\"|71] delimiter, quoteChar and commentPrefix must differ; change one",
        "csvw:delimeter \";\"|73] csvw:delimeter is not allowed in a dialect; did you mean"
            + " 'delimiter'?",
        "csvw:trim \"left\"|71] csvw:trim is \"left\"; expected true, false, start or end",
        "csvw:header \"no\"|71] csvw:header is \"no\"; expected true or false",
        "csvw:skipRows \"-1\"|71] csvw:skipRows is \"-1\"; expected a number such as 2",
        "<https://w3id.org/techrace/tool#lenent> true|71] tool:lenent is not allowed in a dialect;"
            + " did you mean 'lenient'?",
      })
  void reportsErrorsInDialects(String dialect, String finding) throws IOException {
    assertThat(source("rml:path \"t.csv\" ; csvw:dialect [ " + dialect + " ]"))
        .containsExactly("ERROR [mapping.ttl:5:" + finding);
  }

  @Test
  void reportsErrorsInSources() throws IOException {
    assertThat(source("rml:path \"t.csv\" ; csvw:delimiter \";\""))
        .containsExactly(
            "ERROR [mapping.ttl:5:58] csvw:delimiter is not allowed in a source; there are:"
                + " dialect, null, tableSchema, url");
    assertThat(source("rml:path \"t.csv\" ; csvw:tableSchema [ csvw:primarykey \"id\" ]"))
        .containsExactly(
            "ERROR [mapping.ttl:5:77] csvw:primarykey is not allowed in a table schema; did you"
                + " mean 'primaryKey'?");
    assertThat(source("rml:path \"a\\u0000b\""))
        .containsExactly(
            "ERROR [mapping.ttl:5:48] the character U+0000 cannot be written in XML; remove it from"
                + " the literal");
  }

  @Test
  void reportsErrorsInDatatypes() throws IOException {
    assertThat(objectMap("rml:reference \"name\" ; rml:datatype xsd:intger"))
        .containsExactly(
            "ERROR [mapping.ttl:7:66] the datatype <http://www.w3.org/2001/XMLSchema#intger> is not"
                + " defined in XML Schema; did you mean 'integer'?");
    assertThat(objectMap("rml:reference \"name\" ; rml:datatype \"integer\""))
        .containsExactly(
            "ERROR [mapping.ttl:7:66] rml:datatype is \"integer\"; expected an IRI such as"
                + " xsd:integer");
  }

  @Test
  void reportsCyclesInAMapping() throws IOException {
    String circle = "rml:reference \"name\" ; rml:condition _:c ] ] . ";
    assertThat(
            objectMap(
                circle + "_:c rml:reference \"id\" ; rml:condition _:c ; ex:p [ ex:p [ ex:p 1"))
        .containsExactly(
            "ERROR [mapping.ttl:7:105] this node is a part of itself; remove the cycle");
    assertThat(
            objectMap(
                "rml:gather _:l ; rml:gatherAs <%sList> ] ] . _:l <%sfirst> [ rml:reference \"name\" ] ; <%srest> _:l ; ex:p [ ex:p [ ex:p 1"
                    .formatted(RDF, RDF, RDF)))
        .containsExactly(
            "ERROR [mapping.ttl:7:66] the list of rml:gather contains itself; end it with rdf:nil");
    assertThat(
            objectMap(
                "rml:reference \"name\" ; ex:p "
                    + "[ ex:p ".repeat(50_000)
                    + "1"
                    + " ]".repeat(50_000)))
        .singleElement()
        .asString()
        .matches(
            "ERROR \\[mapping.ttl:7:\\d{4,}\\] the brackets are nested too deeply; give some"
                + " of the nodes names");
    StringBuilder chain = new StringBuilder("rml:reference \"name\" ; rml:condition _:n0 ] ] .");
    for (int i = 0; i < 50_000; i++) {
      chain.append("\n_:n%d rml:reference \"id\" ; rml:condition _:n%d .".formatted(i, i + 1));
    }
    assertThat(objectMap(chain + "\n_:n50000 rml:reference \"id\" ; ex:p [ ex:p [ ex:p 1"))
        .containsExactly(
            "ERROR [mapping.ttl:50008:43] this node is nested too deeply; give"
                + " some of the nodes around it names");
  }
}
