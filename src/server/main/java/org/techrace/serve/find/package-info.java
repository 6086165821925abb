/// Search pages: `/search` returns entities for a text, `/suggest` completes a text while it is
/// typed.
///
/// [SearchPage] answers both. `/suggest` asks the label index of the current release (package
/// `search`) and adds the class and a distinguishing text to each result; for `/search`,
/// [PageSearch] ranks things, questions and views together:
///
/// ```
/// GET /suggest?q=huaw
/// {"query":"huaw","results":[{"iri":"…","label":"Huawei","type":"…","page":"/page/…"}]}
/// ```
@NullMarked
package org.techrace.serve.find;

import org.jspecify.annotations.NullMarked;
