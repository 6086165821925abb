package org.techrace.store;

import org.techrace.guard.Casing;

/// The forms of a text that a [TrigramIndex] contains besides the text itself, so that conditions
/// that change or ignore case can be looked up.
public enum TextForm {
  /// The result of `LCASE`.
  LOWER_CASE {
    @Override
    public String of(String text) {
      return Casing.lower(text);
    }
  },

  /// The result of `UCASE`.
  UPPER_CASE {
    @Override
    public String of(String text) {
      return Casing.upper(text);
    }
  },

  /// The form that regular expressions with the flag `i` compare. Characters that such an
  /// expression takes for equal are the same here.
  ANY_CASE {
    @Override
    public String of(String text) {
      StringBuilder form = new StringBuilder(text.length());
      text.codePoints()
          .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
          .forEach(form::appendCodePoint);
      return form.toString();
    }
  };

  /// Returns the form of a text.
  public abstract String of(String text);
}
