package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class OperatorStageTest {
  private static final List<Batch> BATCHES = List.of(batch(1), batch(2), batch(3));

  private final OperatorStage stage = new OperatorStage(UnaryOperator.identity(), QueryRows.none());

  private static Batch batch(int size) {
    return new Batch(size, new int[0][]);
  }

  @Test
  void readsBatchesThatAreAddedAfterTheEnd() {
    stage.add(BATCHES.subList(0, 1));
    assertThat(stage.rows().next()).isSameAs(BATCHES.get(0));
    assertThat(stage.rows().next()).isNull();
    stage.add(BATCHES.subList(1, 2));
    assertThat(stage.rows().next()).isSameAs(BATCHES.get(1));
    assertThat(stage.rowsRead()).isEqualTo(3);
  }

  @Test
  void readsTheRestOfTheInputAfterItsBatches() {
    OperatorStage reading =
        new OperatorStage(UnaryOperator.identity(), QueryRows.of(BATCHES.get(2)));
    reading.add(BATCHES.subList(0, 1));
    assertThat(reading.rows().next()).isSameAs(BATCHES.get(0));
    assertThat(reading.rows().next()).isSameAs(BATCHES.get(2));
    assertThat(reading.rows().next()).isNull();
  }

  @Test
  void givesAwayTheSecondHalfOfItsBatches() {
    stage.add(BATCHES);
    assertThat(stage.takeHalf()).containsExactly(BATCHES.get(1), BATCHES.get(2));
    assertThat(stage.takeHalf()).containsExactly(BATCHES.get(0));
    assertThat(stage.takeHalf()).isEmpty();
    assertThat(stage.unread()).isZero();
    assertThat(stage.rowsRead()).isZero();
  }
}
