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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.techrace.engine.expression.LibraryFunction.Arguments;
import org.techrace.table.Value;

/// The functions of the namespace `https://w3id.org/techrace/tool/function#`, for those who know
/// GREL and OpenRefine.
final class FunctionLibrary {
  private static final int MAX_PATTERNS = 1_000;
  private static final int MAX_CHARACTERS = 1 << 20;

  /// Day 0 of the dates in spreadsheets.
  private static final LocalDate SERIAL_START = LocalDate.of(1899, 12, 30);

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\u00A0\\u202F]+");
  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern WORD_START = Pattern.compile("(?<![\\p{L}\\p{N}'’])\\p{L}");

  /// The compiled patterns of the mappings of this process, which are few.
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private static final List<LibraryFunction> ALL = all();

  private FunctionLibrary() {}

  /// Returns all functions.
  static List<LibraryFunction> functions() {
    return ALL;
  }

  private static List<LibraryFunction> all() {
    List<LibraryFunction> functions = new ArrayList<>();
    texts(functions);
    parts(functions);
    tests(functions);
    encodings(functions);
    numbers(functions);
    dates(functions);
    return List.copyOf(functions);
  }

  private static void texts(List<LibraryFunction> to) {
    text(
        to,
        "upperCase",
        "The text in capitals",
        "Zürich",
        "ZÜRICH",
        t -> t.toUpperCase(Locale.ROOT));
    text(
        to,
        "lowerCase",
        "The text in small letters",
        "Zürich",
        "zürich",
        t -> t.toLowerCase(Locale.ROOT));
    text(
        to,
        "titleCase",
        "Each word with a capital first letter",
        "new york city",
        "New York City",
        t ->
            WORD_START
                .matcher(t.toLowerCase(Locale.ROOT))
                .replaceAll(m -> m.group().toUpperCase(Locale.ROOT)));
    text(
        to,
        "capitalize",
        "The first letter as a capital",
        "new york",
        "New york",
        t -> t.isEmpty() ? t : t.substring(0, 1).toUpperCase(Locale.ROOT) + t.substring(1));
    text(to, "trim", "The text without white space at its ends", "  a b ", "a b", String::strip);
    text(
        to,
        "collapseSpaces",
        "The text with single spaces, and none at its ends",
        " a   b ",
        "a b",
        t -> WHITE_SPACE.matcher(t).replaceAll(" ").strip());
    text(
        to,
        "removeSpaces",
        "The text without any white space",
        "DE 12 34",
        "DE1234",
        t -> WHITE_SPACE.matcher(t).replaceAll(""));
    text(
        to,
        "reverse",
        "The text from its end to its start",
        "abc",
        "cba",
        t -> new StringBuilder(t).reverse().toString());
    text(
        to,
        "removeAccents",
        "The text without accents",
        "Zürich, Łódź é",
        "Zurich, Łodz e",
        FunctionLibrary::withoutAccents);
    text(
        to,
        "slug",
        "The text as a part of an address: small letters, digits and hyphens",
        "Île de France (FR)",
        "ile-de-france-fr",
        t ->
            NOT_WORD
                .matcher(withoutAccents(t).toLowerCase(Locale.ROOT))
                .replaceAll("-")
                .replaceAll("^-|-$", ""));
    text(
        to,
        "fingerprint",
        "The words in small letters without accents, each once and in order, to compare names",
        "Müller,  Anna MÜLLER",
        "anna muller",
        t ->
            NOT_WORD
                .splitAsStream(withoutAccents(t).toLowerCase(Locale.ROOT))
                .filter(w -> !w.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" ")));
    text(
        to,
        "initials",
        "The first letter of each word",
        "World Health Organization",
        "WHO",
        t ->
            NOT_WORD
                .splitAsStream(t)
                .filter(w -> !w.isEmpty())
                .map(w -> w.substring(0, 1))
                .collect(Collectors.joining()));
    text(
        to,
        "digits",
        "The digits of the text",
        "Tel. 030-12 34",
        "0301234",
        t -> t.replaceAll("\\D+", ""));
    text(
        to, "letters", "The letters of the text", "A-12 b", "Ab", t -> t.replaceAll("\\P{L}+", ""));
    text(
        to,
        "normalizeUnicode",
        "The text in the composed form of Unicode (NFC)",
        "Zu\u0308rich",
        "Zürich",
        t -> Normalizer.normalize(t, Normalizer.Form.NFC));
    text(
        to,
        "removeTags",
        "The text without HTML tags",
        "<b>bold</b> text",
        "bold text",
        t -> t.replaceAll("<[^>]*>", ""));
    add(
        to,
        "concat",
        "text other",
        "Both texts, one after the other",
        List.of("a", "b"),
        "ab",
        a -> some(a.text(0) + a.text(1)));
    add(
        to,
        "repeat",
        "text times",
        "The text several times",
        List.of("ab", "3"),
        "ababab",
        a -> some(repeat(a.text(0), a.number(1))));
    add(
        to,
        "padStart",
        "text length fill",
        "The text, filled at its start up to a length",
        List.of("7", "3", "0"),
        "007",
        a -> some(fill(a) + a.text(0)));
    add(
        to,
        "padEnd",
        "text length fill",
        "The text, filled at its end up to a length",
        List.of("7", "3", "."),
        "7..",
        a -> some(a.text(0) + fill(a)));
    add(
        to,
        "replace",
        "text find with",
        "The text with each occurrence of another replaced",
        List.of("1-2-3", "-", "/"),
        "1/2/3",
        a -> some(a.text(0).replace(a.text(1), a.text(2))));
    add(
        to,
        "replaceRegex",
        "text pattern with",
        "The text with each match of a regular expression replaced; $1 is its first group",
        List.of("Smith, Anna", "(\\w+), (\\w+)", "$2 $1"),
        "Anna Smith",
        a -> some(pattern(a.text(1)).matcher(a.text(0)).replaceAll(a.text(2))));
    add(
        to,
        "removePrefix",
        "text prefix",
        "The text without a beginning",
        List.of("ISO-9001", "ISO-"),
        "9001",
        a ->
            some(
                a.text(0).startsWith(a.text(1))
                    ? a.text(0).substring(a.text(1).length())
                    : a.text(0)));
    add(
        to,
        "removeSuffix",
        "text suffix",
        "The text without an ending",
        List.of("12 kg", " kg"),
        "12",
        a ->
            some(
                a.text(0).endsWith(a.text(1))
                    ? a.text(0).substring(0, a.text(0).length() - a.text(1).length())
                    : a.text(0)));
  }

  private static String repeat(String text, int times) {
    if ((long) text.length() * times > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "the result has more than %,d characters".formatted(MAX_CHARACTERS));
    }
    return text.repeat(times);
  }

  private static String fill(Arguments a) {
    int missing = a.number(1) - a.text(0).length();
    if (missing <= 0 || a.text(2).isEmpty()) {
      return "";
    }
    return repeat(a.text(2), missing).substring(0, missing);
  }

  private static void parts(List<LibraryFunction> to) {
    add(
        to,
        "length",
        "text",
        "The number of characters",
        List.of("Zürich"),
        "6",
        a -> integer(a.text(0).codePointCount(0, a.text(0).length())));
    add(
        to,
        "substring",
        "text from to",
        "The characters from one position up to before another, counted from 0",
        List.of("abcdef", "1", "3"),
        "bc",
        a -> some(a.text(0).substring(a.number(1), Math.min(a.number(2), a.text(0).length()))));
    add(
        to,
        "left",
        "text count",
        "The first characters",
        List.of("Zurich", "3"),
        "Zur",
        a -> some(a.text(0).substring(0, Math.min(a.number(1), a.text(0).length()))));
    add(
        to,
        "right",
        "text count",
        "The last characters",
        List.of("Zurich", "3"),
        "ich",
        a -> some(a.text(0).substring(Math.max(0, a.text(0).length() - a.number(1)))));
    add(
        to,
        "indexOf",
        "text find",
        "The position of the first occurrence, counted from 0, or -1",
        List.of("banana", "an"),
        "1",
        a -> integer(a.text(0).indexOf(a.text(1))));
    add(
        to,
        "lastIndexOf",
        "text find",
        "The position of the last occurrence, counted from 0, or -1",
        List.of("banana", "an"),
        "3",
        a -> integer(a.text(0).lastIndexOf(a.text(1))));
    add(
        to,
        "countOf",
        "text find",
        "The number of occurrences",
        List.of("banana", "an"),
        "2",
        a ->
            integer(
                (a.text(0).length() - a.text(0).replace(a.text(1), "").length())
                    / a.text(1).length()));
    add(
        to,
        "split",
        "text separator",
        "A value for each part between separators, without white space at its ends",
        List.of("a; b;;c", ";"),
        "a | b | c",
        a -> values(Arrays.asList(a.text(0).split(Pattern.quote(a.text(1)), -1))));
    add(
        to,
        "splitRegex",
        "text pattern",
        "A value for each part between matches of a regular expression",
        List.of("a, b and c", ",| and "),
        "a | b | c",
        a -> values(Arrays.asList(pattern(a.text(1)).split(a.text(0), -1))));
    add(
        to,
        "lines",
        "text",
        "A value for each line",
        List.of("a\nb"),
        "a | b",
        a -> values(a.text(0).lines().toList()));
    add(
        to,
        "part",
        "text separator index",
        "One of the parts between separators, counted from 0; from the end if negative",
        List.of("a/b/c", "/", "-1"),
        "c",
        a -> {
          String[] parts = a.text(0).split(Pattern.quote(a.text(1)), -1);
          int index = a.number(2);
          return some(parts[index < 0 ? parts.length + index : index].strip());
        });
    add(
        to,
        "before",
        "text separator",
        "The text before the first separator, or all of it",
        List.of("a - b", " - "),
        "a",
        a ->
            some(
                a.text(0).indexOf(a.text(1)) < 0
                    ? a.text(0)
                    : a.text(0).substring(0, a.text(0).indexOf(a.text(1)))));
    add(
        to,
        "after",
        "text separator",
        "The text after the first separator; no value without one",
        List.of("a - b", " - "),
        "b",
        a ->
            a.text(0).contains(a.text(1))
                ? some(a.text(0).substring(a.text(0).indexOf(a.text(1)) + a.text(1).length()))
                : List.of());
    add(
        to,
        "extract",
        "text pattern",
        "A value for each match of a regular expression: its first group, or all of it",
        List.of("12 kg and 7 kg", "(\\d+) kg"),
        "12 | 7",
        a -> {
          Matcher matcher = pattern(a.text(1)).matcher(a.text(0));
          return values(
              matcher
                  .results()
                  .map(m -> String.valueOf(m.groupCount() > 0 ? m.group(1) : m.group()))
                  .toList());
        });
  }

  private static void tests(List<LibraryFunction> to) {
    test(
        to,
        "startsWith",
        "text prefix",
        "True if the text begins with another",
        List.of("banana", "ba"),
        a -> a.text(0).startsWith(a.text(1)));
    test(
        to,
        "endsWith",
        "text suffix",
        "True if the text ends with another",
        List.of("banana", "na"),
        a -> a.text(0).endsWith(a.text(1)));
    test(
        to,
        "contains",
        "text find",
        "True if the text contains another",
        List.of("banana", "nan"),
        a -> a.text(0).contains(a.text(1)));
    test(
        to,
        "matches",
        "text pattern",
        "True if a regular expression matches all of the text",
        List.of("A12", "[A-Z]\\d+"),
        a -> pattern(a.text(1)).matcher(a.text(0)).matches());
    test(
        to,
        "equals",
        "text other",
        "True if both texts are the same",
        List.of("a", "a"),
        a -> a.text(0).equals(a.text(1)));
    test(
        to,
        "notEquals",
        "text other",
        "True if the texts are different",
        List.of("a", "b"),
        a -> !a.text(0).equals(a.text(1)));
    test(
        to,
        "equalsIgnoreCase",
        "text other",
        "True if both texts are the same but for capitals",
        List.of("Ab", "aB"),
        a -> a.text(0).equalsIgnoreCase(a.text(1)));
    test(
        to,
        "isNumber",
        "text",
        "True if the text is a number",
        List.of("-1.5"),
        a -> Numbers.find(a.text(0).strip()).isPresent());
    test(
        to,
        "isBlank",
        "text",
        "True if the text is empty or white space",
        List.of(" "),
        a -> a.text(0).isBlank());
    test(
        to,
        "isNotBlank",
        "text",
        "True if the text has a character other than white space",
        List.of("a"),
        a -> !a.text(0).isBlank());
    test(
        to,
        "greaterThan",
        "number other",
        "True if a number is greater than another",
        List.of("10", "9"),
        a -> decimal(a, 0).compareTo(decimal(a, 1)) > 0);
    test(
        to,
        "lessThan",
        "number other",
        "True if a number is less than another",
        List.of("9", "10"),
        a -> decimal(a, 0).compareTo(decimal(a, 1)) < 0);
    test(
        to,
        "not",
        "condition",
        "True if the condition is false",
        List.of("false"),
        a -> !isTrue(a.text(0)));
    test(
        to,
        "and",
        "condition other",
        "True if both conditions are true",
        List.of("true", "true"),
        a -> isTrue(a.text(0)) && isTrue(a.text(1)));
    test(
        to,
        "or",
        "condition other",
        "True if one condition is true",
        List.of("false", "true"),
        a -> isTrue(a.text(0)) || isTrue(a.text(1)));
    add(
        to,
        "if",
        "condition then else",
        "One of two texts, by a condition",
        List.of("true", "yes", "no"),
        "yes",
        a -> some(isTrue(a.text(0)) ? a.text(1) : a.text(2)));
    add(
        to,
        "ifEqual",
        "text other then",
        "A text if two others are the same; otherwise no value",
        List.of("m", "m", "male"),
        "male",
        a -> a.text(0).equals(a.text(1)) ? some(a.text(2)) : List.of());
    add(
        to,
        "ifBlank",
        "text other",
        "The text, or another if it is empty or white space",
        List.of(" ", "none"),
        "none",
        a -> some(a.text(0).isBlank() ? a.text(1) : a.text(0)));
    add(
        to,
        "dropIf",
        "text pattern",
        "The text, or no value if a regular expression matches all of it",
        List.of("12", "n/?a|-"),
        "12",
        a -> pattern(a.text(1)).matcher(a.text(0).strip()).matches() ? List.of() : some(a.text(0)));
    add(
        to,
        "translate",
        "text table",
        "The text after the equals sign of its line in a table of lines such as m=male",
        List.of("f", "m=male\nf=female"),
        "female",
        a -> some(translate(a.text(0), a.text(1))));
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

  private static void encodings(List<LibraryFunction> to) {
    text(
        to,
        "urlEncode",
        "The text, encoded as a part of a URL",
        "a b&c",
        "a%20b%26c",
        t -> URLEncoder.encode(t, StandardCharsets.UTF_8).replace("+", "%20"));
    text(
        to,
        "urlDecode",
        "The text that a part of a URL encodes",
        "a%20b",
        "a b",
        t -> URLDecoder.decode(t, StandardCharsets.UTF_8));
    text(
        to,
        "escapeHtml",
        "The text with the characters of HTML escaped",
        "a < b",
        "a &lt; b",
        t ->
            t.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
    text(
        to,
        "unescapeHtml",
        "The text with the basic entities of HTML replaced",
        "a &lt; b",
        "a < b",
        t ->
            t.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"));
    text(
        to,
        "base64Encode",
        "The text in Base64",
        "abc",
        "YWJj",
        t -> Base64.getEncoder().encodeToString(bytes(t)));
    text(
        to,
        "base64Decode",
        "The text that Base64 encodes",
        "YWJj",
        "abc",
        t -> decoded(Base64.getDecoder().decode(t)));
    text(
        to,
        "md5",
        "The MD5 hash, in hexadecimal",
        "abc",
        "900150983cd24fb0d6963f7d28e17f72",
        t -> hash("MD5", t));
    text(
        to,
        "sha1",
        "The SHA-1 hash, in hexadecimal",
        "abc",
        "a9993e364706816aba3e25717850c26c9cd0d89d",
        t -> hash("SHA-1", t));
    text(
        to,
        "sha256",
        "The SHA-256 hash, in hexadecimal",
        "abc",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        t -> hash("SHA-256", t));
    text(
        to,
        "crc32",
        "The CRC-32 checksum, in hexadecimal",
        "abc",
        "352441c2",
        t -> {
          CRC32 sum = new CRC32();
          sum.update(bytes(t));
          return "%08x".formatted(sum.getValue());
        });
    text(
        to,
        "uuid",
        "A UUID made from the text",
        "abc",
        "90015098-3cd2-3fb0-9696-3f7d28e17f72",
        t -> UUID.nameUUIDFromBytes(bytes(t)).toString());
  }

  private static void numbers(List<LibraryFunction> to) {
    add(
        to,
        "toNumber",
        "text",
        "The number without exponent and zeros at its end",
        List.of("2.50E+1"),
        "25",
        a -> number(decimal(a, 0)));
    calculate(to, "add", "The sum", List.of("1.5", "2"), "3.5", BigDecimal::add);
    calculate(to, "subtract", "The difference", List.of("5", "2.5"), "2.5", BigDecimal::subtract);
    calculate(
        to,
        "multiply",
        "The product, as for another unit",
        List.of("2.5", "1000"),
        "2500",
        BigDecimal::multiply);
    calculate(
        to,
        "divide",
        "The quotient, with at most 16 digits",
        List.of("1", "8"),
        "0.125",
        (x, y) -> x.divide(y, MathContext.DECIMAL64));
    calculate(
        to, "modulo", "The remainder of a division", List.of("7", "3"), "1", BigDecimal::remainder);
    calculate(to, "min", "The smaller number", List.of("7", "3"), "3", BigDecimal::min);
    calculate(to, "max", "The greater number", List.of("7", "3"), "7", BigDecimal::max);
    add(
        to,
        "round",
        "number digits",
        "The number, rounded to digits after the point",
        List.of("2.345", "2"),
        "2.35",
        a ->
            number(
                decimal(a, 0)
                    .setScale(Math.min(a.number(1), Numbers.MAX_DIGITS), RoundingMode.HALF_UP)));
    add(
        to,
        "floor",
        "number",
        "The next whole number below",
        List.of("-1.5"),
        "-2",
        a -> number(decimal(a, 0).setScale(0, RoundingMode.FLOOR)));
    add(
        to,
        "ceil",
        "number",
        "The next whole number above",
        List.of("1.2"),
        "2",
        a -> number(decimal(a, 0).setScale(0, RoundingMode.CEILING)));
    add(
        to,
        "abs",
        "number",
        "The number without its sign",
        List.of("-3"),
        "3",
        a -> number(decimal(a, 0).abs()));
    add(
        to,
        "formatNumber",
        "number pattern",
        "The number in a pattern of Java's DecimalFormat",
        List.of("1234.5", "#,##0.00"),
        "1,234.50",
        a ->
            some(
                new DecimalFormat(a.text(1), DecimalFormatSymbols.getInstance(Locale.ROOT))
                    .format(decimal(a, 0))));
  }

  private static void dates(List<LibraryFunction> to) {
    add(
        to,
        "parseDateTime",
        "text pattern",
        "The date and time of a text in a pattern of Java's DateTimeFormatter, with the offset from"
            + " UTC if the pattern has one",
        List.of("3/5/2026 14:30", "M/d/uuuu H:mm"),
        "2026-03-05T14:30:00",
        a -> List.of(DatePatterns.dateTime(a.text(0), a.text(1))));
    add(
        to,
        "formatDate",
        "date pattern",
        "A date such as 2026-03-05 in another pattern, with English names",
        List.of("2026-03-05", "d MMMM uuuu"),
        "5 March 2026",
        a -> some(DatePatterns.format(date(a, 0), a.text(1))));
    add(
        to,
        "year",
        "date",
        "The year of a date",
        List.of("2026-03-05"),
        "2026",
        a -> integer(date(a, 0).getYear()));
    add(
        to,
        "month",
        "date",
        "The month of a date, from 1",
        List.of("2026-03-05"),
        "3",
        a -> integer(date(a, 0).getMonthValue()));
    add(
        to,
        "day",
        "date",
        "The day of the month of a date",
        List.of("2026-03-05"),
        "5",
        a -> integer(date(a, 0).getDayOfMonth()));
    add(
        to,
        "quarter",
        "date",
        "The quarter of a date, from 1",
        List.of("2026-05-05"),
        "2",
        a -> integer((date(a, 0).getMonthValue() + 2) / 3));
    add(
        to,
        "weekday",
        "date",
        "The English name of the day of the week",
        List.of("2026-03-05"),
        "Thursday",
        a -> some(date(a, 0).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    add(
        to,
        "addDays",
        "date days",
        "A date some days later",
        List.of("2026-02-28", "1"),
        "2026-03-01",
        a -> some(date(a, 0).plusDays(a.number(1)).toString()));
    add(
        to,
        "addMonths",
        "date months",
        "A date some months later",
        List.of("2026-01-31", "1"),
        "2026-02-28",
        a -> some(date(a, 0).plusMonths(a.number(1)).toString()));
    add(
        to,
        "daysBetween",
        "date other",
        "The number of days from a date to another",
        List.of("2026-02-28", "2026-03-01"),
        "1",
        a -> integer(ChronoUnit.DAYS.between(date(a, 0), date(a, 1))));
    add(
        to,
        "dateOfSerial",
        "number",
        "The date of the number of a day in a spreadsheet",
        List.of("46086"),
        "2026-03-05",
        a -> some(SERIAL_START.plusDays(decimal(a, 0).intValueExact()).toString()));
    add(
        to,
        "dateTimeOfEpoch",
        "seconds",
        "The date and time of the seconds since 1970, in UTC",
        List.of("86400"),
        "1970-01-02T00:00:00Z",
        a ->
            List.of(
                new Value(
                    Instant.ofEpochSecond(decimal(a, 0).longValueExact())
                        .atOffset(ZoneOffset.UTC)
                        .toInstant()
                        .toString(),
                    Value.Kind.DATE_TIME)));
  }

  private static void add(
      List<LibraryFunction> to,
      String name,
      String parameters,
      String description,
      List<String> example,
      String result,
      Function<Arguments, List<Value>> body) {
    to.add(
        new LibraryFunction(
            name, LibraryFunction.words(parameters), description, example, result, body));
  }

  private static void text(
      List<LibraryFunction> to,
      String name,
      String description,
      String example,
      String result,
      UnaryOperator<String> body) {
    add(to, name, "text", description, List.of(example), result, a -> some(body.apply(a.text(0))));
  }

  private static void test(
      List<LibraryFunction> to,
      String name,
      String parameters,
      String description,
      List<String> example,
      Predicate<Arguments> body) {
    add(
        to,
        name,
        parameters,
        description,
        example,
        "true",
        a -> List.of(new Value(String.valueOf(body.test(a)), Value.Kind.BOOLEAN)));
  }

  private static void calculate(
      List<LibraryFunction> to,
      String name,
      String description,
      List<String> example,
      String result,
      BiFunction<BigDecimal, BigDecimal, BigDecimal> body) {
    add(
        to,
        name,
        "number other",
        description,
        example,
        result,
        a -> number(body.apply(decimal(a, 0), decimal(a, 1))));
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
      return text.indexOf('T') < 0
          ? LocalDate.from(DateTimeFormatter.ISO_DATE.parse(text))
          : LocalDate.from(DateTimeFormatter.ISO_DATE_TIME.parse(text));
    } catch (DateTimeException _) {
      throw new UnreadableArgumentException(a.text(index), "is not a date", "such as 2026-03-05");
    }
  }

  private static boolean isTrue(String text) {
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

  private static String withoutAccents(String text) {
    return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
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

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
