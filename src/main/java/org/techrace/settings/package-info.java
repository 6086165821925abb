/// The settings of a project, `techrace.toml`.
///
/// [Settings] reads the file and knows the line of each key. Each part of the program reads its own
/// table: [GraphSettings] what the graph is called, [Sandbox] what runs may open, the package
/// `serve` the tables of the server.
@NullMarked
package org.techrace.settings;

import org.jspecify.annotations.NullMarked;
