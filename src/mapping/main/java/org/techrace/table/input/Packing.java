package org.techrace.table.input;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/// The compression of a file. Of an archive, the first file is read. If the name of a ZIP archive
/// contains the extension of the table, as in `table.csv.zip`, the first file with this extension
/// is read. An archive with another file of the same extension is refused, because it is not known
/// whether its rows belong to the table.
public enum Packing {
  TAR_GZIP("targz", ".tar.gz", "tar with gzip"),
  TAR_XZ("tarxz", ".tar.xz", "tar with xz"),
  GZIP("gzip", ".gz", "gzip"),
  ZIP("zip", ".zip", "ZIP"),
  ZSTD("zstd", ".zst", "zstd"),
  NONE("none", "", "nothing");

  private static final int BUFFER_BYTES = 1 << 16;

  private static final Pattern INSIDE_ZIP = Pattern.compile(".*\\.(\\w+)\\.zip");

  /// The maximum memory of a decoder: files written by `xz -9` need 65 MiB.
  private static final int XZ_MEMORY_KIB = 100 << 10;

  private final String localName;
  private final String ending;
  private final String shown;

  Packing(String localName, String ending, String shown) {
    this.localName = localName;
    this.ending = ending;
    this.shown = shown;
  }

  /// Returns the compression that the extension of a file name indicates.
  public static Packing ofEnding(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(p -> lower.endsWith(p.ending)).findFirst().orElse(NONE);
  }

  /// Returns the local name in the RML vocabulary; `zstd` is an extension of this project.
  public String localName() {
    return localName;
  }

  /// Returns the extension of file names, with its point; empty for [#NONE].
  public String ending() {
    return ending;
  }

  /// Returns the name in findings.
  String shown() {
    return shown;
  }

  /// Decompresses a stream.
  ///
  /// @param name the name of the compressed file
  /// @param most the maximum number of decompressed bytes
  /// @throws BrokenPackingException if the bytes are not compressed as stated or exceed the limit;
  ///   reading the returned stream may throw it too
  InputStream unpack(InputStream packed, String name, long most) throws IOException {
    if (this == NONE) {
      return packed;
    }
    InputStream unpacked = new Unpacked(careful(() -> unpacker(packed, name, most)), most);
    return new BufferedInputStream(unpacked, BUFFER_BYTES);
  }

  /// Limits a stream that is already decompressed to a number of bytes.
  public InputStream bounded(InputStream unpacked, long most) {
    return new Unpacked(unpacked, most);
  }

