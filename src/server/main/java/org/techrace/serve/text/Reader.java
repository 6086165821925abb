package org.techrace.serve.text;

import gg.jte.Content;
import java.util.List;
import java.util.stream.Stream;

/// The reader of the page that is being made: the texts in the reader's language, and the address
/// of the page in other languages. Bound to the thread that answers the request.
///
/// @param texts the texts in the reader's language
/// @param languages all languages
/// @param query the query string of the request without the language; empty if there is none
/// @param site scheme, host and port of the site that is asked, for addresses that must be
///   absolute; empty if they are not known
public record Reader(Texts texts, Languages languages, String query, String site) {
  /// The parameter and the cookie that name a language.
  public static final String LANGUAGE = "lang";

  private static final ScopedValue<Reader> CURRENT = ScopedValue.newInstance();

  private static final Reader NOBODY =
      new Reader(Languages.builtInOnly().standard(), Languages.builtInOnly(), "", "");

  /// Returns the reader of the current request. Outside a request, the texts are English.
  public static Reader current() {
    return CURRENT.orElse(NOBODY);
  }

  /// Runs work for this reader.
  public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /// Returns a text in the language of the current reader; see [Texts#text].
  public static String text(String key, Object... arguments) {
    return current().texts.text(key, arguments);
  }

  /// Returns a text with markup in the language of the current reader; see [Texts#markup].
  public static Content markup(String key, Object... arguments) {
    return current().texts.markup(key, arguments);
  }

  /// Returns the languages other than the reader's.
  public List<Texts> others() {
    return languages.all().stream().filter(other -> !other.language().equals(language())).toList();
  }

  /// Returns the language tag.
  public String language() {
    return texts.language();
  }

  /// Returns the address of this page in another language, relative to it.
  public String in(String other) {
    return "?" + (query.isEmpty() ? "" : query + "&") + LANGUAGE + "=" + other;
  }

  /// Reports whether the request has a parameter.
  ///
  /// @param pair its name and value: `name=value`
  public boolean has(String pair) {
    return Stream.of(query.split("&", -1)).anyMatch(pair::equals);
  }

  /// Returns the address of this page with a parameter that it does not have, or without one that
  /// it has, relative to it.
  public String turned(String pair) {
    if (!has(pair)) {
      return "?" + (query.isEmpty() ? "" : query + "&") + pair;
    }
    return "?"
        + String.join(
            "&", Stream.of(query.split("&", -1)).filter(one -> !one.equals(pair)).toList());
  }

  /// Returns a query string without its parameters that name a language.
  public static String withoutLanguage(String query) {
    if (!query.contains(LANGUAGE)) {
      return query;
    }
    return String.join(
        "&",
        Stream.of(query.split("&", -1))
            .filter(pair -> !pair.isEmpty() && !pair.startsWith(LANGUAGE + "="))
            .toList());
  }
}
