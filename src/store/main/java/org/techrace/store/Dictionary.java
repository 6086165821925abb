package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.vocabulary.RDF;
import org.jspecify.annotations.Nullable;

/// The terms of a store, sorted by [TermKey]. The id of a term is its rank, starting at 1, so
/// comparing ids compares terms in the order that [Section] describes. Safe for use by several
/// threads.
public final class Dictionary {
  static final String FILE = "terms";

  private static final int CACHED_TERMS = 1 << 16;

  /// The terms that are read in advance when ascending ids are asked for.
  private static final int TERMS_AHEAD = 7;

  /// The length that most keys do not exceed.
  private static final int BYTES_OF_KEY = 64;

  /// The maximum number of language tags whose literals are searched one tag at a time.
  private static final int MAX_LANGUAGES = 64;

  /// The values of numbers that are kept take at most this part of the heap.
  private static final int HEAP_DIVISOR = 32;

  private final BlockFile file;
  private final SymbolTables symbols;
  private final Summary summary;

  /// Recently read terms, indexed by the low bits of their ids.
  private final @Nullable Entry[] cache = new @Nullable Entry[CACHED_TERMS];

  private record Entry(int id, Node term) {}

  /// The literals of each language when they have been searched, otherwise null. Empty if they are
  /// not searched one language at a time.
  private volatile @Nullable List<IdRange> textsByLanguage;

  /// The first id after each section.
  private final int[] ends;

  /// Combined by XOR with the numbers that are kept, so that 0 is none of them: neither a number of
  /// few digits with its kind nor the bits of a double.
  private static final long KEPT_MASK = Long.MAX_VALUE;

  /// The integers, decimals and doubles read so far as [TermKey#number] returns them, each combined
  /// with [#KEPT_MASK]; 0 for one that has not been read. Those with the highest ids have no place
  /// if there are very many.
  private volatile @Nullable AtomicLongArray numbers;

  Dictionary(Path folder, Arena arena, Summary summary) throws IOException {
    this.file = new BlockFile(folder.resolve(Dictionary.FILE), arena);
    this.symbols = new SymbolTables(folder, arena);
    this.summary = summary;
    this.ends = summary.sections().stream().mapToInt(Summary.Range::end).toArray();
  }

  /// Returns the term with an id.
  ///
  /// @param id from 1 to the number of terms
  public Node term(int id) {
    Entry entry = cached(id);
    if (entry == null) {
      Keys keys = keys(id);
      entry = keep(id, keys);
      if (cached(id - 1) != null) {
        readAhead(keys, id);
      }
    }
    return entry.term;
  }

  private @Nullable Entry cached(int id) {
    Entry entry = cache[id & (CACHED_TERMS - 1)];
    return entry != null && entry.id == id ? entry : null;
  }

  /// Keeps the term whose key has been read.
  private Entry keep(int id, Keys keys) {
    Entry entry = new Entry(id, TermKey.read(keys.text.bytes, keys.text.length));
    cache[id & (CACHED_TERMS - 1)] = entry;
    return entry;
  }

  /// Reads the terms after one, because ascending ids are asked for.
  private void readAhead(Keys keys, int id) {
    for (int next = id + 1; next <= id + TERMS_AHEAD && keys.next(); next++) {
      keep(next, keys);
    }
  }

  private Keys keys(int id) {
    Keys keys = block((id - 1) / DictionaryWriter.BLOCK_TERMS);
    keys.move((id - 1) % DictionaryWriter.BLOCK_TERMS + 1);
    return keys;
  }

  /// Returns the text of a term without creating the term: an IRI, the label of a blank node, or a
  /// lexical form.
  ///
  /// @param id the id of a term that is not a triple term
  public String text(int id) {
    return reader().text(id);
  }

  /// Returns a reader for the calling thread.
  public TermReader reader() {
    return new TermReader();
  }

