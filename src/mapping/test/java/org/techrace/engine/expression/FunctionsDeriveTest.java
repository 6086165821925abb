package org.techrace.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.table.Value;

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

  /// What may be in any argument: numbers, dates, marks of missing values, and texts of many
  /// scripts, with accents that are characters of their own and characters that Java has in two
  /// halves.
  private static final List<String> ARGUMENTS =
      List.of(
          "",
          " ",
          "n/a",
          "-",
          "\\N",
          "0",
          "-0",
          "1",
          "-1",
          "3",
          "007",
          "1e5",
          "1E400",
          "12.50",
          ".5",
          "-1,234.5",
          "1.234,5",
          "１２３",
          "٣٤",
          "४२",
          "9".repeat(30),
          "9".repeat(400),
          "0x1F",
          "NaN",
          "INF",
          "2024-02-29",
          "2023-02-29",
          "31.04.2024",
          "2024-01-31T10:00:00Z",
          "9999-12-31",
          "+10000-01-01",
          "-0044-03-15",
          "0000-01-01",
          "3000000",
          "true",
          "false",
          "TRUE",
          "yes",
          "Zürich",
          "Zu\u0308rich",
          "हिन्दी भाषा",
          "ภาษาไทยที่นี่",
          "العَرَبِيَّة",
          "עִבְרִית",
          "한국어",
          "\u1112\u1161\u11ab",
          "がぎぐ パピ",
          "𠮷野家 𠮷",
          "👨\u200d👩\u200d👧 ok 🇩🇪",
          "𝒜𝓑 c",
          "İstanbul ıI",
          "Straße ﬁn ς Σ",
          "a\u0301b c\u0327d",
          "Nguyễn Văn",
          "می\u200cخواهم",
          "a\u00a0b\u3000c\u2009d",
          "<b>x</b> 3 < 4 and 5 > 2",
          "a&amp;b&#65;&#x1F600;&#0;",
          "a%20b%C3%A9+c%2B",
          "C++",
          "YWJj",
          "a;b;;c",
          "a\nb\r\nc",
          "x=y",
          "x",
          "b",
          ",",
          ";",
          "(a)|b",
          "(\\w+), (\\w+)",
          "$2 $1",
          "\\d+",
          "[a-z",
          "(a|b)*",
          "d.M.uuuu",
          "uuuu-MM-dd",
          "#,##0.00",
          "0.0E0",
          "'",
          "kWh",
          "m=male\nf=female",
          "a".repeat(20_000));

  /// Every argument is changed, and none is another kind of error than one with a message, half a
  /// character, the word "null", or a date that XML Schema does not have.
  @ParameterizedTest
  @MethodSource("functions")
  void inventsNothingWhateverItsArguments(LibraryFunction function) {
    Random random = new Random(function.name().hashCode());
    int size = function.example().size();
    for (int n = 0; n < 10 * CALLS; n++) {
      List<String> arguments = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        arguments.add(
            random.nextInt(3) == 0
                ? function.example().get(i)
                : ARGUMENTS.get(random.nextInt(ARGUMENTS.size())));
      }
      call(function, arguments)
          .ifPresent(
              result -> {
                String what = shortened("%s%s = %s".formatted(function.name(), arguments, result));
                assertThat(isWhole(result)).as(what).isTrue();
                assertThat(result).as(what).doesNotContain("null", "\uFFFD");
                if (DATES.contains(function.name())) {
                  assertThat(result).as(what).matches("-?\\d{4}-\\d\\d-\\d\\d.*|");
                }
              });
    }
  }

  private static String shortened(String text) {
    return text.length() < 300 ? text : text.substring(0, 300) + "…";
  }

  /// They return a date.
  private static final Set<String> DATES =
      Set.of("parseDate", "addDays", "addMonths", "dateOfSerial");

  private static boolean isWhole(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /// Texts without the marks that functions look for.
  static Stream<String> texts() {
    return ARGUMENTS.stream().filter(text -> text.length() < 100);
  }

  /// Functions that take a text apart, or that others undo, lose no character of any script.
  @ParameterizedTest
  @MethodSource("texts")
  void losesNoCharacter(String text) {
    int length = Integer.parseInt(run("length", text));
    for (int n = 0; n <= length; n++) {
      String at = String.valueOf(n);
      String rest = String.valueOf(length - n);
      assertThat(run("left", text, at) + run("right", text, rest)).isEqualTo(text);
      assertThat(run("substring", text, "0", at) + run("substring", text, at, "999"))
          .isEqualTo(text);
    }
    for (String part : List.of("𠮷", "b", "न", " ")) {
      if (text.contains(part)) {
        String at = run("indexOf", text, part);
        assertThat(run("left", text, at)).isEqualTo(run("before", text, part));
        assertThat(run("before", text, part) + part + run("after", text, part)).isEqualTo(text);
      }
    }
    String padded = run("padStart", text, String.valueOf(length + 3), "𠮷ab");
    assertThat(padded).endsWith(text);
    assertThat(run("length", padded)).isEqualTo(String.valueOf(length + 3));
    assertThat(run("reverse", text).codePoints().sorted())
        .containsExactly(text.codePoints().sorted().boxed().toArray(Integer[]::new));
    assertThat(run("urlDecode", run("urlEncode", text))).isEqualTo(text);
    assertThat(run("base64Decode", run("base64Encode", text))).isEqualTo(text);
    assertThat(run("unescapeHtml", run("escapeHtml", text))).isEqualTo(text);
    assertThat(kept(run("letters", text) + run("digits", text)))
        .containsExactlyElementsOf(kept(text));
    assertThat(run("removeSpaces", text)).doesNotContainPattern("[\\s\\p{Z}]");
    assertThat(run("trim", text)).doesNotContainPattern("^[\\s\\p{Z}]|[\\s\\p{Z}]$");
    for (String function : List.of("slug", "removeAccents")) {
      String result = run(function, text);
      assertThat(base(result)).as(function).containsExactlyElementsOf(base(text));
      assertThat(Normalizer.isNormalized(result, Normalizer.Form.NFC)).as(function).isTrue();
    }
  }

  /// Returns the letters, marks and digits, in order.
  private static List<Integer> kept(String text) {
    return text.codePoints()
        .filter(c -> Character.isLetter(c) || isMark(c) || Character.isDigit(c))
        .boxed()
        .sorted()
        .toList();
  }

  /// Returns the letters and digits in small letters, and the marks of scripts in which they are
  /// letters.
  private static List<Integer> base(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(
            c ->
                Character.isLetterOrDigit(c)
                    || (isMark(c) && HAVE_VOWEL_SIGNS.contains(Character.UnicodeScript.of(c)))
                    || c == 0x3099
                    || c == 0x309A)
        .map(c -> c == 'ς' ? 'σ' : c)
        .boxed()
        .toList();
  }

  private static final Set<Character.UnicodeScript> HAVE_VOWEL_SIGNS =
      Set.of(Character.UnicodeScript.DEVANAGARI, Character.UnicodeScript.THAI);

  private static boolean isMark(int character) {
    return Pattern.matches("\\p{M}", Character.toString(character));
  }

  private static String run(String name, String... arguments) {
    return named(name).call(arguments).stream().map(Value::text).collect(Collectors.joining());
  }

  /// The words of other scripts, and what looks like a tag, a group or a number.
  @Test
  void readsWordsTagsGroupsAndNumbersAsTheyAre() {
    assertThat(run("titleCase", "e\u0301cole")).isEqualTo("E\u0301cole");
    assertThat(run("initials", "हिन्दी भाषा 𠮷野")).isEqualTo("हिभा𠮷");
    assertThat(run("fingerprint", "हिन्दी भाषा")).isEqualTo("भाषा हिन्दी");
    assertThat(run("reverse", "e\u0301a")).isEqualTo("ae\u0301");
    assertThat(run("removeTags", "3 < 4 <b>and</b> 5 > 2")).isEqualTo("3 < 4 and 5 > 2");
    assertThat(run("extract", "b a", "(a)|b")).isEqualTo("a");
    assertThat(run("divide", "123456789012345678901", "1")).isEqualTo("123456789012345678901");
    assertThat(run("divide", "100000000000000000001", "3")).isEqualTo("33333333333333333333.7");
    assertThat(run("formatNumber", "0.125", "0.00")).isEqualTo(run("round", "0.125", "2"));
    assertThat(run("unescapeHtml", "&#0;&#128;")).isEqualTo("&#0;&#128;");
    for (String mark : List.of("0", "e", "-", " ", "..")) {
      assertThat(call(named("parseNumber"), List.of("1-2e3 0..4", mark))).as(mark).isEmpty();
      assertThat(call(named("parseNumber"), List.of("10203", mark))).as(mark).isEmpty();
    }
    assertThat(
            Units.of("m")
                .orElseThrow()
                .to(Units.of("km").orElseThrow(), new BigDecimal("12345678901234567890")))
        .isEqualByComparingTo("12345678901234567.890");
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
