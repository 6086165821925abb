package org.techrace.table.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.access.Access;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// XPath in iterators and references.
class XPathTest {
  private static final String LIBRARY =
      """
      <?xml version="1.0"?>
      <library xmlns:m="urn:m" xmlns="" town="Graz">
        <shelf name="a">
          <book id="1" m:lang="de"><title>Der <b>erste</b> Band</title><year>1999</year><author>A</author><author>B</author></book>
          <book id="2"><title>Two</title><year>2010</year><m:note>kept</m:note></book>
        </shelf>
        <shelf name="b" xml:lang="fr">
          <book id="3"><title>Three</title><year>2020</year></book>
        </shelf>
      </library>
      """;

  @TempDir private Path folder = Path.of("");

  /// Returns the values of a reference in each row, with `;` between rows and `,` within one.
  private String values(String iterator, String reference, Report report) throws IOException {
    return values(iterator, reference, Map.of("n", "urn:m"), report);
  }

  private String values(
      String iterator, String reference, Map<String, String> namespaces, Report report)
      throws IOException {
    return values(LIBRARY, iterator, reference, namespaces, report);
  }

  private String values(
      String document,
      String iterator,
      String reference,
      Map<String, String> namespaces,
      Report report)
      throws IOException {
    Path file = folder.resolve("library.xml");
    Files.writeString(file, document);
    TableFile input =
        new TableFile(
            Access.none().allowReading(folder).file(file), StandardCharsets.UTF_8, Packing.NONE);
    XmlTable table = new XmlTable("library.xml", input, Reference.of(iterator), namespaces);
    List<String> rows = new ArrayList<>();
    try (SourceRows open = table.open(List.of(Reference.of(reference)), report)) {
      for (@Nullable Row row = open.next(); row != null; row = open.next()) {
        rows.add(String.join(",", row.values(0).stream().map(v -> v.text()).toList()));
      }
    }
    return String.join(";", rows);
  }

  @Test
  void takesThePrefixesOfTheFileIfTheMappingHasNone() throws IOException {
    Report report = new Report();
    assertThat(values("/library/shelf/book", "@m:lang", Map.of(), report)).isEqualTo("de;;");
    assertThat(report.findings())
        .singleElement()
        .hasToString(
            "INFO [library.xml] the prefixes m are those of the root element; declare them with"
                + " rml:namespace");
    assertThat(values("/library/shelf/book", "upper-case(@m:lang)", Map.of(), report))
        .isEqualTo("DE;;");
    assertThat(values("/library/shelf/book", "child::title", Map.of(), new Report()))
        .isEqualTo("Der erste Band;Two;Three");
  }

