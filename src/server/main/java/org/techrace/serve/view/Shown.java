package org.techrace.serve.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Slug;
import org.techrace.serve.text.Languages;
import org.techrace.serve.text.Reader;

/// Formats terms for pages.
public final class Shown {
  /// A number from here on is written with a power of ten.
  private static final double LARGEST = 1e15;

  /// Characters from here on (CJK) are twice as wide as those of the Latin script.
  private static final int WIDE = 0x2E80;

  /// The most characters of words that a query writes itself.
  private static final int LONGEST_WORDS = 60;

  private static final int MILLION = 1_000_000;
  private static final int DIGITS = 4;

  /// The most digits after the decimal point of a number in a table.
  private static final int DECIMALS = 4;

  private static final String DAY = "2026-11-25";
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d(-\\d\\d)?");
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\S*");
  private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9_-]");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])[A-Z](?=[a-z])");

  private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB");
  private static final int BYTE_STEP = 1000;

  /// The greatest number without a scale has four digits.
  private static final int UNSCALED = 10_000;

  private Shown() {}

  /// Returns a heading for a variable: `in_force` and `inForce` become "in force"; `OpenAlex` is
  /// unchanged. The texts of the reader's language may have another one, under `column.VARIABLE`.
  public static String heading(String variable) {
    Optional<String> named = Reader.current().texts().find("column." + variable);
    if (named.isPresent()) {
      return named.get();
    }
    String words = variable.replace('_', ' ');
    return words.matches("[a-z].*")
        ? HUMP.matcher(words).replaceAll(hump -> " " + hump.group().toLowerCase(Locale.ROOT))
        : words;
  }

  /// Returns a class for the stylesheet from an IRI's local name, or the empty string for other
  /// terms.
  public static String token(Term term) {
    if (!(term instanceof Term.Link link)) {
      return "";
    }
    return "is-" + NO_TOKEN.matcher(Iris.localName(link.iri())).replaceAll("-");
  }

  /// The class of a link to a concept of a code list, which the stylesheet may colour; none for any
  /// other link.
  public static @Nullable String toneOf(Term.Link link) {
    return link.local().startsWith("scheme/") ? token(link) : null;
  }

  /// Returns the language of a term's text if it is not the reader's, for the attribute `lang`: a
  /// text of the graph without a translation. That of a name without a language is empty, which is
  /// the value of `lang` for an unknown one.
  public static @Nullable String foreign(Term term) {
    return switch (term) {
      case Term.Link link -> foreign(link.language());
      case Term.Value value when !value.language().isEmpty() && words(value).isEmpty() ->
          foreign(value.language());
      default -> null;
    };
  }

  private static @Nullable String foreign(String language) {
    String reader = Reader.current().language();
    return language.equals(reader)
            || language.startsWith(reader + "-")
            || (language.isEmpty() && reader.equals(Languages.DEFAULT))
        ? null
        : language;
  }

  /// Returns the text of a term: numbers with grouped digits, points in time as days, and the words
  /// of a query in the language of the reader.
  public static String text(Term term) {
    return term.number().isPresent()
        ? number(term.text())
        : words(term).orElseGet(() -> day(term.text()));
  }

  /// Returns words that a query writes itself, such as "supports", in the language of the reader:
  /// the text `value.supports`. They may have a language, as names beside them have.
  public static Optional<String> words(Term term) {
    return term instanceof Term.Value value
            && (!value.language().isEmpty()
                || value.datatype().isEmpty()
                || value.datatype().equals(XSD.xstring.getURI()))
            && value.text().length() <= LONGEST_WORDS
        ? Reader.current().texts().find("value." + Slug.ascii(value.text()))
        : Optional.empty();
  }

  /// Returns the text of a term in a table: numbers from one million on with three digits and a
  /// scale, others with decimals only as far as they have four digits.
  public static String brief(Term term) {
    return term.number()
        .map(
            number ->
                Math.abs(number) >= MILLION
                    ? compact(number)
                    : number(
                        rounded(new BigDecimal(term.text()), DIGITS, DECIMALS).toPlainString()))
        .orElseGet(() -> text(term));
  }

  /// Rounds a number to some digits, but never a digit before the decimal point. Rounds once: a
  /// second step would make 0.538 of 0.53854.
  ///
  /// @param decimals the most digits after the decimal point
  private static BigDecimal rounded(BigDecimal number, int digits, int decimals) {
    int whole = number.precision() - number.scale();
    return number.setScale(Math.clamp(digits - whole, 0, decimals), RoundingMode.HALF_UP);
  }

  /// Returns the day of a point in time. Other texts are unchanged.
  public static String day(String text) {
    return MOMENT.matcher(text).matches() ? text.substring(0, DAY.length()) : text;
  }

  /// Reports whether the text is a day or a month, which must not be broken over two lines.
  public static boolean isDate(Term term) {
    return DATE.matcher(text(term)).matches();
  }

  /// Returns the width of a text in characters of the Latin script; a Chinese one is as wide as
  /// two.
  public static int width(String text) {
    return text.codePoints().map(Shown::width).sum();
  }

  private static int width(int character) {
    return character < WIDE ? 1 : 2;
  }

  /// Returns a text that begins with a capital letter.
  public static String capitalised(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /// Returns a text of at most a width, which ends with "…" if it was wider.
  ///
  /// @param most the width, see [#width]
  public static String shortened(String text, int most) {
    if (width(text) <= most) {
      return text;
    }
    int end = 0;
    int width = 1;
    while (width + width(text.codePointAt(end)) <= most) {
      width += width(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end).strip() + "…";
  }

  /// Returns a number with grouped digits.
  public static String number(long count) {
    return number(Long.toString(count));
  }

  /// Returns a number with grouped digits: 12300000000 becomes 12,300,000,000.
  static String number(String decimal) {
    return format("#,##0.####").format(new BigDecimal(decimal));
  }

  /// Returns a number with 3 or 4 digits: 12300000000 becomes 12.3 bn, 6.8e24 becomes 6.8 × 10²⁴.
  public static String compact(double number) {
    return scaled(number, "number.scales");
  }

  /// Returns a number for a sentence, where a scale is a word: 12300000000 becomes 12.3 billion,
  /// 900000 stays 900,000.
  public static String worded(double number) {
    return scaled(number, "number.words");
  }

  /// @param key the text with the name of each scale; a scale without a name is not used
  private static String scaled(double number, String key) {
    if (Math.abs(number) >= LARGEST) {
      int exponent = (int) Math.floor(Math.log10(Math.abs(number)));
      BigDecimal digits = new BigDecimal(number / Math.pow(10, exponent)).round(new MathContext(3));
      return format("0.##").format(digits) + " × 10" + raised(exponent);
    }
    double scaled = number;
    int scale = 0;
    String[] scales = Reader.text(key).split("\\|", -1);
    int step = Integer.parseInt(Reader.text("number.scale"));
    while (Math.abs(scaled) >= (scale == 0 ? UNSCALED : step) && scale < scales.length - 1) {
      scaled /= step;
      scale++;
    }
    if (scale > 0 && scales[scale].isEmpty()) {
      return format("#,##0").format(number);
    }
    BigDecimal rounded = rounded(new BigDecimal(scaled), scale == 0 ? DIGITS : DIGITS - 1, 3);
    return format("#,##0.###").format(rounded) + scales[scale];
  }

  /// Returns a number of bytes with at most 3 digits and a unit of SI, in every language: 5281776
  /// becomes 5.28 MB.
  public static String bytes(long bytes) {
    double scaled = bytes;
    int unit = 0;
    while (scaled >= BYTE_STEP && unit < BYTE_UNITS.size() - 1) {
      scaled /= BYTE_STEP;
      unit++;
    }
    BigDecimal rounded = rounded(new BigDecimal(scaled), DIGITS - 1, 2);
    return format("#,##0.##").format(rounded) + " " + BYTE_UNITS.get(unit);
  }

  private static DecimalFormat format(String pattern) {
    return Reader.current().texts().number(pattern);
  }

  private static String raised(int exponent) {
    StringBuilder raised = new StringBuilder();
    Integer.toString(exponent).chars().forEach(c -> raised.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')));
    return raised.toString();
  }

  /// Fills an address template: replaces `{name}` with the key of the variable's first term.
  static String fill(String address, Line line) {
    String filled = address;
    for (String variable : line.terms().keySet()) {
      String key = line.first(variable).map(Term::key).orElse("");
      filled = filled.replace("{" + variable + "}", Address.encoded(key));
    }
    return filled;
  }
}
