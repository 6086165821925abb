package org.techrace.store.assembly;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.jena.riot.RDFParser;
import org.techrace.store.Progress;
import org.techrace.store.StoreWriter;

/// The command that writes a store from files:
///
/// ```sh
/// java -cp 'lib/*' org.techrace.store.assembly.Load FOLDER FILE...
/// ```
public final class Load {
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
    try (StoreWriter writer = new StoreWriter(Path.of(arguments[0]), Progress.NONE)) {
      for (int i = 1; i < arguments.length; i++) {
        RDFParser.source(arguments[i]).parse(writer);
      }
      writer.seal();
    }
  }
}
