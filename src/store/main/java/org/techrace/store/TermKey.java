package org.techrace.store;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.TextDirection;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.LiteralLabelFactory;

/// Encodes a term as bytes. The unsigned order of the bytes is the order of the dictionary, and the
/// term can be restored exactly from the bytes. A key starts with the code of its [Section],
/// followed by:
///
/// - `BLANK`, `IRI`, `STRING`, the dates and `YEAR`: the text;
/// - `LANGUAGE`: the tag in lower case, 0, the text, 0, the tag as written;
/// - `NUMBER`: the value in millionths (8 bytes, sign flipped), the number of the datatype, the
///   text;
/// - `DOUBLE`: the value as sortable bits (8 bytes), the text;
/// - `OTHER`: the datatype, 0, the text;
/// - `TRIPLE`: for subject, predicate and object, the length of the key (4 bytes) and the key.
final class TermKey {
  /// Separates a language tag from a base direction; it does not occur in tags.
  private static final String DIRECTION = "--";

  /// The sortable bits of 0 and -0.
  private static final long ZERO = Lexical.sortable(0);

  /// The kinds of numbers of [#number]: `xsd:integer`, `xsd:decimal`, and any other type.
  static final int INTEGER = 0;

  static final int DECIMAL = 1;
  private static final int OTHER_KIND = 2;

  /// The number of bits of a kind.
  static final int KIND_BITS = 2;

  /// The datatypes of numbers; first those with a kind of their own.
  private static final List<RDFDatatype> NUMBERS =
      List.of(
          XSDDatatype.XSDinteger,
          XSDDatatype.XSDdecimal,
          XSDDatatype.XSDint,
          XSDDatatype.XSDlong,
          XSDDatatype.XSDshort,
          XSDDatatype.XSDbyte,
          XSDDatatype.XSDnonNegativeInteger,
          XSDDatatype.XSDpositiveInteger,
          XSDDatatype.XSDnonPositiveInteger,
          XSDDatatype.XSDnegativeInteger,
          XSDDatatype.XSDunsignedLong,
          XSDDatatype.XSDunsignedInt,
          XSDDatatype.XSDunsignedShort,
          XSDDatatype.XSDunsignedByte);

  private TermKey() {}

  /// Replaces the content of the buffer with the key of a term.
  ///
  /// @throws IllegalArgumentException if the term is not one of RDF, such as a variable
  static KeyBuffer write(Node term, KeyBuffer key) {
    key.clear();
    if (term.isURI()) {
      return section(key, Section.IRI).putText(term.getURI());
    }
    if (term.isBlank()) {
      return section(key, Section.BLANK).putText(term.getBlankNodeLabel());
    }
    if (term.isLiteral()) {
      return writeLiteral(term, key);
    }
    if (term.isTripleTerm()) {
      return writeTriple(term.getTriple(), key);
    }
    throw new IllegalArgumentException(
        "a store contains IRIs, blank nodes, literals and triple terms, not " + term);
  }

  private static KeyBuffer writeTriple(Triple triple, KeyBuffer key) {
    section(key, Section.TRIPLE);
    KeyBuffer part = new KeyBuffer();
    for (Node term : List.of(triple.getSubject(), triple.getPredicate(), triple.getObject())) {
      write(term, part);
      key.putInt(part.length).putBytes(part.bytes, 0, part.length);
    }
    return key;
  }

  private static KeyBuffer writeLiteral(Node term, KeyBuffer key) {
    String text = term.getLiteralLexicalForm();
    String tag = term.getLiteralLanguage();
    if (!tag.isEmpty()) {
      TextDirection direction = term.getLiteralBaseDirection();
      String full = direction == null ? tag : tag + DIRECTION + direction.direction();
      return writeLanguage(full, new KeyBuffer().putText(text), key);
    }
    return writeLiteral(text, term.getLiteralDatatype(), key);
  }

