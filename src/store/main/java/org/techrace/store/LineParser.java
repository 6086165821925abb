package org.techrace.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.lang.LabelToNode;
import org.jspecify.annotations.Nullable;

/// Parses plain lines of N-Triples or N-Quads into a [Chunk], from bytes to the keys of terms,
/// without a node per term.
///
/// A line is plain if it is one statement of IRIs, blank nodes and literals in their usual form.
/// Not plain are: `\\u` escapes, escapes in IRIs, comments, triple terms, a few rare characters and
/// datatypes, statements over several lines, and everything that is not correct. RIOT parses these
/// lines ([LineReader]).
final class LineParser {
  private static final int SUBJECT = 0;
  private static final int PREDICATE = 1;
  private static final int OBJECT = 2;
  private static final int GRAPH = 3;

  /// The characters of IRIs, except `%` and `#`.
  private static final boolean[] IRI = ascii("!$&'()*+,-./:;=?@_~", true);

  private static final boolean[] SCHEME = ascii("+-.", true);
  private static final boolean[] LABEL = ascii("_-", true);
  private static final boolean[] ALPHANUMERIC = ascii("", true);
  private static final boolean[] HEX = ascii("0123456789ABCDEFabcdef", false);
  private static final boolean[] TEXT = text();

  /// The characters that may follow a backslash in a text. [#ESCAPED] has what each of them means.
  private static final String ESCAPES = "tbnrf\"'\\";

  private static final String ESCAPED = "\t\b\n\r\f\"'\\";

  /// Begins the names of the default graph in Jena.
  private static final byte[] JENA_GRAPHS = "urn:x-arq:".getBytes(StandardCharsets.UTF_8);

  private final Chunk chunk;
  private final boolean graphs;
  private final LabelToNode labels;
  private final KeyBuffer key = new KeyBuffer();
  private final KeyBuffer text = new KeyBuffer();
  private final int[] quad = new int[Chunk.POSITIONS];

  /// The place and number of the last IRI at each position of a quad: the next one is often the
  /// same.
  private final int[] lastFrom = new int[Chunk.POSITIONS];

  private final int[] lastTo = new int[Chunk.POSITIONS];
  private final int[] lastNumber = new int[Chunk.POSITIONS];

  private final Names<RDFDatatype> datatypes = new Names<>(NodeFactory::getType);
  private final Names<String> tags =
      new Names<>(tag -> NodeFactory.createLiteralLang("", tag).getLiteralLanguage());
  private byte[] b = {};
  private int lines;

  /// @param lang N-Triples or N-Quads
  /// @param seed what the identifiers of blank nodes depend on, apart from their labels
  LineParser(Chunk chunk, Lang lang, UUID seed) {
    this.chunk = chunk;
    this.graphs = RDFLanguages.sameLang(lang, Lang.NQUADS);
    this.labels = LabelToNode.createScopeByDocumentHash(seed);
  }

  private static boolean[] ascii(String characters, boolean alphanumeric) {
    boolean[] set = new boolean[Byte.MAX_VALUE + 1];
    for (int c = 0; c < set.length; c++) {
      boolean digit = c >= '0' && c <= '9';
      set[c] = characters.indexOf(c) >= 0 || (alphanumeric && (digit || isLetter((byte) c)));
    }
    return set;
  }

  private static boolean[] text() {
    boolean[] set = new boolean[Byte.MAX_VALUE + 1];
    Arrays.fill(set, ' ', set.length, true);
    set['\t'] = true;
    set['"'] = false;
    set['\\'] = false;
    return set;
  }

  /// Adds the quads of plain lines to the chunk, up to the first line that is not plain.
  ///
  /// @param bytes the lines; `bytes[to]` must be a line break
  /// @param from the index of the first line
  /// @param to the index after the last line
  /// @return the index of the first line that is not plain, or one from `to` if there is none
  int parse(byte[] bytes, int from, int to) {
    b = bytes;
    Arrays.fill(lastTo, 0);
    lines = 0;
    int line = from;
    while (line < to) {
      int next = line(line);
      if (next < 0) {
        return line;
      }
      line = next;
      lines++;
    }
    return line;
  }

