package org.techrace.access;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An open folder. Its files are opened by their name in the folder, without following links, so
/// that changes of the folders above have no effect.
///
/// On systems without folder handles (other than Linux), files are opened by their path, and the
/// path is checked again after opening.
final class Folder implements Closeable {
  private final Path path;
  private final DirectoryStream<Path> stream;

  private Folder(Path path, DirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  /// Opens a folder.
  ///
  /// @param root the real path of a folder
  /// @param below the folder to open, relative to the root, without links and `..`
  /// @throws RefusedException if a part of the path below the root is a link
  @SuppressWarnings("StreamResourceLeak") // closed with the folder
  static Folder open(Path root, Path below) throws IOException {
    Folder folder = new Folder(root, Files.newDirectoryStream(root));
    for (Path name : below) {
      if (name.toString().equals("..")) {
        folder.close();
        throw new IllegalArgumentException(below + " leads out of " + root);
      }
      if (!name.toString().isEmpty()) {
        try (Folder above = folder) {
          folder = above.folder(name);
        }
      }
    }
    return folder;
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the folder
  private Folder folder(Path name) throws IOException {
    Path inner = path.resolve(name);
    try {
      return new Folder(
          inner,
          stream instanceof SecureDirectoryStream<Path> handle
              ? handle.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)
              : verified(inner, Files.newDirectoryStream(inner)));
    } catch (IOException e) {
      throw isLink(name) ? changed(inner) : e;
    }
  }

  /// Opens a file of this folder.
  ///
  /// @throws RefusedException if the file is a link or is not a regular file
  FileChannel open(Path name, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    Path file = path.resolve(name);
    if (isSpecial(name)) {
      throw new RefusedException("'%s' is not a regular file".formatted(file));
    }
    try {
      if (stream instanceof SecureDirectoryStream<Path> handle) {
        return (FileChannel) handle.newByteChannel(name, all);
      }
      return verified(file, FileChannel.open(file, all));
    } catch (IOException e) {
      throw isLink(name) ? changed(file) : e;
    }
  }

  /// Returns the attributes of a file or link of this folder.
  BasicFileAttributes attributes(Path name) throws IOException {
    BasicFileAttributeView view =
        stream instanceof SecureDirectoryStream<Path> handle
            ? handle.getFileAttributeView(
                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            : Files.getFileAttributeView(
                path.resolve(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view.readAttributes();
  }

  private boolean isLink(Path name) {
    try {
      return attributes(name).isSymbolicLink();
    } catch (IOException e) {
      return false;
    }
  }

  /// Returns true for a pipe, a device or a socket, whose opening may never end.
  private boolean isSpecial(Path name) throws IOException {
    try {
      return attributes(name).isOther();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Renames a file of this folder atomically. Replaces a file or link of the new name.
  void rename(Path from, Path to) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> handle) {
      handle.move(from, handle, to);
    } else {
      Files.move(
          path.resolve(from),
          path.resolve(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Deletes a file of this folder.
  void delete(Path name) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> handle) {
      handle.deleteFile(name);
    } else {
      Files.delete(path.resolve(name));
    }
  }

  /// Returns the opened file or folder if its path is still the real path.
  private static <T extends Closeable> T verified(Path real, T opened) throws IOException {
    if (!real.toRealPath().equals(real)) {
      opened.close();
      throw changed(real);
    }
    return opened;
  }

  private static RefusedException changed(Path path) {
    return new RefusedException("'%s' became a link while it was opened".formatted(path));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
