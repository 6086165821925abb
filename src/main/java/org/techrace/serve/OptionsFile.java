package org.techrace.serve;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;

/// Reads [Options] from `serve.properties`. Options missing from the file are those of
/// [Options#DEFAULT].
public final class OptionsFile {
  private static final int LAST_PORT = 65_535;

  /// One year. Longer times do not fit into nanoseconds.
  private static final double MOST_SECONDS = 365 * 24 * 3600;

  private final Path file;
  private final Map<String, String> instead;
  private final Properties properties = new Properties();
  private final Set<String> unknown = new TreeSet<>();

  private OptionsFile(Path file, Map<String, String> instead) throws IOException {
    this.file = file;
    this.instead = instead;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (CharacterCodingException | IllegalArgumentException e) {
        throw new IOException(
            "[%s] this is no file of properties in UTF-8".formatted(file.getFileName()), e);
      }
    }
    properties.putAll(instead);
    unknown.addAll(properties.stringPropertyNames());
  }

  /// Reads a file, if it exists.
  ///
  /// @param instead options that override those of the file
  /// @throws IOException if the file cannot be read, contains an unknown option, or has an invalid
  ///   value
  public static Options read(Path file, Map<String, String> instead) throws IOException {
    OptionsFile of = new OptionsFile(file, instead);
    Options d = Options.DEFAULT;
    Options options =
        new Options(
            of.get("host", d.host(), Function.identity()),
            of.get("port", d.port(), OptionsFile::port),
            of.get("operations.port", of.nextPort(d), OptionsFile::port),
            of.get("queries", file.resolveSibling(d.queries()), file::resolveSibling),
            of.limits(d.limits()),
            of.services(d.services()),
            of.get("trust.proxy", d.trustProxy(), OptionsFile::truth),
            of.get("drain.seconds", d.drain(), OptionsFile::pause),
            of.get("keep.releases", d.keep(), t -> (int) whole(t, 0, Integer.MAX_VALUE)));
    of.refuseUnknown();
    return options;
  }

  /// The port after that of the server, so that two servers on different ports do not collide; the
  /// port before it if it is the last one.
  private int nextPort(Options d) throws IOException {
    int port = get("port", d.port(), OptionsFile::port);
    return port == 0 ? 0 : port < LAST_PORT ? port + 1 : port - 1;
  }

  private Limits limits(Limits d) throws IOException {
    Limits.Places queries = places("limit.", d.queries());
    return new Limits(
        get("limit.seconds", d.time(), OptionsFile::seconds),
        queries,
        places("limit.pages.", d.pages()),
        get("limit.answer.bytes", d.answerBytes(), t -> whole(t, 1, Long.MAX_VALUE / 8)),
        get("limit.body.bytes", d.bodyBytes(), OptionsFile::count),
        get("limit.nesting", d.nesting(), OptionsFile::count),
        get("limit.memory", d.memory(), OptionsFile::share),
        get("cache.bytes", d.cacheBytes(), t -> whole(t, 0, Long.MAX_VALUE)),
        get("limit.stuck", queries.concurrent() / 2, t -> (int) whole(t, 0, Integer.MAX_VALUE)));
  }

  private Limits.Places places(String of, Limits.Places d) throws IOException {
    Limits.Places places =
        new Limits.Places(
            get(of + "concurrent", d.concurrent(), OptionsFile::count),
            get(of + "queued", d.queued(), t -> (int) whole(t, 0, Integer.MAX_VALUE)),
            get(of + "per.client", d.perClient(), OptionsFile::count));
    long all = (long) places.concurrent() + places.queued();
    if (all > 1 && places.perClient() >= all) {
      throw new IOException(
          "[%s] '%sper.client' is %d, but all clients together have %d places ('%sconcurrent' and '%squeued'); choose a smaller number, so that one client leaves places to others"
              .formatted(place(of + "per.client"), of, places.perClient(), all, of, of));
    }
    return places;
  }

  private Services services(Services d) throws IOException {
    return new Services(
        get("services", d.endpoints(), OptionsFile::words),
        get("limit.service.seconds", d.time(), OptionsFile::seconds),
        get("limit.service.bytes", d.bytes(), OptionsFile::count),
        get("limit.service.requests", d.requests(), OptionsFile::count));
  }

  private <T> T get(String name, T otherwise, Function<String, T> reader) throws IOException {
    unknown.remove(name);
    String value = properties.getProperty(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return reader.apply(value.strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "[%s] '%s' is '%s'; expected a value like '%s'"
              .formatted(
                  place(name),
                  name,
                  value,
                  otherwise instanceof Duration d ? d.toMillis() / 1e3 : otherwise),
          e);
    }
  }

  private void refuseUnknown() throws IOException {
    if (!unknown.isEmpty()) {
      throw new IOException(
          "[%s] there is no option %s; serve.properties in the project lists them all"
              .formatted(place(unknown.iterator().next()), unknown));
    }
  }

  /// Where an option is set, for messages.
  private String place(String name) {
    return instead.containsKey(name) ? "command line" : String.valueOf(file.getFileName());
  }

  private static long whole(String text, long least, long most) {
    long value = Long.parseLong(text);
    if (value < least || value > most) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static int count(String text) {
    return (int) whole(text, 1, Integer.MAX_VALUE);
  }

  private static int port(String text) {
    return (int) whole(text, 0, LAST_PORT);
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static double share(String text) {
    double share = Double.parseDouble(text);
    if (share > 0 && share <= 1) {
      return share;
    }
    throw new IllegalArgumentException(text);
  }

  private static Duration pause(String text) {
    double seconds = Double.parseDouble(text);
    if (seconds >= 0 && seconds <= MOST_SECONDS) {
      return Duration.ofMillis((long) (seconds * 1000));
    }
    throw new IllegalArgumentException(text);
  }

  private static Duration seconds(String text) {
    Duration duration = pause(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
