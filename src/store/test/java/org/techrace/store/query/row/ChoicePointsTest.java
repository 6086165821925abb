package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChoicePointsTest {
  private final ChoicePoints points = new ChoicePoints();
  private final QueryRows batches = points.of(Batch::unit);

  /// Reads batches and returns the numbers of those with a choice point.
  private List<Integer> open(int from, int to) {
    List<Integer> open = new ArrayList<>();
    for (int number = from; number < to; number++) {
      boolean alone = batches.isNextAlone();
      batches.next();
      assertThat(points.areOpen()).isEqualTo(alone);
      if (alone) {
        open.add(number);
      }
    }
    return open;
  }

  @Test
  void choicesChangeMoreRarelyLater() {
    assertThat(open(0, 1000)).containsExactly(0, 1, 3, 24, 192);
  }

  @Test
  void choicesChangeEarlierIfNeeded() {
    assertThat(open(0, 25)).endsWith(24);
    points.openWithin(1);
    assertThat(open(25, 100)).containsExactly(50);
  }

  @Test
  void someBatchesAreReadBetweenChoices() {
    assertThat(open(0, 25)).endsWith(24);
    points.openWithin(0);
    assertThat(open(25, 100)).containsExactly(32);
  }

  @Test
  void aPointThatIsFarAwayChangesNothing() {
    assertThat(open(0, 25)).endsWith(24);
    points.openWithin(Double.POSITIVE_INFINITY);
    assertThat(open(25, 1000)).containsExactly(192);
  }
}
