package org.techrace.rdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

  /// Whether a datatype has the namespace of XML Schema and is none of its datatypes.
  public static boolean isUnknownOfXsd(String datatype) {
    return datatype.startsWith(XSD.getURI())
        && TypeMapper.getInstance().getTypeByName(datatype) == null;
  }

  /// The local names of the datatypes of XML Schema.
  public static List<String> ofXsd() {
    List<String> names = new ArrayList<>();
    TypeMapper.getInstance()
        .listTypes()
        .forEachRemaining(
            type -> {
              if (type.getURI().startsWith(XSD.getURI())) {
                names.add(type.getURI().substring(XSD.getURI().length()));
              }
            });
    return names;
  }

  /// Tells whether a text is a lexical form of a datatype, for many texts. A datatype that is not
  /// known accepts every text. White space around the text is not part of a lexical form here,
  /// although XSD would collapse it: in a cell it is a mistake. What most numbers and dates look
  /// like is recognised at a glance; the rest is left to Jena.
  public static Predicate<String> checkOf(String datatype) {
    if (isText(datatype)) {
      return _ -> true;
    }
    RDFDatatype type = TypeMapper.getInstance().getTypeByName(datatype);
    Predicate<String> check = type == null ? _ -> true : type::isValid;
    Predicate<String> trimmed =
        text ->
            !text.isEmpty()
                && text.charAt(0) > ' '
                && text.charAt(text.length() - 1) > ' '
                && check.test(text);
    if (datatype.equals(INTEGER)) {
      return text -> isDigits(text, 0) || trimmed.test(text);
    }
    if (datatype.equals(DECIMAL) || datatype.equals(DOUBLE)) {
      return text -> isDigits(text, 1) || trimmed.test(text);
    }
    if (datatype.equals(XSD.date.getURI())) {
      return text -> isPlainDate(text) || trimmed.test(text);
    }
    return trimmed;
  }

  /// A lexical form of a datatype, to show what was expected; none for a datatype not known here.
  public static Optional<String> example(String datatype) {
    return Optional.ofNullable(EXAMPLES.get(datatype));
  }

  private static boolean isText(String datatype) {
    return datatype.equals(XSD.xstring.getURI()) || !datatype.startsWith(XSD.getURI());
  }

  /// Digits with an optional sign and as many points as are allowed, not at the end.
  private static boolean isDigits(String text, int points) {
    int i = !text.isEmpty() && text.charAt(0) == '-' ? 1 : 0;
    int left = points;
    if (i == text.length() || text.charAt(text.length() - 1) == '.') {
      return false;
    }
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && left > 0) {
        left--;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  /// `2026-11-24`, with a day that every month has.
  private static boolean isPlainDate(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      char c = text.charAt(i);
      if (i != 4 && i != 7 && (c < '0' || c > '9')) {
        return false;
      }
    }
    int month = (text.charAt(5) - '0') * 10 + text.charAt(6) - '0';
    int day = (text.charAt(8) - '0') * 10 + text.charAt(9) - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 28 && !text.startsWith("0000");
  }
}
