package org.techrace.search;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.IOUtils;

/// The files of an index, all of them open. Readers that are opened later read the same files, even
/// if the folder was deleted since. Takes no lock. Safe for concurrent use until it is closed.
final class HeldFiles extends FilterDirectory {
  private final Map<String, IndexInput> files = new HashMap<>();

  private HeldFiles(Directory folder) {
    super(folder);
  }

  /// Opens all files of a folder.
  ///
  /// @throws IOException if one cannot be opened
  static HeldFiles open(Path folder) throws IOException {
    HeldFiles held = new HeldFiles(FSDirectory.open(folder, NoLockFactory.INSTANCE));
    boolean complete = false;
    try {
      for (String name : held.in.listAll()) {
        held.files.put(name, held.in.openInput(name, IOContext.DEFAULT));
      }
      complete = true;
      return held;
    } finally {
      if (!complete) {
        IOUtils.closeWhileHandlingException(held);
      }
    }
  }

  @Override
  public String[] listAll() {
    return files.keySet().stream().sorted().toArray(String[]::new);
  }

  @Override
  public long fileLength(String name) throws IOException {
    return file(name).length();
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    return file(name).clone();
  }

  private IndexInput file(String name) throws IOException {
    IndexInput file = files.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    try {
      IOUtils.close(files.values());
    } finally {
      super.close();
    }
  }
}
