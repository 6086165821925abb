package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.techrace.report.Place;

/// A logical target: a file that triples are written to (RML-IO, section 3).
///
/// @param at where it stands
/// @param file where it is written
/// @param serialization the RDF serialization
/// @param compression how it is packed
/// @param charset the encoding of its text
public record Target(
    Place at,
    Path file,
    Serialization serialization,
    LogicalSource.Compression compression,
    Charset charset) {

  /// Whether another one has the same bytes written for the same triples.
  boolean writesLike(Target other) {
    return serialization == other.serialization
        && compression == other.compression
        && charset.equals(other.charset);
  }
}
