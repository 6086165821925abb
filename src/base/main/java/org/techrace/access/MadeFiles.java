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
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;

/// The files of a folder that runs of this user wrote as logical targets: a later run may replace
/// those that no one has changed since, and no others. The hidden file [#LIST] has a code for each
/// name and content, made with the [UserKey], so that a list of somebody else has no effect.
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
    return known != null && known.equals(code(folder, name));
  }

  private static Map<String, String> read(Folder folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Path list = Path.of(LIST);
    if (exists(folder, list)) {
      try (InputStream in = Channels.newInputStream(folder.open(list, StandardOpenOption.READ))) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.length() > DIGITS + 2)
            .forEach(line -> files.put(line.substring(DIGITS + 2), line.substring(0, DIGITS)));
      }
    }
    return files;
  }

  private static String code(Folder folder, Path name) throws IOException {
    Mac mac = UserKey.mac(name.toString());
    try (InputStream in = Channels.newInputStream(folder.open(name, StandardOpenOption.READ))) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        mac.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(mac.doFinal());
  }

  /// Adds a file to the list, and removes those that no longer exist. Closes the folder.
  private static void remember(Folder folder, Path name, String code) throws IOException {
    Map<String, String> files = read(folder);
    files.put(name.toString(), code);
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (exists(folder, Path.of(file.getKey()))) {
        text.append(file.getValue()).append("  ").append(file.getKey()).append('\n');
      }
    }
    try (OutputStream out = WholeFile.open(folder, Path.of(LIST), () -> true)) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
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
    Mac mac = UserKey.mac(name.toString());
    return new FilterOutputStream(WholeFile.open(folder.open(), name, sound)) {
      private boolean closed;

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        mac.update(bytes, offset, length);
      }

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void close() throws IOException {
        if (closed) {
          return;
        }
        closed = true;
        super.close();
        if (sound.getAsBoolean()) {
          remember(folder.open(), name, HexFormat.of().formatHex(mac.doFinal()));
        }
      }
    };
  }
}
