package org.techrace.serve.view;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.techrace.entity.Term;

/// How terms are written on pages.
public final class Shown {
  private static final DecimalFormatSymbols ENGLISH =
      DecimalFormatSymbols.getInstance(Locale.ENGLISH);
  private static final String[] SCALES = {"", " k", " M", " bn", " tn"};

  private Shown() {}

  /// A heading made from a variable's name: `in_force` becomes "in force".
  public static String heading(String variable) {
    return variable.replace('_', ' ');
  }

  /// A class for the stylesheet, from the end of an IRI; of anything else the empty string.
  public static String token(Term term) {
    if (!(term instanceof Term.Link link)) {
      return "";
    }
    String iri = link.iri();
    int end = Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#'));
    return "is-" + iri.substring(end + 1).replaceAll("[^A-Za-z0-9_-]", "-");
  }

  /// What a reader sees: of a number its digits in groups.
  public static String text(Term term) {
    return term.number().isPresent() ? number(term.text()) : term.text();
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
