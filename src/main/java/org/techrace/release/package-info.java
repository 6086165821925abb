/// The waist of the house: a release is one sealed, immutable folder. Knows neither how it was made
/// nor who reads it.
@NullMarked
package org.techrace.release;

import org.jspecify.annotations.NullMarked;
