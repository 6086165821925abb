package org.techrace.serve.view;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An address of this server: a path and its parameters, in the order in which they were added.
///
/// @param path the path
/// @param parameters the encoded parameters: `name=value`
public record Address(String path, List<String> parameters) {
  public Address {
    parameters = List.copyOf(parameters);
  }

  /// Returns an address without parameters.
  public static Address of(String path) {
    return new Address(path, List.of());
  }

  /// Encodes a text for use as a parameter's value.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Returns a copy with one more parameter. An empty value adds none.
  public Address with(String name, String value) {
    return value.isEmpty() ? this : with(name, List.of(value));
  }

  /// Returns a copy with one more parameter for each value.
  public Address with(String name, Collection<String> values) {
    return new Address(
        path,
        Stream.concat(parameters.stream(), values.stream().map(v -> name + "=" + encoded(v)))
            .toList());
  }

  /// Returns the decoded values by parameter.
  public Map<String, List<String>> values() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      values
          .computeIfAbsent(parts[0], name -> new ArrayList<>())
          .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }

  /// Returns a copy without a parameter.
  public Address without(String name) {
    return new Address(
        path, parameters.stream().filter(one -> !one.startsWith(name + "=")).toList());
  }

  /// Returns a copy with sort order, page and format.
  ///
  /// @param sort the sort order
  /// @param page the page, from 1
  /// @param format the suffix of a format; empty for a page
  public Address with(Sorting sort, int page, String format) {
    return with("sort", sort.text())
        .with("page", page > 1 ? Integer.toString(page) : "")
        .with("format", format);
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }
}
