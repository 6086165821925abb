/// The settings of a project, `techrace.toml`.
@NullMarked
package org.techrace.settings;

import org.jspecify.annotations.NullMarked;
