package org.techrace.release;

import java.io.IOException;
import java.nio.file.Path;
import org.techrace.OwnGraph;

/// A process that builds in a folder and does not come to an end.
final class SecondBuilder {
  private SecondBuilder() {}

  /// Says `ready` when its build is under way, or why it cannot begin.
  ///
  /// @param args the folder of releases
  public static void main(String[] args) throws IOException {
    try (Staging staging =
        new Releases(Path.of(args[0]))
            .stage(OwnGraph.PUBLICATION, Making.inputs("second"), Making.NOON)) {
      Making.say(staging, "test", ":a :b 1 .");
      System.out.println("ready");
      System.in.read();
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
