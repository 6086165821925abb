/// Releases on object storage: a bucket of any S3-compatible store, or a folder.
///
/// - [org.techrace.storage.StoredReleases] pushes a release to a store, pulls it from there, and
///   deletes objects that are not read any more;
/// - [org.techrace.storage.Follower] pulls whichever release becomes current in a store;
/// - [org.techrace.storage.ObjectStore] is the store, [org.techrace.storage.StorageUrl] opens it.
///
/// A store has these objects. Only `current` is ever replaced, and only by a writer that has seen
/// its content (compare-and-swap):
///
/// ```
/// objects/3f/3f9a1c…          a part of a file, named by its SHA-256
/// releases/ID.json            the manifest of a release: its files and their parts
/// retired/ID.json             the manifest of a release that is going to be deleted
/// cited/ID                    a release with a cited answer
/// current                     the name of the current release, and the SHA-256 of its manifest
/// ```
@NullMarked
package org.techrace.storage;

import org.jspecify.annotations.NullMarked;