  /// Reads parts of terms. Ascending ids cost least, because the reader only moves forward in each
  /// block. Used by one thread.
  public final class TermReader {
    private @Nullable Keys keys;

    /// The term that has been read last.
    private int read;

    /// The literals with the language tag that was asked for last, and whether it has a base
    /// direction.
    private IdRange sameTag = new IdRange(0, 0);

    private boolean directed;

    private TermReader() {}

    /// Returns a term.
    public Node term(int id) {
      Entry entry = cached(id);
      return (entry != null ? entry : keep(id, at(id))).term;
    }

    /// Returns the text of a term that is not a triple term: an IRI, the label of a blank node, or
    /// a lexical form.
    public String text(int id) {
      Keys current = at(id);
      return TermKey.text(current.text.bytes, current.text.length);
    }

    /// Returns the language tag of a literal that has one.
    ///
    /// @param id the id of a term of [Section#LANGUAGE]
    public String language(int id) {
      Keys current = at(id);
      return TermKey.language(current.text.bytes, current.text.length);
    }

    /// Returns true if a literal with a language tag has a base direction.
    ///
    /// @param id the id of a term of [Section#LANGUAGE]
    public boolean hasDirection(int id) {
      if (!sameTag.has(id)) {
        sameTag = textRange(id);
        directed = TermKey.hasDirection(at(id).text.bytes);
      }
      return directed;
    }

    /// Returns the datatype of a literal.
    public RDFDatatype datatype(int id) {
      return switch (section(id)) {
        case STRING -> XSDDatatype.XSDstring;
        case DOUBLE -> XSDDatatype.XSDdouble;
        case DATE_TIME_UTC, DATE_TIME -> XSDDatatype.XSDdateTime;
        case DATE -> XSDDatatype.XSDdate;
        case YEAR -> XSDDatatype.XSDgYear;
        case NUMBER ->
            switch (TermKey.kind(number(id))) {
              case TermKey.INTEGER -> XSDDatatype.XSDinteger;
              case TermKey.DECIMAL -> XSDDatatype.XSDdecimal;
              default -> TermKey.datatype(at(id).text.bytes);
            };
        case LANGUAGE -> hasDirection(id) ? RDF.dtDirLangString : RDF.dtLangString;
        case BLANK, IRI, OTHER, TRIPLE -> term(id).getLiteralDatatype();
      };
    }

    private Keys at(int id) {
      Keys current = keys;
      int block = (id - 1) / DictionaryWriter.BLOCK_TERMS;
      if (current == null || id < read || block != (read - 1) / DictionaryWriter.BLOCK_TERMS) {
        current = block(block);
        keys = current;
        read = block * DictionaryWriter.BLOCK_TERMS;
      }
      if (read < id) {
        current.move(id - read);
        read = id;
      }
      return current;
    }
  }

  /// Returns the value of a number in millionths.
  ///
  /// @param id the id of a term of [Section#NUMBER]
  public long millionths(int id) {
    return number(id) >> TermKey.KIND_BITS;
  }

  /// Returns true if a number is an `xsd:decimal`, not an integer.
  ///
  /// @param id the id of a term of [Section#NUMBER]
  public boolean isDecimal(int id) {
    return TermKey.kind(number(id)) == TermKey.DECIMAL;
  }

  /// Returns the value of an `xsd:double`, or NaN if its text has white space around the number.
  ///
  /// @param id the id of a term of [Section#DOUBLE]
  public double doubleValue(int id) {
    return Double.longBitsToDouble(number(id));
  }

  private long number(int id) {
    AtomicLongArray known = numbers;
    if (known == null) {
      known = makeNumbers();
    }
    int place = id - start(Section.NUMBER);
    if (place >= known.length()) {
      Keys keys = keys(id);
      return TermKey.number(keys.text.bytes, keys.text.length);
    }
    if (known.getOpaque(place) == 0) {
      readNumbers((id - 1) / DictionaryWriter.BLOCK_TERMS, known);
    }
    return known.getOpaque(place) ^ KEPT_MASK;
  }

