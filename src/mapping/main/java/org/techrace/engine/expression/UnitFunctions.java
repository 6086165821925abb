package org.techrace.engine.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.mapping.Expression;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// The functions that convert a number to another unit. A number or unit that they cannot read is
/// an error in the row.
final class UnitFunctions {
  private static final String CONVERT = "convertUnit";
  private static final String QUANTITY = "quantityIn";
  private static final String NUMBER = CallArguments.FN + "number";
  private static final String TEXT = CallArguments.FN + "text";
  private static final String FROM = CallArguments.FN + "from";
  private static final String TO = CallArguments.FN + "to";

  private static final Pattern QUANTITY_TEXT =
      Pattern.compile(
          "([+-]?(?:[0-9]++(?:\\.[0-9]++)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,3}+)?+)(\\s+\\S.*|[^\\s0-9.].*)");

  private UnitFunctions() {}

  static Map<String, FunctionDefinition> definitions() {
    return Map.of(
        CallArguments.FN + CONVERT,
        definition(
            Set.of(NUMBER, FROM, TO),
            arguments -> {
              String number = CallArguments.of(arguments, NUMBER);
              return number.isBlank()
                  ? List.of()
                  : convert(
                      number, CallArguments.of(arguments, FROM), CallArguments.of(arguments, TO));
            }),
        CallArguments.FN + QUANTITY,
        definition(
            Set.of(TEXT, TO),
            arguments -> {
              String text = CallArguments.of(arguments, TEXT).strip();
              if (text.isEmpty()) {
                return List.of();
              }
              Matcher quantity = QUANTITY_TEXT.matcher(text);
              if (!quantity.matches()) {
                throw new UnreadableArgumentException(
                    text, "is not a number with a unit", "such as 2.5 kWh");
              }
              return convert(quantity.group(1), quantity.group(2), CallArguments.of(arguments, TO));
            }));
  }

  private static FunctionDefinition definition(
      Set<String> parameters, FunctionDefinition.Pure conversion) {
    return new FunctionDefinition(
        parameters,
        Set.of(CallArguments.OTHERWISE),
        CallArguments.FN + "out",
        new Conversion(conversion));
  }

  private record Conversion(FunctionDefinition.Pure conversion)
      implements FunctionDefinition.Binding {
    @Override
    public FunctionDefinition.Body bind(Expression.Call call, FunctionDefinition.Site site) {
      return (arguments, _) -> FunctionDefinition.read(call, arguments, conversion);
    }

    @Override
    public boolean check(Expression.Call call, FunctionDefinition.Sources sources, Report report) {
      for (String parameter : List.of(FROM, TO)) {
        Optional<String> unit = CallArguments.constant(call, parameter);
        if (unit.isPresent() && Units.of(unit.get()).isEmpty()) {
          report.error(call.at(), unknown(unit.get()).text());
          return false;
        }
      }
      return true;
    }
  }

  private static UnreadableArgumentException unknown(String unit) {
    return new UnreadableArgumentException(
        unit, "is not a known unit", "a code of UCUM such as kW.h, km2 or t");
  }

  private static List<Value> convert(String number, String from, String to) {
    Units.Unit source = Units.of(from).orElseThrow(() -> unknown(from));
    Units.Unit target = Units.of(to).orElseThrow(() -> unknown(to));
    if (!source.dimension().equals(target.dimension())) {
      throw new UnreadableArgumentException(
          from, "cannot be converted to '%s'".formatted(to), "a unit of the same dimension");
    }
    return List.of(Numbers.value(source.to(target, Numbers.read(number))));
  }
}
