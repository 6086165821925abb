package org.techrace.rdf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A licence.
///
/// @param name what people call it
/// @param iri where it can be read
public record Licence(String name, String iri) {
  private static final Map<String, Licence> BY_ID = read();

  /// The usual open licences, by their identifier in the SPDX list.
  public static Map<String, Licence> usual() {
    return BY_ID;
  }

  /// Reads how a project names a licence.
  ///
  /// @param text an SPDX identifier, or the IRI of any licence
  public static Optional<Licence> of(String text) {
    if (text.matches("https?://\\S+")) {
      return Optional.of(
          BY_ID.values().stream()
              .filter(licence -> licence.iri.equals(text))
              .findFirst()
              .orElse(new Licence(text, text)));
    }
    return Optional.ofNullable(BY_ID.get(text));
  }

  private static Map<String, Licence> read() {
    Map<String, Licence> licences = new LinkedHashMap<>();
    try (InputStream file =
            Objects.requireNonNull(Licence.class.getResourceAsStream("licences.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(cells -> licences.put(cells[0], new Licence(cells[1], cells[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return licences;
  }
}
