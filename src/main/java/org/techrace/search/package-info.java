/// Finds an entity by its names: the label index of a release, and the matcher that says how sure a
/// match is and why. Knows nothing of HTTP, of tables, or of any kind of entity.
///
/// [LabelIndex] is built once from a release's RDF dataset and read by all; [Matcher] puts a
/// [MatchQuery] to it and answers with scored [Candidate]s. What is a name or an identifier stands
/// in `vocabulary.tsv`, how spellings are folded together in `folding.tsv`.
@NullMarked
package org.techrace.search;

import org.jspecify.annotations.NullMarked;
