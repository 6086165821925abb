package org.techrace.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.mapping.DatabaseLogin;

/// The files and databases that a run may read, on all machines.
///
/// @param folders the paths of folders
/// @param jdbc prefixes of the JDBC URLs of databases
/// @param database the JDBC URL of logical tables that name no database, or null
record Sources(List<String> folders, List<String> jdbc, @Nullable String database)
    implements Serializable {
  Sources {
    folders = List.copyOf(folders);
    jdbc = List.copyOf(jdbc);
  }

  /// @throws IllegalArgumentException if a text is not a prefix of a JDBC URL
  Access access() {
    Access access = Access.none();
    for (String folder : folders) {
      access = access.allowReading(Path.of(folder));
    }
    for (String prefix : jdbc) {
      access = access.allowJdbc(prefix);
    }
    return database == null ? access : access.allowJdbc(database);
  }

  Optional<DatabaseLogin> login() {
    return Optional.ofNullable(database).map(url -> new DatabaseLogin(url, "", ""));
  }
}
