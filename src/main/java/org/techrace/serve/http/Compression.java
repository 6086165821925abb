package org.techrace.serve.http;

import com.github.luben.zstd.ZstdOutputStream;
import com.github.luben.zstd.util.Native;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// How a body is coded on its way (RFC 9110, section 8.4).
enum Compression {
  NONE("identity"),
  GZIP("gzip"),
  /// RFC 8878: smaller and faster, for the clients that know it.
  ZSTD("zstd");

  /// Below this many bytes coding costs more than it saves.
  static final int SMALLEST = 1024;

  private final String token;

  Compression(String token) {
    this.token = token;
  }

  String token() {
    return token;
  }

  /// The coding for an answer, by the `Accept-Encoding` header of the request.
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

  /// The library of Zstandard is native code. It is unpacked into the folder for temporary files
  /// when a client first asks for it, and that folder may be one that forbids programs.
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

  /// How much the client likes a coding; 0 if it does not name it, since `*` tells little of what
  /// it can read.
  private static double weight(String accepted, Compression coding) {
    for (String part : accepted.split(",", -1)) {
      String[] pieces = part.trim().split("\\s*;\\s*", -1);
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
