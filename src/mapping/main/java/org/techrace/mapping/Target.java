package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.techrace.report.Place;
import org.techrace.table.input.Packing;

/// A logical target: a file that triples are written to (RML-IO, section 3).
///
/// @param at the place in the mapping
/// @param file the path of the file
/// @param serialization the RDF format
/// @param compression the compression
/// @param charset the encoding of the text
public record Target(
    Place at, Path file, Serialization serialization, Packing compression, Charset charset) {

  /// Returns true if both targets write the same bytes for the same triples.
  boolean writesLike(Target other) {
    return serialization == other.serialization
        && compression == other.compression
        && charset.equals(other.charset);
  }
}
