package org.techrace.rdf;

/// Writes texts in Turtle.
public final class Turtle {
  private Turtle() {}

  /// Returns a text as a string in Turtle, with its quotes.
  public static String quoted(String text) {
    StringBuilder turtle = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> turtle.append("\\\\");
        case '"' -> turtle.append("\\\"");
        case '\n' -> turtle.append("\\n");
        case '\r' -> turtle.append("\\r");
        case '\t' -> turtle.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7F) {
            turtle.append("\\u%04X".formatted((int) c));
          } else {
            turtle.append(c);
          }
        }
      }
    }
    return turtle.append('"').toString();
  }
}
