/// Downloads what the publishers of a project's sources offer, into a cache outside of the project.
///
/// [Distributions] reads what the project declares, [Fetcher] brings it into the [Cache], and
/// [LockFile] records what was fetched. [FetchedTables] gives a build what is in the cache.
@NullMarked
package org.techrace.fetch;

import org.jspecify.annotations.NullMarked;
