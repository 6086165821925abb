package org.techrace.access;

/// A file that was downloaded.
///
/// @param file the temporary file
/// @param mediaType the media type that the server states, in lower case and without parameters;
///   empty if it states none
public record Download(ReadableFile file, String mediaType) {}
