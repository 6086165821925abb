/// The forms in which pages show the solutions of a query. What is shown say the files of
/// `queries/pages`: nothing here knows a kind of entity.
@NullMarked
package org.techrace.serve.view;

import org.jspecify.annotations.NullMarked;
