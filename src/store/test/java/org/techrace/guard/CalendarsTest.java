package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import org.apache.jena.ext.xerces.jaxp.datatype.DatatypeFactoryImpl;
import org.apache.jena.sparql.expr.NodeValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compares calendar arithmetic with the library that counts month by month, and checks that it is
/// fast for any size of value.
final class CalendarsTest {
  private static final DatatypeFactory COUNTING = new DatatypeFactoryImpl();
  private final Random random = new Random(16);

  @Test
  void addsLikeTheCountingLibrary() {
    for (int i = 0; i < 20_000; i++) {
      String start = start();
      String duration = duration();
      XMLGregorianCalendar counted = COUNTING.newXMLGregorianCalendar(start);
      counted.add(COUNTING.newDuration(duration));
      assertThat(add(start, duration)).as(start + " + " + duration).isEqualTo(counted.toString());
    }
  }

  @Test
  void comparesLikeTheCountingLibrary() {
    for (int i = 0; i < 5_000; i++) {
      var x = COUNTING.newDuration(duration());
      var y = COUNTING.newDuration(duration());
      assertThat(Calendars.compare(x, y)).as(x + " and " + y).isEqualTo(x.compare(y));
    }
  }

  @Test
  void equalDurationsHaveEqualHashes() {
    var day = ExactDuration.of(COUNTING.newDuration("P1D"));
    var hours = ExactDuration.of(COUNTING.newDuration("PT24H"));
    assertThat(day).isEqualTo(hours).hasSameHashCodeAs(hours);
    assertThat(day.compare(COUNTING.newDuration("P1M"))).isEqualTo(DatatypeConstants.LESSER);
    assertThat(COUNTING.newDuration("P30D").compare(COUNTING.newDuration("P1M")))
        .isEqualTo(DatatypeConstants.INDETERMINATE);
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-01, P999999999D, 2739927-01-03",
    "2020-01-01, -P999999999D, -2735888-12-30",
    "2020-02-29, P99999999999999999999Y, 100000000000000002019-02-28",
    "2020-01-31, P1M, 2020-02-29",
    "2020-01-01Z, PT86400000000000S, 2739927-01-04Z",
    "10:00:00, P9999999999999D, 10:00:00",
    "23:59:59.5, PT0.5S, 00:00:00.0"
  })
  void addsLargeDurationsInConstantTime(String start, String duration, String sum) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(add(start, duration)).startsWith(sum));
  }

  @Test
  void arqCreatesExactDurations() {
    assertThat(new Guard().kept()).isNull(); // the class is initialized
    assertThat(NodeValue.xmlDatatypeFactory.newDuration("P1D")).isInstanceOf(ExactDuration.class);
    assertThat(
            NodeValue.xmlDatatypeFactory
                .newDuration("P1D")
                .negate()
                .add(NodeValue.xmlDatatypeFactory.newDuration(1000)))
        .isInstanceOf(ExactDuration.class);
  }

  private static String add(String start, String duration) {
    return Calendars.add(COUNTING.newXMLGregorianCalendar(start), COUNTING.newDuration(duration))
        .toString();
  }

  private String start() {
    String year = (random.nextInt(20) == 0 ? "-" : "") + "%04d".formatted(1 + random.nextInt(4000));
    String date = "%s-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
    String time =
        "%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60))
            + (random.nextInt(3) == 0 ? ".%03d".formatted(random.nextInt(1000)) : "");
    String zone = random.nextBoolean() ? "" : random.nextBoolean() ? "Z" : "-05:30";
    return switch (random.nextInt(3)) {
          case 0 -> date;
          case 1 -> time;
          default -> date + "T" + time;
        }
        + zone;
  }

  private String duration() {
    StringBuilder duration = new StringBuilder(random.nextInt(3) == 0 ? "-P" : "P");
    duration.append(random.nextInt(50)).append('Y').append(random.nextInt(40)).append('M');
    duration.append(random.nextInt(3000)).append("DT").append(random.nextInt(100)).append('H');
    duration.append(random.nextInt(200)).append('M').append(random.nextInt(200));
    return duration.append(random.nextBoolean() ? "S" : ".25S").toString();
  }
}
