package org.techrace.table.input;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/// How a file is packed. Of an archive the first file counts.
public enum Packing {
  NONE("nothing"),
  GZIP("gzip"),
  ZIP("ZIP"),
  TAR_GZIP("tar with gzip"),
  TAR_XZ("tar with xz"),
  ZSTD("zstd");

  private static final int BUFFER = 1 << 16;

  private final String shown;

  Packing(String shown) {
    this.shown = shown;
  }

  /// Its name in findings.
  String shown() {
    return shown;
  }

  /// The bytes that were packed.
  ///
  /// @throws BrokenPackingException also when the stream is read, if the bytes are not packed so
  InputStream unpack(InputStream packed) throws IOException {
    return this == NONE
        ? packed
        : new BufferedInputStream(new Unpacked(careful(() -> unpacker(packed))), BUFFER);
  }

  private InputStream unpacker(InputStream packed) throws IOException {
    return switch (this) {
      case NONE -> packed;
      case GZIP -> new GZIPInputStream(packed, BUFFER);
      case ZSTD -> new ZstdInputStream(packed);
      case ZIP -> {
        ZipInputStream zip = new ZipInputStream(packed);
        if (zip.getNextEntry() == null) {
          throw new IOException("there is no file in the archive");
        }
        yield zip;
      }
      case TAR_GZIP -> firstOfTar(new GZIPInputStream(packed, BUFFER));
      case TAR_XZ -> firstOfTar(new XZInputStream(packed));
    };
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  /// Takes a step of unpacking; the libraries tell of broken bytes by exceptions of many kinds.
  private <T> T careful(Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (IOException | RuntimeException e) {
      throw new BrokenPackingException(this, e);
    }
  }

  private final class Unpacked extends FilterInputStream {
    Unpacked(InputStream unpacker) {
      super(unpacker);
    }

    @Override
    public int read() throws IOException {
      return careful(in::read);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return careful(() -> in.read(to, offset, length));
    }
  }

  /// The bytes that were packed, all at once.
  ///
  /// @throws IOException if the bytes are not packed so
  public byte[] unpacked(byte[] packed) throws IOException {
    try (InputStream in = unpack(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static InputStream firstOfTar(InputStream in) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    if (tar.getNextEntry() == null) {
      throw new IOException("there is no file in the archive");
    }
    return tar;
  }

  /// Packs what is read.
  ///
  /// @param size how many bytes that is
  /// @param name the name of the packed file; an archive holds one without the endings of packing
  /// @param out takes the packed bytes; it is left open
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
