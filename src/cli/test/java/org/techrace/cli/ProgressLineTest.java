package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The content and the times of the progress line.
final class ProgressLineTest {
  private static final String CLEAR = "\r\u001b[K";

  private final StringWriter drawn = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintWriter(drawn), terminal, now::get);
  }

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void rowsQuadsRateAndTheTimeLeft() {
    try (ProgressLine line = line(true)) {
      line.step("map");
      line.at("t.csv", 10, 20, 0.1);
      assertThat(drawn.toString()).as("in the first second").isEmpty();
      pass(2);
      line.at("t.csv", 100, 400, 0.25);
      pass(0.01);
      line.at("t.csv", 101, 404, 0.26);
      pass(0.5);
      line.at("t.csv", 125, 500, 0);
    }
    assertThat(drawn)
        .hasToString(
            CLEAR
                + "2 s  t.csv, 100 rows; 400 quads, 200 a second; 25 %, 6 s left"
                + CLEAR
                + "2 s  t.csv, 125 rows; 500 quads, 199 a second"
                + CLEAR);
  }

  @Test
  void stepsOfABuild() {
    try (ProgressLine line = line(true)) {
      line.step("stars");
      pass(3);
      line.rows("stars.csv", 7);
      pass(1);
      line.step("validate");
    }
    assertThat(drawn)
        .hasToString(CLEAR + "3 s  stars: stars.csv, 7 rows" + CLEAR + "4 s  validate" + CLEAR);
  }

  @Test
  void nothingWhereThereIsNoTerminal() {
    try (ProgressLine line = line(false)) {
      pass(2);
      line.at("t.csv", 100, 400, 0.25);
    }
    assertThat(drawn.toString()).isEmpty();
  }
}
