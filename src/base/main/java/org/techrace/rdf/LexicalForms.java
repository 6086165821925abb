package org.techrace.rdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;

/// Checks texts against the lexical space of a datatype.
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

  /// The most characters of a text.
  public static final int MAX_TEXT_CHARACTERS = 16 << 20;

  /// The most characters of a number, date or duration: the endpoint refuses to calculate with
  /// longer ones.
  public static final int MAX_VALUE_CHARACTERS = 5_000;

  /// The most characters of a number without an exponent that every float can hold.
  private static final int MAX_SAFE_CHARACTERS = 30;

  private static final Pattern EXPONENT = Pattern.compile("[eE]");
  private static final Pattern NOT_ZERO = Pattern.compile("[^eE]*[1-9]");

  private static final Set<String> TEXTS =
      Stream.of(
              XSD.xstring,
              XSD.normalizedString,
              XSD.token,
              XSD.anyURI,
              XSD.base64Binary,
              XSD.hexBinary)
          .map(Resource::getURI)
          .collect(Collectors.toSet());

  private LexicalForms() {}

  /// Describes why a literal is too long, or returns null if it is not.
  ///
  /// @param datatype the IRI of its datatype
  public static @Nullable String lengthFault(String text, String datatype) {
    if (text.length() <= MAX_VALUE_CHARACTERS) {
      return null;
    }
    boolean value = datatype.startsWith(XSD.getURI()) && !TEXTS.contains(datatype);
    int most = value ? MAX_VALUE_CHARACTERS : MAX_TEXT_CHARACTERS;
    return text.length() <= most
        ? null
        : "%s has %,d characters; at most %,d are allowed: correct or shorten it"
            .formatted(value ? "the value" : "the text", text.length(), most);
  }

  /// Reports whether a datatype has the XML Schema namespace but is not an XML Schema datatype.
  public static boolean isUnknownOfXsd(String datatype) {
    return datatype.startsWith(XSD.getURI())
        && TypeMapper.getInstance().getTypeByName(datatype) == null;
  }

  /// Returns the local names of the XML Schema datatypes.
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

  /// Returns a check for the lexical forms of a datatype, to be used on many texts. An unknown
  /// datatype accepts every text.
  ///
  /// White space around a text is a fault here, although XML Schema would collapse it: in a table
  /// cell it is usually a mistake. Common numbers and dates are recognised by a fast path; Jena
  /// checks the others.
  ///
  /// @param datatype the IRI of the datatype
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

  /// Reports whether the lexical forms of a datatype that [#checkOf] accepts consist of visible
  /// ASCII characters, as those of numbers, dates and truth values do.
  public static boolean isAscii(String datatype) {
    return EXAMPLES.containsKey(datatype) && !TEXTS.contains(datatype);
  }

  /// Describes how the value of a valid literal differs from what its text says, or returns null:
  /// numbers that a double or float cannot hold are infinite or zero there.
  ///
  /// @param datatype the IRI of its datatype
  public static @Nullable String rangeDoubt(String text, String datatype) {
    boolean isFloat = datatype.equals(XSD.xfloat.getURI());
    if ((!isFloat && !datatype.equals(DOUBLE))
        || (text.length() <= MAX_SAFE_CHARACTERS && !EXPONENT.matcher(text).find())
        || text.indexOf('N') >= 0) {
      return null;
    }
    double value = isFloat ? Float.parseFloat(text) : Double.parseDouble(text);
    return Double.isInfinite(value) || (value == 0 && NOT_ZERO.matcher(text).lookingAt())
        ? "'%s' is too %s for %s, whose value is then %s; correct it, or make it an xsd:decimal with fn:toNumber"
            .formatted(
                text,
                value == 0 ? "small" : "large",
                isFloat ? "xsd:float" : "xsd:double",
                value == 0 ? "0" : "infinite")
        : null;
  }

  /// Returns an example of a datatype's lexical form for messages, or empty if there is none.
  public static Optional<String> example(String datatype) {
    return Optional.ofNullable(EXAMPLES.get(datatype));
  }

  private static boolean isText(String datatype) {
    return datatype.equals(XSD.xstring.getURI()) || !datatype.startsWith(XSD.getURI());
  }

  /// Matches digits with an optional minus sign and at most `points` decimal points, none at the
  /// end.
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

  /// Matches a date such as `2026-11-24` whose day is at most 28, so that every month has it.
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
