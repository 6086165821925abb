package org.techrace.serve.mcp;

import java.util.Map;
import java.util.Optional;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.work.Caller;

/// A call of a tool.
///
/// @param arguments its arguments; they are valid by the schema of the tool
/// @param lease the release that it reads
/// @param caller the client
record ToolCall(Map<String, Object> arguments, Lease lease, Caller caller) {
  /// Returns a text argument without spaces around it; empty if it is absent or blank.
  Optional<String> text(String name) {
    return Optional.ofNullable(arguments.get(name))
        .map(value -> String.valueOf(value).strip())
        .filter(text -> !text.isEmpty());
  }

  /// Returns a text argument that must be there.
  ///
  /// @throws Refusal 400 if it is absent or blank
  String required(String name) {
    return text(name).orElseThrow(() -> new Refusal(400, "'" + name + "' is empty."));
  }

  /// Returns a whole number.
  int number(String name, int usual) {
    return arguments.get(name) instanceof Number number ? number.intValue() : usual;
  }

  /// Reports whether a flag is true.
  boolean flag(String name) {
    return Boolean.TRUE.equals(arguments.get(name));
  }

  /// Returns the same call on another lease.
  ToolCall on(Lease other) {
    return new ToolCall(arguments, other, caller);
  }
}
