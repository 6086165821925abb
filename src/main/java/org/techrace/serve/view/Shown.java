package org.techrace.serve.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.regex.Pattern;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;

/// How terms are written on pages.
public final class Shown {
  private static final DecimalFormatSymbols ENGLISH =
      DecimalFormatSymbols.getInstance(Locale.ENGLISH);
  private static final int MILLION = 1_000_000;
  private static final String DAY = "2026-11-25";
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d(-\\d\\d)?");
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\S*");
  private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9_-]");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])[A-Z](?=[a-z])");
  private static final String[] SCALES = {"", " k", " M", " bn", " tn"};

  private Shown() {}

  /// A heading made from a variable's name: `in_force` and `inForce` become "in force"; a name like
  /// `OpenAlex` stays.
  public static String heading(String variable) {
    String words = variable.replace('_', ' ');
    return words.matches("[a-z].*")
        ? HUMP.matcher(words).replaceAll(hump -> " " + hump.group().toLowerCase(Locale.ROOT))
        : words;
  }

  /// A class for the stylesheet, from the end of an IRI; of anything else the empty string.
  public static String token(Term term) {
    if (!(term instanceof Term.Link link)) {
      return "";
    }
    return "is-" + NO_TOKEN.matcher(Iris.localName(link.iri())).replaceAll("-");
  }

  /// What a reader sees: of a number its digits in groups, of a moment its day.
  public static String text(Term term) {
    return term.number().isPresent() ? number(term.text()) : day(term.text());
  }

  /// What a reader sees in a table: of a great number three digits and its scale.
  public static String brief(Term term) {
    return term.number()
        .filter(number -> Math.abs(number) >= MILLION)
        .map(Shown::compact)
        .orElseGet(() -> text(term));
  }

  /// The day of a moment: nobody looks for its second. Any other text stays as it is.
  public static String day(String text) {
    return MOMENT.matcher(text).matches() ? text.substring(0, DAY.length()) : text;
  }

  /// Whether it is a day or a month, which is not to be broken over two lines.
  public static boolean isDate(Term term) {
    return DATE.matcher(text(term)).matches();
  }

  /// A count with its digits in groups.
  public static String number(long count) {
    return number(Long.toString(count));
  }

  /// A number with its digits in groups: 12300000000 becomes 12,300,000,000.
  static String number(String decimal) {
    return new DecimalFormat("#,##0.####", ENGLISH).format(new BigDecimal(decimal));
  }

  /// A number in three or four digits: 12300000000 becomes 12.3 bn.
  public static String compact(double number) {
    double scaled = number;
    int scale = 0;
    while (Math.abs(scaled) >= (scale == 0 ? 10_000 : 1000) && scale < SCALES.length - 1) {
      scaled /= 1000;
      scale++;
    }
    BigDecimal rounded = new BigDecimal(scaled).round(new MathContext(scale == 0 ? 4 : 3));
    return new DecimalFormat("#,##0.###", ENGLISH).format(rounded) + SCALES[scale];
  }

  /// An address with the keys of terms in it: `{name}` stands for the key of a variable.
  static String fill(String address, Line line) {
    String filled = address;
    for (String variable : line.terms().keySet()) {
      String key = line.first(variable).map(Term::key).orElse("");
      filled = filled.replace("{" + variable + "}", Address.encoded(key));
    }
    return filled;
  }
}
