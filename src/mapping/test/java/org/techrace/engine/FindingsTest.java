package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that errors in a table or a mapping are findings with their place, and that the message
/// states what was found, what was expected and what to do.
final class FindingsTest {
  private static final String NAMES =
      """
      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ]
      """;
  private static final String NUMBERS =
      """
      rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:value ;
        rml:objectMap [ rml:reference "value" ; rml:datatype xsd:%s ] ]
      """;

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() {
    bench = new Workbench(folder);
  }

  private Workbench.Result run() throws IOException {
    return bench.run();
  }

  /// Writes a mapping whose table has a key.
  private Workbench withKey() throws IOException {
    return bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#map> rml:logicalSource [ rml:referenceFormulation rml:CSV ; rml:source [
              rml:path "t.csv" ; csvw:tableSchema [ csvw:primaryKey "id" ] ] ] ;
            """
            + NAMES
            + ".");
  }

  @Test
  void reportsNothingForAValidTable() throws IOException {
    bench.mapping(NAMES).file("t.csv", "id,name\n1,\"a \"\"b\"\"\"\n2,Zoë\n");
    Workbench.Result result = run();
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads())
        .containsExactly(
            "<http://example.org/1> <http://example.org/name> \"a \\\"b\\\"\" .",
            "<http://example.org/2> <http://example.org/name> \"Zoë\" .");
  }

  @Test
  void reportsMissingColumnWithNearestName() throws IOException {
    bench.mapping(NAMES).file("t.csv", "id,nmae\n1,a\n");
    assertThat(run().findings())
        .containsExactly(
            "ERROR [t.csv:1] unknown column 'name'; did you mean 'nmae'? (mapping.ttl:8:64 of"
                + " <#map>)");
  }

  @Test
  void reportsAnEmptyKey() throws IOException {
    withKey().file("t.csv", "id,name\n1,a\n,b\n");
    assertThat(run().findings())
        .containsExactly("ERROR [t.csv:3] the key id is empty; every row needs one: fill it in");
  }

  @ParameterizedTest
  @CsvSource({
    "double, 1e400, too large",
    "double, -1e400, too large",
    "double, 1e-400, too small",
    "float, 1e39, too large",
    "double, 1e308,",
    "double, 0e400,",
    "double, INF,",
    "float, 340000000000000000000000000000000000000,",
  })
  void reportsANumberThatItsDatatypeCannotHold(String datatype, String number, String what)
      throws IOException {
    bench.mapping(NUMBERS.formatted(datatype)).file("t.csv", "id,value\n1," + number + "\n");
    Workbench.Result result = run();
    assertThat(result.quads()).singleElement().asString().contains("\"" + number + "\"");
    if (what == null) {
      assertThat(result.findings()).isEmpty();
    } else {
      assertThat(result.findings())
          .singleElement()
          .asString()
          .startsWith("WARN [t.csv:2] column 'value': '" + number + "' is " + what);
    }
  }

  @Test
  void reportsAnInvalidNumber() throws IOException {
    bench.mapping(NUMBERS.formatted("integer")).file("t.csv", "id,value\n1,12\n2,about 12\n");
    Workbench.Result result = run();
    assertThat(result.findings())
        .containsExactly(
            "ERROR [t.csv:3] column 'value': 'about 12' is not a valid xsd:integer; expected such"
                + " as 42 (mapping.ttl:9:17 of <#map>)");
    assertThat(result.quads()).hasSize(1);
  }

  @Test
  void reportsAnInvalidDate() throws IOException {
    bench.mapping(NUMBERS.formatted("date")).file("t.csv", "id,value\n1,24.11.2026\n");
    assertThat(run().findings())
        .containsExactly(
            "ERROR [t.csv:2] column 'value': '24.11.2026' is not a valid xsd:date; expected such as"
                + " 2026-11-24 (mapping.ttl:9:17 of <#map>)");
  }

  @Test
  void reportsADuplicateKey() throws IOException {
    withKey().file("t.csv", "id,name\n1,a\n2,b\n1,c\n");
    assertThat(run().findings())
        .containsExactly(
            "ERROR [t.csv:4] the key id '1' is already on line 2; keys are unique: change or"
                + " remove one row");
  }

  @Test
  void reportsInvalidUtf8() throws IOException {
    bench
        .mapping(NAMES)
        .file("t.csv", "id,name\n1,a\n2,Zoë\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run().findings())
        .containsExactly(
            "ERROR [t.csv:3:5] the bytes EB are not UTF-8; save the file in that encoding or set"
                + " rml:encoding; it seems to be ISO-8859-1");
  }

  @Test
  void reportsAnUnclosedQuote() throws IOException {
    bench.mapping(NAMES).file("t.csv", "id,name\n1,a\n2,\"b\n3,c\n");
    assertThat(run().findings())
        .containsExactly(
            "ERROR [t.csv:3] a quoted cell of this row is never closed; close it, or double a quote"
                + " inside a cell");
  }

  @Test
  void reportsAnEmptyFile() throws IOException {
    bench.mapping(NAMES).file("t.csv", "");
    assertThat(run().findings())
        .containsExactly(
            "ERROR [t.csv] the file is empty; expected a header line with the column names");
  }

  @Test
  void reportsAWrongNumberOfCells() throws IOException {
    bench.mapping(NAMES).file("t.csv", "id,name\n1,a,x\n2\n3,c\n");
    Workbench.Result result = run();
    assertThat(result.findings())
        .containsExactly(
            "ERROR [t.csv:2] the row has 3 cells; the header has 2 columns: quote a cell that"
                + " contains the delimiter",
            "ERROR [t.csv:3] the row has 1 cells; the header has 2 columns: add the missing cells;"
                + " a missing value is an empty cell");
    assertThat(result.quads()).hasSize(1);
  }

  @Test
  void reportsAValueThatIsNotAnIri() throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:page ;
              rml:objectMap [ rml:reference "page" ; rml:termType rml:IRI ] ]
            """)
        .file("t.csv", "id,page\n1,http://example.org/a b\n2,http://example.org/c\n");
    Workbench.Result result = run();
    assertThat(result.findings())
        .containsExactly(
            "ERROR [t.csv:2] column 'page': 'http://example.org/a b' is not an IRI: a space is not"
                + " allowed in it; correct the value, or use a template, which encodes it"
                + " (mapping.ttl:9:17 of <#map>)");
    assertThat(result.quads()).hasSize(1);
  }

  @Test
  void reportsIrisOfEmptyTextsAndWarnsOfRelativeOnes() throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:page ;
              rml:objectMap [ rml:reference "page" ; rml:termType rml:IRI ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:topic ; rml:objectMap [ rml:functionExecution [
              rml:function <https://w3id.org/techrace/tool/function#slug> ; rml:input [
                rml:parameter <https://w3id.org/techrace/tool/function#text> ;
                rml:inputValueMap [ rml:reference "topic" ] ] ] ; rml:termType rml:IRI ] ]
            """)
        .file("t.csv", "id,page,topic\n1,www.example.org,\n2,,---\n");
    List<String> findings = run().findings();
    assertThat(findings).hasSize(2);
    assertThat(findings.getFirst())
        .startsWith(
            "WARN [t.csv:2] column 'page': 'www.example.org' is not an absolute IRI and becomes"
                + " <http://example.org/www.example.org>; if that is meant, use a template");
    assertThat(findings.getLast())
        .startsWith("ERROR [t.csv:3] column 'topic': '' is not an IRI: it is empty;");
  }

  /// The name counts, not the namespace, which is most of an IRI.
  @ParameterizedTest
  @CsvSource({
    "https://w3id.org/techrace/tool/function#upperCas, did you mean"
        + " 'https://w3id.org/techrace/tool/function#upperCase'?",
    "https://w3id.org/techrace/tool/functions#upperCase, did you mean"
        + " 'https://w3id.org/techrace/tool/function#upperCase'?",
    "https://w3id.org/techrace/tool/function#toUpperr, did you mean"
        + " 'http://users.ugent.be/~bjdmeest/function/grel.ttl#toUpperCase'?",
    "http://example.org/zyxwvutsrq, expected one of those that 'techrace functions' lists",
  })
  void suggestsTheFunctionWithTheMostSimilarName(String function, String hint) throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:name ;
              rml:objectMap [ rml:functionExecution [ rml:function <%s> ] ] ]
            """
                .formatted(function))
        .file("t.csv", "id\n1\n");
    assertThat(run().findings())
        .singleElement()
        .asString()
        .endsWith("unknown function <%s>; %s".formatted(function, hint));
  }

  @Test
  void warnsOfIrisWithoutAValue() throws IOException {
    bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                """
                + NAMES
                + ".")
        .file("t.csv", "id,name\n,a\n2,b\n,c\n");
    assertThat(run().findings())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("WARN [t.csv:2] column 'id': a value of the IRI is empty;");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "{a}-{b}; x-y,z; x,y-z; true",
        "{a}{b}; xy,z; x,yz; true",
        "{a}_-_{b}; x_-_y,z; x,y_-_z; true",
        "{a}--{b}; x,-y; x-,y; true",
        "{a}-{b}; x-y,z; x-y,z; false",
        "{a}-{b}; 2024-01,2024-02; 2024-02,2024-01; false",
        "{a}/{b}; x/y,z; x,y/z; false",
        "{a}-{b}; ü-y,z; ü,y-z; true"
      })
  void warnsOfDifferentKeysWithOneIri(String template, String one, String other, boolean isSame)
      throws IOException {
    bench
        .mapping(NAMES.replace("{id}", template))
        .file("t.csv", "a,b,name\n%s,n\nq,r,n\n%s,n\n".formatted(one, other));
    List<String> findings = run().findings();
    assertThat(findings).hasSize(isSame ? 1 : 0);
    if (isSame) {
      assertThat(findings.getFirst())
          .startsWith(
              "WARN [t.csv:4] '%s' and '%s' (t.csv:2) make the same subject "
                  .formatted(other.replace(",", "', '"), one.replace(",", "', '")));
    }
  }

  /// A name, a number and a date have one value, and two values that differ belong together. A text
  /// that differs alone may be one of several.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fullName; 1,Ann,a; 1,Bob,a; fullName ('Bob')",
        "population; 1,500,a; 1,600,a; population ('600')",
        "opened; 1,2020-01-01,a; 1,2021-01-01,a; opened ('2021-01-01')",
        "colour; 1,red,a; 1,blue,b; colour ('blue'), also ('b')",
        "fullName; 1,Ann,a; 1,Ann,a;",
        "fullName; 1,Ann,a; 2,Bob,a;",
        "fullName; 1,Ann,a; 1,,a;",
        "colour; 1,red,a; 1,blue,a;",
        "otherName; 1,Ann,a; 1,Bob,a;",
        "partId; 1,500,a; 1,600,a;"
      })
  void warnsOfRowsThatMakeOneSubjectWithOtherValues(
      String property, String one, String other, String found) throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:%s ; rml:objectMap [ rml:reference "x" ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:also ; rml:objectMap [ rml:reference "y" ] ]
            """
                .formatted(property))
        .file("t.csv", "id,x,y\n%s\n7,Zoe,z\n%s\n".formatted(one, other));
    List<String> findings = run().findings();
    assertThat(findings).hasSize(found == null ? 0 : 1);
    if (found != null) {
      assertThat(findings.getFirst())
          .startsWith(
              "WARN [t.csv:4] the row makes the same subject (id '1') as line 2, but another value"
                  + " of %s; if they are different things, put the column".formatted(found));
    }
  }

  @Test
  void warnsOfManyRowsThatMakeOneSubjectOnlyOnce() throws IOException {
    StringBuilder rows = new StringBuilder("id,name\n");
    for (int i = 0; i < 300; i++) {
      rows.append("%d,Name %d\n".formatted(i / 3, i));
    }
    List<String> findings = bench.mapping(NAMES).file("t.csv", rows.toString()).run().findings();
    assertThat(findings).hasSize(4);
    assertThat(findings.getFirst()).startsWith("WARN [t.csv:3]");
    assertThat(findings.getLast())
        .isEqualTo(
            "WARN [t.csv] 197 more rows of <#map> make the subject of another row with other"
                + " values");
  }

  @Test
  void namesInTheLanguagesThatRowsNameAreSeveralValues() throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [
              rml:reference "name" ; rml:languageMap [ rml:reference "tag" ] ] ]
            """)
        .file("t.csv", "id,name,tag\n1,House,en\n1,Haus,de\n");
    assertThat(run().findings()).isEmpty();
  }

  @Test
  void warnsOfATemplateWithoutAColumn() throws IOException {
    bench.mapping(NAMES.replace("{id}", "x")).file("t.csv", "id,name\n1,a\n2,b\n");
    assertThat(run().findings())
        .satisfiesExactlyInAnyOrder(
            f ->
                assertThat(f)
                    .startsWith("WARN [mapping.ttl:")
                    .contains("the template 'http://example.org/x' has no column in braces"),
            f ->
                assertThat(f)
                    .startsWith("WARN [t.csv:3] the row makes the same subject as line 2, but"));
  }

  @Test
  void refusesAnArrayInATemplate() throws IOException {
    bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "t.json" ] ; rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ] ;
                """
                + NAMES
                + ".")
        .file("t.json", "[{\"id\": [1, 2], \"name\": \"a\"}, {\"id\": 3, \"name\": \"b\"}]");
    Workbench.Result result = run();
    assertThat(result.findings())
        .singleElement()
        .asString()
        .contains("reference 'id': the value is an array or object");
    assertThat(result.quads()).hasSize(1);
  }

  @Test
  void aConstantWithAConditionKeepsItsDatatype() throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:is ; rml:objectMap [ rml:constant true ; rml:condition [
              rml:functionExecution [ rml:function <https://w3id.org/imec/idlab/function#equal> ;
                rml:input [ rml:parameter <http://users.ugent.be/~bjdmeest/function/grel.ttl#valueParam> ; rml:inputValueMap [ rml:reference "name" ] ] ,
                  [ rml:parameter <http://users.ugent.be/~bjdmeest/function/grel.ttl#valueParam2> ; rml:inputValue "Y" ] ] ] ] ]
            """)
        .file("t.csv", "id,name\n1,Y\n2,N\n");
    assertThat(run().quads())
        .containsExactly(
            "<http://example.org/1> <http://example.org/is>"
                + " \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> .");
  }

  @ParameterizedTest
  @CsvSource({
    "http://www.w3.org/ns/csvw#, http://www.w3.org/ns/csvw/",
    "http://www.w3.org/ns/csvw#, https://www.w3.org/ns/csvw#"
  })
  void reportsANamespaceThatIsWrittenInAnotherWay(String right, String wrong) throws IOException {
    bench
        .file(
            "mapping.ttl",
            Workbench.PREFIXES.replace(right, wrong)
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "t.csv" ; csvw:dialect [ csvw:trim true ] ] ; rml:referenceFormulation rml:CSV ] ;
                """
                + NAMES
                + ".")
        .file("t.csv", "id,name\n1,a\n");
    assertThat(run().findings())
        .anyMatch(
            finding ->
                finding.contains(
                    "<%sdialect> is in another namespace than csvw:, which is <%s>"
                        .formatted(wrong, right)));
  }

  @Test
  void refusesLanguagesWithoutATag() throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ;
              rml:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ] ]
            """)
        .file("t.csv", "id,name\n1,a\n");
    assertThat(run().findings())
        .singleElement()
        .asString()
        .contains("rdf:langString is that of literals with a language; expected rml:language");
  }

  @Test
  void reportsAMissingFile() throws IOException {
    bench.mapping(NAMES);
    assertThat(run().findings())
        .containsExactly(
            "ERROR [mapping.ttl:6:32] the file 't.csv' does not exist; expected in the folder "
                + folder);
    bench.file("t1.csv", "id,name\n");
    assertThat(run().findings()).singleElement().asString().endsWith("; did you mean 't1.csv'?");
  }

  @Test
  void reportsAWrongParameterAtItsPlace() throws IOException {
    bench
        .file("t.csv", "id,name\n1,a\n")
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [
              rml:functionExecution [ rml:function <https://w3id.org/techrace/tool/function#dropIf> ;
                rml:input [ rml:parameter <https://w3id.org/techrace/tool/function#text> ; rml:inputValueMap [ rml:reference "name" ] ] ,
                  [ rml:parameter <https://w3id.org/techrace/tool/function#patern> ; rml:inputValue "x" ] ] ] ]
            """);
    assertThat(run().findings())
        .singleElement()
        .asString()
        .matches(
            "ERROR \\[mapping\\.ttl:\\d+:7] function"
                + " <https://w3id.org/techrace/tool/function#dropIf> has no parameter"
                + " <https://w3id.org/techrace/tool/function#patern>; did you mean"
                + " <https://w3id.org/techrace/tool/function#pattern>\\?");
  }

  @Test
  void listsEveryFinding() throws IOException {
    bench.mapping(NUMBERS.formatted("integer")).file("t.csv", "id,value\n1,a\n2,b\n3\n,4\n");
    assertThat(run().findings()).hasSize(3);
  }

  @Test
  void warnsAboutAJoinThatNeverMatches() throws IOException {
    bench
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:peer ; rml:objectMap [
              rml:parentTriplesMap <#map> ; rml:joinCondition [ rml:child "id" ; rml:parent "name" ] ] ]
            """)
        .file("t.csv", "id,name\n1,a\n2,b\n");
    assertThat(run().findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("WARN [mapping.ttl:8:")
        .contains("no child reference 'id' equals a parent reference 'name'");
  }

  @Test
  void warnsAboutATemplateForRelativeIris() throws IOException {
    bench
        .mapping(NAMES.replace("http://example.org/{id}", "thing/{id}"))
        .file("t.csv", "id,name\n1,a\n");
    assertThat(run().findings())
        .containsExactly(
            "WARN [mapping.ttl:7:16] the template \"thing/{id}\" generates relative IRIs, which get"
                + " the base IRI of the run as prefix; begin it with a scheme (in CSVW, state a"
                + " propertyUrl, aboutUrl or valueUrl that does), or add rml:baseIRI to the triples"
                + " map");
  }

  @Test
  void reportsTheOtherOrderOfBytes() throws IOException {
    bench
        .mapping(NAMES)
        .file("t.csv", "id,name\n1,a\n".getBytes(StandardCharsets.UTF_16LE))
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + "<#map> rml:logicalSource [ rml:source [ rml:path \"t.csv\" ; rml:encoding"
                + " rml:UTF-16 ] ; rml:referenceFormulation rml:CSV ] ;"
                + NAMES
                + " .");
    assertThat(run().findings())
        .anyMatch(
            f -> f.contains("in the other order than rml:encoding says; set it to rml:UTF-16LE"));
  }

  /// An element without a value is none, whichever part of the program evaluates its XPath.
  @ParameterizedTest
  @CsvSource({"name", "'*[last()]'"})
  void elementsThatAreNilHaveNoValue(String reference) throws IOException {
    bench
        .file(
            "t.xml",
            """
            <r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <t><id>1</id><name xsi:nil="true"/></t><t><id>2</id><name xsi:nil="false"/></t><t><id>3</id><name>c</name></t>
            </r>
            """)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + "<#map> rml:logicalSource [ rml:source [ rml:path \"t.xml\" ] ; rml:iterator"
                + " \"/r/t\" ; rml:referenceFormulation rml:XPath ] ;"
                + NAMES.replace("rml:reference \"name\"", "rml:reference \"" + reference + "\"")
                + " .");
    assertThat(run().quads())
        .containsExactly(
            "<http://example.org/2> <http://example.org/name> \"\" .",
            "<http://example.org/3> <http://example.org/name> \"c\" .");
  }
}
