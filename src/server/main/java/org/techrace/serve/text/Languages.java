package org.techrace.serve.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The languages that pages have: those with a file `serve/texts/LANGUAGE.properties` on the class
/// path. Immutable.
public final class Languages {
  /// The language of a reader who accepts none of the others.
  public static final String DEFAULT = "en";

  private static final String BUILT_IN = "/serve/texts/";
  private static final String ENDING = ".properties";
  private static final Languages INSTANCE = new Languages(builtIn());

  private final SortedMap<String, Texts> byTag;

  private Languages(SortedMap<String, Texts> byTag) {
    this.byTag = byTag;
  }

  /// The built-in texts.
  public static Languages builtInOnly() {
    return INSTANCE;
  }

  /// The built-in texts and those of a project.
  ///
  /// @param folder the folder `queries` of the project; its files `texts/LANGUAGE.properties` are
  ///   optional
  public static Languages of(Path folder) throws IOException {
    SortedMap<String, Texts> all = new TreeMap<>();
    for (Texts texts : INSTANCE.all()) {
      Path file = folder.resolve("texts").resolve(texts.language() + ENDING);
      if (Files.isRegularFile(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          all.put(texts.language(), texts.with(read(reader)));
        }
      } else {
        all.put(texts.language(), texts);
      }
    }
    return new Languages(all);
  }

  /// Returns all languages, by tag.
  public Collection<Texts> all() {
    return List.copyOf(byTag.values());
  }

  /// Returns the tags of all languages, [#DEFAULT] first.
  public List<String> tags() {
    return Stream.concat(
            Stream.of(DEFAULT), byTag.keySet().stream().filter(tag -> !tag.equals(DEFAULT)))
        .toList();
  }

  /// Returns a language.
  public Optional<Texts> named(String tag) {
    return Optional.ofNullable(byTag.get(tag.toLowerCase(Locale.ROOT)));
  }

  /// Returns the language that a reader prefers (RFC 4647, lookup), or else [#DEFAULT].
  ///
  /// @param accepted the value of the header `Accept-Language`
  public Texts accepted(String accepted) {
    try {
      List<LanguageRange> ranges = accepted.isBlank() ? List.of() : LanguageRange.parse(accepted);
      return Optional.ofNullable(Locale.lookupTag(ranges, byTag.keySet()))
          .flatMap(this::named)
          .orElseGet(this::standard);
    } catch (IllegalArgumentException e) {
      return standard();
    }
  }

  /// Returns the texts of [#DEFAULT].
  public Texts standard() {
    return named(DEFAULT).orElseThrow();
  }

  /// The class path cannot be listed, so each language of ISO 639-1 is tried.
  private static SortedMap<String, Texts> builtIn() {
    SortedMap<String, Texts> all = new TreeMap<>();
    Stream.of(Locale.getISOLanguages())
        .forEach(tag -> builtIn(tag).ifPresent(texts -> all.put(tag, new Texts(tag, texts))));
    return all;
  }

  private static Optional<Map<String, String>> builtIn(String tag) {
    try (InputStream file = Languages.class.getResourceAsStream(BUILT_IN + tag + ENDING)) {
      return file == null
          ? Optional.empty()
          : Optional.of(read(new InputStreamReader(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return texts;
  }
}
