package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FetchLineTest {
  private static final String CLEAR = "\r\u001b[K";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicLong now = new AtomicLong();

  private FetchLine line(boolean terminal) {
    return new FetchLine(new PrintWriter(out), new PrintWriter(err), terminal, now::get);
  }

  private void after(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void drawsABarWithRateAndTimeLeft() {
    FetchLine line = line(true);
    line.received("a/t.csv", 0, OptionalLong.of(4_000_000));
    after(2);
    line.received("a/t.csv", 1_000_000, OptionalLong.of(4_000_000));
    assertThat(err)
        .hasToString(
            CLEAR
                + "a/t.csv  [######------------------] 25 %  1.0 MB of 4.0 MB, 500.0 kB/s, 6 s"
                + " left");
    line.received("a/t.csv", 1_000_001, OptionalLong.of(4_000_000));
    assertThat(err.toString().split("a/t.csv", -1)).as("not drawn at once again").hasSize(2);
  }

  @Test
  void addsUpFilesAndCountsOnlyWhatArrivedInThisRun() {
    FetchLine line = line(true);
    line.received("a/t.csv", 500_000, OptionalLong.of(1_000_000));
    line.received("b/u.csv", 0, OptionalLong.of(1_000_000));
    after(1);
    line.received("b/u.csv", 250_000, OptionalLong.of(1_000_000));
    assertThat(err.toString())
        .endsWith(
            "a/t.csv, b/u.csv  [#########---------------] 38 %  750.0 kB of 2.0 MB, 250.0 kB/s, 5 s"
                + " left");
  }

  @Test
  void hasNoBarIfTheSizeIsNotKnown() {
    FetchLine line = line(true);
    line.received("a/t.csv", 0, OptionalLong.empty());
    after(1);
    line.received("a/t.csv", 1_234_000_000, OptionalLong.empty());
    assertThat(err.toString()).endsWith("a/t.csv  1.23 GB, 1.23 GB/s");
  }

  @Test
  void printsPlainLinesWhereThereIsNoTerminal() {
    FetchLine line = line(false);
    line.received("a/t.csv", 0, OptionalLong.of(100));
    after(9);
    line.received("a/t.csv", 10, OptionalLong.of(100));
    assertThat(err.toString()).isEmpty();
    after(2);
    line.received("a/t.csv", 22, OptionalLong.of(100));
    line.waits("a/t.csv", Duration.ofSeconds(7), "the server answers 429");
    line.close();
    assertThat(err)
        .hasToString(
            """
            a/t.csv  [#####-------------------] 22 %  22 B of 100 B, 2 B/s, 39 s left
            waiting   a/t.csv: the server answers 429; next try in 7 s
            """);
  }
}
