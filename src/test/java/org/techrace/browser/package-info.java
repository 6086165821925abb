/// What the pages do in a real browser.
@NullMarked
package org.techrace.browser;

import org.jspecify.annotations.NullMarked;
