package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.List;
import org.techrace.rdf.Turtle;

/// Parts of a mapping in Turtle.
final class RmlText {
  private RmlText() {}

  /// Returns a text as the content of a comment.
  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /// Returns the template with the values of some references.
  static String template(List<String> key) {
    List<String> references = new ArrayList<>();
    for (String column : key) {
      references.add("{" + column.replaceAll("([\\\\{}])", "\\\\$1") + "}");
    }
    return String.join("-", references);
  }

  /// Returns a call of a function.
  ///
  /// @param parameters the names of further parameters, each followed by its value
  static String call(String function, String text, String... parameters) {
    StringBuilder call =
        new StringBuilder(
            "rml:functionExecution [ rml:function fn:%s ;\n        rml:input [ rml:parameter fn:text ; rml:inputValueMap [ %s ] ]"
                .formatted(function, text));
    for (int i = 0; i < parameters.length; i += 2) {
      call.append(
          " , [ rml:parameter fn:%s ; rml:inputValue %s ]"
              .formatted(parameters[i], Turtle.quoted(parameters[i + 1])));
    }
    return call.append(" ]").toString();
  }
}
