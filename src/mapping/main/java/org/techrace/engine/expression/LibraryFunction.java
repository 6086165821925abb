package org.techrace.engine.expression;

import java.time.DateTimeException;
import java.util.List;
import java.util.function.Function;
import org.techrace.table.Value;

/// A function for cleaning and shaping values, with an example.
///
/// @param name the local name of its IRI
/// @param parameters the local names of the IRIs of its parameters, in order
/// @param description what it returns, in a sentence
/// @param example arguments, in order
/// @param result what it returns for the example; several values are joined by ` | `
/// @param body the function, from the arguments to the results; no result means no value
public record LibraryFunction(
    String name,
    List<String> parameters,
    String description,
    List<String> example,
    String result,
    Function<Arguments, List<Value>> body) {
  /// The most characters of a long argument in a message.
  private static final int SHOWN = 60;

  public LibraryFunction {
    parameters = List.copyOf(parameters);
    example = List.copyOf(example);
  }

  /// The arguments of a call, in the order of the parameters.
  static final class Arguments {
    private final String[] values;

    Arguments(String[] values) {
      this.values = values;
    }

    String text(int index) {
      return values[index];
    }

    /// Returns an argument that has a character.
    ///
    /// @throws UnreadableArgumentException if it is empty
    String filled(int index) {
      if (values[index].isEmpty()) {
        throw new UnreadableArgumentException("", "is empty", "a text of one character or more");
      }
      return values[index];
    }

    /// Returns an argument as a whole number.
    ///
    /// @throws UnreadableArgumentException if it is not one of at most nine digits
    int number(int index) {
      if (!values[index].matches("[+-]?\\d{1,9}")) {
        throw new UnreadableArgumentException(values[index], "is not a whole number", "such as 3");
      }
      return Integer.parseInt(values[index]);
    }
  }

  /// Returns the results for some arguments, joined by ` | `.
  public String run(List<String> arguments) {
    return call(arguments.toArray(String[]::new)).stream()
        .map(Value::text)
        .reduce((one, next) -> one + " | " + next)
        .orElse("");
  }

  /// Calls the function. A first argument without text that it cannot read gives no value.
  ///
  /// @throws UnreadableArgumentException if it cannot read an argument
  List<Value> call(String[] arguments) {
    try {
      List<Value> results = body.apply(new Arguments(arguments));
      if (results.stream().allMatch(value -> Characters.areWhole(value.text()))) {
        return results;
      }
      throw new IllegalArgumentException("the result has one half of a character");
    } catch (StackOverflowError _) {
      throw new UnreadableArgumentException(
          Characters.first(arguments[0], SHOWN) + (arguments[0].length() > SHOWN ? "…" : ""),
          "is too long for the regular expression",
          "one without groups that repeat, such as [ab]* for (a|b)*");
    } catch (IllegalArgumentException
        | ArithmeticException
        | DateTimeException
        | IndexOutOfBoundsException e) {
      if (arguments[0].isBlank()) {
        return List.of();
      }
      if (e instanceof UnreadableArgumentException unreadable) {
        throw unreadable;
      }
      throw new UnreadableArgumentException(
          arguments[0], "cannot be used: " + e.getMessage(), "such as " + call());
    }
  }

  /// Returns the call of the example, as in `left("Zurich", "3")`.
  public String call() {
    return name
        + "("
        + String.join(", ", example.stream().map(text -> '"' + text + '"').toList())
        + ")";
  }
}
