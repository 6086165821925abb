package org.techrace.serve.pages;

/// What every page tells of where it comes from.
///
/// @param release the name of the release
public record Site(String release) {}