  /// Appends the key of a literal with a language tag.
  ///
  /// @param tag the tag, with the base direction if there is one
  /// @param text the text in the encoding of keys
  static KeyBuffer writeLanguage(String tag, KeyBuffer text, KeyBuffer key) {
    section(key, Section.LANGUAGE).putText(Lexical.lowerCase(tag)).put(0);
    return key.putBytes(text.bytes, 0, text.length).put(0).putText(tag);
  }

  /// Appends the key of a literal without a language tag.
  static KeyBuffer writeLiteral(String text, RDFDatatype type, KeyBuffer key) {
    if (type.equals(XSDDatatype.XSDstring)) {
      return section(key, Section.STRING).putText(text);
    }
    int number = NUMBERS.indexOf(type);
    if (number >= 0) {
      long value = Lexical.millionths(text, !type.equals(XSDDatatype.XSDdecimal));
      if (value != Lexical.NONE && (number <= 1 || type.isValid(text))) {
        section(key, Section.NUMBER).putLong(value ^ Long.MIN_VALUE);
        return key.put(number).putText(text);
      }
    } else if (type.equals(XSDDatatype.XSDdouble) && type.isValid(text)) {
      double value = Lexical.number(text);
      if (!Double.isNaN(value)) {
        return section(key, Section.DOUBLE).putLong(Lexical.sortable(value)).putText(text);
      }
    } else {
      Section section = Lexical.dateSection(type, text);
      if (section != Section.OTHER) {
        return section(key, section).putText(text);
      }
    }
    return section(key, Section.OTHER).putText(type.getURI()).put(0).putText(text);
  }

  private static KeyBuffer section(KeyBuffer key, Section section) {
    return key.put(section.code);
  }

  /// Restores the term of a key.
  static Node read(byte[] b, int length) {
    return switch (Section.of(b[0])) {
      case BLANK -> NodeFactory.createBlankNode(KeyBuffer.text(b, 1, length));
      case IRI -> NodeFactory.createURI(KeyBuffer.text(b, 1, length));
      case STRING -> NodeFactory.createLiteralString(KeyBuffer.text(b, 1, length));
      case LANGUAGE -> readLanguage(b, length);
      case NUMBER -> literal(b, 10, length, NUMBERS.get(b[9]));
      case DOUBLE -> literal(b, 9, length, XSDDatatype.XSDdouble);
      case DATE_TIME_UTC, DATE_TIME -> literal(b, 1, length, XSDDatatype.XSDdateTime);
      case DATE -> literal(b, 1, length, XSDDatatype.XSDdate);
      case YEAR -> literal(b, 1, length, XSDDatatype.XSDgYear);
      case OTHER -> {
        int end = zero(b, 1);
        String type = KeyBuffer.text(b, 1, end);
        yield literal(b, end + 1, length, TypeMapper.getInstance().getSafeTypeByName(type));
      }
      case TRIPLE -> NodeFactory.createTripleTerm(readTriple(b, length));
    };
  }

  private static Triple readTriple(byte[] b, int length) {
    ByteBuffer key = ByteBuffer.wrap(b, 1, length - 1);
    return Triple.create(readPart(key), readPart(key), readPart(key));
  }

  private static Node readPart(ByteBuffer key) {
    byte[] part = new byte[key.getInt()];
    key.get(part);
    return read(part, part.length);
  }

  private static Node literal(byte[] b, int from, int to, RDFDatatype type) {
    return NodeFactory.createLiteralDT(KeyBuffer.text(b, from, to), type);
  }

  @SuppressWarnings("deprecation") // the only way to keep a tag as it is
  private static Node readLanguage(byte[] b, int length) {
    int text = zero(b, 1) + 1;
    int end = zero(b, text);
    String lexical = KeyBuffer.text(b, text, end);
    String tag = KeyBuffer.text(b, end + 1, length);
    int direction = tag.indexOf(DIRECTION);
    // The tag is that of a node already: `createLiteralLang` would bring it into a normal form
    // again.
    return direction < 0
        ? NodeFactory.createLiteral(LiteralLabelFactory.createLang(lexical, tag))
        : NodeFactory.createLiteralDirLang(
            lexical, tag.substring(0, direction), tag.substring(direction + DIRECTION.length()));
  }

