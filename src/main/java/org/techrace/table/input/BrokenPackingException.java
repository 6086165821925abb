package org.techrace.table.input;

import java.io.IOException;

/// A file is not packed as it is said to be, or what is packed in it ends too early.
public final class BrokenPackingException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenPackingException(Packing packing, Exception cause) {
    super(
        "this cannot be unpacked as %s: %s; pack or fetch it again, or correct its ending or rml:compression"
            .formatted(packing.shown(), cause.getMessage()),
        cause);
  }
}
