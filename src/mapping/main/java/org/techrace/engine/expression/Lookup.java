package org.techrace.engine.expression;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.mapping.Expression;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// The function that looks a code up in a code table, which is another file of the project.
final class Lookup implements FunctionDefinition.Binding {
  static final String NAME = "lookup";

  private static final String TEXT = Functions.FN + "text";
  private static final String TABLE = Functions.FN + "table";
  private static final String FROM = Functions.FN + "from";
  private static final String TO = Functions.FN + "to";

  static final FunctionDescription DESCRIPTION =
      new FunctionDescription(
          NAME,
          List.of("text", "table", "from", "to", "[otherwise]"),
          "The value in the column `to` of the rows of a table that have the text in the column"
              + " `from`; the path of the table is relative to the mapping. A text that is"
              + " not found is an error in the row, unless there is an `otherwise`",
          "lookup(\"g\", \"colours.csv\", \"code\", \"name\")",
          "green");

  static final FunctionDefinition DEFINITION =
      new FunctionDefinition(
          Set.of(TEXT, TABLE, FROM, TO),
          Set.of(Functions.OTHERWISE),
          Functions.FN + "out",
          new Lookup());

  private Lookup() {}

  @Override
  public boolean check(Expression.Call call, Scope scope, Report report) {
    for (String parameter : List.of(TABLE, FROM, TO)) {
      if (!FunctionSet.checkConstant(call, parameter, report)) {
        return false;
      }
    }
    return open(call, scope, report).isPresent();
  }

  private static Optional<CodeTables.Codes> open(Expression.Call call, Scope scope, Report report) {
    return scope
        .codes()
        .open(
            call.at(),
            FunctionSet.constant(call, TABLE).orElseThrow(),
            FunctionSet.constant(call, FROM).orElseThrow(),
            FunctionSet.constant(call, TO).orElseThrow(),
            report);
  }

  @Override
  public FunctionDefinition.Body bind(Expression.Call call, References references) {
    Optional<CodeTables.Codes> codes = open(call, references.scope(), new Report());
    if (codes.isEmpty()) {
      return (_, _) -> List.of();
    }
    boolean hasOtherwise = FunctionSet.isGiven(call, Functions.OTHERWISE);
    String table = FunctionSet.constant(call, TABLE).orElseThrow();
    String column = FunctionSet.constant(call, FROM).orElseThrow();
    String origin = FunctionSet.origin(call);
    return (arguments, row) -> {
      String code = Functions.arg(arguments, TEXT).strip();
      if (code.isEmpty()) {
        return List.of();
      }
      List<Value> found = codes.get().find(code);
      if (!found.isEmpty()) {
        return found;
      }
      if (hasOtherwise) {
        String otherwise = Functions.arg(arguments, Functions.OTHERWISE);
        return otherwise.isEmpty() ? List.of() : List.of(Value.text(otherwise));
      }
      String fault =
          "%s'%s' is not in the column '%s' of %s".formatted(origin, code, column, table);
      references
          .unmatched()
          .addError(
              call.at(),
              fault,
              "correct it, add it to that table, or set fn:otherwise",
              row.place(references.table()));
      throw ValueFault.listed(call.at(), fault);
    };
  }
}
