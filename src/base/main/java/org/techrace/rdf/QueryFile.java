package org.techrace.rdf;

/// A query in a file.
///
/// @param name its path below its folder, without ending: `list/things`
/// @param place how messages call it
/// @param text what it says
public record QueryFile(String name, String place, String text) {}
