/// The settings of a project, `techrace.toml`.
///
/// - [org.techrace.settings.Settings] reads the file and knows the line of each key;
/// - [org.techrace.settings.SettingsTable] converts the values of one table and reports invalid
///   ones;
/// - [org.techrace.settings.GraphSettings] and [org.techrace.settings.Sandbox] read the tables of
///   the graph and of the access of runs.
///
/// Each part of the program reads its own table; the package `serve` reads those of the server.
/// After that, `reportUnknown` reports the other keys:
///
/// ```java
/// Settings settings = Settings.read(project, Map.of(), report);
/// Access access = Sandbox.read(settings, project);
/// settings.reportUnknown();
/// ```
@NullMarked
package org.techrace.settings;

import org.jspecify.annotations.NullMarked;
