/// The pages and documents of the server.
///
/// Each page is a class that turns a request and a lease of the current release into an answer:
/// [EntityPage] for a thing, [ListPage] for a class, [ExplorePage] for the queries of
/// `queries/pages/explore`. [EntityDocuments] dereferences IRIs, and [Addresses] maps IRIs to
/// addresses. Each page collects its content in a record, `Content`, which [Templates] passes to a
/// template in `src/server/main/jte`:
///
/// ```java
/// public Answer answer(Request request, Lease lease) {
///   Content content = new Content(lease.entities().rows("sources"));
///   return templates.page("home", lease, Map.of("home", content));
/// }
/// ```
@NullMarked
package org.techrace.serve.pages;

import org.jspecify.annotations.NullMarked;
