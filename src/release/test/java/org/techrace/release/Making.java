package org.techrace.release;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.techrace.OwnGraph;
import org.techrace.report.Report;

/// Makes small releases for tests of what becomes of them.
final class Making {
  static final Clock NOON = clock("2026-11-24T12:00:00Z");

  private final Releases releases;

  Making(Path folder) {
    this.releases = new Releases(folder);
  }

  static Clock clock(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }

  Releases releases() {
    return releases;
  }

  /// Builds a release that says what is in a Turtle text, as source `test`.
  String seal(String turtle, Clock clock) throws IOException {
    try (Staging staging = releases.stage(OwnGraph.PUBLICATION, inputs(turtle), clock)) {
      say(staging, "test", turtle);
      return staging.seal(new Report());
    }
  }

  String publish(String turtle, Clock clock) throws IOException {
    String id = seal(turtle, clock);
    releases.promote(id);
    return id;
  }

  static void say(Staging staging, String source, String turtle) {
    RDFParser.fromString("PREFIX : <http://example.org/> " + turtle, Lang.TURTLE)
        .parse(staging.stream(OwnGraph.IRIS.graph(source)));
  }

  static Inputs inputs(String text) {
    return new Inputs(
        List.of(new Input("data/test/table.csv", Digests.sha256(text), text.length())), "test");
  }

  /// A text of some hundred statements that all carry its number.
  static String numbered(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append(":s%d :number %d ; :p [ :q \"%d of %d\" ] . ".formatted(i, number, i, number));
    }
    return text.toString();
  }
}
