package org.techrace.store;

import java.util.function.IntConsumer;

/// Finds the trigrams of texts: three adjacent bytes of a text in the encoding of [KeyBuffer], with
/// `A` to `Z` as `a` to `z`, as one number. A text contains a part only if it has all trigrams of
/// the part.
final class Trigrams {
  /// The number of bytes in a trigram.
  static final int BYTES = 3;

  /// The number of possible trigrams.
  static final int POSSIBLE = 1 << (BYTES * Byte.SIZE);

  private static final TextForm[] FORMS = TextForm.values();

  private Trigrams() {}

  /// Passes on the trigrams of a part of a text, those that occur twice too.
  static void of(String part, IntConsumer out) {
    KeyBuffer bytes = new KeyBuffer().putText(part);
    of(bytes.bytes, 0, bytes.length, out);
  }

  /// Passes on the trigrams of a text and of all its [TextForm]s. The forms of an ASCII text differ
  /// from it only in letters that are one letter here.
  ///
  /// @param from the index of its first byte
  /// @param to the index after its last byte
  static void ofForms(byte[] b, int from, int to, IntConsumer out) {
    of(b, from, to, out);
    if (!isAscii(b, from, to)) {
      String text = KeyBuffer.text(b, from, to);
      for (TextForm form : FORMS) {
        of(form.of(text), out);
      }
    }
  }

  private static void of(byte[] b, int from, int to, IntConsumer out) {
    int trigram = 0;
    for (int i = from; i < to; i++) {
      int c = b[i] >= 'A' && b[i] <= 'Z' ? b[i] + ('a' - 'A') : b[i] & 0xFF;
      trigram = ((trigram << Byte.SIZE) | c) & (POSSIBLE - 1);
      if (i - from >= BYTES - 1) {
        out.accept(trigram);
      }
    }
  }

  private static boolean isAscii(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
