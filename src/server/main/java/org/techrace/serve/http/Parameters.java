package org.techrace.serve.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The parameters of a query string or a form body (`application/x-www-form-urlencoded`).
public record Parameters(Map<String, List<String>> values) {

  /// No parameters.
  public static final Parameters NONE = new Parameters(Map.of());

  /// Parses parameters.
  ///
  /// @throws Refusal 400 if the text is not percent-encoded UTF-8
  static Parameters parse(String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (!encoded.isEmpty()) {
      for (String pair : encoded.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return new Parameters(values);
  }

  /// These parameters and those of a form.
  ///
  /// @throws Refusal 400 if the form is not percent-encoded UTF-8
  public Parameters and(String form) {
    Map<String, List<String>> all = new LinkedHashMap<>(values);
    parse(form)
        .values
        .forEach(
            (name, more) ->
                all.merge(name, more, (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
    return new Parameters(all);
  }

  /// These parameters and one more value.
  public Parameters with(String name, String value) {
    Map<String, List<String>> all = new LinkedHashMap<>(values);
    all.put(name, Stream.concat(all(name).stream(), Stream.of(value)).toList());
    return new Parameters(all);
  }

  /// These parameters without one.
  public Parameters without(String name) {
    Map<String, List<String>> others = new LinkedHashMap<>(values);
    others.remove(name);
    return new Parameters(others);
  }

  /// The first value of a parameter.
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /// All values of a parameter in their order; empty if it is missing.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// Decodes strictly: `URLDecoder` replaces invalid UTF-8 by U+FFFD.
  static String decode(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      switch (encoded[i]) {
        case '+' -> bytes.put((byte) ' ');
        case '%' -> {
          bytes.put((byte) (16 * hex(encoded, i + 1) + hex(encoded, i + 2)));
          i += 2;
        }
        default -> bytes.put(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "A parameter is not valid UTF-8; percent-encode UTF-8 bytes.");
    }
  }

  private static int hex(byte[] encoded, int at) {
    int digit = at < encoded.length ? Character.digit(encoded[at], 16) : -1;
    if (digit < 0) {
      throw new Refusal(
          400, "A '%' in a parameter is not followed by two hexadecimal digits; write it as %25.");
    }
    return digit;
  }
}
