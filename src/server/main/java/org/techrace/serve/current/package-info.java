/// The releases that are served: leases on the current one and on those before it, promotion of the
/// next one, retirement of the last, and the warm-up at the start.
///
/// A request takes a [Lease] from [Current] and reads its release until the lease is closed, even
/// if [Promotions] replaces the release at the same time. [Retirement] deletes old releases after
/// their last reader. [KeptReleases] opens earlier releases when a client names them.
///
/// ```java
/// try (Lease lease = current.lease()) {
///   lease.entities().get(iri); // the release stays open until here
/// }
/// ```
@NullMarked
package org.techrace.serve.current;

import org.jspecify.annotations.NullMarked;
