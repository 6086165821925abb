package org.techrace.access;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// The files of a folder that runs wrote as logical targets: a later run may replace those that
/// nobody has changed since, and no others. Their names and SHA-256 are in the hidden file [#LIST],
/// in the form that `sha256sum` reads.
final class MadeFiles {
  /// The name of the list. Mappings cannot write it, because they never write hidden files.
  static final String LIST = ".techrace-targets";

  private static final int DIGITS = 64;

  private MadeFiles() {}

  /// Returns true if a file does not exist, or is as a run wrote it.
  static boolean mayReplace(Folder folder, Path name) throws IOException {
    try {
      if (!folder.attributes(name).isRegularFile()) {
        return false;
      }
    } catch (NoSuchFileException _) {
      return true;
    }
    String known = read(folder).get(name.toString());
    return known != null && known.equals(digest(folder, name));
  }

  private static Map<String, String> read(Folder folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (InputStream in =
        Channels.newInputStream(folder.open(Path.of(LIST), StandardOpenOption.READ))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.length() > DIGITS + 2)
          .forEach(line -> files.put(line.substring(DIGITS + 2), line.substring(0, DIGITS)));
    } catch (NoSuchFileException _) {
      // No run has written a target here.
    }
    return files;
  }

  private static String digest(Folder folder, Path name) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Channels.newInputStream(folder.open(name, StandardOpenOption.READ));
        OutputStream to = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(to);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Adds a file to the list, and removes those that no longer exist.
  private static void remember(Folder folder, Path name, String digest) throws IOException {
    Map<String, String> files = read(folder);
    files.put(name.toString(), digest);
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (exists(folder, Path.of(file.getKey()))) {
        text.append(file.getValue()).append("  ").append(file.getKey()).append('\n');
      }
    }
    Path part = Path.of(LIST + ".part");
    try (OutputStream out =
        Channels.newOutputStream(
            folder.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    folder.rename(part, Path.of(LIST));
  }

  private static boolean exists(Folder folder, Path name) throws IOException {
    try {
      return folder.attributes(name).isRegularFile();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Opens the folder of a file again, after the file was written.
  @FunctionalInterface
  interface Opener {
    Folder open() throws IOException;
  }

  /// Begins a file that is in the list once it is complete.
  ///
  /// @param sound called when the file is closed; returns true if the content is complete
  static OutputStream open(Opener folder, Path name, BooleanSupplier sound) throws IOException {
    MessageDigest digest = sha256();
    OutputStream file = new DigestOutputStream(WholeFile.open(folder.open(), name, sound), digest);
    return new FilterOutputStream(file) {
      private boolean closed;

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (closed) {
          return;
        }
        closed = true;
        super.close();
        if (sound.getAsBoolean()) {
          try (Folder again = folder.open()) {
            remember(again, name, HexFormat.of().formatHex(digest.digest()));
          }
        }
      }
    };
  }
}
