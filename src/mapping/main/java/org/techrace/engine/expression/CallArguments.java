package org.techrace.engine.expression;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.techrace.mapping.Expression;
import org.techrace.rdf.Iris;
import org.techrace.report.Report;

/// The arguments of a call, as its mapping states them and as a row has them.
public final class CallArguments {
  /// The namespace of the functions of the tool and of their parameters.
  public static final String FN = "https://w3id.org/techrace/tool/function#";

  /// The parameter with the value for arguments that a function cannot read.
  static final String OTHERWISE = FN + "otherwise";

  /// The parameter with the decimal mark of texts.
  static final String DECIMAL_MARK = FN + "decimalMark";

  private CallArguments() {}

  /// Returns the argument of a parameter, or the empty string if it is missing.
  static String of(Map<String, String> arguments, String parameter) {
    return arguments.getOrDefault(parameter, "");
  }

  /// Returns the columns that a call reads, as the beginning of a message.
  static String origin(Expression.Call call) {
    String names =
        call.inputs().stream()
            .flatMap(input -> input.value().references().stream())
            .distinct()
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : names + ": ";
  }

  /// Returns true if a call has an argument.
  static boolean isGiven(Expression.Call call, String parameter) {
    return call.inputs().stream().anyMatch(input -> input.parameter().equals(parameter));
  }

  /// Reports an argument of a function of the tool if it is missing or not constant, and then
  /// returns false.
  static boolean checkConstant(Expression.Call call, String parameter, Report report) {
    if (constant(call, parameter).isPresent()) {
      return true;
    }
    report.error(
        call.at(),
        "the argument fn:%s of fn:%s is not constant; expected rml:inputValue"
            .formatted(Iris.localName(parameter), Iris.localName(call.function())));
    return false;
  }

  /// Returns a constant argument, or empty if it is missing or not constant.
  static Optional<String> constant(Expression.Call call, String parameter) {
    return call.inputs().stream()
        .filter(input -> input.parameter().equals(parameter))
        .map(Expression.Input::value)
        .filter(Expression.Constant.class::isInstance)
        .map(value -> ((Expression.Constant) value).term())
        .map(term -> term.isLiteral() ? term.getLiteralLexicalForm() : term.toString())
        .findFirst();
  }
}
