package org.techrace.mapping.syntax;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.rdf.Turtle;

/// A URI template of CSV on the Web: texts and variables such as `{name}`, in alternation.
///
/// @param texts the texts; one more than there are variables
/// @param variables the variables, with the operator `+` or `#` if they have one
record CsvwTemplate(List<String> texts, List<String> variables) {
  CsvwTemplate {
    texts = List.copyOf(texts);
    variables = List.copyOf(variables);
  }

  static CsvwTemplate parse(String template) {
    List<String> texts = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      texts.add(template.substring(from, open));
      variables.add(template.substring(open + 1, close));
      from = close + 1;
    }
    texts.add(template.substring(from));
    return new CsvwTemplate(texts, variables);
  }

  /// Returns what is wrong with the template, or empty if nothing is.
  Optional<String> fault(Set<String> columns) {
    for (String variable : variables) {
      String name = name(variable);
      if (!name.matches("[^?&;/.,*:]+")) {
        return Optional.of(
            "has the expression {%s}, which is not supported; expected {column}"
                .formatted(variable));
      }
      if (!columns.contains(name)) {
        return Optional.of("names the column '%s', which the schema does not have".formatted(name));
      }
    }
    return Optional.empty();
  }

  private static String name(String variable) {
    return variable.startsWith("+") || variable.startsWith("#") ? variable.substring(1) : variable;
  }

  boolean isConstant() {
    return variables.isEmpty();
  }

  String constant() {
    return texts.getFirst();
  }

  /// Returns the properties of a term map for an IRI.
  ///
  /// @param start the first text
  /// @param references the references of the columns
  String rml(String start, Map<String, String> references) {
    if (variables.size() == 1
        && variables.getFirst().startsWith("+")
        && start.isEmpty()
        && texts.getLast().isEmpty()) {
      return "rml:reference %s ; rml:termType rml:IRI"
          .formatted(Turtle.quoted(references.getOrDefault(name(variables.getFirst()), "")));
    }
    StringBuilder template = new StringBuilder(escaped(start));
    for (int i = 0; i < variables.size(); i++) {
      String variable = variables.get(i);
      template.append(variable.startsWith("#") ? "#{" : "{");
      template.append(escaped(references.getOrDefault(name(variable), ""))).append('}');
      template.append(escaped(texts.get(i + 1)));
    }
    return "rml:template " + Turtle.quoted(template.toString());
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}");
  }

  /// Returns a name for use in an IRI.
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
