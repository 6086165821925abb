package org.techrace.engine.expression;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.jspecify.annotations.Nullable;

/// Units of measure: codes of UCUM (Unified Code for Units of Measure), and common ways to write
/// them. Thread-safe.
final class Units {
  /// The least significant digits of a converted number; it has as many as the number before.
  private static final int DIGITS = 15;

  /// The digits of calculations that are not rounded yet, in addition to those of the number.
  private static final int MORE_DIGITS = 34;

  /// The value 1 with enough digits, because the library keeps the precision of its input.
  private static final String ONE = "1.00000000000000000000000000000000";

  private static final int MAX_UNIT_LENGTH = 60;
  private static final int MAX_UNITS = 10_000;

  /// Patterns of ways to write a unit, and its code.
  private static final Map<Pattern, String> SYMBOLS = new LinkedHashMap<>();

  /// The codes of the units seen so far; empty for a unit that is not known.
  private static final Map<String, Optional<Unit>> KNOWN = new ConcurrentHashMap<>();

  static {
    String[][] symbols = {
      {"([kMGTPE]?)W[-. ]?h", "$1W.h"},
      {"([MGTP]?)B", "$1By"},
      {"[kK]B", "kBy"},
      {"([kMG]?)toe", "$1[toe]"},
      {"°C|º ?C|deg ?C", "Cel"},
      {"°F|deg ?F", "[degF]"},
      {"ha|hectares?", "har"},
      {"acres?", "[acr_us]"},
      {"mi|miles?", "[mi_i]"},
      {"nmi", "[nmi_i]"},
      {"ft|feet|foot", "[ft_i]"},
      {"in|inch|inches", "[in_i]"},
      {"yd|yards?", "[yd_i]"},
      {"lbs?|pounds?", "[lb_av]"},
      {"oz", "[oz_av]"},
      {"mph", "[mi_i]/h"},
      {"kph", "km/h"},
      {"bbl", "[bbl_us]"},
      {"BTU|Btu", "[Btu]"},
      {"hp", "[HP]"},
      {"tonnes?", "t"},
      {"lit(?:er|re)s?", "L"},
      {"met(?:er|re)s?", "m"},
      {"kilomet(?:er|re)s?", "km"},
      {"kilograms?", "kg"},
      {"grams?", "g"},
      {"years?|yr|y", "a"},
      {"days?", "d"},
      {"hours?|hrs?", "h"},
      {"minutes?", "min"},
      {"seconds?|sec", "s"},
      {"per ?cent", "%"},
      {"bytes?", "By"},
      {"bits?", "bit"},
      {"square feet|sq\\.? ?ft", "[sft_i]"},
      {"square met(?:er|re)s?", "m2"},
      {"square kilomet(?:er|re)s?", "km2"},
      {"cubic met(?:er|re)s?", "m3"},
      {"MGD", "10*6.[gal_us]/d"},
    };
    for (String[] symbol : symbols) {
      SYMBOLS.put(Pattern.compile(symbol[0]), symbol[1]);
    }
  }

  /// Loads the definitions when the first unit is needed.
  private static final class Ucum {
    static final UcumEssenceService SERVICE = load();

    private static UcumEssenceService load() {
      try (InputStream definitions =
          Objects.requireNonNull(
              UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml"))) {
        return new UcumEssenceService(definitions);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (UcumException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// A unit as a multiple of base units: `base = (value + offset) * factor`.
  ///
  /// @param dimension the base units; two units can be converted if it is the same
  record Unit(String dimension, BigDecimal factor, BigDecimal offset) {
    Unit(String dimension, BigDecimal factor) {
      this(dimension, factor, BigDecimal.ZERO);
    }

    /// Converts a number in this unit to another unit of the same dimension.
    BigDecimal to(Unit other, BigDecimal number) {
      if (equals(other)) {
        return number;
      }
      int digits = Math.max(DIGITS, number.precision());
      return number
          .add(offset)
          .multiply(factor)
          .divide(other.factor, new MathContext(digits + MORE_DIGITS, RoundingMode.HALF_EVEN))
          .subtract(other.offset)
          .round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
  }

  private Units() {}

  /// Returns a unit, or empty if it is not known.
  ///
  /// @param text a code of UCUM such as `kW.h`, or another way to write it such as `kWh`
  static Optional<Unit> of(String text) {
    String unit = text.strip();
    if (unit.isEmpty() || unit.length() > MAX_UNIT_LENGTH) {
      return Optional.empty();
    }
    Optional<Unit> known = KNOWN.get(unit);
    if (known != null) {
      return known;
    }
    Optional<Unit> found = parse(unit);
    if (KNOWN.size() < MAX_UNITS) {
      KNOWN.put(unit, found);
    }
    return found;
  }

  /// Returns the code of UCUM of a unit, or empty if it is not known.
  static Optional<String> codeOf(String text) {
    return of(text).map(_ -> code(text.strip()));
  }

  private static Optional<Unit> parse(String unit) {
    String code = code(unit);
    // The library does not convert temperatures with an offset.
    switch (code) {
      case "Cel" -> {
        return Optional.of(new Unit("K", BigDecimal.ONE, new BigDecimal("273.15")));
      }
      case "[degF]" -> {
        BigDecimal fiveNinths =
            BigDecimal.valueOf(5).divide(BigDecimal.valueOf(9), MathContext.DECIMAL128);
        return Optional.of(new Unit("K", fiveNinths, new BigDecimal("459.67")));
      }
      default -> {}
    }
    BigDecimal factor = BigDecimal.ONE;
    Matcher oil = Pattern.compile("([kMG]?)\\[toe]").matcher(code);
    if (oil.matches()) {
      // A tonne of oil equivalent is 41.868 GJ by the definition of the International Energy
      // Agency.
      code = oil.group(1) + "J";
      factor = new BigDecimal("41868000000");
    }
    @Nullable Pair canonical = canonical(code);
    return canonical == null
        ? Optional.empty()
        : Optional.of(
            new Unit(
                canonical.getCode(),
                new BigDecimal(canonical.getValue().asDecimal()).multiply(factor)));
  }

  /// Returns the unit in base units, or null if it is not known. The library is not thread-safe.
  private static synchronized @Nullable Pair canonical(String code) {
    if (Ucum.SERVICE.validate(code) != null) {
      return null;
    }
    try {
      return Ucum.SERVICE.getCanonicalForm(new Pair(new Decimal(ONE), code));
    } catch (UcumException _) {
      return null;
    }
  }

  /// Returns the code of UCUM for a common way to write a unit, or the text with the characters of
  /// UCUM.
  private static String code(String unit) {
    String plain =
        unit.replace('·', '.')
            .replace('⋅', '.')
            .replace('×', '.')
            .replace('*', '.')
            .replace('µ', 'u')
            .replace('μ', 'u')
            .replace("Ω", "Ohm")
            .replace("⁻", "-")
            .replace('¹', '1')
            .replace('²', '2')
            .replace('³', '3')
            .replace("^", "")
            .replaceAll("10\\.([0-9])", "10*$1");
    StringBuilder code = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= plain.length(); i++) {
      if (i == plain.length() || plain.charAt(i) == '/') {
        code.append(start > 0 ? "/" : "").append(symbol(plain.substring(start, i).strip()));
        start = i + 1;
      }
    }
    return code.toString();
  }

  private static String symbol(String part) {
    for (Map.Entry<Pattern, String> symbol : SYMBOLS.entrySet()) {
      Matcher matcher = symbol.getKey().matcher(part);
      if (matcher.matches()) {
        return matcher.replaceFirst(symbol.getValue());
      }
    }
    return part;
  }
}
