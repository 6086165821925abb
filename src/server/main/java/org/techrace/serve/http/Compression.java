package org.techrace.serve.http;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.github.luben.zstd.util.Native;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// The content coding of a body (RFC 9110, section 8.4).
enum Compression {
  NONE("identity"),
  GZIP("gzip"),
  /// Zstandard (RFC 8878): smaller and faster than gzip, used if the client accepts it.
  ZSTD("zstd");

  /// The size in bytes below which compression costs more than it saves.
  private static final int SMALLEST = 1024;

  /// The level of Zstandard for files that are compressed once.
  private static final int SMALLEST_LEVEL = 19;

  private final String token;

  Compression(String token) {
    this.token = token;
  }

  /// Returns bytes in Zstandard, as small as possible; empty if its library cannot be loaded.
  static byte[] smallest(byte[] bytes) {
    return Library.LOADED ? Zstd.compress(bytes, SMALLEST_LEVEL) : new byte[0];
  }

  String token() {
    return token;
  }

  /// The coding for an answer with a body of this size in bytes.
  static Compression of(HttpServletRequest http, Answer answer, long size) {
    return size < SMALLEST ? NONE : of(http, answer);
  }

  /// The coding for an answer, chosen by the `Accept-Encoding` header of the request.
  static Compression of(HttpServletRequest http, Answer answer) {
    String accepted = Headers.list(http, "Accept-Encoding");
    boolean packed =
        answer.header("Content-Encoding").isPresent()
            || answer.contentType().equals("application/gzip");
    if (packed) {
      return NONE;
    }
    double gzip = weight(accepted, GZIP);
    double zstd = weight(accepted, ZSTD);
    return zstd > 0 && zstd >= gzip && Library.LOADED ? ZSTD : gzip > 0 ? GZIP : NONE;
  }

  /// Reports whether the client reads a coding.
  static boolean accepts(HttpServletRequest http, Compression coding) {
    return weight(Headers.list(http, "Accept-Encoding"), coding) > 0;
  }

  /// The native library of Zstandard. It is unpacked to the temporary folder when a client first
  /// asks for it, and fails to load if that folder forbids executable files.
  private static final class Library {
    static final boolean LOADED = load();

    private static boolean load() {
      try {
        Native.load();
        return Native.isLoaded();
      } catch (LinkageError e) {
        return false;
      }
    }
  }

  /// The weight of a coding in the header; 0 if the header does not name it. `*` does not count,
  /// because it does not say what the client can read.
  private static double weight(String accepted, Compression coding) {
    for (String part : accepted.split(",", -1)) {
      String[] pieces = Accept.pieces(part);
      if (pieces[0].equalsIgnoreCase(coding.token)) {
        return Accept.weight(pieces);
      }
    }
    return 0;
  }

  OutputStream wrap(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, 8192);
      case ZSTD -> new ZstdOutputStream(out);
    };
  }
}
