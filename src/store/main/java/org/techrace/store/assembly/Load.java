package org.techrace.store.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import org.apache.jena.atlas.io.IO;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.techrace.store.Progress;
import org.techrace.store.StoreWriter;

/// The command that writes a store from files:
///
/// ```sh
/// java -cp 'lib/*' org.techrace.store.assembly.Load FOLDER FILE...
/// ```
///
/// After it was stopped, the same command continues after the last step that was finished, unless a
/// file has changed.
public final class Load {
  /// Prints what is used of a build that was stopped.
  private static final Progress NOTES =
      new Progress() {
        @Override
        public void at(String step, long done) {}

        @Override
        public void note(String text) {
          System.err.println(text);
        }
      };

  private Load() {}

  /// Reads files of RDF, in any syntax that Jena knows by the ending of their names, and writes a
  /// store with their quads.
  ///
  /// @param arguments the folder of the new store, and the files
  /// @throws IOException if a file cannot be read, or the store cannot be written
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException(
          "expected the folder of the new store and the files to read: FOLDER FILE...");
    }
    load(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length), NOTES);
  }

  static void load(Path folder, List<String> names, Progress progress) throws IOException {
    try (StoreWriter writer = writer(folder, names, progress)) {
      if (!writer.hasRead()) {
        for (String name : names) {
          read(name, writer);
        }
      }
      writer.seal();
    }
  }

  /// Reads a file, one of N-Triples or N-Quads with several threads.
  private static void read(String name, StoreWriter writer) throws IOException {
    Lang lang = RDFLanguages.filenameToLang(name);
    if (isFile(name) && (Lang.NTRIPLES.equals(lang) || Lang.NQUADS.equals(lang))) {
      try (InputStream in = IO.openFileBuffered(name)) {
        writer.read(in, lang, UUID.randomUUID());
      }
    } else {
      RDFParser.source(name).parse(writer);
    }
  }

  private static boolean isFile(String name) {
    return !name.contains("://") && Files.isRegularFile(Path.of(name));
  }

  private static StoreWriter writer(Path folder, List<String> names, Progress progress)
      throws IOException {
    StringBuilder inputs = new StringBuilder();
    for (String name : names) {
      if (!isFile(name)) {
        // A URL may have other content the next time.
        return new StoreWriter(folder, progress);
      }
      Path file = Path.of(name).toRealPath();
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      inputs.append("%d bytes, %s: %s%n".formatted(is.size(), is.lastModifiedTime(), file));
    }
    return new StoreWriter(folder, inputs.toString(), progress);
  }
}
