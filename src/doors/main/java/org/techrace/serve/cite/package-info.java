/// Citations of answers.
///
/// [CitePage] makes the permanent link of an answer, with a citation as BibTeX, RIS and CSL-JSON.
/// [AnswerPage] opens such a link: it evaluates the query again on the release of the link,
/// compares the hash, and shows what is different in the current release.
@NullMarked
package org.techrace.serve.cite;

import org.jspecify.annotations.NullMarked;
