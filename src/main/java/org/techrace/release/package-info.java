/// A release is one sealed, immutable folder. Knows neither how its graph was made nor who reads
/// it.
///
/// [Releases] is the folder of all releases: it stages, promotes, rolls back and removes. [Staging]
/// takes the quads of a release that is being built and seals it; [Release] is a sealed one.
///
/// ```
/// Releases.stage -> Staging.stream -> Staging.seal -> Releases.promote -> Releases.current
/// ```
@NullMarked
package org.techrace.release;

import org.jspecify.annotations.NullMarked;
