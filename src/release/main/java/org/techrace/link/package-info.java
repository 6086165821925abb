/// Links tables and datasets of other publishers with a release.
///
/// [TableLinks] adds the matching entities to a CSV table. [DatasetLinks] proposes links between
/// the graph and another dataset. [LinkOptions] has what both compare: names, types, properties and
/// identifiers. Both search candidates in the label index of package `search`, write uncertain
/// matches as SSSOM [Mapping]s for review and certain ones as SKOS links. Links are never
/// `owl:sameAs`: similar names do not prove that two things are the same.
///
/// ```java
/// Optional<TableLinks.Summary> summary =
///     TableLinks.link(release, options, table, out, review, LocalDate.now(), report);
/// ```
@NullMarked
package org.techrace.link;

import org.jspecify.annotations.NullMarked;
