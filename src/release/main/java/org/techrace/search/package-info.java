/// Finds entities by name. The package has the label index of a release, the matcher that scores
/// candidates, and suggestions while typing. It does not depend on HTTP, tables or any kind of
/// entity.
///
/// [LabelIndex] is built once from a release's graph. [Search] opens it together with the graph.
/// Its method `match` passes a [MatchQuery] to the [Matcher], which returns scored [Candidate]s
/// with a reason; `find` returns suggestions. [TextQueries] makes the same index available in
/// SPARQL. `vocabulary.tsv` lists the predicates of names and identifiers, `folding.tsv` the
/// letters that are treated as equal.
///
/// ```java
/// try (Search search = Search.open(folder.resolve(LabelIndex.FOLDER), dataset)) {
///   Candidate best = search.match(MatchQuery.named("Huawei Co., Ltd.", 5)).getFirst();
///   best.score(); // 0 to 100
///   best.reason(); // same name except for the legal form
/// }
/// ```
@NullMarked
package org.techrace.search;

import org.jspecify.annotations.NullMarked;
