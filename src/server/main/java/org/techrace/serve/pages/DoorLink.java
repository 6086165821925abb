package org.techrace.serve.pages;

/// A link to a door in the footer of pages.
///
/// @param address its address on the site
/// @param text the name of its text in the texts of pages
public record DoorLink(String address, String text) {}
