package org.techrace.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A table of the settings file. A missing or invalid key has its default, and an invalid one is
/// reported.
public final class SettingsTable {
  /// One year, in seconds. Longer times do not fit into nanoseconds.
  private static final double MAX_SECONDS = 365 * 24 * 3600;

  private final Settings settings;
  private final String name;
  private final ObjectNode values;

  SettingsTable(Settings settings, String name, ObjectNode values) {
    this.settings = settings;
    this.name = name;
    this.values = values;
  }

  ObjectNode values() {
    return values;
  }

  /// Tests whether the file gives a key.
  boolean has(String key) {
    return values.has(key);
  }

  /// Returns a text.
  public String text(String key, String otherwise) {
    return get(key, otherwise, "a text in quotes", SettingsTable::text);
  }

  /// Returns a list of texts.
  public List<String> texts(String key, List<String> otherwise) {
    return get(key, otherwise, "a list of texts, such as [\"a\", \"b\"]", SettingsTable::texts);
  }

  /// Returns `true` or `false`.
  public boolean flag(String key, boolean otherwise) {
    return get(
        key,
        otherwise,
        "true or false",
        value -> value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty());
  }

  /// Returns a whole number between two bounds, both included.
  public long whole(String key, long otherwise, long least, long most) {
    String expected =
        most >= Integer.MAX_VALUE
            ? "a whole number from " + least
            : "a whole number from %d to %d".formatted(least, most);
    return get(
        key,
        otherwise,
        expected,
        value ->
            value.isIntegralNumber()
                    && value.canConvertToLong()
                    && value.asLong() >= least
                    && value.asLong() <= most
                ? Optional.of(value.asLong())
                : Optional.empty());
  }

  /// Returns a whole number of at least 1.
  public int count(String key, int otherwise) {
    return (int) whole(key, otherwise, 1, Integer.MAX_VALUE);
  }

  /// Returns a number above 0 and at most 1.
  public double share(String key, double otherwise) {
    return get(
        key,
        otherwise,
        "a number above 0 and up to 1",
        value -> number(value).filter(share -> share > 0 && share <= 1));
  }

  /// Returns a time of more than 0 seconds.
  public Duration seconds(String key, Duration otherwise) {
    return get(
        key,
        otherwise,
        "a number of seconds above 0",
        value -> duration(value).filter(Duration::isPositive));
  }

  /// Returns a time of at least 0 seconds.
  public Duration secondsOrNone(String key, Duration otherwise) {
    return get(key, otherwise, "a number of seconds from 0", SettingsTable::duration);
  }

  /// Reports an error if a key is missing.
  ///
  /// @param expected the expected value, for the message
  public void require(String key, String expected) {
    if (!has(key)) {
      wrong(key, "is missing; expected %s".formatted(expected));
    }
  }

  /// Reports an error in a key.
  public void wrong(String key, String fault) {
    settings.wrong(name + "." + key, fault);
  }

  private <T> T get(
      String key, T otherwise, String expected, Function<JsonNode, Optional<T>> reader) {
    settings.know(name, key);
    @Nullable JsonNode value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    Optional<T> read = reader.apply(value);
    if (read.isEmpty()) {
      wrong(key, "is %s; expected %s".formatted(value, expected));
    }
    return read.orElse(otherwise);
  }

  private static Optional<String> text(JsonNode value) {
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  private static Optional<List<String>> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      text(value).ifPresent(texts::add);
    }
    return values.isArray() && texts.size() == values.size()
        ? Optional.of(List.copyOf(texts))
        : Optional.empty();
  }

  private static Optional<Double> number(JsonNode value) {
    return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
  }

  private static Optional<Duration> duration(JsonNode value) {
    return number(value)
        .filter(seconds -> seconds >= 0 && seconds <= MAX_SECONDS)
        .map(seconds -> Duration.ofMillis((long) (seconds * 1000)));
  }
}
