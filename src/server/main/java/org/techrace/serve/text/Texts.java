package org.techrace.serve.text;

import gg.jte.Content;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The texts of one language, and its formats of numbers and dates. Patterns are those of
/// [MessageFormat]; a key that ends in `.one` is used instead if the first argument is 1.
/// Immutable.
public final class Texts {
  private static final String ONE = ".one";

  private final String language;
  private final Locale locale;
  private final SortedMap<String, String> texts;
  private final DecimalFormatSymbols symbols;

  /// Creates a catalogue.
  ///
  /// @param language the language tag (BCP 47)
  /// @param texts the patterns by key
  Texts(String language, Map<String, String> texts) {
    this.language = language;
    this.locale = Locale.forLanguageTag(language);
    this.texts = new TreeMap<>(texts);
    this.symbols = DecimalFormatSymbols.getInstance(locale);
  }

  /// Returns this catalogue with the texts of a project added.
  Texts with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(texts);
    all.putAll(more);
    return new Texts(language, all);
  }

  /// Returns the language tag.
  public String language() {
    return language;
  }

  /// Returns the name of the language in the language itself.
  public String name() {
    return text("language.name");
  }

  /// Returns the texts by key.
  public SortedMap<String, String> all() {
    return new TreeMap<>(texts);
  }

  /// Returns a text that need not be there.
  public Optional<String> find(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  /// Returns a text.
  ///
  /// @param arguments the values of `{0}`, `{1}` …; numbers are formatted
  /// @throws IllegalArgumentException if there is no such text
  public String text(String key, Object... arguments) {
    String pattern = pattern(key, arguments);
    return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
  }

  /// Returns a text with markup, such as links. Arguments are escaped, unless they are [Content].
  public Content markup(String key, Object... arguments) {
    Object[] escaped = Arrays.stream(arguments).map(Texts::escaped).toArray();
    String html = text(key, escaped);
    return output -> output.writeContent(html);
  }

  private static Object escaped(Object argument) {
    StringOutput output = new StringOutput();
    switch (argument) {
      case Number number -> {
        return number;
      }
      case Content content -> content.writeTo(output);
      default -> Escape.htmlContent(argument.toString(), output);
    }
    return output.toString();
  }

  private String pattern(String key, Object... arguments) {
    boolean one = arguments.length > 0 && arguments[0] instanceof Number n && n.longValue() == 1;
    String pattern = one ? texts.get(key + ONE) : null;
    if (pattern == null) {
      pattern = texts.get(key);
    }
    if (pattern == null) {
      throw new IllegalArgumentException("no text '" + key + "' in " + language);
    }
    return pattern;
  }

  /// Returns a format of numbers with the signs of the language.
  ///
  /// @param pattern a pattern of [DecimalFormat]
  public DecimalFormat number(String pattern) {
    return new DecimalFormat(pattern, symbols);
  }

  /// Returns a day in words.
  public String day(LocalDate day) {
    return day.format(DateTimeFormatter.ofPattern(text("day"), locale));
  }
}
