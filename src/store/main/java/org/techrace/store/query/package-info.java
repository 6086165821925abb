/// Runs SPARQL queries on a store, with ids instead of terms and batches of rows instead of single
/// solutions.
///
/// Start with these classes:
///
/// - [org.techrace.store.query.StoreDataset] presents a store as a Jena dataset; creating one
///   registers the executor;
/// - `StoreExecutor` takes over from ARQ where a query reads a graph of a store;
/// - [org.techrace.store.query.plan.PlanCompiler] compiles ARQ's algebra to a
///   [org.techrace.store.query.plan.Plan];
/// - `Operators` makes a [org.techrace.store.query.row.QueryRows] of each node of the plan.
///
/// ARQ parses and optimizes a query and calls `StoreExecutor`, which compiles it. `Operators`
/// builds a tree of `QueryRows`, and the result is pulled from its root, batch by batch. Terms
/// become ids when a pattern is read, and ids become terms when ARQ reads a solution or evaluates
/// an expression. An operator that is not implemented here runs in ARQ and reads its operands from
/// here.
///
/// {@snippet file="org/techrace/store/StoreExampleTest.java" region="query"}
@NullMarked
package org.techrace.store.query;

import org.jspecify.annotations.NullMarked;
