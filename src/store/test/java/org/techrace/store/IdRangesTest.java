package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.techrace.store.Dictionary.IdRange;

/// Compares sets of ids with bit sets.
final class IdRangesTest {
  private static final int IDS = 40;

  @Test
  void combinesSets() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      IdRanges x = set(random);
      IdRanges y = set(random);
      BitSet union = bits(x);
      union.or(bits(y));
      BitSet intersection = bits(x);
      intersection.and(bits(y));
      BitSet difference = bits(x);
      difference.andNot(bits(y));
      assertThat(bits(x.union(y))).isEqualTo(union);
      assertThat(bits(x.intersection(y))).isEqualTo(intersection);
      assertThat(bits(x.minus(y))).isEqualTo(difference);
      assertThat(bits(IdRanges.ALL.minus(x))).isEqualTo(inverse(bits(x)));
      assertThat(x.union(y).ranges()).allMatch(range -> range.start() < range.end());
    }
  }

  private static IdRanges set(Random random) {
    IdRanges set = IdRanges.NONE;
    for (int n = random.nextInt(4); n > 0; n--) {
      int start = 1 + random.nextInt(IDS);
      set = set.union(IdRanges.of(new IdRange(start, start + random.nextInt(10))));
    }
    return set;
  }

  private static BitSet bits(IdRanges set) {
    BitSet bits = new BitSet();
    for (int id = 1; id < 2 * IDS; id++) {
      bits.set(id, set.has(id));
    }
    return bits;
  }

  private static BitSet inverse(BitSet bits) {
    BitSet all = new BitSet();
    all.set(1, 2 * IDS);
    all.andNot(bits);
    return all;
  }
}
