/// IRI to entity: labels, types, statements with who says them, incoming links.
@NullMarked
package org.techrace.entity;

import org.jspecify.annotations.NullMarked;