  @Test
  void takesTheDefaultNamespaceOfTheFileIfTheMappingHasNone() throws IOException {
    String document = "<a xmlns=\"urn:a\"><b id=\"1\"><c>x</c></b></a>";
    for (String reference : List.of("c", "upper-case(c)", "@id", "concat(@id, '')")) {
      Report report = new Report();
      assertThat(values(document, "/a/b", reference, Map.of(), report)).isIn("x", "X", "1");
      assertThat(report.findings())
          .singleElement()
          .hasToString(
              "INFO [library.xml] the prefixes '' (names without one) are those of the root"
                  + " element; declare them with rml:namespace");
    }
    Map<String, String> declared = Map.of("a", "urn:a");
    assertThat(values(document, "/a/b", "c", declared, new Report())).isEmpty();
    assertThat(values(document, "/a:a/a:b", "a:c", declared, new Report())).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ~ ",
      quoteCharacter = '`',
      value = {
        "/library/shelf/book ~ @id ~ 1;2;3",
        "/library/shelf/book ~ title ~ Der erste Band;Two;Three",
        "/library/shelf/book ~ title/text() ~ Der , Band;Two;Three",
        "/library/shelf/book ~ @n:lang ~ de;;",
        "/library/shelf ~ @xml:lang ~ ;fr",
        "/library/shelf ~ upper-case(@xml:lang) ~ ;FR",
        "/library/shelf/book ~ n:note ~ ;kept;",
        "/library/shelf/book ~ concat(@id, '-', year) ~ 1-1999;2-2010;3-2020",
        "/library/shelf/book ~ count(author) ~ 2;0;0",
        "/library/shelf/book ~ author[last()] ~ B;;",
        "/library/shelf/book ~ substring(title, 1, 3) ~ Der;Two;Thr",
        "/library/shelf/book ~ normalize-space(title) ~ Der erste Band;Two;Three",
        "/library/shelf/book ~ contains(title, 'o') ~ false;true;false",
        "/library/shelf/book ~ not(author) ~ false;true;true",
        "/library/shelf/book ~ year > 2000 ~ false;true;true",
        "/library/shelf/book ~ year + 1 ~ 2000;2011;2021",
        "/library/shelf/book ~ title[../year >= 2010] ~ ;Two;Three",
        "/library/shelf/book ~ author ~ A,B;;",
        "/library/shelf/book ~ n:note | author ~ A,B;kept;",
        "/library/shelf/book ~ ../@name ~ a;a;b",
        "/library/shelf/book ~ parent::shelf/@name ~ a;a;b",
        "/library/shelf/book ~ concat(../@name, @id) ~ a1;a2;b3",
        "/library/shelf/book ~ ancestor::library/@town ~ Graz;Graz;Graz",
        "/library/shelf/book ~ concat(/library/@town, @id) ~ Graz1;Graz2;Graz3",
        "/library/shelf/book ~ count(preceding-sibling::book) ~ 0;1;0",
        "/library/shelf/book[year > 2000] ~ @id ~ 2;3",
        "/library/shelf/book[last()] ~ @id ~ 2;3",
        "/library/shelf/book[contains(title, 'r') and not(author)] ~ @id ~ 3",
        "//book[1] ~ @id ~ 1;3",
        "//shelf/@name ~ . ~ a;b",
        "//@id ~ . ~ 1;2;3",
        "//book[@id='2'] ~ year ~ 2010",
        "/library/shelf[@name='a']/book[year='2010'] ~ @id ~ 2",
        "/library/shelf/book[@id=2.0] ~ title ~ Two",
        "/library/shelf/book ~ if (author) then 'some' else () ~ some;;",
        "/library/shelf/book ~ replace(title, 'e+', '3') || '!' ~ D3r 3rst3 Band!;Two!;Thr3!",
        "/library/shelf/book ~ encode-for-uri(title) ~ Der%20erste%20Band;Two;Three",
        "/library/shelf/book ~ path(..) ~"
            + " /Q{}library[1]/Q{}shelf[1];/Q{}library[1]/Q{}shelf[1];/Q{}library[1]/Q{}shelf[2]"
      })
  void selects(String iterator, String reference, String expected) throws IOException {
    Report report = new Report();
    assertThat(values(iterator, reference, report)).isEqualTo(expected);
    assertThat(report.hasErrors()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ~ ",
      quoteCharacter = '`',
      value = {
        "10 idiv (year - 1999) ~ 0;0 ~ cannot be evaluated here: Integer division by zero",
        "2 * n:note ~ `` ~ calculates with what is not a number here; expected numbers, or a"
            + " condition such as if (exists(price)) then 2 * price else ()"
      })
  void reportsTheRowsInWhichAnExpressionFails(String reference, String expected, String fault)
      throws IOException {
    Report report = new Report();
    assertThat(values("/library/shelf/book", reference, report)).isEqualTo(expected);
    assertThat(report.findings().getFirst().toString())
        .startsWith("ERROR [library.xml:4:")
        .contains("the XPath '%s' %s".formatted(reference, fault));
    assertThat(report.badRows()).isEqualTo(expected.isEmpty() ? 3 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "title[!Expected an expression, but reached the end of the input",
        "q:title!the prefix 'q' is not declared; add an rml:namespace",
        "concat(q:title, 'a')!the prefix 'q' is not declared; add an rml:namespace",
        "lenght(title)!the function lenght() is unknown or not supported",
        "count(a, b)!Cannot find a 2-argument function named"
            + " Q{http://www.w3.org/2005/xpath-functions}count()"
      })
  void statesTheErrorOfAPath(String path, String error) {
    assertThatThrownBy(() -> XmlPath.parse(path, Map.of()))
        .hasMessage("the XPath '%s' is invalid: %s".formatted(path, error));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doc('/etc/passwd')",
        "fn:doc('/etc/passwd')",
        "Q{http://www.w3.org/2005/xpath-functions}doc('/etc/passwd')",
        "unparsed-text ('/etc/passwd')",
        "unparsed-text(: :)('/etc/passwd')",
        "environment-variable('PATH')",
        "(doc#1)('/etc/passwd')",
        "'/etc/passwd' => doc()",
        "for $x in 1 to 1000000000 return $x",
        "collection('/')",
        "function(a) { 1 }",
        "java:java.lang.System.exit(1)"
      })
  void refusesWhatReadsMoreThanTheTable(String path) {
    assertThatThrownBy(() -> XmlPath.parse(path, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
