/// The release in the terms of catalogues, and its tables.
///
/// [Catalogue] answers the addresses below `/catalogue/` and `/tables/`, with the [Facts] about a
/// release; [Croissant], [RoCrate], [DcatAp] and [SchemaDataset] write the descriptions, and
/// [LlmsText] writes `/llms.txt`.
@NullMarked
package org.techrace.serve.catalogue;

import org.jspecify.annotations.NullMarked;
