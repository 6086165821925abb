/// The change feed of a graph: what each release changed, for programs that keep a copy.
///
/// [org.techrace.feed.ChangeFeed] lists the steps from one kept release to the next one, and writes
/// them as a Linked Data Event Stream (LDES, pages of the TREE vocabulary) and as RDF Patches.
/// [org.techrace.feed.StaticFeed] writes the same as files, for a server of files.
@NullMarked
package org.techrace.feed;

import org.jspecify.annotations.NullMarked;
