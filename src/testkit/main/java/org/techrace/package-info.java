/// What the tests of several modules share. It uses no other module.
@NullMarked
package org.techrace;

import org.jspecify.annotations.NullMarked;
