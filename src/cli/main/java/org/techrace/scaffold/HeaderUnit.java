package org.techrace.scaffold;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header of a column, divided into a name and a unit of measure: `Oil (TWh)` has the unit
/// `TWh`, `Price (EUR)` the unit `EUR`; `Name (official)` has none.
///
/// @param name the name without what is in brackets
/// @param unit the unit; empty if there is none
record HeaderUnit(String name, String unit) {
  private static final Pattern BRACKETS = Pattern.compile("\\(([^()]*)\\)|\\[([^\\[\\]]*)\\]");

  /// The substance whose mass is measured, as in `kt CO2`. The unit is that of the mass.
  static final String SUBSTANCE = "([ -]+(of )?CO[2₂]([- ]?eq?\\.?)?)";

  /// Prefixes of multiples, symbols of units, currencies, and what is counted, each alone or
  /// divided by others.
  private static final Pattern UNIT =
      Pattern.compile(
          "((k|M|G|T|P|E|m|c|d|n|µ|h)?(W|Wh|W·h|J|toe|tce|V|A|Hz|g|t|m|m2|m²|m\\^2|m3|m³|m\\^3|l|L|s|Pa|N|B|bits?|bytes?|bps|FLOPS?|FLOP/s|cal)|%|‰|percent|per"
              + " ?cent|percentage("
              + " points?)?|pp|ppm|ppb|°[CF]|K|ha|acres?|km/h|mph|bbl|barrels?|BTU|MMBTU|MGD|square"
              + " (feet|met(er|re)s?|kilomet(er|re)s?)|cubic met(er|re)s?"
              + "|tonnes?|tons?|kilograms?|grams?|met(er|re)s?|kilomet(er|re)s?|lit(er|re)s?|hectares?|years?|months?|days?|hours?|minutes?|seconds?"
              + "|[$€£¥₹]|US\\$|[A-Z]{3}|dollars?|euros?|(current|constant|international|PPP)?[-"
              + " ]?(\\d{4} )?(US\\$|\\$|USD|EUR|GBP|JPY|CNY|INR).*"
              + "|thousands?|millions?|billions?|thsd|mn|bn|([Mm]io|[Mm]rd|[Tt]sd)\\.?|people|persons?|number|count|units?)(["
              + " /·.]*(of|per|per"
              + " capita|thousand|million|billion|GDP|[kMGT]?(W|Wh|g|t|m|m2|m²|m3|m³|l|L|s|h)|year|day|month|capita|people|person|inhabitants?|US\\$|USD|EUR|\\$|€|100,?000|1,?000))*"
              + SUBSTANCE
              + "?");

  /// Symbols without letters, as words.
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("%", " percent ");
    WORDS.put("‰", " per mille ");
    WORDS.put("$", " dollars ");
    WORDS.put("€", " euros ");
    WORDS.put("£", " pounds ");
    WORDS.put("¥", " yen ");
    WORDS.put("₹", " rupees ");
    WORDS.put("°", " degrees ");
  }

  static HeaderUnit of(String header) {
    Matcher brackets = BRACKETS.matcher(header);
    String unit = "";
    while (brackets.find()) {
      String inside = (brackets.group(1) == null ? brackets.group(2) : brackets.group(1)).strip();
      if (UNIT.matcher(inside).matches()) {
        unit = inside;
      }
    }
    return new HeaderUnit(BRACKETS.matcher(header).replaceAll(" ").strip(), unit);
  }

  /// Returns true if a text can be a unit.
  static boolean isUnit(String text) {
    return UNIT.matcher(text).matches();
  }

  /// Returns a header with words for symbols, so that the names of columns with different units
  /// differ: `Oil percent` for `Oil (%)`.
  static String spelled(String header) {
    String text = header;
    for (Map.Entry<String, String> word : WORDS.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    return text;
  }
}
