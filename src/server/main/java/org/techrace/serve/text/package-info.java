/// The texts of the pages, by language.
///
/// [Texts] is the catalogue of one language: the file `serve/texts/LANGUAGE.properties`, and the
/// file `queries/texts/LANGUAGE.properties` of a project for its own titles and columns. [Reader]
/// is the language of the current request; templates read their texts through it:
///
/// ```
/// ${text("nav.explore")}   ${text("rows", table.rows().size())}
/// ```
///
/// A language is added by adding its file.
@NullMarked
package org.techrace.serve.text;

import org.jspecify.annotations.NullMarked;
