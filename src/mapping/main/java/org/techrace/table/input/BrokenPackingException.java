package org.techrace.table.input;

import org.techrace.report.UnusableInputException;

/// Thrown if a file is not compressed as stated, is truncated, or decompresses to too many bytes.
public final class BrokenPackingException extends UnusableInputException {
  private static final long serialVersionUID = 1;

  BrokenPackingException(Packing packing, Exception cause) {
    super(
        "the file cannot be decompressed as %s: %s; compress or download it again, or correct its file extension or rml:compression"
            .formatted(packing.shown(), cause.getMessage()),
        cause);
  }

  /// Reports that a file decompresses to more bytes than allowed.
  ///
  /// @param most the maximum size in bytes
  BrokenPackingException(Packing packing, long most) {
    super(
        "the file decompresses as %s to more than %,d bytes, the limit for a file of its size; if you trust it, decompress it yourself or raise sandbox.expansion in techrace.toml"
            .formatted(packing.shown(), most));
  }
}
