/// `/reconcile`: the reconciliation service API of the W3C Entity Reconciliation Community Group,
/// versions 0.2 (what OpenRefine speaks) and 1.0-draft, on one root.
@NullMarked
package org.techrace.serve.reconcile;

import org.jspecify.annotations.NullMarked;
