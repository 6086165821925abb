package org.techrace.mapping;

/// What makes the objects of a predicate-object map.
public sealed interface ObjectMap permits TermMap, RefObjectMap {}