  private synchronized AtomicLongArray makeNumbers() {
    AtomicLongArray made = numbers;
    if (made == null) {
      long most = Runtime.getRuntime().maxMemory() / HEAP_DIVISOR / Long.BYTES;
      int size = end(Section.DOUBLE) - start(Section.NUMBER);
      made = new AtomicLongArray((int) Math.min(size, most));
      numbers = made;
    }
    return made;
  }

  /// Reads the numbers of a block.
  private void readNumbers(int block, AtomicLongArray known) {
    Keys keys = block(block);
    int place = block * DictionaryWriter.BLOCK_TERMS + 1 - start(Section.NUMBER);
    for (; keys.next(); place++) {
      if (place >= 0 && place < known.length()) {
        known.setOpaque(place, TermKey.number(keys.text.bytes, keys.text.length) ^ KEPT_MASK);
      }
    }
  }

  /// A range of ids.
  ///
  /// @param start the first id
  /// @param end the id after the last
  public record IdRange(int start, int end) {
    /// Returns true if the range contains an id.
    public boolean has(int id) {
      return id >= start && id < end;
    }

    /// Returns the ids that are in both ranges.
    public IdRange intersection(IdRange other) {
      int from = Math.max(start, other.start);
      return new IdRange(from, Math.max(from, Math.min(end, other.end)));
    }

    /// Returns the smallest range that contains both.
    public IdRange hull(IdRange other) {
      if (start == end || other.start == other.end) {
        return start == end ? other : this;
      }
      return new IdRange(Math.min(start, other.start), Math.max(end, other.end));
    }
  }

  /// Returns the range of ids that contains an id and whose texts are sorted: all IRIs, all
  /// strings, or the literals with the same language tag. For other terms the range contains only
  /// the id itself.
  public IdRange textRange(int id) {
    Section section = section(id);
    int start = start(section);
    int end = end(section);
    return switch (section) {
      case IRI, STRING -> new IdRange(start, end);
      case LANGUAGE -> valuesDiffer(section) ? sameTag(id) : new IdRange(id, id + 1);
      case BLANK, NUMBER, DOUBLE, DATE_TIME_UTC, DATE_TIME, DATE, YEAR, OTHER, TRIPLE ->
          new IdRange(id, id + 1);
    };
  }

  /// Returns the ids of the literals with the same language tag and base direction as a given one.
  private IdRange sameTag(int id) {
    return textsByLanguage().orElse(List.of()).stream()
        .filter(range -> range.has(id))
        .findFirst()
        .orElseGet(() -> searchedTag(id));
  }

  private IdRange searchedTag(int id) {
    byte[] key = keys(id).text.bytes;
    byte[] tag = Arrays.copyOf(key, TermKey.tagLength(key));
    int start = start(Section.LANGUAGE);
    return new IdRange(
        first(start, id, x -> compareValue(x, tag, tag.length) >= 0),
        first(id, end(Section.LANGUAGE), x -> compareValue(x, tag, tag.length) > 0));
  }

  /// Returns the ids of the terms whose texts begin as that of a given term does.
  ///
  /// @param id the id of a term of a section that is sorted by text, such as [Section#DATE]
  /// @param length the number of characters that are compared
  public IdRange samePrefix(int id, int length) {
    Section section = section(id);
    String prefix = text(id).substring(0, length);
    return new IdRange(
        first(start(section), id, x -> text(x).startsWith(prefix)),
        first(id + 1, end(section), x -> !text(x).startsWith(prefix)));
  }

  /// Returns the ids of a range whose texts begin with a prefix.
  ///
  /// @param range ids that are sorted by text, as [#textRange] returns them
  public IdRange withPrefix(IdRange range, String prefix) {
    int start = first(range.start, range.end, id -> text(id).compareTo(prefix) >= 0);
    return new IdRange(start, first(start, range.end, id -> !text(id).startsWith(prefix)));
  }

