/// Property paths on ids.
///
/// - [org.techrace.store.query.path.PathBranches] rewrites alternatives to a union;
/// - [org.techrace.store.query.path.PathSteps] compiles `*`, `+` and `?` to steps on ids and
///   follows them without recursion;
/// - [org.techrace.store.query.path.StepGraph] has the edges of a step in memory, for many
///   searches;
/// - [org.techrace.store.query.path.Condensation] is that graph with its strongly connected
///   components as nodes;
/// - [org.techrace.store.query.path.PathRows] joins rows with the pairs of nodes that are
///   connected;
/// - [org.techrace.store.query.path.GraphPaths] does so within each graph of `GRAPH ?g`.
///
/// For each input row, `PathRows` chooses the end that is bound as the start, asks `PathSteps` for
/// the nodes that are reached from it, and returns the row once per node. For example, `?a
/// skos:broader+ ?b` starts at `?a` if the row binds it, and otherwise at every node with a
/// `skos:broader`.
@NullMarked
package org.techrace.store.query.path;

import org.jspecify.annotations.NullMarked;
