package org.techrace.serve.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.serve.current.Lease;
import org.techrace.serve.text.Languages;
import org.techrace.serve.text.Reader;
import org.techrace.serve.text.Texts;

/// Answers requests in the language of the reader: that of the parameter `lang`, which a cookie
/// keeps for later requests, else that of the cookie, else the best of `Accept-Language`. Data (RDF
/// and results of queries) is the same in all languages.
///
/// @param languages the languages of the pages
public record ForReaders(Languages languages) {
  /// The language in the query of an address.
  private static final Pattern NAMED = Pattern.compile("(?:^|&)" + Reader.LANGUAGE + "=([\\w-]+)");

  /// The formats that have texts and labels.
  private static final Set<String> READ =
      contentTypes(Format.HTML, Format.CSV, Format.JSON, Format.MARKDOWN, Format.SVG, Format.PNG);

  private static final Set<String> PAGES = contentTypes(Format.HTML);

  /// Kept for a year. Sent with requests that come from a link on another site, too.
  private static final String COOKIE =
      Reader.LANGUAGE + "=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";

  /// Returns a processor whose pages, tables and JSON are in the language of the reader.
  public Processor of(Processor processor) {
    return (request, lease) -> answer(processor, READ, request, lease);
  }

  /// Returns a processor whose pages are in the language of the reader, unlike its other formats.
  public Processor ofPages(Processor processor) {
    return (request, lease) -> answer(processor, PAGES, request, lease);
  }

  private static Set<String> contentTypes(Format... formats) {
    return Arrays.stream(formats).map(Format::contentType).collect(Collectors.toUnmodifiableSet());
  }

  private Answer answer(Processor processor, Set<String> read, Request request, Lease lease) {
    Optional<Texts> named = named(request);
    Reader reader = reader(named, request.http(), request.site());
    Request other =
        named.isEmpty()
            ? request
            : request.withParameters(request.parameters().without(Reader.LANGUAGE));
    Answer answer = reader.during(() -> processor.answer(other, lease.in(reader.language())));
    if (named.isPresent() && answer.status() == 303) {
      return answer.leadingTo(Reader.LANGUAGE, reader.language());
    }
    if (!read.contains(answer.contentType())) {
      return answer;
    }
    Answer inLanguage = answer.withHeader(Headers.CONTENT_LANGUAGE, reader.language());
    return named.isEmpty()
        ? inLanguage
        : inLanguage.withHeader(Headers.SET_COOKIE, COOKIE.formatted(reader.language()));
  }

  /// The reader of an error page. Its request may be invalid, so only this parameter is read.
  Reader reader(HttpServletRequest http) {
    Matcher named = NAMED.matcher(Optional.ofNullable(http.getQueryString()).orElse(""));
    return reader(named.find() ? languages.named(named.group(1)) : Optional.empty(), http, "");
  }

  private Optional<Texts> named(Request request) {
    Optional<String> tag = request.parameters().first(Reader.LANGUAGE);
    if (tag.isPresent() && tag.flatMap(languages::named).isEmpty()) {
      throw new Refusal(
          400,
          "The pages are not in the language '%s'; 'lang' is one of %s."
              .formatted(tag.get(), languages.all().stream().map(Texts::language).toList()));
    }
    return tag.flatMap(languages::named);
  }

  private Reader reader(Optional<Texts> named, HttpServletRequest http, String site) {
    Texts texts =
        named
            .or(() -> kept(http))
            .orElseGet(() -> languages.accepted(Headers.list(http, "Accept-Language")));
    String query = Optional.ofNullable(http.getQueryString()).orElse("");
    return new Reader(texts, languages, Reader.withoutLanguage(query), site);
  }

  private Optional<Texts> kept(HttpServletRequest http) {
    Cookie[] cookies = http.getCookies();
    return (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
        .filter(cookie -> cookie.getName().equals(Reader.LANGUAGE))
        .flatMap(cookie -> languages.named(cookie.getValue()).stream())
        .findFirst();
  }
}
