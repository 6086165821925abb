/// The REST interface, `/api/v1`: the stored queries as addresses with typed parameters.
///
/// [Api] answers all addresses, [Operation] is a stored query, [Rows] writes its answer, and
/// [OpenApi] describes all of them.
@NullMarked
package org.techrace.serve.api;

import org.jspecify.annotations.NullMarked;
