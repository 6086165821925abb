package org.techrace.table.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The bytes of a file and the encoding of its text. A byte order mark is not part of the text.
///
/// @param file the file
/// @param charset the encoding of its text
/// @param packing how it is packed
public record TableFile(Path file, Charset charset, Packing packing) {
  private static final int BUFFER = 1 << 16;

  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /// How many bytes the file has, packed as it is.
  public long bytes() throws IOException {
    return Files.size(file);
  }

  /// Opens the file at its first byte of text.
  ///
  /// @throws BrokenPackingException if it is not packed so
  /// @throws IOException if the file cannot be opened
  public InputStream open() throws IOException {
    return open(new Counter());
  }

  /// The same, and counts what is read.
  public InputStream open(Counter counter) throws IOException {
    InputStream counted = counter.counted(Files.newInputStream(file));
    try {
      InputStream bytes = packing.unpack(new BufferedInputStream(counted, BUFFER));
      if (charset.equals(StandardCharsets.UTF_8)) {
        bytes.mark(UTF8_MARK.length);
        if (!Arrays.equals(bytes.readNBytes(UTF8_MARK.length), UTF8_MARK)) {
          bytes.reset();
        }
      }
      return bytes;
    } catch (IOException e) {
      counted.close();
      throw e;
    }
  }
}
