package org.techrace.table.input;

import java.io.IOException;

/// A file is not packed as it is said to be, or what is packed in it ends too early or not soon
/// enough.
public final class BrokenPackingException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenPackingException(Packing packing, Exception cause) {
    super(
        "this cannot be unpacked as %s: %s; pack or fetch it again, or correct its ending or rml:compression"
            .formatted(packing.shown(), cause.getMessage()),
        cause);
  }

  /// A file unpacks to more than it may.
  ///
  /// @param most how many bytes it may unpack to
  BrokenPackingException(Packing packing, long most) {
    super(
        "this unpacks as %s to more than the %,d bytes that a file of its size may have; if it is no bomb, unpack it yourself, or allow more (sandbox.expansion in techrace.toml)"
            .formatted(packing.shown(), most));
  }
}
