package org.techrace.table.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers that a workbook shows as dates and times: what is shown is kept whole, and a number of
/// no day is an error.
final class SerialDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          59              | yyyy-mm-dd       | 1900-02-28          | DATE
          61              | yyyy-mm-dd       | 1900-03-01          | DATE
          45000.5         | yyyy-mm-dd       | 2023-03-15T12:00:00 | DATE_TIME
          0.75            | h:mm             | 18:00:00            | TIME
          45000.75        | h:mm             | 2023-03-15T18:00:00 | DATE_TIME
          1.5             | [h]:mm           | PT36H               | TEXT
          1.5             | [mm]:ss          | PT36H               | TEXT
          0.0625          | [Red][h]:mm      | PT1H30M             | TEXT
          45000.999999    | yyyy-mm-dd hh:mm | 2023-03-15T23:59:59.914 | DATE_TIME
          2958465         | yyyy-mm-dd       | 9999-12-31          | DATE
          """)
  void keepAllThatIsShown(BigDecimal number, String code, String text, String kind) {
    var value = SerialDate.of(number, SerialDate.Format.of("164", code), false);
    assertThat(value.text()).isEqualTo(text);
    assertThat(value.kind()).hasToString(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "0", "0.5", "-5", "2958466"})
  void areErrorsIfNoDayHasTheNumber(BigDecimal number) {
    assertThatThrownBy(() -> SerialDate.of(number, SerialDate.Format.DATE, false))
        .isInstanceOf(DateTimeException.class)
        .hasMessageContaining("is that of no day");
  }
}
