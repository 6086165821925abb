/// A SPARQL endpoint as a dataset: pages, search and the API in front of any engine that holds the
/// data of a release.
///
/// - [org.techrace.remote.EndpointDataset] is the dataset;
/// - `EndpointEngine` sends a whole query to the endpoint, and evaluates here only what an endpoint
///   cannot know (`text:query`, `SERVICE`);
/// - [org.techrace.remote.Holder] is an engine that holds the data of releases, and its loader;
/// - `EndpointClient` speaks the SPARQL 1.1 protocol.
@NullMarked
package org.techrace.remote;

import org.jspecify.annotations.NullMarked;
