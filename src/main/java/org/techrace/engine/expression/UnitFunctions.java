package org.techrace.engine.expression;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.engine.expression.FunctionDefinition.Body;
import org.techrace.mapping.Expression;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// The functions that convert a number to another unit. A number or unit that they cannot read is
/// an error in the row.
final class UnitFunctions {
  private static final String CONVERT = "convertUnit";
  private static final String QUANTITY = "quantityIn";
  private static final String NUMBER = Functions.FN + "number";
  private static final String TEXT = Functions.FN + "text";
  private static final String FROM = Functions.FN + "from";
  private static final String TO = Functions.FN + "to";

  private static final Pattern QUANTITY_TEXT =
      Pattern.compile(
          "([+-]?(?:[0-9]++(?:\\.[0-9]++)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,3}+)?+)(\\s+\\S.*|[^\\s0-9.].*)");

  static final List<FunctionDescription> DESCRIPTIONS =
      List.of(
          new FunctionDescription(
              CONVERT,
              List.of("number", "from", "to"),
              "The number in another unit. Units are codes of UCUM such as kW.h, or common symbols"
                  + " such as kWh or km². An unknown unit is an error in the row",
              "convertUnit(\"2.5\", \"TWh\", \"PJ\")",
              "9"),
          new FunctionDescription(
              QUANTITY,
              List.of("text", "to"),
              "The number of a text with a number and its unit, in another unit. An unknown unit is"
                  + " an error in the row",
              "quantityIn(\"25 °C\", \"K\")",
              "298.15"));

  private UnitFunctions() {}

  static Map<String, FunctionDefinition> definitions() {
    Map<String, FunctionDefinition> definitions = new HashMap<>();
    definitions.put(
        Functions.FN + CONVERT,
        new FunctionDefinition(
            Set.of(NUMBER, FROM, TO),
            Set.of(),
            Functions.FN + "out",
            binding(
                (call, arguments) -> {
                  String number = Functions.arg(arguments, NUMBER).strip();
                  return number.isEmpty()
                      ? List.of()
                      : convert(
                          call,
                          number,
                          Functions.arg(arguments, FROM),
                          Functions.arg(arguments, TO));
                })));
    definitions.put(
        Functions.FN + QUANTITY,
        new FunctionDefinition(
            Set.of(TEXT, TO),
            Set.of(),
            Functions.FN + "out",
            binding(
                (call, arguments) -> {
                  String text = Functions.arg(arguments, TEXT).strip();
                  if (text.isEmpty()) {
                    return List.of();
                  }
                  Matcher quantity = QUANTITY_TEXT.matcher(text);
                  if (!quantity.matches()) {
                    throw new ValueFault(
                        call.at(),
                        "'%s' is not a number with a unit; expected such as '2.5 kWh'"
                            .formatted(text));
                  }
                  return convert(
                      call, quantity.group(1), quantity.group(2), Functions.arg(arguments, TO));
                })));
    return definitions;
  }

  private interface Conversion {
    List<Value> of(Expression.Call call, Map<String, String> arguments);
  }

  private static FunctionDefinition.Binding binding(Conversion conversion) {
    return new FunctionDefinition.Binding() {
      @Override
      public Body bind(Expression.Call call, References references) {
        return (arguments, _) -> conversion.of(call, arguments);
      }

      @Override
      public boolean check(Expression.Call call, Scope scope, Report report) {
        for (String parameter : List.of(FROM, TO)) {
          Optional<String> unit = FunctionSet.constant(call, parameter);
          if (unit.isPresent() && Units.of(unit.get()).isEmpty()) {
            report.error(call.at(), unknown(unit.get()));
            return false;
          }
        }
        return true;
      }
    };
  }

  private static String unknown(String unit) {
    return "unknown unit '%s'; expected a code of UCUM such as kW.h, km2 or t".formatted(unit);
  }

  private static List<Value> convert(Expression.Call call, String number, String from, String to) {
    Optional<Units.Unit> source = Units.of(from);
    Optional<Units.Unit> target = Units.of(to);
    if (source.isEmpty() || target.isEmpty()) {
      throw new ValueFault(call.at(), unknown(source.isEmpty() ? from : to));
    }
    if (!source.get().dimension().equals(target.get().dimension())) {
      throw new ValueFault(
          call.at(), "the unit '%s' cannot be converted to '%s'".formatted(from, to));
    }
    List<Value> value = Functions.number(number);
    if (value.isEmpty()) {
      throw new ValueFault(
          call.at(), "'%s' is not a number; expected such as 1234.5".formatted(number));
    }
    return Functions.number(
        source.get().to(target.get(), new BigDecimal(value.getFirst().text())).toPlainString());
  }
}
