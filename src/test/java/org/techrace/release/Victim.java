package org.techrace.release;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/// A process that publishes, rolls back and prunes without end, until it is killed.
final class Victim {
  private Victim() {}

  /// Publishes until it is killed.
  ///
  /// @param args the folder of releases, and a seed
  public static void main(String[] args) throws IOException {
    Making making = new Making(Path.of(args[0]));
    Random random = new Random(Long.parseLong(args[1]));
    making.releases().clean();
    making.publish(text(random.nextInt(1000)), Clock.systemUTC());
    System.out.println("ready");
    while (true) {
      making.publish(text(random.nextInt(1000)), Clock.systemUTC());
      if (random.nextInt(3) == 0 && making.releases().list().size() > 1) {
        making.releases().promote(making.releases().list().getFirst());
      }
      making.releases().prune(3);
    }
  }

  /// A text of some hundred statements that all carry its number.
  static String text(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append(":s%d :number %d ; :p [ :q \"%d of %d\" ] . ".formatted(i, number, i, number));
    }
    return text.toString();
  }
}
