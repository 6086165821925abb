package org.techrace.table.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.techrace.access.ReadableFile;

/// A file with its compression and the encoding of its text. A UTF-8 byte order mark is not part of
/// the text.
///
/// @param file the file
/// @param charset the encoding of the text
/// @param packing the compression
public record TableFile(ReadableFile file, Charset charset, Packing packing) {
  private static final int BUFFER_BYTES = 1 << 16;

  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /// Returns the size of the file on disk in bytes.
  public long bytes() throws IOException {
    return file.size();
  }

  /// Returns a new budget for the rows of the file.
  public RowBudget rowBudget() {
    return new RowBudget(file.limits().rowBytes());
  }

  /// Returns how many bytes one value may have.
  public long textBytes() {
    return file.limits().textBytes();
  }

  /// Opens the file at its first byte of text.
  ///
  /// @throws BrokenPackingException if the file is not compressed as stated; reading the stream may
  ///   throw it too
  /// @throws IOException if the file cannot be opened
  public InputStream open() throws IOException {
    return open(new Counter());
  }

  /// Opens the file and counts the bytes that are read from disk.
  public InputStream open(Counter counter) throws IOException {
    FileChannel channel = file.open();
    try {
      InputStream counted = counter.counted(Channels.newInputStream(channel));
      InputStream bytes =
          packing.unpack(
              new BufferedInputStream(counted, BUFFER_BYTES),
              String.valueOf(file.path().getFileName()),
              file.limits().unpackedBytes(channel.size()));
      if (charset.equals(StandardCharsets.UTF_8)) {
        bytes.mark(UTF8_MARK.length);
        if (!Arrays.equals(bytes.readNBytes(UTF8_MARK.length), UTF8_MARK)) {
          bytes.reset();
        }
      }
      return bytes;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
