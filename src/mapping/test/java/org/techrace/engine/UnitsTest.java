package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.engine.Workbench.Result;

/// Numbers are converted to another unit.
final class UnitsTest {
  private static final String FN = "https://w3id.org/techrace/tool/function#";

  @TempDir private Path folder;

  private Result convert(String number, String from, String to) throws IOException {
    return run(number + "," + from, "convertUnit", "number", "a", "from", "b", to);
  }

  private Result run(
      String row, String function, String first, String a, String second, String b, String to)
      throws IOException {
    String more =
        second.isEmpty()
            ? ""
            : ", [ rml:parameter <%s%s> ; rml:inputValueMap [ rml:reference \"%s\" ] ]"
                .formatted(FN, second, b);
    return new Workbench(folder)
        .file("t.csv", "a,b\n" + row + "\n")
        .mapping(
            """
            rml:subjectMap [ rml:constant ex:s ] ;
            rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:functionExecution [ rml:function <%s%s> ; rml:input
              [ rml:parameter <%s%s> ; rml:inputValueMap [ rml:reference "%s" ] ] %s , [ rml:parameter <%sto> ; rml:inputValue "%s" ] ] ] ]
            """
                .formatted(FN, function, FN, first, a, more, FN, to))
        .run();
  }

  private static String number(Result result) {
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).hasSize(1);
    return result.quads().getFirst().replaceFirst(".*> \"([^\"]*)\".*", "$1");
  }

  @ParameterizedTest
  @CsvSource({
    "1, mi, km, 1.609344",
    "2.5, TWh, PJ, 9",
    "12.5, kW.h, MJ, 45",
    "77, °F, °C, 25",
    "25, Cel, K, 298.15",
    "3, ha, m², 30000",
    "1, Mtoe, PJ, 41.868",
    "5, Mt, kg, 5000000000",
    "3, GB, MB, 3000",
    "120, km/hour, m/s, 33.3333333333333",
    "1, kg, lb, 2.20462262184878",
    "7, kg, kg, 7",
    "0, µm, m, 0",
    "1e3, m, km, 1",
    "5, %, 1, 0.05",
  })
  void convertsNumbers(String number, String from, String to, String expected) throws IOException {
    assertThat(number(convert(number, from, to))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2.5 kWh, MJ, 9", "-4°C, K, 269.15", "1e3 m, km, 1", ".5 t, kg, 500"})
  void convertsTextsWithTheirUnit(String text, String to, String expected) throws IOException {
    assertThat(number(run(text + ",", "quantityIn", "text", "a", "", "", to))).isEqualTo(expected);
  }

  @Test
  void reportsUnitsAndNumbersOfARowThatItCannotRead() throws IOException {
    assertThat(convert("1", "furlongs", "m").findings())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR [t.csv:2] 'a', 'b': 'furlongs' is not a known unit; expected a code of UCUM");
    assertThat(convert("1", "kg", "m").findings())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR [t.csv:2] 'a', 'b': 'kg' cannot be converted to 'm'; expected a unit of");
    assertThat(convert("many", "kg", "t").findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv:2] 'a', 'b': 'many' is not a number");
    assertThat(run("12,", "quantityIn", "text", "a", "", "", "m").findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [t.csv:2] 'a': '12' is not a number with a unit");
  }

  @Test
  void reportsAnUnknownUnitInTheMappingOnce() throws IOException {
    assertThat(convert("1", "m", "metr").findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [mapping.ttl:8:")
        .contains("'metr' is not a known unit");
  }

  @Test
  void givesNoValueForAnEmptyCell() throws IOException {
    Result result = convert("", "", "m");
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).isEmpty();
  }
}
