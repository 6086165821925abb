package org.techrace.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;

/// Compares boxes around a box with places at a known distance from a place in it.
final class SurroundingsTest {
  private static final int PLACES = 100_000;

  /// Half of the circumference of the Earth in metres.
  private static final double FARTHEST = 20_003_931;

  @Test
  void containsEveryPlaceWithinTheDistance() {
    Random random = new Random(21);
    for (int i = 0; i < PLACES; i++) {
      double y = latitude(random);
      Envelope box = new Envelope(longitude(random), longitude(random), y, y);
      if (random.nextBoolean()) {
        box = new Envelope(new Coordinate(box.getMinX(), y));
      }
      box.expandToInclude(box.getMinX(), Math.clamp(y + random.nextDouble() * 3, -90, 90));
      double metres = FARTHEST * Math.pow(10, -9 * random.nextDouble());
      double lon = box.getMinX() + random.nextDouble() * box.getWidth();
      double lat = box.getMinY() + random.nextDouble() * box.getHeight();
      GeodesicData to =
          Geodesic.WGS84.Direct(
              lat, lon, 360 * random.nextDouble(), metres * Math.sqrt(random.nextDouble()));
      List<Envelope> boxes = Surroundings.inMetres(box, metres);
      for (double turned = to.lon2 - 360; turned <= 360; turned += 360) {
        double x = turned;
        if (x >= -360) {
          assertThat(boxes)
              .as("%s, %s m: %s %s", box, metres, x, to.lat2)
              .anyMatch(b -> b.contains(x, to.lat2));
        }
      }
    }
  }

  private static double latitude(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 90 - random.nextDouble() * 0.01;
      case 1 -> -90 + random.nextDouble() * 3;
      default -> random.nextDouble(-90, 90);
    };
  }

  private static double longitude(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 180 - random.nextDouble() * 0.01;
      case 1 -> -180 + random.nextDouble() * 0.01;
      case 2 -> random.nextDouble(-360, 360);
      default -> random.nextDouble(-180, 180);
    };
  }

  /// The boxes are less than 16 % wider than the circle of the distance.
  @ParameterizedTest
  @CsvSource({"13.4, 0, 1000, 0.0199", "13.4, 60, 1000, 0.0399", "13.4, 52.5, 10, 0.00034"})
  void isOfTheSizeOfTheDistance(double x, double y, double metres, double width) {
    List<Envelope> boxes = Surroundings.inMetres(new Envelope(new Coordinate(x, y)), metres);
    List<Envelope> around = boxes.stream().filter(b -> b.contains(x, y)).toList();
    assertThat(around).hasSize(1);
    assertThat(around.getFirst().getWidth()).isLessThan(width);
  }

  @Test
  void isEmptyForNegativeDistances() {
    Envelope box = new Envelope(0, 1, 0, 1);
    assertThat(Surroundings.inMetres(box, -1)).isEmpty();
    assertThat(Surroundings.inDegrees(box, -1)).isEmpty();
  }
}
