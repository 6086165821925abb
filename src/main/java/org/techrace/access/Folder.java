package org.techrace.access;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An open folder. Its files are opened by their name in it, and a link is never followed, so it
/// does not matter what happens to the folders above while it is open.
///
/// On a system without handles of folders (not Linux) files are opened by their path instead, and
/// the path is checked again once the file is open.
final class Folder implements Closeable {
  private final Path path;
  private final DirectoryStream<Path> stream;

  private Folder(Path path, DirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  /// Opens a folder.
  ///
  /// @param root a folder, by its real path
  /// @param below the folder to open, relative to the root, with neither links nor `..`
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
  /// @throws RefusedException if it is a link or no regular file
  FileChannel open(Path name, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    Path file = path.resolve(name);
    try {
      if (stream instanceof SecureDirectoryStream<Path> handle) {
        return (FileChannel) handle.newByteChannel(name, all);
      }
      return verified(file, FileChannel.open(file, all));
    } catch (IOException e) {
      throw isLink(name) ? changed(file) : e;
    }
  }

  /// What is known of a file of this folder, or of a link by this name.
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

  /// Gives a file of this folder another name in it, in one step. A file or link of that name is
  /// replaced.
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

  /// What was opened, if the path still is the real one.
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
