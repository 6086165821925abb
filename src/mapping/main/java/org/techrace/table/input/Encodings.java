package org.techrace.table.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Guesses the encoding of a file from all its bytes: UTF-8 if they are valid UTF-8, UTF-16 by its
/// byte order mark or the zero bytes in its first characters, and otherwise the one in which its
/// lines look most like words: those of western Europe, or another.
public final class Encodings {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset MAC_ROMAN = Charset.forName("x-MacRoman");

  private static final Set<Charset> UNICODE =
      Set.of(
          StandardCharsets.UTF_8,
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_16LE);

  /// The bytes that windows-1252 does not define.
  private static final String UNDEFINED = "\u0081\u008D\u008F\u0090\u009D";

  /// The bytes of apostrophes and dashes in windows-1252, which occur between letters.
  private static final String PUNCTUATION = "\u0091\u0092\u0093\u0094\u0096\u0097";

  /// The encodings that are stated for files in Latin scripts with a byte for each character.
  private static final Set<String> SINGLE_BYTE =
      Set.of(
          "ISO-8859-1",
          "ISO-8859-2",
          "ISO-8859-9",
          "ISO-8859-15",
          "windows-1250",
          "windows-1252",
          "windows-1254",
          "IBM437",
          "IBM850",
          "x-MacRoman");

  /// The other encodings, the usual ones first.
  private static final List<Charset> OTHERS =
      Stream.of(
              "windows-1252",
              "x-MacRoman",
              "windows-1250",
              "ISO-8859-2",
              "IBM850",
              "windows-1251",
              "KOI8-R",
              "KOI8-U",
              "windows-1253",
              "windows-1255",
              "windows-1256",
              "GB18030",
              "Shift_JIS",
              "windows-31j",
              "Big5",
              "EUC-KR",
              "EUC-JP",
              "IBM866",
              "ISO-8859-5")
          .filter(Charset::isSupported)
          .map(Charset::forName)
          .toList();

  /// The control characters that some encodings have in place of letters of others.
  private static final Pattern UPPER_CONTROL = Pattern.compile("[\\x80-\\x9F]");

  /// The share of plausible characters that an encoding has at least to be taken for that of a
  /// file.
  private static final double PLAUSIBLE = 0.9;

  /// How much more plausible it is at least than the others.
  private static final double CLEARLY = 0.1;

  /// The encodings in which texts of others may look like words.
  private static final List<Charset> EUROPEAN =
      List.of(WINDOWS_1252, Charset.forName("windows-1250"), Charset.forName("ISO-8859-2"));

  /// How much greater the logarithm of the likelihood of the words of a language is at least than
  /// that of others.
  private static final double LIKELIER = 10;

  /// The same for a text with many letters beyond ASCII.
  private static final double LIKELIER_IF_MANY = 2.5;

  /// The number of letters beyond ASCII from which a text has many.
  private static final int MANY_LETTERS = 32;

  /// The most bytes of lines that are looked at.
  private static final int LINES_BYTES = 1 << 16;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SAMPLE_BYTES = 1 << 12;

  private Encodings() {}

  /// The encoding that a file seems to have.
  ///
  /// @param charset the encoding
  /// @param others those that are as plausible or nearly so, if the encoding is not clear
  /// @param isClear true if the bytes leave no other choice
  /// @param line the number of the first line with characters beyond ASCII; 0 if it does not matter
  /// @param text the text of this line
  public record Guess(
      Charset charset, List<Charset> others, boolean isClear, long line, String text) {
    public Guess {
      others = List.copyOf(others);
    }

    /// Returns an encoding without doubt.
    public static Guess certain(Charset charset) {
      return new Guess(charset, List.of(), true, 0, "");
    }
  }

  /// Lines with bytes beyond ASCII.
  ///
  /// @param bytes the lines
  /// @param numbers their numbers
  private record Lines(ByteBuffer bytes, List<Long> numbers) {
    long first() {
      return numbers.isEmpty() ? 0 : numbers.getFirst();
    }
  }

  /// A text in one of the encodings, and how plausible it is.
  private record Reading(Charset charset, String text, PlausibleText plausible) {
    static Optional<Reading> of(ByteBuffer bytes, Charset charset) {
      try {
        String text = Texts.strict(charset).decode(bytes.duplicate()).toString();
        return Optional.of(new Reading(charset, text, PlausibleText.of(text, charset)));
      } catch (CharacterCodingException _) {
        return Optional.empty();
      }
    }

    double share() {
      return plausible.share();
    }

    Set<String> words() {
      return LanguageLetters.words(text);
    }

    double likelihood() {
      return LanguageLetters.likelihood(words(), charset);
    }
  }