  private InputStream unpacker(InputStream packed, String name, long most) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case GZIP -> new WholeGzip(packed);
      case ZSTD -> new ZstdInputStream(packed);
      case ZIP -> memberOfZip(new ZipInputStream(packed), name, most);
      case TAR_GZIP -> firstOfTar(new Unpacked(new GZIPInputStream(packed, BUFFER_BYTES), most));
      case TAR_XZ -> firstOfTar(new Unpacked(new XZInputStream(packed, XZ_MEMORY_KIB), most));
    };
  }

  /// Gzip whose end is that of the file. Java's decoder takes what follows for the end unless it is
  /// gzip again, so that a damaged part would be missing without an error.
  private static final class WholeGzip extends GZIPInputStream {
    WholeGzip(InputStream packed) throws IOException {
      super(packed, BUFFER_BYTES);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = super.read(to, offset, length);
      if (n < 0 && !hasOnlyZerosLeft()) {
        throw new IOException("other bytes follow the compressed ones");
      }
      return n;
    }

    /// Returns true if only zeros follow: they fill tapes and blocks.
    private boolean hasOnlyZerosLeft() throws IOException {
      // Eight bytes of the input are the checksum and the size.
      for (int i = len - inf.getRemaining() + 8; i < len; i++) {
        if (buf[i] != 0) {
          return false;
        }
      }
      byte[] more = new byte[BUFFER_BYTES];
      for (int n = in.read(more); n >= 0; n = in.read(more)) {
        for (int i = 0; i < n; i++) {
          if (more[i] != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  /// Runs a step of decompression and converts its exceptions: the libraries throw many kinds for
  /// invalid bytes.
  private <T> T careful(Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (BrokenPackingException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new BrokenPackingException(this, e);
    }
  }

  /// Counts the decompressed bytes. The inner stream of an archive is counted too, because a sparse
  /// archive can be larger than the stream that contains it.
  private final class Unpacked extends FilterInputStream {
    private final long most;
    private long bytes;

    Unpacked(InputStream unpacker, long most) {
      super(unpacker);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int b = careful(in::read);
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = careful(() -> in.read(to, offset, length));
      count(n);
      return n;
    }

    private void count(int n) throws IOException {
      bytes += Math.max(0, n);
      if (bytes > most) {
        throw new BrokenPackingException(Packing.this, most);
      }
    }
  }

  /// Decompresses bytes at once.
  ///
  /// @throws IOException if the bytes are not compressed as stated
  public byte[] unpacked(byte[] packed) throws IOException {
    try (InputStream in = unpack(new ByteArrayInputStream(packed), "", Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private InputStream memberOfZip(ZipInputStream zip, String name, long most) throws IOException {
    Matcher inside = INSIDE_ZIP.matcher(name);
    String ending = inside.matches() ? inside.group(1) : "";
    // Skipped members are decompressed, too.
    InputStream skipped = new Unpacked(zip, most);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory() && isWanted(entry.getName(), ending)) {
        return new OnlyMember(zip, entry.getName(), () -> name(zip.getNextEntry()));
      }
      skipped.transferTo(OutputStream.nullOutputStream());
    }
    throw new IOException(
        ending.isEmpty()
            ? "there is no file in the archive"
            : "the archive has no file that ends with ." + ending);
  }

  /// Tests if a member has the ending. JSON Lines may come as JSON.
  private static boolean isWanted(String member, String ending) {
    return member.endsWith(ending.isEmpty() ? "" : "." + ending)
        || (ending.equals("jsonl") && member.endsWith(".json"));
  }

  private static @Nullable String name(@Nullable ZipEntry entry) {
    return entry == null ? null : entry.getName();
  }

  private static @Nullable String name(@Nullable TarArchiveEntry entry) {
    return entry == null ? null : entry.getName();
  }

  private static InputStream firstOfTar(InputStream in) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    TarArchiveEntry entry = tar.getNextEntry();
    if (entry == null) {
      throw new IOException("the archive contains no file");
    }
    return new OnlyMember(tar, entry.getName(), () -> name(tar.getNextEntry()));
  }

  /// Returns the name of the next file of an archive, or null after the last.
  private interface NextName {
    @Nullable String take() throws IOException;
  }

  /// The file of an archive that is read. At its end, the rest of the archive is searched for
  /// another one with the same extension.
  private static final class OnlyMember extends FilterInputStream {
    private final String name;
    private final NextName next;
    private boolean ended;

    OnlyMember(InputStream archive, String name, NextName next) {
      super(archive);
      this.name = name;
      this.next = next;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = ended ? -1 : in.read(to, offset, length);
      if (n < 0 && !ended) {
        ended = true;
        refuseAnother();
      }
      return n;
    }

    private void refuseAnother() throws IOException {
      for (String other = next.take(); other != null; other = next.take()) {
        if (extension(other).equals(extension(name))) {
          throw new IOException(
              "it contains '%s' and '%s', and it is not known which of them is the table; unpack it, and read both as several files or one of them"
                  .formatted(name, other));
        }
      }
    }

    /// Returns the extension of a file name. Hidden files, which macOS adds, have one of their own.
    private static String extension(String member) {
      String file = member.substring(member.lastIndexOf('/') + 1);
      return file.startsWith(".") ? file : file.substring(file.lastIndexOf('.') + 1);
    }
  }

  /// Compresses a stream.
  ///
  /// @param size the number of bytes in the stream
  /// @param name the name of the compressed file; the file in an archive has the same name without
  ///   the extension of the compression
  /// @param out receives the compressed bytes and is not closed
  public void pack(InputStream in, long size, String name, OutputStream out) throws IOException {
    String inside = name.replaceAll("\\.(zip|gz|xz|tar)", "");
    OutputStream open = CloseShieldOutputStream.wrap(out);
    try (OutputStream packed =
        switch (this) {
          case NONE -> open;
          case GZIP -> new GZIPOutputStream(open);
          case ZSTD -> new ZstdOutputStream(open);
          case ZIP -> {
            ZipOutputStream zip = new ZipOutputStream(open);
            zip.putNextEntry(new ZipEntry(inside));
            yield zip;
          }
          case TAR_GZIP -> tar(new GZIPOutputStream(open), inside, size);
          case TAR_XZ -> tar(new XZOutputStream(open, new LZMA2Options()), inside, size);
        }) {
      in.transferTo(packed);
      if (packed instanceof TarArchiveOutputStream tar) {
        tar.closeArchiveEntry();
      }
    }
  }

  private static OutputStream tar(OutputStream out, String name, long size) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    return tar;
  }
}
