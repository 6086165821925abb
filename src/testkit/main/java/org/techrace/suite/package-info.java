/// Databases for tests, each a process that ends with the test.
@NullMarked
package org.techrace.suite;

import org.jspecify.annotations.NullMarked;