  /// Guesses the encoding of a file. The stated one is not used.
  public static Charset of(TableFile input) throws IOException {
    return guess(input).charset();
  }

  /// Guesses the encoding of a file, and says how clear it is. The stated one is not used.
  public static Guess guess(TableFile input) throws IOException {
    Charset first = unicodeOrLatin(input);
    if (UNICODE.contains(first)) {
      return Guess.certain(first);
    }
    Lines lines = lines(new TableFile(input.file(), first, input.packing()));
    Optional<Reading> latin = Reading.of(lines.bytes, first);
    if (latin.filter(reading -> reading.share() >= PLAUSIBLE).isPresent()) {
      return byLanguage(latin.get(), lines);
    }
    List<Reading> readings = new ArrayList<>();
    for (Charset charset : OTHERS) {
      Reading.of(lines.bytes, charset)
          .filter(reading -> !UPPER_CONTROL.matcher(reading.text).find())
          .filter(reading -> readings.stream().noneMatch(r -> r.text.equals(reading.text)))
          .ifPresent(readings::add);
    }
    // Stable: of encodings that are as plausible, the usual one is first.
    readings.sort(Comparator.comparingDouble(Reading::share).reversed());
    if (readings.isEmpty()) {
      return new Guess(first, List.of(), false, lines.first(), "");
    }
    double best = readings.getFirst().share();
    List<Reading> close =
        readings.stream().filter(reading -> reading.share() > best - CLEARLY).toList();
    Reading narrowest = narrowest(close);
    Reading chosen =
        LanguageLetters.know(narrowest.charset)
            ? close.stream()
                .filter(reading -> LanguageLetters.know(reading.charset))
                .max(Comparator.comparingDouble(Reading::likelihood))
                .orElse(narrowest)
            : narrowest;
    List<Charset> others =
        close.stream()
            .filter(reading -> !reading.equals(chosen))
            .filter(reading -> !isByChance(reading, chosen))
            .filter(reading -> !isOtherLanguage(reading, chosen))
            .map(Reading::charset)
            .toList();
    boolean isClear = others.isEmpty() && chosen.share() >= PLAUSIBLE && chosen.plausible.isLong();
    return new Guess(
        chosen.charset, others, isClear, lines.first(), chosen.text.lines().findFirst().orElse(""));
  }

  /// Guesses the encoding of a text that looks like words in that of western Europe, and may do so
  /// in those of central Europe.
  private static Guess byLanguage(Reading latin, Lines lines) {
    List<Reading> readings = new ArrayList<>(List.of(latin));
    for (Charset charset : EUROPEAN) {
      Reading.of(lines.bytes, charset)
          .filter(reading -> !UPPER_CONTROL.matcher(reading.text).find())
          .filter(reading -> readings.stream().noneMatch(r -> r.words().equals(reading.words())))
          .ifPresent(readings::add);
    }
    if (readings.size() == 1) {
      return Guess.certain(latin.charset);
    }
    readings.sort(Comparator.comparingDouble(Reading::likelihood).reversed());
    Reading likeliest = readings.getFirst();
    // Where the letters do not decide, the usual encoding is read.
    Reading chosen = isOtherLanguage(latin, likeliest) ? likeliest : latin;
    readings.remove(chosen);
    List<Charset> others =
        readings.stream()
            .filter(reading -> !isOtherLanguage(reading, chosen))
            .map(Reading::charset)
            .toList();
    List<String> texts = chosen.text.lines().toList();
    List<String> different = readings.getFirst().text.lines().toList();
    int line = 0;
    while (LanguageLetters.words(texts.get(line))
        .equals(LanguageLetters.words(different.get(line)))) {
      line++;
    }
    return new Guess(
        chosen.charset, others, others.isEmpty(), lines.numbers.get(line), texts.get(line));
  }

  /// Returns true if the letters of a reading are where its languages rarely have them, and those
  /// of the chosen one are where its languages often have them.
  private static boolean isOtherLanguage(Reading reading, Reading chosen) {
    return LanguageLetters.know(reading.charset)
        && LanguageLetters.know(chosen.charset)
        && chosen.likelihood() - reading.likelihood()
            > (chosen.plausible.letters() >= MANY_LETTERS ? LIKELIER_IF_MANY : LIKELIER);
  }

  /// Returns the reading whose common characters are so few that the others have them, too, or the
  /// first.
  private static Reading narrowest(List<Reading> close) {
    Reading chosen = close.getFirst();
    for (Reading reading : close) {
      if (isByChance(chosen, reading)) {
        chosen = reading;
      }
    }
    return chosen;
  }

