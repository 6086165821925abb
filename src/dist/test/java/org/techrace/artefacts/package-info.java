/// The archives, packages and the library that the build makes, used as a stranger would. The tests
/// run after packaging, in the phase `integration-test`.
@NullMarked
package org.techrace.artefacts;

import org.jspecify.annotations.NullMarked;
