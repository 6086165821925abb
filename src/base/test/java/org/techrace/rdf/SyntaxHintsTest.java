package org.techrace.rdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The cases are in `syntax-hints.txt`: queries, each with its hints.
final class SyntaxHintsTest {
  record Case(String query, String hints) {}

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(SyntaxHintsTest.class.getResourceAsStream(file));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  static List<Case> cases() throws IOException {
    List<String> lines = lines("syntax-hints.txt");
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(
            i ->
                new Case(
                    lines.get(2 * i).replace("\\n", "\n"),
                    lines.get(2 * i + 1).strip().replaceFirst("^-$", "")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatToWrite(Case one) {
    assertThat(String.join(" ", SyntaxHints.of(one.query))).isEqualTo(one.hints);
  }

  @Test
  void eachRowOfTheTableHasACase() throws IOException {
    String said = cases().stream().map(Case::hints).collect(Collectors.joining("\n"));
    for (String row : lines("syntax-hints.tsv")) {
      String sentence = row.split("\t", -1)[2];
      assertThat(said)
          .as(row)
          .containsPattern(Pattern.quote(sentence).replaceAll("\\$\\d", "\\\\E.*\\\\Q"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT ?f { ?f ?p \"a\" \"b }~ Line 1 has a \" without a partner.",
        "SELECT ?f { ?f ?p 'it's' }~ Line 1 has a ' without a partner.",
        "SELECT ?f { ?f ?p Farm }~ a name has a prefix",
        "SELEC ?f { ?f ?p ?o }~ did you mean SELECT?",
        "SELECT TOP 3 ?f { ?f ?p ?o }~ column 8. Expected: a variable, DISTINCT or REDUCED."
            + " Instead",
        "SELECT TOP 3 ?f { ?f ?p ?o }~ 'TOP' is not expected at line 1, column 8. Expected",
        "SELECT ?f { ?f ?p ?o } ASKED~ 'ASKED' is not expected at line 1, column 24.",
        "SELECT ?f { ?f ?p ?o FILTER (LOWER(?o) = 'a') }~ at line 1, column 30. Write LCASE",
      })
  void aMessageHasThePlaceAndOneAdvice(String query, String message) {
    assertThatThrownBy(
            () -> {
              try {
                QueryFactory.parse(new Query(), query, "urn:base:", Syntax.syntaxSPARQL_12);
              } catch (QueryException e) {
                throw new IllegalArgumentException(QueryErrors.sentence(e, query), e);
              }
            })
        .hasMessageContaining(message);
  }

  @Test
  void theWordOfALongQueryIsWhole() {
    String query = "#\n".repeat(100_000) + "SELECT ?f { ?f ?p ?o } ASKED";
    assertThatThrownBy(() -> QueryFactory.parse(new Query(), query, null, Syntax.syntaxSPARQL_12))
        .isInstanceOfSatisfying(
            QueryException.class,
            e ->
                assertThat(QueryErrors.sentence(e, query))
                    .startsWith("'ASKED' is not expected at line 100001, column 24."));
  }

  /// A query with many errors costs little.
  @Test
  void triesOnlyLittle() {
    String query = "SELECT ?a { ?a ?p ?o " + "FILTER ?a == ?b AND (?c OR ?d) ".repeat(60) + "}";
    assertThat(SyntaxHints.of(query)).isEmpty();
    assertThat(SyntaxHints.of("(".repeat(1_900))).isEmpty();
    assertThat(SyntaxHints.of("SELECT COUNT(?f) { }" + " ".repeat(2_000))).isEmpty();
  }
}
