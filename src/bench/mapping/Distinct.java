import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// `Distinct FILE` prints the number of distinct triples of an N-Triples file, and a hash of their
/// set: two files with the same set have the same hash, in any order and with any duplicates.
///
/// `Distinct --once FILE` is for files without duplicates that are larger than the memory, and for
/// pipes (`/dev/stdin`): it prints the number of lines and the same hash, and keeps no triple.
///
/// A triple is identified by 128 bits of the hash of its line, without the optional space before
/// the full stop.
final class Distinct {
  private final boolean once;
  private long[] table = new long[1 << 12];
  private long count;
  private long sumHigh;
  private long sumLow;

  private Distinct(boolean once) {
    this.once = once;
  }

  public static void main(String[] args) throws IOException {
    Distinct distinct = new Distinct(args[0].equals("--once"));
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(Path.of(args[args.length - 1])), 1 << 20)) {
      distinct.read(in);
    }
    HexFormat hex = HexFormat.of();
    System.out.println(
        distinct.count
            + " "
            + hex.toHexDigits(distinct.sumHigh)
            + hex.toHexDigits(distinct.sumLow));
  }

  private void read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 20];
    byte[] line = new byte[1 << 10];
    int length = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          add(line, length);
          length = 0;
        } else {
          if (length == line.length) {
            line = java.util.Arrays.copyOf(line, 2 * length);
          }
          line[length++] = buffer[i];
        }
      }
    }
    add(line, length);
  }

  private void add(byte[] line, int length) {
    int end = length;
    while (end > 0 && (line[end - 1] == '.' || line[end - 1] == ' ' || line[end - 1] == '\r')) {
      end--;
    }
    if (end == 0) {
      return;
    }
    long high = 0x9E3779B97F4A7C15L;
    long low = 0xC2B2AE3D27D4EB4FL;
    long word = end;
    for (int i = 0; i < end; i++) {
      word = (word << 8) | (line[i] & 0xFF);
      if ((i & 7) == 7) {
        high = fold(high ^ word, 0xA0761D6478BD642FL);
        low = fold(low ^ Long.rotateLeft(word, 32), 0xE7037ED1A0B428DBL);
        word = 0;
      }
    }
    high = fold(high ^ word ^ end, 0x8EBC6AF09C88C6E3L);
    low = fold(low ^ word ^ end, 0x589965CC75374CC3L);
    insert(high, low == 0 ? 1 : low);
  }

  private static long fold(long a, long b) {
    return (a * b) ^ Math.multiplyHigh(a, b);
  }

  private void insert(long high, long low) {
    if (!once && count * 4 > table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      for (int i = 0; i < old.length; i += 2) {
        if (old[i + 1] != 0) {
          put(old[i], old[i + 1]);
        }
      }
    }
    if (once || put(high, low)) {
      count++;
      sumHigh += high;
      sumLow += low;
    }
  }

  private boolean put(long high, long low) {
    int mask = table.length - 2;
    int i = (int) (low << 1) & mask;
    while (table[i + 1] != 0) {
      if (table[i] == high && table[i + 1] == low) {
        return false;
      }
      i = (i + 2) & mask;
    }
    table[i] = high;
    table[i + 1] = low;
    return true;
  }
}
