package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.engine.Workbench.Result;
import org.techrace.engine.expression.Functions;
import org.techrace.engine.expression.LibraryFunction;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// A function that cannot read its argument reports it, unless the mapping states another value.
final class UnreadableArgumentsTest {
  private static final String FN = "https://w3id.org/techrace/tool/function#";

  @TempDir private Path folder = Path.of("");

  /// Returns a mapping with a call whose first argument is the column `v`, and whose other
  /// arguments are constants.
  private static String call(String function, List<String> constants) {
    List<String> names =
        Functions.library().stream()
            .filter(f -> f.name().equals(function))
            .findFirst()
            .orElseThrow()
            .parameters();
    List<String> inputs = new ArrayList<>();
    inputs.add(
        "[ rml:parameter <%s%s> ; rml:inputValueMap [ rml:reference \"v\" ] ]"
            .formatted(FN, names.getFirst()));
    IntStream.range(0, constants.size())
        .mapToObj(
            i ->
                "[ rml:parameter <%s%s> ; rml:inputValue \"%s\" ]"
                    .formatted(
                        FN,
                        i + 1 < names.size() ? names.get(i + 1) : "otherwise",
                        constants.get(i).replace("\\", "\\\\")))
        .forEach(inputs::add);
    return """
    rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
    rml:predicateObjectMap [ rml:predicate ex:v ; rml:objectMap [ rml:functionExecution [ rml:function <%s%s> ; rml:input %s ] ] ]
    """
        .formatted(FN, function, String.join(" , ", inputs));
  }

