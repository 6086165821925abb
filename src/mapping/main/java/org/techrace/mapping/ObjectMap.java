package org.techrace.mapping;

/// A map that generates the objects of a predicate-object map.
public sealed interface ObjectMap permits TermMap, RefObjectMap {}
