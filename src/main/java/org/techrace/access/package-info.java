/// What a run may open: files below some folders, hosts, databases. Everything that a mapping or a
/// project can name is opened here, see [Access].
@NullMarked
package org.techrace.access;

import org.jspecify.annotations.NullMarked;
