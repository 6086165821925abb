package org.techrace.serve.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// An address of this server: a path and its parameters, in the order in which they were added.
///
/// @param parameters each as it stands in the address: `name=value`
public record Address(String path, List<String> parameters) {
  public Address {
    parameters = List.copyOf(parameters);
  }

  /// A path without parameters.
  public static Address of(String path) {
    return new Address(path, List.of());
  }

  /// A text as it stands in an address as a parameter's value.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The same with a parameter more; an empty value adds none.
  public Address with(String name, String value) {
    return value.isEmpty() ? this : with(name, List.of(value));
  }

  /// The same with a parameter more for each value.
  public Address with(String name, Collection<String> values) {
    return new Address(
        path,
        Stream.concat(parameters.stream(), values.stream().map(v -> name + "=" + encoded(v)))
            .toList());
  }

  /// The same in an order and a form.
  ///
  /// @param page from 1
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
