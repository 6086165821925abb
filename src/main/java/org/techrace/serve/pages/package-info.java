/// What the pages show, and the templates of `src/main/jte`, compiled.
@NullMarked
package org.techrace.serve.pages;

import org.jspecify.annotations.NullMarked;