  private static int zero(byte[] b, int from) {
    int i = from;
    while (b[i] != 0) {
      i++;
    }
    return i;
  }

  /// Returns the number of leading bytes that determine the value of a key, if equal values may
  /// have several terms (`1` and `01`, or two spellings of a language tag). Returns 0 if each term
  /// is a value of its own.
  static int valueLength(byte[] b) {
    return switch (Section.of(b[0])) {
      case NUMBER, DOUBLE -> 9;
      case LANGUAGE -> zero(b, zero(b, 1) + 1) + 1;
      case BLANK, IRI, STRING, DATE_TIME_UTC, DATE_TIME, DATE, YEAR, OTHER, TRIPLE -> 0;
    };
  }

  /// Returns the number of leading bytes of the key of a literal with a language tag that are the
  /// same for all literals with that tag and base direction.
  static int tagLength(byte[] b) {
    return zero(b, 1) + 1;
  }

  /// Returns the language tag, without a base direction, of the key of a literal that has one.
  static String language(byte[] b, int length) {
    String tag = KeyBuffer.text(b, zero(b, zero(b, 1) + 1) + 1, length);
    int direction = tag.indexOf(DIRECTION);
    return direction < 0 ? tag : tag.substring(0, direction);
  }

  /// Returns true if the key of a literal with a language tag has a base direction.
  static boolean hasDirection(byte[] b) {
    return KeyBuffer.text(b, 1, zero(b, 1)).contains(DIRECTION);
  }

  /// Returns the value of the key of a number. For an integer or decimal it is the value in
  /// millionths, and the kind in the lowest bits; the two highest bits are equal. For an
  /// `xsd:double` it is the bits of the value, or of NaN if the text has white space around the
  /// number.
  static long number(byte[] b, int length) {
    long value = 0;
    for (int i = 1; i <= Long.BYTES; i++) {
      value = value << Byte.SIZE | Byte.toUnsignedInt(b[i]);
    }
    if (b[0] == Section.DOUBLE.code) {
      if (b[textStart(b)] <= ' ' || b[length - 1] <= ' ') {
        return Double.doubleToLongBits(Double.NaN);
      }
      return Double.doubleToLongBits(
          value == ZERO ? Lexical.number(text(b, length)) : Lexical.ofSortable(value));
    }
    return (value ^ Long.MIN_VALUE) << KIND_BITS | Math.min(b[1 + Long.BYTES], OTHER_KIND);
  }

  /// Returns the kind of the value of an integer or decimal: [#INTEGER], [#DECIMAL] or another one.
  static int kind(long number) {
    return (int) number & ((1 << KIND_BITS) - 1);
  }

  /// Returns the datatype of the key of a number.
  static RDFDatatype datatype(byte[] b) {
    return NUMBERS.get(b[1 + Long.BYTES]);
  }

  /// Returns the text of a term: an IRI, the label of a blank node, or a lexical form.
  ///
  /// @throws IllegalArgumentException if the term is a triple term
  static String text(byte[] b, int length) {
    int start = textStart(b);
    return KeyBuffer.text(b, start, textEnd(b, start, length));
  }

  /// Returns the index of the first byte of a term's text.
  ///
  /// @throws IllegalArgumentException if the term is a triple term
  static int textStart(byte[] b) {
    return switch (Section.of(b[0])) {
      case BLANK, IRI, STRING, DATE_TIME_UTC, DATE_TIME, DATE, YEAR -> 1;
      case NUMBER -> 10;
      case DOUBLE -> 9;
      case LANGUAGE, OTHER -> zero(b, 1) + 1;
      case TRIPLE -> throw new IllegalArgumentException("a triple term has no text");
    };
  }

  /// Returns the index after the last byte of a term's text.
  ///
  /// @param start the index of its first byte
  static int textEnd(byte[] b, int start, int length) {
    return b[0] == Section.LANGUAGE.code ? zero(b, start) : length;
  }
}
