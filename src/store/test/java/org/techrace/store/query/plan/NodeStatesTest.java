package org.techrace.store.query.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class NodeStatesTest {
  @Test
  void makesOneStateOfEachKindForANode() {
    NodeStates states = new NodeStates();
    AtomicInteger made = new AtomicInteger();
    Integer first = states.of(7, Integer.class, made::incrementAndGet);
    assertThat(states.of(7, Integer.class, made::incrementAndGet)).isSameAs(first);
    assertThat(states.of(8, Integer.class, made::incrementAndGet)).isEqualTo(2);
    assertThat(states.of(7, String.class, () -> "table")).isEqualTo("table");
    assertThat(made).hasValue(2);
  }
}