  /// Returns true if a reading is as plausible as another only because the common characters of the
  /// other are among its own.
  private static boolean isByChance(Reading wide, Reading narrow) {
    return wide.share() <= narrow.share()
        && PlausibleText.isByEvidence(narrow.charset, wide.charset, narrow.plausible.letters());
  }

  /// Returns the first lines with bytes beyond ASCII.
  private static Lines lines(TableFile file) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long number = 1;
    List<Long> numbers = new ArrayList<>();
    boolean isBeyond = false;
    try (InputStream in = new BufferedInputStream(file.open(), BUFFER_BYTES)) {
      for (int b = in.read(), before = 0; lines.size() < LINES_BYTES; before = b, b = in.read()) {
        boolean isEnd = b < 0 || b == '\n' || b == '\r';
        if (!isEnd && line.size() < LINES_BYTES) {
          line.write(b);
          isBeyond |= b >= 0x80;
        }
        if (isEnd) {
          if (isBeyond) {
            numbers.add(number);
            line.write('\n');
            line.writeTo(lines);
          }
          line.reset();
          isBeyond = false;
          number += b == '\r' || before != '\r' ? 1 : 0;
        }
        if (b < 0) {
          break;
        }
      }
    }
    return new Lines(ByteBuffer.wrap(lines.toByteArray()), numbers);
  }

  private static Charset unicodeOrLatin(TableFile input) throws IOException {
    TableFile bytes = new TableFile(input.file(), StandardCharsets.ISO_8859_1, input.packing());
    try (InputStream in = bytes.open()) {
      byte[] start = in.readNBytes(SAMPLE_BYTES);
      int first = start.length < 2 ? 0 : ((start[0] & 0xFF) << 8) | (start[1] & 0xFF);
      if (first == 0xFEFF || first == 0xFFFE) {
        return StandardCharsets.UTF_16;
      }
      int zerosFirst = zeros(start, 0);
      int zerosSecond = zeros(start, 1);
      if (Math.max(zerosFirst, zerosSecond) > start.length / 8) {
        return zerosFirst > zerosSecond ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      }
    }
    return isUtf8(bytes) ? StandardCharsets.UTF_8 : singleByte(bytes);
  }

  /// Returns true if a file that is stated to have one byte for each character is UTF-8: all its
  /// bytes are valid UTF-8, and it has a letter beyond ASCII that Latin scripts use, or several
  /// other characters. In the encodings of Latin scripts with a byte for each character, such a
  /// file would have texts such as `Ã¼`.
  static boolean isUtf8DespiteStatement(TableFile input) throws IOException {
    if (!SINGLE_BYTE.contains(input.charset().name())) {
      return false;
    }
    TableFile bytes = new TableFile(input.file(), StandardCharsets.ISO_8859_1, input.packing());
    return isUtf8(bytes) && hasLetters(bytes);
  }

  private static boolean hasLetters(TableFile file) throws IOException {
    int others = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = file.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          int b = buffer[i] & 0xFF;
          if (b == 0xC2 || b == 0xC3 || b >= 0xE0) {
            return true;
          }
          others += b >= 0xC4 ? 1 : 0;
        }
      }
    }
    return others > 1;
  }

  private static int zeros(byte[] bytes, int from) {
    int zeros = 0;
    for (int i = from; i < bytes.length; i += 2) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static boolean isUtf8(TableFile file) throws IOException {
    CharsetDecoder decoder = Texts.strict(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    try (InputStream in = file.open()) {
      while (true) {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        CoderResult result = decoder.decode(bytes, chars.clear(), read < 0);
        if (result.isError() || read < 0) {
          return !result.isError();
        }
      }
    }
  }

  private static Charset singleByte(TableFile file) throws IOException {
    long undefined = 0;
    long macLetters = 0;
    long latinLetters = 0;
    long upperControls = 0;
    int before = 0;
    int between = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = file.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          int b = buffer[i] & 0xFF;
          undefined += UNDEFINED.indexOf(b) >= 0 ? 1 : 0;
          upperControls += b >= 0x80 && b < 0xA0 ? 1 : 0;
          if (isLetter(b) && isLetter(before)) {
            macLetters +=
                between >= 0x80 && between < 0xA0 && PUNCTUATION.indexOf(between) < 0 ? 1 : 0;
            latinLetters += between >= 0xC0 ? 1 : 0;
          }
          before = between;
          between = b;
        }
      }
    }
    if (macLetters > latinLetters) {
      return MAC_ROMAN;
    }
    return upperControls > 0 && undefined == 0 ? WINDOWS_1252 : StandardCharsets.ISO_8859_1;
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
