package org.techrace.access;

import java.util.regex.Pattern;

/// A prefix of the JDBC URLs of allowed databases.
///
/// A port and a path may follow the prefix. The rest of a URL may not continue the name of the host
/// (`db.example.org.evil.example`), name another host (`db,evil`) or set a parameter of the driver
/// (`?socketFactory=`, `;INIT=`): such URLs can load classes and run scripts.
///
/// @param text the prefix
record JdbcPrefix(String text) {
  private static final Pattern REST = Pattern.compile("([:/][\\w./:-]*)?");
  private static final Pattern REST_OF_NAME = Pattern.compile("[\\w./:-]*");

  /// @throws IllegalArgumentException if the text is not a prefix of a JDBC URL
  static JdbcPrefix of(String text) {
    if (!text.startsWith("jdbc:") || text.length() == "jdbc:".length()) {
      throw new IllegalArgumentException(
          "'%s' is not a prefix of a JDBC URL; expected one such as jdbc:postgresql://localhost/"
              .formatted(text));
    }
    return new JdbcPrefix(text);
  }

  /// Returns true if a URL is the prefix, or the prefix with a port or a path.
  boolean allows(String url) {
    if (!url.startsWith(text)) {
      return false;
    }
    String rest = url.substring(text.length());
    boolean open = text.endsWith(":") || text.endsWith("/");
    return (open ? REST_OF_NAME : REST).matcher(rest).matches() && !rest.contains("..");
  }

  /// Returns a URL for messages: without parameters, which may contain a password.
  static String withoutParameters(String url) {
    return url.replaceFirst("[?;].*", "");
  }
}
