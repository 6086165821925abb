/// Downloads the files that a project's sources declare, into a cache outside of the project.
///
/// - [org.techrace.fetch.Distributions] reads the declarations, `data/<source>/fetch.csv`;
/// - [org.techrace.fetch.Fetcher] downloads the files into the [org.techrace.fetch.Cache];
/// - [org.techrace.fetch.LockFile] records address, size and checksum of each file in
///   `sources.lock`.
///
/// A command reads the declarations and calls `Fetcher.fetch`, which verifies each file and writes
/// the lock file. Later, `FetchedTables.find` gives a build the files in the cache, to read instead
/// of the tables of the project:
///
/// ```java
/// List<Distribution> declared = Distributions.read(project, report);
/// fetcher.fetch(Distributions.named(List.of("observatories"), declared), declared, false, report);
/// ```
@NullMarked
package org.techrace.fetch;

import org.jspecify.annotations.NullMarked;
