/// Entities of a release: labels, types, statements with their evidence, incoming links.
///
/// [Entities] answers all questions about one release. It runs the queries of [PageQueries] and
/// turns their solutions into an [Entity], for the page of a thing, or into a list of [ResultRow],
/// for all other pages. [Labels] gives every term its best label.
///
/// ```java
/// PageQueries queries = PageQueries.read(Path.of("queries/pages"));
/// Entities entities = new Entities(release.dataset(), queries, 64L << 20); // 64 MB for its caches
/// Optional<Entity> entity = entities.get(Iris.ID + "org-aspi");
/// List<ResultRow> rows = entities.rows("ontology/terms");
/// ```
@NullMarked
package org.techrace.entity;

import org.jspecify.annotations.NullMarked;
