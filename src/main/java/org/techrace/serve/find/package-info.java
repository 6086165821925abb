/// `/search` and `/suggest`: finding entities by what a person types.
@NullMarked
package org.techrace.serve.find;

import org.jspecify.annotations.NullMarked;
