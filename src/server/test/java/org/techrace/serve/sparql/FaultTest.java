package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.techrace.serve.http.Refusal;

/// Tests how a page without JavaScript shows the place of a query's error.
final class FaultTest {
  private static final String QUERY = "SELECT *\nWHERE {\n  ?a ?b ?c ?d .\n}\n# end\n# of it";

  @Test
  void marksTheWordInItsLine() {
    assertThat(shown(QUERY, 3, 12))
        .isEqualTo("1 SELECT *\n2 WHERE {\n3   ?a ?b ?c [?d] .\n4 }\n5 # end");
  }

  /// The error is after the end of a line, after the last line, or the query is empty.
  @Test
  void marksAQueryThatEndsTooEarly() {
    assertThat(shown("ASK {", 1, 6)).isEqualTo("1 ASK [{]");
    assertThat(shown("ASK {\n", 2, 1)).isEqualTo("1 [ASK] {");
    assertThat(shown("", 1, 1)).isEmpty();
    assertThat(shown("ASK\n\n{", 2, 1)).isEqualTo("1 ASK\n2 []\n3 {");
  }

  @Test
  void showsNoLinesForAnErrorWithoutAPlace() {
    assertThat(Fault.of(QUERY, new Refusal(503, "It takes too long.")))
        .isEqualTo(new Fault("It takes too long.", List.of()));
  }

  private static String shown(String query, int line, int column) {
    return Fault.of(query, new Refusal(400, "wrong").at(line, column)).lines().stream()
        .map(
            l ->
                l.number()
                    + " "
                    + l.before()
                    + (l.number() == Math.min(line, query.lines().count())
                        ? "[" + l.wrong() + "]"
                        : l.wrong())
                    + l.after())
        .collect(Collectors.joining("\n"));
  }
}
