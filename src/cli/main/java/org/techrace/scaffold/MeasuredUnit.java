package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.engine.expression.UnitCodes;

/// The unit of measure of a column of numbers, from its header and cells: `Power (MW)` is in `MW`,
/// `value_kusd` in `thousand USD`, and cells such as `12 %` are in `%`.
///
/// @param symbol how the unit is written: a code of UCUM, a currency of ISO 4217 with `thousand`,
///   `million`, `billion` or `trillion` in front of it, or else the text of the header
/// @param ucum the code of UCUM, if there is one
record MeasuredUnit(String symbol, Optional<String> ucum) {
  private static final Pattern BRACKETS = Pattern.compile("\\(([^()]*)\\)|\\[([^\\[\\]]*)\\]");

  private static final Pattern IN = Pattern.compile("(?i)\\bin (\\S+)");

  /// A word of a header, as in `value_kusd`.
  private static final Pattern WORD = Pattern.compile("[^\\s_()\\[\\],;:]+");

  private static final Pattern PERCENT =
      Pattern.compile("(?i)(%|percent|per cent|pct|percentage)(\\b.*|\\s.*)?");

  private static final Pattern DEGREES = Pattern.compile("(?i)(lat|latitude|lon|lng|longitude)");

  /// Operations of computers, which UCUM does not have.
  private static final Pattern OPERATIONS =
      Pattern.compile("([kMGTPEZ]|\\p{Alnum}+-)?(FL)?OPs?(/s|S)?");

  /// A number for each of some things, as in `per million people`.
  private static final Pattern PER = Pattern.compile("(?i)per \\p{L}[\\p{L}\\d, ]*");

  /// Units that a header may have at its end without brackets, in lower case.
  private static final Map<String, String> AT_THE_END =
      Map.ofEntries(
          Map.entry("t", "t"),
          Map.entry("kt", "kt"),
          Map.entry("mt", "Mt"),
          Map.entry("kg", "kg"),
          Map.entry("km", "km"),
          Map.entry("km2", "km2"),
          Map.entry("mm", "mm"),
          Map.entry("cm", "cm"),
          Map.entry("ha", "har"),
          Map.entry("kw", "kW"),
          Map.entry("mw", "MW"),
          Map.entry("gw", "GW"),
          Map.entry("kwh", "kW.h"),
          Map.entry("mwh", "MW.h"),
          Map.entry("gwh", "GW.h"),
          Map.entry("twh", "TW.h"),
          Map.entry("hours", "h"),
          Map.entry("days", "d"),
          Map.entry("pct", "%"),
          Map.entry("percent", "%"));

