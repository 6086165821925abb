package org.techrace.serve;

import java.time.Instant;
import java.util.Optional;

/// The state of the store that a server takes its releases from.
///
/// @param store its address
/// @param contact when it last answered and was sound
/// @param problem what is wrong with it now, in a sentence; empty if nothing
public record Followed(String store, Optional<Instant> contact, Optional<String> problem) {}
