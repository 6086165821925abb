package org.techrace.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the [Symbols] that make some texts short, and writes texts with them. In each of some
/// rounds, the texts are written with the symbols so far; then those symbols and bytes that save
/// most, alone or two after each other, are the next symbols.
final class SymbolsFinder {
  private static final int ROUNDS = 5;
  private static final int MOST_BYTES = Long.BYTES;

  /// Codes below are bytes; those from here on are symbols.
  private static final int FIRST_CODE = 256;

  private static final int CODES = 2 * FIRST_CODE;

  /// How much more a single byte counts: without a symbol, it takes two bytes.
  private static final int OF_ONE_BYTE = 8;

  private record Symbol(long value, int length) {
    /// Returns the symbol that begins with this one and ends with another.
    Symbol and(Symbol next) {
      return new Symbol(value | (next.value << (Byte.SIZE * length)), length + next.length);
    }
  }

  private List<Symbol> symbols = List.of();

  /// By the first two bytes, the number of the longest symbol plus 1; 0 for none.
  private final short[] longest = new short[1 << Short.SIZE];

  /// The number of the next shorter symbol with the same two bytes plus 1; 0 for none.
  private final short[] shorter = new short[FIRST_CODE];

  /// The number of the symbol that is one byte plus 1; 0 for none.
  private final short[] single = new short[FIRST_CODE];

  private final long[] values = new long[FIRST_CODE];
  private final byte[] lengths = new byte[FIRST_CODE];

  /// Finds symbols.
  ///
  /// @param texts some texts, one after the other, with eight more bytes
  /// @param ends the index after each text
  /// @param n the number of texts
  SymbolsFinder(byte[] texts, int[] ends, int n) {
    int[] counts = new int[CODES];
    int[] pairs = new int[CODES * CODES];
    for (int round = 0; round < ROUNDS; round++) {
      Arrays.fill(counts, 0);
      Arrays.fill(pairs, 0);
      int at = 0;
      for (int i = 0; i < n; i++) {
        int last = -1;
        while (at < ends[i]) {
          int found = find(texts, at, ends[i]);
          int code = found < 0 ? texts[at] & 0xFF : FIRST_CODE + found;
          at += found < 0 ? 1 : lengths[found];
          counts[code]++;
          if (last >= 0) {
            pairs[last * CODES + code]++;
          }
          last = code;
        }
      }
      use(best(counts, pairs));
    }
  }

  private List<Symbol> best(int[] counts, int[] pairs) {
    Map<Symbol, Long> gains = new HashMap<>();
    for (int first = 0; first < CODES; first++) {
      if (counts[first] == 0) {
        continue;
      }
      Symbol symbol = symbol(first);
      long times = symbol.length == 1 ? OF_ONE_BYTE : symbol.length;
      gains.merge(symbol, times * counts[first], Long::sum);
      for (int second = 0; second < CODES; second++) {
        int count = pairs[first * CODES + second];
        if (count > 1 && symbol.length + symbol(second).length <= MOST_BYTES) {
          Symbol both = symbol.and(symbol(second));
          gains.merge(both, (long) both.length * count, Long::sum);
        }
      }
    }
    return gains.entrySet().stream()
        .sorted(
            Map.Entry.<Symbol, Long>comparingByValue()
                .reversed()
                .thenComparing(
                    Map.Entry.comparingByKey(
                        Comparator.comparingLong(Symbol::value).thenComparingInt(Symbol::length))))
        .limit(Symbols.ESCAPE)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Symbol symbol(int code) {
    return code < FIRST_CODE ? new Symbol(code, 1) : symbols.get(code - FIRST_CODE);
  }

  private void use(List<Symbol> next) {
    List<Symbol> sorted = new ArrayList<>(next);
    sorted.sort(Comparator.comparingInt(Symbol::length)); // longer ones come first in a chain
    symbols = sorted;
    Arrays.fill(longest, (short) 0);
    Arrays.fill(single, (short) 0);
    for (int i = 0; i < sorted.size(); i++) {
      Symbol symbol = sorted.get(i);
      values[i] = symbol.value;
      lengths[i] = (byte) symbol.length;
      if (symbol.length == 1) {
        single[(int) symbol.value] = (short) (i + 1);
      } else {
        int start = (int) symbol.value & 0xFFFF;
        shorter[i] = longest[start];
        longest[start] = (short) (i + 1);
      }
    }
  }

  /// Returns the number of the longest symbol at the start of the rest of a text, or -1.
  private int find(byte[] text, int at, int end) {
    long word = (long) Symbols.LONGS.get(text, at);
    for (int i = longest[(int) word & 0xFFFF] - 1; i >= 0; i = shorter[i] - 1) {
      int length = lengths[i];
      if (length <= end - at && (word ^ values[i]) << (Byte.SIZE * (MOST_BYTES - length)) == 0) {
        return i;
      }
    }
    return single[(int) word & 0xFF] - 1;
  }

  /// Appends the codes of a text.
  ///
  /// @param text an array with at least eight more bytes after the text
  void write(byte[] text, int from, int to, KeyBuffer codes) {
    codes.room(2 * (to - from));
    byte[] target = codes.bytes;
    int n = codes.length;
    int at = from;
    while (at < to) {
      int found = find(text, at, to);
      if (found < 0) {
        target[n++] = (byte) Symbols.ESCAPE;
        target[n++] = text[at++];
      } else {
        target[n++] = (byte) found;
        at += lengths[found];
      }
    }
    codes.length = n;
  }

  /// Appends the symbols, as [Symbols] reads them.
  void writeSymbols(KeyBuffer out) {
    for (Symbol symbol : symbols) {
      out.put(symbol.length);
      for (int i = 0; i < symbol.length; i++) {
        out.put((int) (symbol.value >>> (Byte.SIZE * i)));
      }
    }
  }
}
