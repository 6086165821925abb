/// The store in the configuration of a Fuseki server, and a command that makes one.
///
/// [StoreAssembler] opens a store where a configuration describes one, and [Load] writes one from
/// files. Jena finds [StoreSubsystem] through `META-INF/services`.
@NullMarked
package org.techrace.store.assembly;

import org.jspecify.annotations.NullMarked;
