package org.techrace.engine.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.techrace.engine.expression.LibraryFunction.Arguments;
import org.techrace.rdf.Slug;
import org.techrace.rdf.Xml;
import org.techrace.table.Value;

/// The functions of the namespace `https://w3id.org/techrace/tool/function#`, for those who know
/// GREL and OpenRefine.
final class FunctionLibrary {
  private static final int MAX_PATTERNS = 1_000;
  private static final int MAX_CHARACTERS = 1 << 20;

  /// Day 0 of the dates in spreadsheets, if the days are counted back from 1 March 1900.
  private static final LocalDate SERIAL_START = LocalDate.of(1899, 12, 30);

  /// The number of 1 March 1900. Spreadsheet programs disagree on the days before.
  private static final int FIRST_SERIAL = 61;

  /// The first time that is taken for a number of other units than seconds.
  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  private static final char REPLACEMENT = '\uFFFD';

  private static final Map<String, String> ENTITIES =
      Map.of("lt", "<", "gt", ">", "quot", "\"", "apos", "'", "amp", "&");

  private static final Pattern ENTITY =
      Pattern.compile("&(lt|gt|quot|apos|amp|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});");

  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFFFE\\uFFFF\\x{D800}-\\x{DFFF}]");

  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern SPACE_AT_ENDS = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]++$");
  private static final Pattern WORD_START =
      Pattern.compile("(?<![\\p{L}\\p{N}\\p{M}\\u200C\\u200D'’])\\p{L}");

  /// A letter with its marks, or another character as people see it.
  private static final Pattern CHARACTER = Pattern.compile("\\X");

  /// Matches a tag or a comment of HTML, and not a comparison such as `3 < 4`.
  private static final Pattern TAG =
      Pattern.compile("(?s)<!--.*?-->|</?[A-Za-z][^<>]*>|<![A-Za-z][^<>]*>");

  /// The least digits of a quotient.
  private static final int QUOTIENT_DIGITS = 16;

  /// The compiled patterns of the mappings of this process, which are few.
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private FunctionLibrary() {}

  /// The functions by their names.
  private static final class Bodies {
    final Map<String, Function<Arguments, List<Value>>> all = new HashMap<>();

    void add(String name, Function<Arguments, List<Value>> body) {
      all.put(name, body);
    }

    void text(String name, UnaryOperator<String> body) {
      add(name, a -> some(body.apply(a.text(0))));
    }

    void test(String name, Predicate<Arguments> body) {
      add(name, a -> List.of(new Value(String.valueOf(body.test(a)), Value.Kind.BOOLEAN)));
    }

    void calculate(String name, BinaryOperator<BigDecimal> body) {
      add(name, a -> number(body.apply(decimal(a, 0), decimal(a, 1))));
    }
  }

  /// Returns the functions of [FunctionTable] that are computed here, in its order.
  static List<LibraryFunction> functions() {
    Bodies bodies = new Bodies();
    texts(bodies);
    parts(bodies);
    tests(bodies);
    encodings(bodies);
    numbers(bodies);
    dates(bodies);
    List<LibraryFunction> functions = new ArrayList<>();
    for (FunctionTable.Row row : FunctionTable.rows()) {
      Function<Arguments, List<Value>> body = bodies.all.remove(row.name());
      if (body != null) {
        functions.add(
            new LibraryFunction(
                row.name(),
                row.parameters(),
                row.description(),
                row.example(),
                row.result(),
                body));
      }
    }
    if (!bodies.all.isEmpty()) {
      throw new IllegalStateException("not in the table of functions: " + bodies.all.keySet());
    }
    return List.copyOf(functions);
  }

  private static void texts(Bodies to) {
    to.text("clean", FunctionLibrary::clean);
    to.text("upperCase", t -> t.toUpperCase(Locale.ROOT));
    to.text("lowerCase", t -> t.toLowerCase(Locale.ROOT));
    to.text(
        "titleCase",
        t ->
            WORD_START
                .matcher(t.toLowerCase(Locale.ROOT))
                .replaceAll(m -> m.group().toUpperCase(Locale.ROOT)));
    to.text(
        "capitalize",
        t ->
            t.isEmpty()
                ? t
                : Characters.first(t, 1).toUpperCase(Locale.ROOT) + Characters.from(t, 1));
    to.text("trim", t -> SPACE_AT_ENDS.matcher(t).replaceAll(""));
    to.text("collapseSpaces", t -> WHITE_SPACE.matcher(t).replaceAll(" ").strip());
    to.text("removeSpaces", t -> WHITE_SPACE.matcher(t).replaceAll(""));
    to.text(
        "reverse",
        t ->
            String.join(
                "", CHARACTER.matcher(t).results().map(MatchResult::group).toList().reversed()));
    to.text("removeAccents", Slug::withoutAccents);
    to.text("slug", Slug::of);
    to.text(
        "fingerprint",
        t ->
            String.join(
                " ", new TreeSet<>(Slug.words(Slug.withoutAccents(t).toLowerCase(Locale.ROOT)))));
    to.text(
        "initials",
        t ->
            Slug.words(t).stream()
                .map(w -> CHARACTER.matcher(w).results().findFirst().orElseThrow().group())
                .collect(Collectors.joining()));
    to.text("digits", t -> t.replaceAll("\\P{Nd}+", ""));
    to.text("letters", t -> t.replaceAll("[^\\p{L}\\p{M}]+", ""));
    to.text("normalizeUnicode", t -> Normalizer.normalize(t, Normalizer.Form.NFC));
    to.text("removeTags", t -> TAG.matcher(t).replaceAll(""));
    to.add("concat", a -> some(a.text(0) + a.text(1)));
    to.add("repeat", a -> some(repeat(a.text(0), a.number(1))));
    to.add("padStart", a -> some(fill(a) + a.text(0)));
    to.add("padEnd", a -> some(a.text(0) + fill(a)));
    to.add("replace", a -> some(a.text(0).replace(a.filled(1), a.text(2))));
    to.add("replaceRegex", a -> some(pattern(a.text(1)).matcher(a.text(0)).replaceAll(a.text(2))));
    to.add(
        "removePrefix",
        a ->
            some(
                a.text(0).startsWith(a.text(1))
                    ? a.text(0).substring(a.text(1).length())
                    : a.text(0)));
    to.add(
        "removeSuffix",
        a ->
            some(
                a.text(0).endsWith(a.text(1))
                    ? a.text(0).substring(0, a.text(0).length() - a.text(1).length())
                    : a.text(0)));
  }

  /// Removes the characters that a literal should not contain: control characters other than tabs
  /// and line ends, and those that change the direction of the text.
  private static String clean(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("");
  }

  private static String repeat(String text, int times) {
    if ((long) text.length() * times > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "the result has more than %,d characters".formatted(MAX_CHARACTERS));
    }
    return text.repeat(times);
  }

  private static String fill(Arguments a) {
    int missing = a.number(1) - Characters.count(a.text(0));
    if (missing <= 0 || a.text(2).isEmpty()) {
      return "";
    }
    return Characters.first(repeat(a.text(2), missing), missing);
  }

  private static void parts(Bodies to) {
    to.add("length", a -> integer(Characters.count(a.text(0))));
    to.add("substring", a -> some(Characters.between(a.text(0), a.number(1), a.number(2))));
    to.add("left", a -> some(Characters.between(a.text(0), 0, a.number(1))));
    to.add(
        "right",
        a ->
            some(
                Characters.from(
                    a.text(0), Math.max(0, Characters.count(a.text(0)) - a.number(1)))));
    to.add("indexOf", a -> integer(position(a.text(0), a.text(0).indexOf(a.text(1)))));
    to.add("lastIndexOf", a -> integer(position(a.text(0), a.text(0).lastIndexOf(a.text(1)))));
    to.add(
        "countOf",
        a ->
            integer(
                (a.text(0).length() - a.text(0).replace(a.text(1), "").length())
                    / a.filled(1).length()));
    to.add("split", a -> values(parts(a)));
    to.add(
        "parts", a -> parts(a).stream().filter(part -> !part.isEmpty()).map(Value::text).toList());
    to.add("splitRegex", a -> values(Arrays.asList(pattern(a.text(1)).split(a.text(0), -1))));
    to.add("lines", a -> values(a.text(0).lines().toList()));
    to.add(
        "part",
        a -> {
          List<String> parts = parts(a);
          int index = a.number(2) < 0 ? parts.size() + a.number(2) : a.number(2);
          if (index < 0 || index >= parts.size()) {
            throw new UnreadableArgumentException(
                a.text(0),
                "has no part %s between '%s'".formatted(a.text(2), a.text(1)),
                "%,d parts or more".formatted(Math.abs(a.number(2)) + (a.number(2) < 0 ? 0 : 1)));
          }
          return some(parts.get(index).strip());
        });
    to.add(
        "before",
        a ->
            some(
                a.text(0).indexOf(a.text(1)) < 0
                    ? a.text(0)
                    : a.text(0).substring(0, a.text(0).indexOf(a.text(1)))));
    to.add(
        "after",
        a ->
            a.text(0).contains(a.text(1))
                ? some(a.text(0).substring(a.text(0).indexOf(a.text(1)) + a.text(1).length()))
                : List.of());
    to.add(
        "extract",
        a -> {
          Matcher matcher = pattern(a.text(1)).matcher(a.text(0));
          return values(
              matcher
                  .results()
                  .map(m -> m.groupCount() > 0 ? m.group(1) : m.group())
                  .filter(Objects::nonNull)
                  .toList());
        });
  }

  /// Returns the parts of the first argument between occurrences of the second one.
  private static List<String> parts(Arguments a) {
    return Arrays.asList(a.text(0).split(Pattern.quote(a.filled(1)), -1));
  }

  /// Returns the number of characters before an index, or -1 as it is.
  private static int position(String text, int index) {
    return index < 0 ? index : text.codePointCount(0, index);
  }

  private static void tests(Bodies to) {
    to.test("startsWith", a -> a.text(0).startsWith(a.text(1)));
    to.test("endsWith", a -> a.text(0).endsWith(a.text(1)));
    to.test("contains", a -> a.text(0).contains(a.text(1)));
    to.test("matches", a -> pattern(a.text(1)).matcher(a.text(0)).matches());
    to.test("equals", a -> a.text(0).equals(a.text(1)));
    to.test("notEquals", a -> !a.text(0).equals(a.text(1)));
    to.test("equalsIgnoreCase", a -> a.text(0).equalsIgnoreCase(a.text(1)));
    to.test("isNumber", a -> Numbers.find(a.text(0).strip()).isPresent());
    to.test("isBlank", a -> a.text(0).isBlank());
    to.test("isNotBlank", a -> !a.text(0).isBlank());
    to.test("greaterThan", a -> decimal(a, 0).compareTo(decimal(a, 1)) > 0);
    to.test("lessThan", a -> decimal(a, 0).compareTo(decimal(a, 1)) < 0);
    to.test("not", a -> !isTrue(a.text(0)));
    to.test("and", a -> isTrue(a.text(0)) && isTrue(a.text(1)));
    to.test("or", a -> isTrue(a.text(0)) || isTrue(a.text(1)));
    to.add("if", a -> some(isTrue(a.text(0)) ? a.text(1) : a.text(2)));
    to.add("ifEqual", a -> a.text(0).equals(a.text(1)) ? some(a.text(2)) : List.of());
    to.add("ifBlank", a -> some(a.text(0).isBlank() ? a.text(1) : a.text(0)));
    to.add(
        "dropIf",
        a -> pattern(a.text(1)).matcher(a.text(0).strip()).matches() ? List.of() : some(a.text(0)));
    to.add("translate", a -> some(translate(a.text(0), a.text(1))));
  }

  private static String translate(String text, String table) {
    return table
        .lines()
        .filter(line -> line.startsWith(text + "="))
        .findFirst()
        .map(line -> line.substring(text.length() + 1))
        .orElseThrow(
            () ->
                new UnreadableArgumentException(
                    text,
                    "is not in the table",
                    table
                        .lines()
                        .map(line -> "'%s'".formatted(line.replaceFirst("=.*", "")))
                        .collect(Collectors.joining(" or "))));
  }

  private static void encodings(Bodies to) {
    to.text("urlEncode", t -> URLEncoder.encode(t, StandardCharsets.UTF_8).replace("+", "%20"));
    to.text("urlDecode", FunctionLibrary::urlDecoded);
    to.text("escapeHtml", Xml::escaped);
    to.text("unescapeHtml", FunctionLibrary::htmlUnescaped);
    to.text("base64Encode", t -> Base64.getEncoder().encodeToString(bytes(t)));
    to.text("base64Decode", t -> decoded(Base64.getDecoder().decode(t)));
    to.text("md5", t -> hash("MD5", t));
    to.text("sha1", t -> hash("SHA-1", t));
    to.text("sha256", t -> hash("SHA-256", t));
    to.text(
        "crc32",
        t -> {
          CRC32 sum = new CRC32();
          sum.update(bytes(t));
          return "%08x".formatted(sum.getValue());
        });
    to.text("uuid", t -> UUID.nameUUIDFromBytes(bytes(t)).toString());
  }

  private static void numbers(Bodies to) {
    to.add("parseNumber", a -> List.of(Numbers.value(Numbers.parse(a.text(0), a.text(1)))));
    to.add(
        "parseAmount",
        a -> List.of(Numbers.value(Numbers.parseAmount(a.text(0), a.text(1), a.text(2)))));
    to.add("toNumber", a -> number(decimal(a, 0)));
    to.calculate("add", BigDecimal::add);
    to.calculate("subtract", BigDecimal::subtract);
    to.calculate("multiply", BigDecimal::multiply);
    to.calculate("divide", FunctionLibrary::quotient);
    to.calculate("modulo", BigDecimal::remainder);
    to.calculate("min", BigDecimal::min);
    to.calculate("max", BigDecimal::max);
    to.add(
        "round",
        a ->
            number(
                decimal(a, 0)
                    .setScale(Math.min(a.number(1), Numbers.MAX_DIGITS), RoundingMode.HALF_UP)));
    to.add("floor", a -> number(decimal(a, 0).setScale(0, RoundingMode.FLOOR)));
    to.add("ceil", a -> number(decimal(a, 0).setScale(0, RoundingMode.CEILING)));
    to.add("abs", a -> number(decimal(a, 0).abs()));
    to.add(
        "formatNumber",
        a -> {
          DecimalFormat format =
              new DecimalFormat(a.text(1), DecimalFormatSymbols.getInstance(Locale.ROOT));
          format.setRoundingMode(RoundingMode.HALF_UP);
          return some(format.format(decimal(a, 0)));
        });
  }

  /// Returns a quotient with as many digits as the numbers have, and no less than a few.
  private static BigDecimal quotient(BigDecimal number, BigDecimal other) {
    int digits = Math.max(digits(number), digits(other));
    return number.divide(other, new MathContext(Math.max(QUOTIENT_DIGITS, digits)));
  }

  private static int digits(BigDecimal number) {
    return Math.max(number.precision(), number.precision() - number.scale());
  }

  private static void dates(Bodies to) {
    to.add("parseDate", a -> List.of(DatePatterns.date(a.text(0), a.text(1))));
    to.add("parseDateTime", a -> List.of(DatePatterns.dateTime(a.text(0), a.text(1))));
    to.add("formatDate", a -> some(DatePatterns.format(date(a, 0), a.text(1))));
    to.add("year", a -> integer(date(a, 0).getYear()));
    to.add("month", a -> integer(date(a, 0).getMonthValue()));
    to.add("day", a -> integer(date(a, 0).getDayOfMonth()));
    to.add("quarter", a -> integer((date(a, 0).getMonthValue() + 2) / 3));
    to.add(
        "weekday",
        a -> some(date(a, 0).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    to.add("addDays", a -> some(later(a, date(a, 0).plusDays(a.number(1)))));
    to.add("addMonths", a -> some(later(a, date(a, 0).plusMonths(a.number(1)))));
    to.add("daysBetween", a -> integer(ChronoUnit.DAYS.between(date(a, 0), date(a, 1))));
    to.add("dateOfSerial", a -> some(dateOfSerial(a)));
    to.add(
        "dateTimeOfEpoch",
        a -> {
          Instant time = Instant.ofEpochSecond(decimal(a, 0).longValueExact());
          if (!time.isBefore(LATEST)) {
            throw new UnreadableArgumentException(
                a.text(0), "is a time after the year 9999", "seconds; divide milliseconds by 1000");
          }
          return List.of(Value.time(time));
        });
  }

  private static List<Value> some(String text) {
    return List.of(Value.text(text));
  }

  private static List<Value> integer(long number) {
    return List.of(new Value(Long.toString(number), Value.Kind.INTEGER));
  }

  private static List<Value> values(List<String> parts) {
    return parts.stream()
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(Value::text)
        .toList();
  }

  private static List<Value> number(BigDecimal number) {
    return List.of(Numbers.value(number));
  }

  private static BigDecimal decimal(Arguments a, int index) {
    return Numbers.read(a.text(index));
  }

  /// Returns the day of a date, or of a date and time.
  private static LocalDate date(Arguments a, int index) {
    String text = a.text(index).strip();
    try {
      if (text.startsWith("+")) {
        throw new DateTimeException("a year with a sign");
      }
      return text.indexOf('T') < 0
          ? LocalDate.from(DateTimeFormatter.ISO_DATE.parse(text))
          : LocalDate.from(DateTimeFormatter.ISO_DATE_TIME.parse(text));
    } catch (DateTimeException _) {
      throw new UnreadableArgumentException(a.text(index), "is not a date", "such as 2026-03-05");
    }
  }

  /// Returns a date with the time and the time zone of the first argument.
  private static String later(Arguments a, LocalDate date) {
    return DatePatterns.written(date, a.text(0)) + afterDate(a.text(0));
  }

  /// Returns the time and the time zone that follow a date.
  private static String afterDate(String date) {
    return date.strip().replaceFirst("^-?\\d+-\\d\\d-\\d\\d", "");
  }

  private static String dateOfSerial(Arguments a) {
    int day = decimal(a, 0).intValueExact();
    if (day < FIRST_SERIAL) {
      throw new UnreadableArgumentException(
          a.text(0),
          "is a day before 1 March 1900, which spreadsheet programs number in different ways",
          "a number from 61");
    }
    return DatePatterns.written(SERIAL_START.plusDays(day), a.text(0));
  }

  static boolean isTrue(String text) {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0", "" -> false;
      default ->
          throw new UnreadableArgumentException(
              text, "is neither true nor false", "true, false, 1 or 0");
    };
  }

  private static Pattern pattern(String regex) {
    Pattern known = PATTERNS.get(regex);
    if (known != null) {
      return known;
    }
    Pattern made = Pattern.compile(regex);
    if (PATTERNS.size() < MAX_PATTERNS) {
      PATTERNS.put(regex, made);
    }
    return made;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Decodes a part of a URL. What is not UTF-8 would become a replacement character.
  private static String urlDecoded(String text) {
    String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
    if (decoded.indexOf(REPLACEMENT) >= 0
        && text.indexOf(REPLACEMENT) < 0
        && !text.toUpperCase(Locale.ROOT).contains("%EF%BF%BD")) {
      throw new UnreadableArgumentException(
          text, "is not UTF-8", "bytes of UTF-8 after percent signs");
    }
    return decoded;
  }

  private static String htmlUnescaped(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(
            m -> {
              String name = m.group(1);
              if (!name.startsWith("#")) {
                return Matcher.quoteReplacement(ENTITIES.get(name));
              }
              boolean isHex = name.startsWith("#x") || name.startsWith("#X");
              int character =
                  isHex
                      ? Integer.parseInt(name.substring(2), 16)
                      : Integer.parseInt(name.substring(1));
              return Matcher.quoteReplacement(
                  Character.isDefined(character)
                          && !UNPRINTABLE.matcher(Character.toString(character)).matches()
                      ? Character.toString(character)
                      : m.group());
            });
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
