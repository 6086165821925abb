package org.techrace.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Suggests an existing name for one that does not exist.
public final class Nearest {
  private static final int LISTED_NAMES = 20;

  /// The most files of a folder whose names are compared.
  private static final int MAX_FILES = 10_000;

  private Nearest() {}

  /// Returns a hint for the end of a message: `did you mean 'x'?`, or the list of at most 20 known
  /// names if none is similar.
  public static String suggest(String name, Collection<String> known) {
    return of(name, known).map("did you mean '%s'?"::formatted).orElseGet(() -> list(known));
  }

  /// Returns a hint for the end of a message on a file that does not exist: its folder, and the
  /// name there that is most similar.
  public static String hintOfFile(Path file) {
    Path path = file.toAbsolutePath().normalize();
    Path folder = Optional.ofNullable(path.getParent()).orElse(path);
    if (!Files.isDirectory(folder)) {
      return "expected in the folder %s, which does not exist".formatted(folder);
    }
    Optional<String> near = Optional.empty();
    try (Stream<Path> files = Files.list(folder)) {
      near =
          of(
              String.valueOf(path.getFileName()),
              files
                  .filter(Files::isRegularFile)
                  .limit(MAX_FILES)
                  .map(other -> String.valueOf(other.getFileName()))
                  .toList());
    } catch (IOException | UncheckedIOException _) {
      // The folder may not be listed.
    }
    return "expected in the folder "
        + folder
        + near.map("; did you mean '%s'?"::formatted).orElse("");
  }

  private static String list(Collection<String> known) {
    if (known.isEmpty()) {
      return "there is none";
    }
    String some = String.join(", ", known.stream().sorted().limit(LISTED_NAMES).toList());
    return "there are: " + (known.size() > LISTED_NAMES ? some + ", …" : some);
  }

  /// Returns the known name with the smallest edit distance to the given name, ignoring case, and
  /// among several the one that begins like it for longest. The result is empty if that distance is
  /// more than half the length of the given name.
  public static Optional<String> of(String name, Collection<String> known) {
    String sought = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(
            Comparator.comparingInt((String k) -> edits(sought, k.toLowerCase(Locale.ROOT)))
                .thenComparingInt(k -> -sameStart(sought, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .filter(k -> edits(sought, k.toLowerCase(Locale.ROOT)) * 2 <= Math.max(2, name.length()));
  }

  /// Returns the known names with the smallest edit distances to the given name, ignoring case,
  /// nearest first. Names that differ in more than half of the given name are left out.
  ///
  /// @param most the greatest number of names
  public static List<String> closest(String name, Collection<String> known, int most) {
    String sought = name.toLowerCase(Locale.ROOT);
    record Close(String name, int edits) {}
    return known.stream()
        .distinct()
        .map(k -> new Close(k, edits(sought, k.toLowerCase(Locale.ROOT))))
        .filter(k -> k.edits() * 2 <= Math.max(2, name.length()))
        .sorted(Comparator.comparingInt(Close::edits).thenComparing(Close::name))
        .limit(most)
        .map(Close::name)
        .toList();
  }

  private static int sameStart(String a, String b) {
    int differ = Arrays.mismatch(a.toCharArray(), b.toCharArray());
    return differ < 0 ? a.length() : differ;
  }

  /// Returns the number of letters that are added, left out or replaced, and of neighbours that
  /// change places (optimal string alignment).
  private static int edits(String a, String b) {
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    int[] next = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      next[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        next[j] = Math.min(change, 1 + Math.min(row[j], next[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          next[j] = Math.min(next[j], last[j - 2] + 1);
        }
      }
      int[] free = last;
      last = row;
      row = next;
      next = free;
    }
    return row[b.length()];
  }
}