  /// Returns the number of lines that the last call of [#parse] has parsed.
  int lines() {
    return lines;
  }

  /// Parses a line. Returns the index of the next one, or -1 if it is not plain.
  private int line(int start) {
    int i = spaces(start);
    int end = lineEnd(i);
    if (end >= 0) {
      return end;
    }
    i = resource(i, SUBJECT);
    i = i < 0 || b[spaces(i)] != '<' ? -1 : iri(spaces(i), PREDICATE);
    i = i < 0 ? -1 : object(spaces(i));
    if (i < 0) {
      return -1;
    }
    i = spaces(i);
    quad[GRAPH] = Chunk.NO_GRAPH;
    if (graphs && b[i] != '.') {
      i = resource(i, GRAPH);
      if (i < 0) {
        return -1;
      }
      i = spaces(i);
    }
    if (b[i] != '.') {
      return -1;
    }
    end = lineEnd(spaces(i + 1));
    if (end >= 0) {
      chunk.add(quad[SUBJECT], quad[PREDICATE], quad[OBJECT], quad[GRAPH]);
    }
    return end;
  }

  private int spaces(int start) {
    int i = start;
    while (b[i] == ' ' || b[i] == '\t') {
      i++;
    }
    return i;
  }

  /// Returns the index after the line break at an index, or -1 if there is none.
  private int lineEnd(int i) {
    if (b[i] == '\n') {
      return i + 1;
    }
    return b[i] == '\r' && b[i + 1] == '\n' ? i + 2 : -1;
  }

  private int object(int start) {
    return b[start] == '"' ? literal(start) : resource(start, OBJECT);
  }

  private int resource(int start, int position) {
    return switch (b[start]) {
      case '<' -> iri(start, position);
      case '_' -> blankNode(start, position);
      default -> -1;
    };
  }

  private int iri(int start, int position) {
    int length = lastTo[position] - lastFrom[position];
    int from = lastFrom[position];
    if (length > 0
        && start + length <= b.length
        && Arrays.equals(b, start, start + length, b, from, from + length)) {
      quad[position] = lastNumber[position];
      return start + length;
    }
    int end = iri(start);
    if (end < 0 || (position == GRAPH && isJenaGraph(start + 1, end))) {
      return -1;
    }
    quad[position] = chunk.number(key);
    lastFrom[position] = start;
    lastTo[position] = end;
    lastNumber[position] = quad[position];
    return end;
  }

  private boolean isJenaGraph(int from, int to) {
    return Arrays.mismatch(b, from, to, JENA_GRAPHS, 0, JENA_GRAPHS.length) >= JENA_GRAPHS.length;
  }

  /// Writes the key of an IRI. Returns the index after the IRI, or -1 if it is not plain.
  private int iri(int start) {
    key.clear().put(Section.IRI.code);
    int i = start + 1;
    while (b[i] >= 0 && SCHEME[b[i]]) {
      i++;
    }
    if (b[i] != ':' || !isLetter(b[start + 1])) {
      return -1;
    }
    int copied = start + 1;
    boolean fragment = false;
    while (b[i] != '>') {
      byte c = b[i];
      if (c < 0) {
        key.putBytes(b, copied, i);
        copied = character(i, key);
        i = copied;
        if (i < 0) {
          return -1;
        }
      } else if (IRI[c]) {
        i++;
      } else if (c == '%' && isHex(b[i + 1]) && isHex(b[i + 2])) {
        i += 3;
      } else if (c == '#' && !fragment) {
        fragment = true;
        i++;
      } else {
        return -1;
      }
    }
    key.putBytes(b, copied, i);
    return i + 1;
  }

  private static boolean isHex(byte c) {
    return c >= 0 && HEX[c];
  }

