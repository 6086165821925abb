/// Links other people's tables and datasets with a release: adds the matching entities to a table,
/// and proposes links between the graph and another dataset, as SSSOM mappings to review and as
/// SKOS linksets. Never `owl:sameAs`: that two things are one does not follow from their names.
@NullMarked
package org.techrace.link;

import org.jspecify.annotations.NullMarked;
