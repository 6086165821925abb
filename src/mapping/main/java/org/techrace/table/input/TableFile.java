package org.techrace.table.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.commons.io.input.BoundedInputStream;
import org.techrace.access.ReadableFile;
import org.techrace.table.TablePart;

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
    return open(counter, TablePart.WHOLE);
  }

  /// Opens a part of the file. Only a file without compression has parts.
  public InputStream open(Counter counter, TablePart part) throws IOException {
    FileChannel channel = file.open();
    try {
      InputStream counted = counter.counted(inside(channel, part));
      InputStream bytes =
          packing.unpack(
              new BufferedInputStream(counted, BUFFER_BYTES),
              String.valueOf(file.path().getFileName()),
              file.limits().unpackedBytes(channel.size()));
      if (charset.equals(StandardCharsets.UTF_8) && part.from() == 0) {
        skipMark(bytes);
      }
      return bytes;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Opens the file at its first byte, as it is on disk. The stream supports marks.
  public InputStream openRaw() throws IOException {
    return new BufferedInputStream(file.stream(), BUFFER_BYTES);
  }

  /// Skips the byte order mark at the beginning of a text in UTF-8.
  ///
  /// @param bytes a stream that supports marks
  /// @return the number of bytes skipped
  public static int skipMark(InputStream bytes) throws IOException {
    bytes.mark(UTF8_MARK.length);
    if (Arrays.equals(bytes.readNBytes(UTF8_MARK.length), UTF8_MARK)) {
      return UTF8_MARK.length;
    }
    bytes.reset();
    return 0;
  }

  private static InputStream inside(FileChannel channel, TablePart part) throws IOException {
    InputStream all = Channels.newInputStream(channel);
    if (part.isWhole()) {
      return all;
    }
    channel.position(part.from());
    return BoundedInputStream.builder()
        .setInputStream(all)
        .setMaxCount(part.to() - part.from())
        .get();
  }

  /// Returns true if the bytes of the file are the text itself, and those below 128 always ASCII
  /// characters. Only then the file can be divided without decoding it.
  public boolean isPlainAscii() {
    return packing == Packing.NONE
        && Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1)
            .contains(charset);
  }
}
