package org.techrace.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Tests the order of keys with shared prefixes, bytes 0, and keys that are prefixes of others.
final class KeySorterTest {
  @Test
  void sortsByUnsignedBytes() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
      int values = round % 3 == 0 ? 2 : 256;
      String prefix = "p".repeat(random.nextInt(20));
      for (int n = random.nextInt(400); n > 0; n--) {
        byte[] key = new byte[random.nextInt(12)];
        for (int i = 0; i < key.length; i++) {
          key[i] = (byte) random.nextInt(values);
        }
        expected.add((prefix + new String(key, ISO_8859_1)).getBytes(ISO_8859_1));
      }
      check(expected, random);
    }
  }

  /// Each key is a prefix of the next one, so one step tells only a few of them apart.
  @Test
  void sortsKeysThatArePrefixesOfOthers() {
    TreeSet<byte[]> zeros = new TreeSet<>(Arrays::compareUnsigned);
    TreeSet<byte[]> letters = new TreeSet<>(Arrays::compareUnsigned);
    for (int length = 0; length < 3000; length++) {
      zeros.add(new byte[length]);
      letters.add("a".repeat(length).getBytes(ISO_8859_1));
    }
    check(zeros, new Random(1));
    check(letters, new Random(1));
  }

  private static void check(Set<byte[]> expected, Random random) {
    List<byte[]> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, random);
    int[] starts = new int[shuffled.size() + 1];
    KeyBuffer keys = new KeyBuffer();
    for (int i = 0; i < shuffled.size(); i++) {
      keys.putBytes(shuffled.get(i), 0, shuffled.get(i).length);
      starts[i + 1] = keys.length;
    }
    List<byte[]> sorted = new ArrayList<>();
    for (int number : KeySorter.sort(keys.bytes, starts, shuffled.size())) {
      sorted.add(shuffled.get(number));
    }
    assertThat(sorted).containsExactlyElementsOf(expected);
  }
}
