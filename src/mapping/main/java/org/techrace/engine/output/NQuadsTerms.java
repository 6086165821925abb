package org.techrace.engine.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.techrace.rdf.LanguageTags;
import org.techrace.rdf.SafeIris;

/// Creates terms as the bytes of their N-Quads form.
public final class NQuadsTerms implements TermFactory<byte[]> {
  private static final byte[] NOTHING = {};
  private static final byte[] START_OF_TRIPLE = bytes("<<( ");
  private static final byte[] END_OF_TRIPLE = bytes(" )>>");

  /// The bytes of a triple term in addition to those of its terms.
  private static final int TRIPLE_TERM_BYTES = START_OF_TRIPLE.length + END_OF_TRIPLE.length + 2;

  private final Map<String, byte[]> datatypes = new ConcurrentHashMap<>();

  @Override
  public byte[] iri(String iri) {
    return bytes("<" + (SafeIris.characterFault(iri) == null ? iri : escapedIri(iri)) + ">");
  }

  @Override
  public IriTemplate<byte[]> iriTemplate(List<String> texts, boolean asciiOnly) {
    return new BytesTemplate(texts, asciiOnly);
  }

  /// Escapes the characters of an IRI that are not allowed between angle brackets.
  private static String escapedIri(String iri) {
    StringBuilder escaped = new StringBuilder(iri.length() + 16);
    for (int i = 0; i < iri.length(); i++) {
      char c = iri.charAt(i);
      if (c <= ' ' || "<>\"{}|\\^`".indexOf(c) >= 0) {
        escaped.append("\\u%04X".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /// Encodes a label. Characters other than ASCII letters and digits are written as their code
  /// between underscores, and an underscore as two, so that different labels stay different.
  @Override
  public byte[] blankNode(String label) {
    StringBuilder safe = new StringBuilder("_:b");
    label
        .codePoints()
        .forEach(
            c -> {
              if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                safe.append((char) c);
              } else if (c == '_') {
                safe.append("__");
              } else {
                safe.append('_').append(Integer.toHexString(c)).append('_');
              }
            });
    return bytes(safe.toString());
  }

  @Override
  public byte[] literal(String text) {
    return quoted(text, NOTHING);
  }

  @Override
  public byte[] tagged(String text, String language) {
    return quoted(text, bytes("@" + language));
  }

  @Override
  public byte[] typed(String text, String datatype) {
    return quoted(text, datatypes.computeIfAbsent(datatype, d -> bytes("^^<" + d + '>')));
  }

  @Override
  public byte[] tripleTerm(byte[] subject, byte[] predicate, byte[] object) {
    LineBuffer term =
        new LineBuffer(subject.length + predicate.length + object.length + TRIPLE_TERM_BYTES);
    term.append(START_OF_TRIPLE);
    term.append(subject);
    term.append(' ');
    term.append(predicate);
    term.append(' ');
    term.append(object);
    term.append(END_OF_TRIPLE);
    return Arrays.copyOf(term.bytes(), term.length());
  }

  @Override
  public byte[] reifier(byte[] tripleTerm) {
    return blankNode(TermFactory.reifierLabel(tripleTerm));
  }

  @Override
  public byte[] constant(Node term) {
    if (term.isTripleTerm()) {
      Triple triple = term.getTriple();
      return tripleTerm(
          constant(triple.getSubject()),
          constant(triple.getPredicate()),
          constant(triple.getObject()));
    }
    if (term.isURI()) {
      return iri(term.getURI());
    }
    if (term.isBlank()) {
      return blankNode(term.getBlankNodeLabel());
    }
    String text = term.getLiteralLexicalForm();
    if (!term.getLiteralLanguage().isEmpty()) {
      return tagged(text, LanguageTags.of(term));
    }
    boolean isString =
        term.getLiteralDatatypeURI().equals("http://www.w3.org/2001/XMLSchema#string");
    return isString ? literal(text) : typed(text, term.getLiteralDatatypeURI());
  }

  @Override
  public byte[] defaultGraph() {
    return NOTHING;
  }

  @Override
  public byte[] inNQuads(byte[] term) {
    return term;
  }

  @Override
  public Object key(byte[] term) {
    return ByteBuffer.wrap(term);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Returns a quoted text with a suffix. Most texts are ASCII and need no escapes, so the text is
  /// copied while it is checked.
  private static byte[] quoted(String text, byte[] after) {
    int length = text.length();
    byte[] quoted = new byte[length + 2 + after.length];
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x7F || needsEscape(c)) {
        return join(bytes('"' + escapedFrom(i, text) + '"'), after);
      }
      quoted[i + 1] = (byte) c;
    }
    quoted[0] = '"';
    quoted[length + 1] = '"';
    System.arraycopy(after, 0, quoted, length + 2, after.length);
    return quoted;
  }

  @Override
  public int bytes(byte[] term) {
    return 16 + term.length;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /// Returns true for a character that must be escaped in a quoted literal (RDF 1.1 N-Quads,
  /// canonical form).
  private static boolean needsEscape(char c) {
    return c == '"' || c == '\\' || c < ' ' || c == 0x7F;
  }

  private static String escapedFrom(int start, String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, start);
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '\b' -> escaped.append("\\b");
        case '\f' -> escaped.append("\\f");
        default -> {
          if (needsEscape(c)) {
            escaped.append("\\u%04X".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