  private static boolean isLetter(byte c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private int blankNode(int start, int position) {
    int i = start + 2;
    while (b[i] >= 0 && LABEL[b[i]]) {
      i++;
    }
    boolean plain =
        b[start + 1] == ':'
            && i > start + 2
            && b[start + 2] != '-'
            && (b[i] == ' ' || b[i] == '\t');
    if (!plain) {
      return -1;
    }
    String label = new String(b, start + 2, i - start - 2, StandardCharsets.US_ASCII);
    quad[position] = chunk.number(TermKey.write(labels.get(null, label), key));
    return i;
  }

  private int literal(int start) {
    int i = text(start + 1);
    if (i < 0) {
      return -1;
    }
    int end;
    switch (b[i]) {
      case '@' -> end = language(i + 1);
      case '^' -> end = typed(i);
      case ' ', '\t', '.' -> {
        key.clear().put(Section.STRING.code).putBytes(text.bytes, 0, text.length);
        end = i;
      }
      default -> end = -1;
    }
    if (end >= 0) {
      quad[OBJECT] = chunk.number(key);
    }
    return end;
  }

  /// Reads a text. Returns the index after the quotation mark at its end, or -1 if it is not plain.
  private int text(int start) {
    text.clear();
    int i = start;
    int copied = start;
    while (b[i] != '"') {
      byte c = b[i];
      if (c >= 0 && TEXT[c]) {
        i++;
        continue;
      }
      text.putBytes(b, copied, i);
      int escape = c == '\\' ? ESCAPES.indexOf(b[i + 1]) : -1;
      if (escape >= 0) {
        text.put(ESCAPED.charAt(escape));
        i += 2;
      } else {
        i = c < 0 ? character(i, text) : -1;
        if (i < 0) {
          return -1;
        }
      }
      copied = i;
    }
    text.putBytes(b, copied, i);
    return i + 1;
  }

  /// Appends a character that is not in ASCII. Returns the index after it, or -1 if its bytes are
  /// not those of a character.
  private int character(int i, KeyBuffer to) {
    int c = b[i] & 0xFF;
    int length = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    int code = length == 2 ? c & 0x1F : length == 3 ? c & 0x0F : c & 0x07;
    for (int k = 1; k < length; k++) {
      if ((b[i + k] & 0xC0) != 0x80) {
        return -1;
      }
      code = (code << 6) | (b[i + k] & 0x3F);
    }
    boolean shortest = code >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
    boolean plain = shortest && code <= Character.MAX_CODE_POINT && c >= 0xC0 && c < 0xF8;
    if (!plain || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
      return -1;
    }
    if (code == 0xFFFE || code == 0xFFFF || code == 0xFEFF) {
      return -1; // RIOT warns of these
    }
    to.putCharacter(code);
    return i + length;
  }

  private int language(int start) {
    int i = start;
    while (isLetter(b[i])) {
      i++;
    }
    boolean valid = i > start;
    while (valid && b[i] == '-') {
      int part = ++i;
      while (b[i] >= 0 && ALPHANUMERIC[b[i]]) {
        i++;
      }
      valid = i > part;
    }
    if (!valid) {
      return -1;
    }
    String tag = tags.get(b, start, i);
    TermKey.writeLanguage(tag, text, key.clear());
    return i;
  }

  private int typed(int start) {
    if (b[start + 1] != '^' || b[start + 2] != '<') {
      return -1;
    }
    int end = iri(start + 2);
    if (end < 0) {
      return -1;
    }
    RDFDatatype type = datatypes.get(b, start + 3, end - 1);
    if (isSpecial(type.getURI())) {
      return -1;
    }
    TermKey.writeLiteral(KeyBuffer.text(text.bytes, 0, text.length), type, key.clear());
    return end;
  }

  /// Returns true for datatypes whose literals RIOT does not create from text and datatype alone.
  private static boolean isSpecial(String datatype) {
    return datatype.startsWith("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
        || datatype.startsWith("http://w3id.org/awslabs/neptune/SPARQL-CDTs/");
  }

  /// The values of names. The same name often follows itself.
  private static final class Names<T> {
    private final Function<String, T> values;
    private final Map<String, T> known = new HashMap<>();
    private byte[] last = {};
    private @Nullable T lastValue;

    Names(Function<String, T> values) {
      this.values = values;
    }

    T get(byte[] b, int from, int to) {
      T value = lastValue;
      if (value == null || !Arrays.equals(last, 0, last.length, b, from, to)) {
        value =
            known.computeIfAbsent(new String(b, from, to - from, StandardCharsets.UTF_8), values);
        last = Arrays.copyOfRange(b, from, to);
        lastValue = value;
      }
      return value;
    }
  }
}
