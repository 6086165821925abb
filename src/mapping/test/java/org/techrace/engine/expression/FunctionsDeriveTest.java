package org.techrace.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What leaves a function comes from what entered it: each function is called with its example,
/// changed at random. It refuses an argument, or returns what the arguments say.
final class FunctionsDeriveTest {
  private static final int CALLS = 400;
  private static final String ALPHABET = "0123456789.,-+ '/:eETabJÄßé中%$()\u00a0";

  /// They read a number from a text that people wrote.
  private static final Set<String> READ_NUMBERS = Set.of("parseNumber", "parseAmount");

  /// They read dates in a pattern.
  private static final Set<String> READ_DATES = Set.of("parseDate", "parseDateTime");

  /// They compute with numbers in the form of XML Schema.
  private static final Set<String> OF_NUMBERS =
      Set.of(
          "toNumber",
          "add",
          "subtract",
          "multiply",
          "divide",
          "modulo",
          "min",
          "max",
          "round",
          "floor",
          "ceil",
          "abs",
          "formatNumber",
          "dateOfSerial",
          "dateTimeOfEpoch");

  /// They compute with dates in the form of XML Schema.
  private static final Set<String> OF_DATES =
      Set.of(
          "formatDate",
          "year",
          "month",
          "day",
          "quarter",
          "weekday",
          "addDays",
          "addMonths",
          "daysBetween");

  /// They count, or write a text in a code that has other characters.
  private static final Set<String> CODES =
      Set.of(
          "length",
          "indexOf",
          "lastIndexOf",
          "countOf",
          "urlEncode",
          "urlDecode",
          "escapeHtml",
          "unescapeHtml",
          "base64Encode",
          "base64Decode",
          "md5",
          "sha1",
          "sha256",
          "crc32",
          "uuid");

  static Stream<LibraryFunction> functions() {
    return Functions.library().stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void returnsWhatItsArgumentsSay(LibraryFunction function) {
    Random random = new Random(function.name().hashCode());
    int answered = 0;
    for (int n = 0; n < CALLS; n++) {
      List<String> arguments = new ArrayList<>(function.example());
      if (arguments.isEmpty()) {
        return; // a constant
      }
      arguments.set(0, changed(arguments.getFirst(), random));
      Optional<String> result = call(function, arguments);
      if (result.isPresent() && !arguments.getFirst().isBlank()) {
        answered++;
        check(function.name(), arguments, result.get());
      }
    }
    assertThat(answered).as("calls with a result").isGreaterThan(CALLS / 50);
  }

  /// The days of months that are too short, and other fields that no calendar has.
  @Test
  void inventsNoDate() {
    for (String pattern :
        List.of("d/M/uuuu", "dd.MM.uuuu", "uuuu-MM-dd", "d MMMM uuuu", "MMM d, uuuu", "uuuuMMdd")) {
      LibraryFunction parse = named("parseDate");
      LibraryFunction format = named("formatDate");
      for (int day = 0; day < 40; day++) {
        for (int month = 0; month < 15; month++) {
          for (int year : List.of(1900, 2023, 2024)) {
            String text = written(pattern, year, month, day);
            Optional<String> date = call(parse, List.of(text, pattern));
            boolean exists = month >= 1 && month <= 12 && day >= 1 && day <= days(year, month);
            assertThat(date.isPresent()).as("%s as %s: %s", text, pattern, date).isEqualTo(exists);
            date.ifPresent(
                one -> assertThat(call(format, List.of(one, pattern))).as(text).hasValue(text));
          }
        }
      }
    }
  }

  private static int days(int year, int month) {
    return switch (month) {
      case 2 -> year == 2024 ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /// Writes a date without a calendar.
  private static String written(String pattern, int year, int month, int day) {
    List<String> names =
        List.of(
            "Zero",
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
            "Thirteen",
            "Fourteen");
    String name = names.get(month);
    return pattern
        .replace("uuuu", String.valueOf(year))
        .replace("MMMM", "#")
        .replace("MMM", "~")
        .replace("MM", "%02d".formatted(month))
        .replace("dd", "%02d".formatted(day))
        .replaceFirst("(?<!\\d)d(?!\\d)", String.valueOf(day))
        .replace("M", String.valueOf(month))
        .replace("#", name)
        .replace("~", name.substring(0, 3));
  }

  private static LibraryFunction named(String name) {
    return functions().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static Optional<String> call(LibraryFunction function, List<String> arguments) {
    try {
      return Optional.of(function.run(arguments));
    } catch (UnreadableArgumentException e) {
      return Optional.empty();
    }
  }

  private static String changed(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(changed.length() + 1);
      char one = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(3)) {
        case 0 -> changed.insert(at, one);
        case 1 -> changed.delete(at, Math.min(at + 1, changed.length()));
        default -> changed.replace(at, Math.min(at + 1, changed.length()), String.valueOf(one));
      }
    }
    return changed.toString();
  }

  private static void check(String name, List<String> arguments, String result) {
    String what = "%s%s = %s".formatted(name, arguments, result);
    String text = arguments.getFirst();
    if (READ_NUMBERS.contains(name)) {
      if (text.matches(".*[eE].*")) { // has an exponent
        assertThat(digits(text.split("[eE]", -1)[0]).replaceAll("^0+|0+$", ""))
            .as(what)
            .isEqualTo(digits(result).replaceAll("^0+|0+$", ""));
      } else {
        assertThat(significant(result, "."))
            .as(what)
            .isEqualTo(significant(text, arguments.get(1)));
      }
      assertThat(result.startsWith("-")).as(what).isEqualTo(isNegative(text, result));
      assertThat(text).as(what).matches("[\\p{Nd}\\s\\p{Z}.,'’+\\-−()%$eE]*");
    } else if (READ_DATES.contains(name)) {
      assertThat(numbers(result)).as(what).containsAll(numbers(text));
    } else if (OF_NUMBERS.contains(name)) {
      assertThat(new BigDecimal(text.strip())).as(what).isNotNull();
    } else if (OF_DATES.contains(name)) {
      assertThat(LocalDate.parse(text.strip().substring(0, 10))).as(what).isNotNull();
    } else if (!CODES.contains(name) && !Set.of("true", "false").contains(result)) {
      assertThat(letters(String.join("", arguments))).as(what).containsAll(letters(result));
    }
  }

  /// Returns the digits before and after a decimal mark, without zeros that say nothing.
  private static String significant(String text, String mark) {
    int at = text.lastIndexOf(mark);
    String whole = at < 0 ? text : text.substring(0, at);
    String rest = at < 0 ? "" : text.substring(at + mark.length());
    return digits(whole).replaceFirst("^0+", "") + "." + digits(rest).replaceFirst("0+$", "");
  }

  private static String digits(String text) {
    return text.replaceAll("\\D", "");
  }

  private static boolean isNegative(String text, String result) {
    boolean zero = digits(result).replace("0", "").isEmpty();
    return !zero && text.matches(".*[-−(].*");
  }

  private static List<Integer> numbers(String text) {
    return Stream.of(text.split("\\D+"))
        .filter(part -> !part.isEmpty())
        .map(part -> new BigDecimal(part).intValue())
        .toList();
  }

  /// Returns the letters and digits without their case and their accents.
  private static Set<Integer> letters(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replace("ß", "ss")
            .toLowerCase(Locale.ROOT);
    return plain
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .boxed()
        .collect(Collectors.toSet());
  }
}