  /// Returns the literals with language tags, in ranges of one tag and base direction each, whose
  /// texts are sorted. Returns empty if there are very many, or if they are not sorted by text.
  public Optional<List<IdRange>> textsByLanguage() {
    List<IdRange> known = textsByLanguage;
    if (known == null) {
      known = findTextsByLanguage();
      textsByLanguage = known;
    }
    boolean complete = !known.isEmpty() || start(Section.LANGUAGE) == end(Section.LANGUAGE);
    return complete ? Optional.of(known) : Optional.empty();
  }

  private List<IdRange> findTextsByLanguage() {
    List<IdRange> found = new ArrayList<>();
    int id = start(Section.LANGUAGE);
    while (id < end(Section.LANGUAGE)) {
      if (!valuesDiffer(Section.LANGUAGE) || found.size() == MAX_LANGUAGES) {
        return List.of();
      }
      found.add(searchedTag(id));
      id = found.getLast().end();
    }
    return List.copyOf(found);
  }

  /// Returns the ids of the literals whose language tag, in lower case, is in a range.
  ///
  /// @param from the first tag of the range
  /// @param to the first tag after the range
  public IdRange languages(String from, String to) {
    int start = start(Section.LANGUAGE);
    int end = end(Section.LANGUAGE);
    return new IdRange(
        first(start, end, id -> tag(id).compareTo(from) >= 0),
        first(start, end, id -> tag(id).compareTo(to) >= 0));
  }

  /// Returns the ids of the literals of a datatype, if all of them are in the section
  /// [Section#OTHER], as those of unknown datatypes are.
  ///
  /// @param iri the IRI of the datatype
  public IdRange datatype(String iri) {
    KeyBuffer key = new KeyBuffer().put(Section.OTHER.code).putText(iri).put(0);
    byte[] value = Arrays.copyOf(key.bytes, key.length);
    IdRange all = range(Section.OTHER);
    int start = first(all.start, all.end, id -> compareValue(id, value, value.length) >= 0);
    int end = first(start, all.end, id -> compareValue(id, value, value.length) > 0);
    return new IdRange(start, end);
  }

  /// Returns the ids of a section.
  public IdRange range(Section section) {
    return new IdRange(start(section), end(section));
  }

  private int start(Section section) {
    return section.code == 0 ? 1 : ends[section.code - 1];
  }

  private int end(Section section) {
    return ends[section.code];
  }

  private String tag(int id) {
    return Lexical.lowerCase(term(id).getLiteralLanguage());
  }

