package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/// The terms of a store, sorted by [TermKey]; the id of a term is its rank, from 1. So comparing
/// ids compares terms, in the order that [Section] tells.
public final class Dictionary {
  private static final int CACHED = 1 << 16;

  private final BlockFile file;
  private final Summary summary;

  /// Terms read lately, each at the place its id's last bits tell.
  private final @Nullable Entry[] cache = new @Nullable Entry[CACHED];

  private record Entry(int id, Node term) {}

  Dictionary(Path folder, Arena arena, Summary summary) throws IOException {
    this.file = new BlockFile(folder.resolve(Store.TERMS), arena);
    this.summary = summary;
  }

  /// The term of an id, from 1 to the number of terms.
  public Node term(int id) {
    int at = id & CACHED - 1;
    Entry entry = cache[at];
    if (entry == null || entry.id != id) {
      Keys keys = keys(id);
      entry = new Entry(id, TermKey.read(keys.key, keys.length));
      cache[at] = entry;
    }
    return entry.term;
  }

  private Keys keys(int id) {
    Keys keys = new Keys((id - 1) / DictionaryWriter.TERMS);
    for (int i = (id - 1) % DictionaryWriter.TERMS; i >= 0; i--) {
      keys.next();
    }
    return keys;
  }

  /// The text of a term, without making the term: an IRI, a label of a blank node, a lexical form.
  public String text(int id) {
    Keys keys = keys(id);
    return TermKey.text(keys.key, keys.length);
  }

  /// A range of ids.
  ///
  /// @param start its first
  /// @param end the first after it
  public record IdRange(int start, int end) {
    /// Whether an id lies in it.
    public boolean has(int id) {
      return id >= start && id < end;
    }
  }

  /// The range of ids with sorted texts that an id lies in: the IRIs, the strings, or the literals
  /// with the same language tag; just the id itself elsewhere.
  public IdRange textRange(int id) {
    Section section = section(id);
    int start = start(section);
    int end = end(section);
    return switch (section) {
      case IRI, STRING -> new IdRange(start, end);
      case LANGUAGE ->
          valuesDiffer(section) ? languages(tag(id), tag(id) + '\0') : new IdRange(id, id + 1);
      case BLANK, NUMBER, DOUBLE, DATE_TIME_UTC, DATE_TIME, DATE, YEAR, OTHER ->
          new IdRange(id, id + 1);
    };
  }

  /// The ids of the literals whose language tag, in lower case, lies between two others.
  ///
  /// @param from the first tag that is within
  /// @param to the first tag that is beyond
  public IdRange languages(String from, String to) {
    int start = start(Section.LANGUAGE);
    int end = end(Section.LANGUAGE);
    return new IdRange(firstNotBelow(from, start, end), firstNotBelow(to, start, end));
  }

  private int start(Section section) {
    return section.code == 0 ? 1 : end(Section.of(section.code - 1));
  }

  private int end(Section section) {
    return summary.sections().get(section.code).end();
  }

  private String tag(int id) {
    return Lexical.lowerCase(term(id).getLiteralLanguage());
  }

  /// The first id of a range of literals whose language tag is not below one.
  private int firstNotBelow(String tag, int start, int end) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tag(middle).compareTo(tag) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The id of a term, or 0 if the store does not hold it.
  public int id(Node term) {
    if (term.isTripleTerm()) {
      return 0;
    }
    KeyBuffer key = TermKey.write(term, new KeyBuffer());
    int low = -1;
    int high = file.blocks;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      Keys keys = new Keys(middle);
      keys.next();
      if (keys.compare(key) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    if (low < 0) {
      return 0;
    }
    Keys keys = new Keys(low);
    int id = low * DictionaryWriter.TERMS;
    while (keys.next()) {
      id++;
      int x = keys.compare(key);
      if (x >= 0) {
        return x == 0 ? id : 0;
      }
    }
    return 0;
  }

  /// The section of an id.
  public Section section(int id) {
    int i = 0;
    while (id >= summary.sections().get(i).end()) {
      i++;
    }
    return Section.of(i);
  }

  /// Whether two terms of the section never have the same value (as `1` and `01` do).
  public boolean valuesDiffer(Section section) {
    return section != Section.OTHER && summary.sections().get(section.code).distinct();
  }

  void verifyAll() {
    file.verifyAll();
  }

  /// Walks over the keys of a block.
  private final class Keys {
    private final byte[] block;
    private int at;
    private byte[] key = new byte[64];
    private int length;

    Keys(int number) {
      this.block = file.bytes(number);
    }

    boolean next() {
      if (at >= block.length) {
        return false;
      }
      int shared = at == 0 ? 0 : number();
      int n = number();
      length = shared + n;
      if (length > key.length) {
        key = Arrays.copyOf(key, 2 * length);
      }
      System.arraycopy(block, at, key, shared, n);
      at += n;
      return true;
    }

    int compare(KeyBuffer other) {
      return Arrays.compareUnsigned(key, 0, length, other.bytes, 0, other.length);
    }

    private int number() {
      int n = 0;
      int shift = 0;
      while (block[at] < 0) {
        n |= (block[at++] & 0x7F) << shift;
        shift += 7;
      }
      return n | block[at++] << shift;
    }
  }
}