  private static final Map<String, String> CURRENCIES =
      Map.ofEntries(
          Map.entry("$", "USD"),
          Map.entry("us$", "USD"),
          Map.entry("dollar", "USD"),
          Map.entry("dollars", "USD"),
          Map.entry("dol", "USD"),
          Map.entry("€", "EUR"),
          Map.entry("euro", "EUR"),
          Map.entry("euros", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("₹", "INR"));

  private static final Map<String, String> SCALES =
      Map.ofEntries(
          Map.entry("k", "thousand"),
          Map.entry("thousand", "thousand"),
          Map.entry("thousands", "thousand"),
          Map.entry("thsd", "thousand"),
          Map.entry("tsd", "thousand"),
          Map.entry("m", "million"),
          Map.entry("mn", "million"),
          Map.entry("mio", "million"),
          Map.entry("million", "million"),
          Map.entry("millions", "million"),
          Map.entry("b", "billion"),
          Map.entry("bn", "billion"),
          Map.entry("mrd", "billion"),
          Map.entry("billion", "billion"),
          Map.entry("billions", "billion"),
          Map.entry("tn", "trillion"),
          Map.entry("trillion", "trillion"),
          Map.entry("trillions", "trillion"));

  /// Words next to a currency that say of which year or kind the prices are.
  private static final Set<String> QUALIFIERS =
      Set.of(
          "current", "constant", "international", "ppp", "nominal", "real", "prices", "of", "in");

  /// Returns the unit of a column, or empty if neither its header nor its cells say one.
  static Optional<MeasuredUnit> of(SeenColumn column, String header) {
    if (!column.isNumber() || column.isYearByName() || column.isPartlyInPercent()) {
      return Optional.empty();
    }
    Optional<MeasuredUnit> ofCells = column.unit().flatMap(MeasuredUnit::parse);
    return ofCells.isPresent() ? ofCells : of(header);
  }

  /// Returns the unit in a header, or empty if it has none.
  static Optional<MeasuredUnit> of(String header) {
    Optional<MeasuredUnit> found = Optional.empty();
    for (Matcher brackets = BRACKETS.matcher(header); brackets.find(); ) {
      String inside = brackets.group(1) == null ? brackets.group(2) : brackets.group(1);
      // The unit may be one of several remarks, as in `(BoP, current US$)`.
      for (String remark : (inside + "," + inside.replace(',', ' ')).split(",", -1)) {
        found = found.or(() -> parse(remark.strip()));
      }
    }
    String plain = BRACKETS.matcher(header).replaceAll(" ").strip();
    return found.or(() -> afterIn(plain)).or(() -> inWords(plain));
  }

  /// Returns the unit after the word `in`.
  private static Optional<MeasuredUnit> afterIn(String header) {
    Matcher in = IN.matcher(header);
    return in.find() && in.group(1).length() > 1 ? parse(in.group(1)) : Optional.empty();
  }

  /// Returns the unit in the words of a header: at its end, a currency anywhere, or the word
  /// percent in front.
  private static Optional<MeasuredUnit> inWords(String header) {
    if (DEGREES.matcher(header).matches()) {
      return ucum("deg");
    }
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(header); word.find(); ) {
      words.add(word.group());
    }
    words.removeIf(word -> word.matches("\\d{4}"));
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (PERCENT.matcher(words.getFirst()).matches()) {
      return ucum("%");
    }
    String last = words.getLast().toLowerCase(Locale.ROOT);
    if (words.size() > 1 && AT_THE_END.containsKey(last)) {
      return ucum(AT_THE_END.get(last));
    }
    int from = Math.max(0, words.size() - 2);
    return money(words.subList(from, words.size()))
        .or(() -> money(List.of(words.getLast())))
        .filter(_ -> words.size() > 1);
  }

  /// Returns the unit that a text is, or empty if it is none.
  private static Optional<MeasuredUnit> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (PERCENT.matcher(text).matches()) {
      return ucum("%");
    }
    Optional<MeasuredUnit> money = money(List.of(text.split("\\s+", -1)));
    if (money.isPresent()) {
      return money;
    }
    String scale = SCALES.get(text.toLowerCase(Locale.ROOT));
    if (scale != null && text.length() > 1) {
      return Optional.of(new MeasuredUnit(scale, Optional.empty()));
    }
    if (OPERATIONS.matcher(text).matches() || PER.matcher(text).matches()) {
      return Optional.of(new MeasuredUnit(text, Optional.empty()));
    }
    return HeaderUnit.isUnit(text)
        ? UnitCodes.of(text.replaceFirst(HeaderUnit.SUBSTANCE + "$", ""))
            .map(code -> new MeasuredUnit(code, Optional.of(code)))
        : Optional.empty();
  }

  private static Optional<MeasuredUnit> ucum(String code) {
    return Optional.of(new MeasuredUnit(code, Optional.of(code)));
  }

  /// Returns an amount of money if the words are a currency, a scale and words about prices only.
  private static Optional<MeasuredUnit> money(List<String> words) {
    String scale = "";
    String currency = "";
    for (String word : words) {
      String plain = word.toLowerCase(Locale.ROOT).replaceFirst("(?<=mio|mrd|tsd)\\.$", "");
      String stem = plain.isEmpty() ? "" : plain.substring(1);
      if (currency(plain).isPresent() && currency.isEmpty()) {
        currency = currency(plain).get();
      } else if (SCALES.containsKey(plain) && scale.isEmpty()) {
        scale = SCALES.get(plain);
      } else if (plain.matches("[kmb].*") && currency(stem).isPresent() && currency.isEmpty()) {
        scale = SCALES.getOrDefault(plain.substring(0, 1), "");
        currency = currency(stem).get();
      } else if (!QUALIFIERS.contains(plain) && !plain.matches("\\d{4}")) {
        return Optional.empty();
      }
    }
    return currency.isEmpty()
        ? Optional.empty()
        : Optional.of(new MeasuredUnit((scale + " " + currency).strip(), Optional.empty()));
  }

  private static Optional<String> currency(String word) {
    String code = CURRENCIES.get(word);
    if (code != null) {
      return Optional.of(code);
    }
    return word.length() == 3
        ? Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .filter(known -> known.equalsIgnoreCase(word))
            .findFirst()
        : Optional.empty();
  }
}