  private Result run(String function, String value, String... constants) throws IOException {
    return new Workbench(folder)
        .file("t.csv", "id,v\n1,\"%s\"\n".formatted(value.replace("\"", "\"\"")))
        .mapping(call(function, List.of(constants)))
        .run();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parseDate     | 31/02/2024       | dd/MM/yyyy    | is not a date in the pattern dd/MM/yyyy; expected such as 31/03/2026
          parseDate     | 31/04/2024       | dd/MM/uuuu    | is not a date in the pattern dd/MM/uuuu; expected such as 31/03/2026
          parseDate     | May 5            | MMM d, uuuu   | is not a date in the pattern MMM d, uuuu; expected such as Mar 31, 2026
          parseDateTime | 1/1/2024 24:30   | d/M/uuuu H:mm | is not a date and time in the pattern d/M/uuuu H:mm; expected such as 31/3/2026 14:30
          parseNumber   | abc              | .             | is not a number with the decimal mark '.'; expected such as 1,234.5
          parseNumber   | 123.4%           | .             | is not a number with the decimal mark '.'; expected such as 1,234.5
          parseNumber   | 0,123            | .             | is not a number with the decimal mark '.'; expected such as 1,234.5
          parseNumber   | 1,23,456,789     | .             | is not a number with the decimal mark '.'; expected such as 1,234.5
          parseNumber   | 1.234'567        | ,             | is not a number with the decimal mark ','; expected such as 1.234,5
          parseNumber   | 12.5             | ,             | is not a number with the decimal mark ','; expected such as 1.234,5
          parseNumber   | 1,23,4.5         | .             | is not a number with the decimal mark '.'; expected such as 1,234.5
          parseAmount   | €5               | .,$           | is not a number with '$'; expected such as $1,234.5 or 12$
          toNumber      | 12 kg            |               | is not a number; expected such as 1234.5
          add           | ten              | 5             | is not a number; expected such as 1234.5
          year          | 2026-02-30       |               | is not a date; expected such as 2026-03-05
          year          | 2026-03-05x      |               | is not a date; expected such as 2026-03-05
          dateOfSerial  | 46086.7          |               | cannot be used: Rounding necessary; expected such as dateOfSerial("46086")
          dateOfSerial  | 60               |               | is a day before 1 March 1900, which spreadsheet programs number in different ways; expected a number from 61
          dateTimeOfEpoch | 1700000000000  |               | is a time after the year 9999; expected seconds; divide milliseconds by 1000
          urlDecode     | a%FF             |               | is not UTF-8; expected bytes of UTF-8 after percent signs
          not           | maybe            |               | is neither true nor false; expected true, false, 1 or 0
          translate     | x                | m=male        | is not in the table; expected 'm'
          substring     | ab               | 3,5           | cannot be used: it has 2 characters, and none from 3 to 5; expected such as substring("abcdef", "1", "3")
          part          | a/b              | /,7           | has no part 7 between '/'; expected 8 parts or more
          base64Decode  | ((               |               | cannot be used: Illegal base64 character 28; expected such as base64Decode("YWJj")
          """)
  void areErrorsInTheirRow(String function, String value, String constants, String fault)
      throws IOException {
    String[] others = constants == null ? new String[0] : arguments(function, constants);
    Result result = run(function, value, others);
    assertThat(result.quads()).isEmpty();
    assertThat(result.findings()).hasSize(1);
    assertThat(result.findings().getFirst())
        .matches("ERROR \\[t\\.csv:2\\] 'v': .* \\(mapping\\.ttl:\\d+.*\\)")
        .contains("'%s' %s in the function %s".formatted(value, fault, function));
    String[] withDefault = Arrays.copyOf(others, others.length + 1);
    withDefault[others.length] = "none";
    Result replaced = run(function, value, withDefault);
    assertThat(replaced.findings()).isEmpty();
    assertThat(replaced.quads())
        .containsExactly("<http://example.org/1> <http://example.org/v> \"none\" .");
  }

  private static String[] arguments(String function, String constants) {
    return function.equals("parseAmount") || function.equals("substring") || function.equals("part")
        ? constants.split(",", 2)
        : new String[] {constants};
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parseDate     | 29.2.2024            | d.M.yyyy           | 2024-02-29
          parseDate     | 5 MAY 2024           | d MMM uuuu         | 2024-05-05
          parseDate     | 31.12.99             | d.M.yy             | 1999-12-31
          parseDate     | 1/2/68               | d/M/uu             | 2068-02-01
          addMonths     | 2024-12-31T10:00:00Z | 1                  | 2025-01-31T10:00:00Z
          addDays       | 2024-12-31+02:00     | 1                  | 2025-01-01+02:00
          parseDate     | 5. AD 2024           | d. G yyyy          |
          parseDateTime | 2024-05-05 10:00 +02:00 | uuuu-MM-dd HH:mm xxx | 2024-05-05T10:00:00+02:00
          parseDateTime | 2024-05-05 10:00:00.25 | uuuu-MM-dd HH:mm:ss.SS | 2024-05-05T10:00:00.25
          parseNumber   | 12,34,567.5          | .                  | 1234567.5
          parseNumber   | 1’234’567            | .                  | 1234567
          parseNumber   | (12,300)             | .                  | -12300
          parseNumber   | −5                   | .                  | -5
          parseNumber   | 1.250                | ,                  | 1250
          year          | 2026-03-05T10:00:00Z |                    | 2026
          """)
  void areOnlyThoseThatCannotBeRead(String function, String value, String constant, String expected)
      throws IOException {
    if (expected == null) {
      assertThat(run(function, value, constant).findings()).hasSize(1);
      return;
    }
    Result result = constant == null ? run(function, value) : run(function, value, constant);
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).hasSize(1);
    assertThat(result.quads().getFirst()).contains("\"" + expected + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'12.5 %', '.', '%', 12.5",
    "'12,50 €', ',', '€', 12.5",
    "'-$1,234', '.', '$', -1234",
    "'$-5', '.', '$', -5",
    "'($12,300)', '.', '$', -12300"
  })
  void amountsHaveTheirUnit(String text, String mark, String unit, String number)
      throws IOException {
    assertThat(run("parseAmount", text, mark, unit).quads().getFirst()).contains(number);
  }

  @Test
  void areNoValueIfEmptyOrIfTheDefaultIsEmpty() throws IOException {
    assertThat(run("parseNumber", " ", ".")).isEqualTo(new Result(List.of(), List.of()));
    assertThat(run("parseNumber", "abc", ".", "")).isEqualTo(new Result(List.of(), List.of()));
  }

  @Test
  void areSetAsideWithTheirRow() throws IOException {
    Workbench bench =
        new Workbench(folder)
            .file("t.csv", "id,v\n1,abc\n2,5\n")
            .mapping(call("parseNumber", List.of(".")));
    List<String> skipped = new ArrayList<>();
    Report report = new Report((row, message) -> skipped.add(row + " " + message));
    Mapping mapping =
        MappingReader.read(folder.resolve("mapping.ttl"), Path.of(""), RdfVersion.RDF_1_1, report)
            .orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(mapping, bench.options(), report).writeNQuads(out);
    assertThat(skipped).hasSize(1);
    assertThat(skipped.getFirst()).contains("t.csv:2 'v': 'abc' is not a number");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"5\"");
    assertThat(report.hasErrors()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"parseDate, MMM d", "parseDate, hh:mm", "parseDateTime, d.M.uuuu", "matches, ["})
  void includePatternsThatCannotBeUsed(String function, String pattern) throws IOException {
    Result result = run(function, "x", pattern);
    assertThat(result.findings()).hasSize(1);
    assertThat(result.findings().getFirst())
        .startsWith("ERROR [mapping.ttl:")
        .contains("'%s' is not a".formatted(pattern));
  }

  @Test
  void doNotIncludeRegularExpressionsThatAreNoDatePattern() throws IOException {
    assertThat(run("matches", "foo", "foo|bar").findings()).isEmpty();
  }

  static Stream<LibraryFunction> functions() {
    return Functions.library().stream();
  }

  /// A function either returns a value for any text, or reports it: a function that gives no value
  /// says so in its description.
  @ParameterizedTest
  @MethodSource("functions")
  void areNeverDroppedSilently(LibraryFunction function) throws IOException {
    List<String> constants = function.example().subList(1, function.example().size());
    for (String text :
        List.of("abc", "-", "12", "2024-02-31", "1.2.3", "Ä\u0301", "%zz", "\ud83d\ude00")) {
      Result result = run(function.name(), text, constants.toArray(String[]::new));
      if (result.quads().isEmpty() && result.findings().isEmpty()) {
        assertThat(function.description())
            .as("%s of %s with %s", function.name(), text, constants)
            .containsAnyOf("no value", "A value for each", "without", "The digits", "The letters");
      }
    }
  }
}
