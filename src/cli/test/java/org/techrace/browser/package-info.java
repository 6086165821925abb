/// Tests of the pages in a real browser.
@NullMarked
package org.techrace.browser;

import org.jspecify.annotations.NullMarked;
