/// Read, map, stage, validate, seal, promote: the making half in one file, [Build].
@NullMarked
package org.techrace.pipeline;

import org.jspecify.annotations.NullMarked;
