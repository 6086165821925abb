package org.techrace.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.techrace.release.Digests;

/// Counts the bytes that are written to a stream, and computes their checksum.
public final class MeasuredStream extends FilterOutputStream {
  private final MessageDigest digest = Digests.sha256();
  private long bytes;

  public MeasuredStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int one) throws IOException {
    out.write(one);
    digest.update((byte) one);
    bytes++;
  }

  @Override
  public void write(byte[] some, int start, int length) throws IOException {
    out.write(some, start, length);
    digest.update(some, start, length);
    bytes += length;
  }

  /// Returns how many bytes were written.
  public long bytes() {
    return bytes;
  }

  /// Returns the SHA-256 of the bytes in hexadecimal digits. Call it once, after the last byte.
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
