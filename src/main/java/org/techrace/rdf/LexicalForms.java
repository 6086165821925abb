package org.techrace.rdf;

import java.util.Map;
import java.util.Optional;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.vocabulary.XSD;

/// Tells whether a text is in the lexical space of a datatype.
public final class LexicalForms {
  private static final String INTEGER = XSD.integer.getURI();
  private static final String DECIMAL = XSD.decimal.getURI();
  private static final String DOUBLE = XSD.xdouble.getURI();
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry(INTEGER, "42"),
          Map.entry(DECIMAL, "3.14"),
          Map.entry(DOUBLE, "3.14 or 6.02E23"),
          Map.entry(XSD.xboolean.getURI(), "true or false"),
          Map.entry(XSD.date.getURI(), "2026-11-24"),
          Map.entry(XSD.dateTime.getURI(), "2026-11-24T09:30:00Z"),
          Map.entry(XSD.time.getURI(), "09:30:00"),
          Map.entry(XSD.gYear.getURI(), "2026"),
          Map.entry(XSD.gYearMonth.getURI(), "2026-11"),
          Map.entry(XSD.nonNegativeInteger.getURI(), "42"),
          Map.entry(XSD.anyURI.getURI(), "https://example.org/"));

  private LexicalForms() {}

  /// Whether the text is a lexical form of the datatype. A datatype that is not known accepts every
  /// text. White space around the text is not part of a lexical form here, although XSD would
  /// collapse it: in a cell it is a mistake.
  public static boolean isValid(String text, String datatype) {
    if (text.isEmpty() || text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ') {
      return isText(datatype);
    }
    if (isDigits(text)
        && (datatype.equals(INTEGER) || datatype.equals(DECIMAL) || datatype.equals(DOUBLE))) {
      return true;
    }
    RDFDatatype type = TypeMapper.getInstance().getTypeByName(datatype);
    return type == null || type.isValid(text);
  }

  /// A lexical form of a datatype, to show what was expected; none for a datatype not known here.
  public static Optional<String> example(String datatype) {
    return Optional.ofNullable(EXAMPLES.get(datatype));
  }

  private static boolean isText(String datatype) {
    return datatype.equals(XSD.xstring.getURI()) || !datatype.startsWith(XSD.getURI());
  }

  /// Digits with an optional sign and decimal point: what most numbers look like.
  private static boolean isDigits(String text) {
    int i = text.charAt(0) == '-' ? 1 : 0;
    if (i == text.length()) {
      return false;
    }
    for (; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