  /// Returns the id of a term, or 0 if the store does not contain it.
  public int id(Node term) {
    if (!term.isConcrete()) {
      return 0;
    }
    KeyBuffer key = TermKey.write(term, new KeyBuffer());
    // One byte more than the key has tells a longer one apart: others may have millions.
    int enough = key.length + 1;
    int low = -1;
    int high = file.blocks;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      Keys keys = block(middle);
      keys.next(enough);
      if (keys.compare(key) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    if (low < 0) {
      return 0;
    }
    Keys keys = block(low);
    int id = low * DictionaryWriter.BLOCK_TERMS;
    while (keys.next(enough)) {
      id++;
      int x = keys.compare(key);
      if (x >= 0) {
        return x == 0 ? id : 0;
      }
    }
    return 0;
  }

  /// The terms of a section that have the value of a given term.
  ///
  /// @param kind the section
  /// @param section all ids of the section. Unless it is [Section#OTHER] or [Section#TRIPLE], those
  ///   before the equal ones have smaller values, and those after them greater ones
  /// @param equal the ids of the terms with the value; an empty range at its place if the store has
  ///   none
  public record Place(Section kind, IdRange section, IdRange equal) {}

  /// Returns the place of a term's value.
  public Place place(Node term) {
    KeyBuffer key = TermKey.write(term, new KeyBuffer());
    int length = TermKey.valueLength(key.bytes);
    byte[] value = Arrays.copyOf(key.bytes, length == 0 ? key.length : length);
    Section kind = Section.of(value[0]);
    IdRange all = range(kind);
    int start = first(all.start, all.end, id -> compareValue(id, value, length) >= 0);
    int end = first(start, all.end, id -> compareValue(id, value, length) > 0);
    return new Place(kind, all, new IdRange(start, end));
  }

  /// Compares the first bytes of a term's key with a value, or the whole key if the length is 0.
  private int compareValue(int id, byte[] value, int length) {
    Keys keys = keys(id);
    int end = length == 0 ? keys.text.length : Math.min(length, keys.text.length);
    return Arrays.compareUnsigned(keys.text.bytes, 0, end, value, 0, value.length);
  }

  /// Returns the first id, from a start to before an end, that passes a test which all ids after it
  /// pass too. Returns the end if none does.
  private static int first(int start, int end, IntPredicate test) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (test.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Returns the section of an id.
  public Section section(int id) {
    int i = 0;
    while (id >= ends[i]) {
      i++;
    }
    return Section.of(i);
  }

  /// Returns true if no two terms of a section have the same value, as `1` and `01` have.
  public boolean valuesDiffer(Section section) {
    return section != Section.OTHER
        && section != Section.TRIPLE
        && summary.sections().get(section.code).distinct();
  }

  void verifyAll() {
    file.verifyAll();
    symbols.verifyAll();
  }

  private Keys block(int number) {
    return new Keys(file.bytes(number), symbols.of(number));
  }

  /// Iterates over the keys of a block.
  static final class Keys {
    private final byte[] bytes;
    private final BlockReader block;
    private final Symbols symbols;

    /// The current key.
    final KeyBuffer text = new KeyBuffer(2 * BYTES_OF_KEY);

    private boolean begun;

    /// @param block the content of a block of the dictionary
    /// @param symbols those of the block
    Keys(byte[] block, Symbols symbols) {
      this.bytes = block;
      this.block = new BlockReader(block);
      this.symbols = symbols;
    }

    boolean next() {
      return next(Integer.MAX_VALUE);
    }

    /// Moves to the next key.
    ///
    /// @param enough the length at which the rest of the key is not needed; the same or less for
    ///   all keys of a block
    boolean next(int enough) {
      if (!block.hasMore()) {
        return false;
      }
      int shared = begun ? block.number() : 0;
      begun = true;
      int n = block.number();
      int from = block.place();
      block.skip(n);
      if (shared <= text.length) {
        text.length = shared;
        symbols.read(bytes, from, from + n, text, enough);
      }
      return true;
    }

    /// Moves forward. Of the keys that are passed, only what the last one shares with them is read.
    ///
    /// @param keys the number of keys to move by, at least 1
    void move(int keys) {
      if (keys == 1) {
        next();
        return;
      }
      // For each key that has a part of the last one: what it shares with the one before, which is
      // more for each of them, and where the rest begins and ends.
      int[] parts = new int[3 * keys];
      int n = 0;
      for (int i = 0; i < keys; i++) {
        int shared = begun ? block.number() : 0;
        begun = true;
        while (n > 0 && parts[n - 3] >= shared) {
          n -= 3;
        }
        int length = block.number();
        parts[n] = shared;
        parts[n + 1] = block.place();
        parts[n + 2] = block.place() + length;
        block.skip(length);
        n += 3;
      }
      for (int i = 0; i < n; i += 3) {
        text.length = parts[i];
        int enough = i + 3 < n ? parts[i + 3] : Integer.MAX_VALUE;
        symbols.read(bytes, parts[i + 1], parts[i + 2], text, enough);
      }
    }

    int compare(KeyBuffer other) {
      return Arrays.compareUnsigned(text.bytes, 0, text.length, other.bytes, 0, other.length);
    }
  }
}
