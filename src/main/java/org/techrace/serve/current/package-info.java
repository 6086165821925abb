/// The release that is served: leases on it, promotion of the next one, retirement of the last, and
/// the warm-up at the start.
///
/// A request takes a [Lease] from [Current] and reads its release until the lease is closed, even
/// if [Promotions] puts another release in its place meanwhile.
@NullMarked
package org.techrace.serve.current;

import org.jspecify.annotations.NullMarked;
