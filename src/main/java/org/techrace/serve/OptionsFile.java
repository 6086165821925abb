package org.techrace.serve;

import java.io.IOException;
import java.io.Reader;
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

/// Reads [Options] from `serve.properties`. What the file does not say is as in [Options#DEFAULT].
public final class OptionsFile {
  private final Path file;
  private final Properties properties = new Properties();
  private final Set<String> unknown = new TreeSet<>();

  private OptionsFile(Path file, Map<String, String> instead) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    properties.putAll(instead);
    unknown.addAll(properties.stringPropertyNames());
  }

  /// Reads a file, if it is there.
  ///
  /// @param instead options that hold instead of what the file says
  /// @throws IOException if it cannot be read, names an option that there is not, or gives a value
  ///   that does not fit
  public static Options read(Path file, Map<String, String> instead) throws IOException {
    OptionsFile of = new OptionsFile(file, instead);
    Options d = Options.DEFAULT;
    Options options =
        new Options(
            of.get("host", d.host(), Function.identity()),
            of.get("port", d.port(), Integer::valueOf),
            of.get("operations.port", of.nextPort(d), Integer::valueOf),
            of.get("queries", file.resolveSibling(d.queries()), file::resolveSibling),
            of.limits(d.limits()),
            of.services(d.services()),
            of.get("trust.proxy", d.trustProxy(), Boolean::valueOf),
            of.get("drain.seconds", d.drain(), OptionsFile::seconds),
            of.get("keep.releases", d.keep(), Integer::valueOf));
    of.refuseUnknown();
    return options;
  }

  /// One above the server's own, so that two servers with ports of their own get along.
  private int nextPort(Options d) throws IOException {
    int port = get("port", d.port(), Integer::valueOf);
    return port == 0 ? 0 : port + 1;
  }

  private Limits limits(Limits d) throws IOException {
    return new Limits(
        get("limit.seconds", d.time(), OptionsFile::seconds),
        get("limit.concurrent", d.concurrent(), Integer::valueOf),
        get("limit.queued", d.queued(), Integer::valueOf),
        get("limit.per.client", d.perClient(), Integer::valueOf),
        get("limit.answer.bytes", d.answerBytes(), Long::valueOf),
        get("limit.body.bytes", d.bodyBytes(), Integer::valueOf),
        get("limit.nesting", d.nesting(), Integer::valueOf),
        get("limit.memory", d.memory(), Double::valueOf),
        get("cache.bytes", d.cacheBytes(), Long::valueOf));
  }

  private Services services(Services d) throws IOException {
    return new Services(
        get("services", d.endpoints(), OptionsFile::words),
        get("limit.service.seconds", d.time(), OptionsFile::seconds),
        get("limit.service.bytes", d.bytes(), Integer::valueOf),
        get("limit.service.requests", d.requests(), Integer::valueOf));
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
              .formatted(file.getFileName(), name, value, otherwise),
          e);
    }
  }

  private void refuseUnknown() throws IOException {
    if (!unknown.isEmpty()) {
      throw new IOException(
          "[%s] there is no option %s; serve.properties in the project lists them all"
              .formatted(file.getFileName(), unknown));
    }
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("[\\s,]+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
