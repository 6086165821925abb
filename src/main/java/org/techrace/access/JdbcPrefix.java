package org.techrace.access;

import java.util.regex.Pattern;

/// What the URL of a database may begin with.
///
/// What follows may be a port and a path. It may not go on with the name of the host
/// (`db.example.org.evil.example`), name another host (`db,evil`) or set a parameter of the driver
/// (`?socketFactory=`, `;INIT=`): such URLs load classes and run scripts.
///
/// @param text the beginning of the URL
record JdbcPrefix(String text) {
  private static final Pattern REST = Pattern.compile("([:/][\\w./:-]*)?");
  private static final Pattern REST_OF_NAME = Pattern.compile("[\\w./:-]*");

  /// @throws IllegalArgumentException if no JDBC URL begins like this
  static JdbcPrefix of(String text) {
    if (!text.startsWith("jdbc:") || text.length() == "jdbc:".length()) {
      throw new IllegalArgumentException(
          "'%s' is no beginning of a JDBC URL; expected one such as jdbc:postgresql://localhost/"
              .formatted(text));
    }
    return new JdbcPrefix(text);
  }

  /// Whether a URL is this, or goes on with a port or a path.
  boolean allows(String url) {
    if (!url.startsWith(text)) {
      return false;
    }
    String rest = url.substring(text.length());
    boolean open = text.endsWith(":") || text.endsWith("/");
    return (open ? REST_OF_NAME : REST).matcher(rest).matches() && !rest.contains("..");
  }

  /// A URL for people: without parameters, which may hold a password.
  static String withoutParameters(String url) {
    return url.replaceFirst("[?;].*", "");
  }
}
