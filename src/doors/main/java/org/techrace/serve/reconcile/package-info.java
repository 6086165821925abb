/// The reconciliation service: matches names with entities for clients such as OpenRefine.
///
/// [Reconciliation] answers `/reconcile` in two versions of the API ([ApiVersion]): 0.2 and the
/// draft of 1.0. [Queries] reads a batch and passes each query to the matcher of package `search`;
/// [Extension] returns properties of matched entities, [Manifest] and [Preview] describe the
/// service and its entities.
///
/// ```
/// POST /reconcile  queries={"q0":{"query":"Huawei"}}
/// {"q0":{"result":[{"id":"…","name":"Huawei","score":96.2,"match":true,…}]}}
/// ```
@NullMarked
package org.techrace.serve.reconcile;

import org.jspecify.annotations.NullMarked;
