package org.techrace.mapping;

/// A database for logical tables that name none, as in R2RML.
///
/// @param url the JDBC URL, which may contain user and password
/// @param user the name of the user; empty if the URL contains it
/// @param password the password of the user
public record DatabaseLogin(String url, String user, String password) {}
