package org.techrace.engine.output;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.mapping.Serialization;
import org.techrace.mapping.Target;
import org.techrace.table.input.Packing;

/// The format of an RDF file.
///
/// @param serialization the serialization
/// @param packing the compression
/// @param charset the encoding of the text
public record FileForm(Serialization serialization, Packing packing, Charset charset) {
  /// N-Quads in UTF-8, not compressed.
  public static final FileForm N_QUADS =
      new FileForm(Serialization.N_QUADS, Packing.NONE, StandardCharsets.UTF_8);

  private static final Pattern SUFFIX = Pattern.compile(".*?\\.([^.]+)(\\.gz|\\.zst)?");

  /// Returns the format of a file name by its suffix, such as `.ttl` or `.nq.gz`.
  ///
  /// @return empty if the suffix is not one of [#suffixes]
  public static Optional<FileForm> ofName(String name) {
    Matcher suffix = SUFFIX.matcher(name);
    if (!suffix.matches()) {
      return Optional.empty();
    }
    Packing packing =
        switch (suffix.group(2)) {
          case ".gz" -> Packing.GZIP;
          case ".zst" -> Packing.ZSTD;
          case null, default -> Packing.NONE;
        };
    return Serialization.ofSuffix(suffix.group(1))
        .map(serialization -> new FileForm(serialization, packing, StandardCharsets.UTF_8));
  }

  /// Lists the suffixes that [#ofName] knows, for messages.
  public static String suffixes() {
    return Stream.of(Serialization.values())
            .map(one -> "." + one.suffix())
            .collect(Collectors.joining(", "))
        + ", each also with .gz or .zst after it";
  }

  /// Returns the format of a logical target.
  static FileForm of(Target target) {
    return new FileForm(target.serialization(), target.compression(), target.charset());
  }
}
