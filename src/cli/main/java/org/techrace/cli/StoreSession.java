package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.techrace.release.Releases;
import org.techrace.release.signature.AllowedSigners;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;
import org.techrace.storage.ObjectStore;
import org.techrace.storage.StorageSettings;
import org.techrace.storage.StorageUrl;
import org.techrace.storage.StoredReleases;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// An open store, for one command.
///
/// @param url its address
record StoreSession(StorageUrl url, ObjectStore store, StoredReleases stored)
    implements AutoCloseable {

  /// Opens a store.
  ///
  /// @param command the command, for a message if the address is wrong
  static StoreSession open(
      String url, Releases releases, StorageSettings settings, CommandLine command) {
    try {
      StorageUrl parsed = StorageUrl.parse(url);
      ObjectStore store = parsed.open(settings);
      return new StoreSession(
          parsed, store, new StoredReleases(store, releases, settings.grace(), Clock.systemUTC()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
  }

  /// Returns the session, which receives only releases that one of the signers has signed.
  StoreSession requiring(Optional<AllowedSigners> signers) {
    return signers.isEmpty() ? this : new StoreSession(url, store, stored.requiring(signers.get()));
  }

  /// Returns the files of a project that a server reads, by their path in the project. Links and
  /// files of other kinds are left out.
  static Map<String, Path> site(Path project, GraphSettings graph) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (String folder : new String[] {"queries", "ontology"}) {
      Path root = project.resolve(folder);
      if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        try (Stream<Path> all = Files.walk(root)) {
          all.forEach(file -> add(project, file, files));
        }
      }
    }
    add(project, project.resolve(Settings.FILE), files);
    graph.logo().ifPresent(file -> add(project, file, files));
    graph.style().ifPresent(file -> add(project, file, files));
    return files;
  }

  private static void add(Path project, Path file, Map<String, Path> files) {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && file.startsWith(project)) {
      String path = project.relativize(file).toString().replace('\\', '/');
      if (StoredReleases.isSiteFile(path)) {
        files.put(path, file);
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
