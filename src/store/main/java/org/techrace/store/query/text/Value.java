package org.techrace.store.query.text;

import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;

/// The value of an expression for a row. Most values are computed without creating a term.
public sealed interface Value {

  /// The value of an expression that fails.
  enum Failure implements Value {
    ERROR
  }

  /// A value of the type `xsd:boolean`, in its usual form.
  enum Truth implements Value {
    FALSE,
    TRUE;

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  /// A term as it is, with an id of the query.
  record Term(int id) implements Value {}

  /// A constant.
  ///
  /// @param id its id, that of the store if the store contains it
  /// @param value the constant as ARQ's value
  /// @param text its text if it is a string or has a language tag without a base direction
  /// @param number its value if it is an integer or decimal of few digits
  /// @param floating its value if it is a double or float
  record Constant(
      int id,
      NodeValue value,
      @Nullable Text text,
      @Nullable Exact number,
      @Nullable Floating floating)
      implements Value {}

  /// A computed string.
  ///
  /// @param language the language tag, empty for `xsd:string`
  record Text(String text, String language) implements Value {
    boolean isSimple() {
      return language.isEmpty();
    }
  }

  /// A computed `xsd:integer` or `xsd:decimal`.
  ///
  /// @param millionths the value in millionths
  record Exact(long millionths, boolean decimal) implements Value {}

  /// A computed `xsd:double` or `xsd:float`.
  ///
  /// @param single true for a float
  /// @param source the text or term of the store that was cast and whose text the value has, or
  ///   null for the usual form
  record Floating(double value, boolean single, @Nullable Value source) implements Value {
    Floating(double value, boolean single) {
      this(value, single, null);
    }
  }

  /// A value that ARQ has computed.
  record Computed(NodeValue value) implements Value {}
}
