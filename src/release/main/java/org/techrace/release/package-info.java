/// Releases: sealed, immutable folders with the data of one build. This package does not know how
/// the data are created or who reads them.
///
/// - [org.techrace.release.Releases] is the folder of all releases: it stages, promotes, rolls back
///   and removes;
/// - [org.techrace.release.Staging] receives the statements of a new release and seals it;
/// - [org.techrace.release.Release] is a sealed release, open for reading.
///
/// A build writes statements to `Staging`, which sorts them into a dump (`Dump`) and a store,
/// describes them (`ReleaseDescription`), and writes the checksums (`Checksums`). After that,
/// `Releases.promote` makes the release current:
///
/// ```
/// Releases.stage -> Staging.stream -> Staging.seal -> Releases.promote -> Releases.current
/// ```
///
/// {@snippet file="org/techrace/release/ReleasesExampleTest.java" region="current"}
@NullMarked
package org.techrace.release;

import org.jspecify.annotations.NullMarked;
