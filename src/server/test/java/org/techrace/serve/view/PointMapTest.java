package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.entity.Term;
import org.techrace.serve.view.PointMap.Place;
import org.techrace.serve.view.PointMap.Point;

/// Tests where [PointMap] draws places and land.
final class PointMapTest {
  private static final Pattern SPOT = Pattern.compile("([-\\d.]+),([-\\d.]+)");
  private static final Place LONDON = place("London", 51.5, -0.1);
  private static final Place PARIS = place("Paris", 48.9, 2.4);
  private static final Place SYDNEY = place("Sydney", -33.9, 151.2);
  private static final Place LIMA = place("Lima", -12.0, -77.0);
  private static final Place FIJI = place("Suva", -18.1, 178.4);

  private static Place place(String name, double latitude, double longitude) {
    return new Place(new Term.Unnamed(name), latitude, longitude);
  }

  /// East is right, south is below, and the meridian of Greenwich is in the middle.
  @Test
  void placesAreWhereTheProjectionPutsThem() {
    PointMap map = PointMap.of(List.of(LONDON, SYDNEY, LIMA));
    Point london = map.points().getFirst();
    assertThat(map.points())
        .extracting(point -> point.thing().text())
        .containsExactly("London", "Sydney", "Lima");
    assertThat(london.x()).isCloseTo(480, Offset.offset(5.0));
    assertThat(map.points().get(1).x()).isBetween(800.0, 900.0);
    assertThat(map.points().get(2).x()).isBetween(250.0, 330.0);
    assertThat(map.points().get(1).y()).isGreaterThan(map.points().get(2).y());
    assertThat(london.y()).isBetween(90.0, 140.0);
  }

  @Test
  void placesOfARegionAreShownLarger() {
    PointMap map = PointMap.of(List.of(LONDON, PARIS));
    Point london = map.points().getFirst();
    Point paris = map.points().getLast();
    assertThat(paris.x() - london.x()).isGreaterThan(100);
    assertThat(paris.y() - london.y()).isGreaterThan(100);
  }

  /// Land ends at the edge of the picture, also in a region at the 180th meridian.
  @ParameterizedTest
  @CsvSource({"51.5, -0.1", "-18.1, 178.4", "64.5, -172.0", "-33.9, 151.2"})
  void landIsInsideThePicture(double latitude, double longitude) {
    PointMap map = PointMap.of(List.of(place("one", latitude, longitude)));
    List<MatchResult> spots = SPOT.matcher(map.land()).results().toList();
    assertThat(spots).isNotEmpty();
    for (MatchResult spot : spots) {
      assertThat(Double.parseDouble(spot.group(1))).isBetween(0.0, (double) map.width());
      assertThat(Double.parseDouble(spot.group(2))).isBetween(0.0, (double) map.height());
    }
  }

  @Test
  void leavesOutWhatIsNotOnTheGlobe() {
    assertThat(PointMap.of(List.of(FIJI, place("nowhere", 91, 0), place("no", 0, 200))).points())
        .extracting(point -> point.thing().text())
        .containsExactly("Suva");
    assertThat(PointMap.of(List.of()).points()).isEmpty();
  }
}
