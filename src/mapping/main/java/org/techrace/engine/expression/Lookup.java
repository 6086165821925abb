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

  private static final String TEXT = CallArguments.FN + "text";
  private static final String TABLE = CallArguments.FN + "table";
  private static final String FROM = CallArguments.FN + "from";
  private static final String TO = CallArguments.FN + "to";

  static final FunctionDefinition DEFINITION =
      new FunctionDefinition(
          Set.of(TEXT, TABLE, FROM, TO),
          Set.of(CallArguments.OTHERWISE),
          CallArguments.FN + "out",
          new Lookup());

  private Lookup() {}

  @Override
  public boolean check(Expression.Call call, FunctionDefinition.Sources sources, Report report) {
    for (String parameter : List.of(TABLE, FROM, TO)) {
      if (!CallArguments.checkConstant(call, parameter, report)) {
        return false;
      }
    }
    return open(call, sources, report).isPresent();
  }

  private static Optional<CodeTables.Codes> open(
      Expression.Call call, FunctionDefinition.Sources sources, Report report) {
    return sources
        .codes()
        .open(
            call.at(),
            call.folder(),
            CallArguments.constant(call, TABLE).orElseThrow(),
            CallArguments.constant(call, FROM).orElseThrow(),
            CallArguments.constant(call, TO).orElseThrow(),
            report);
  }

  @Override
  public FunctionDefinition.Body bind(Expression.Call call, FunctionDefinition.Site site) {
    Optional<CodeTables.Codes> codes = open(call, site, new Report());
    if (codes.isEmpty()) {
      return (_, _) -> List.of();
    }
    boolean hasOtherwise = CallArguments.isGiven(call, CallArguments.OTHERWISE);
    String table = CallArguments.constant(call, TABLE).orElseThrow();
    String column = CallArguments.constant(call, FROM).orElseThrow();
    String origin = CallArguments.origin(call);
    return (arguments, row) -> {
      String code = CallArguments.of(arguments, TEXT).strip();
      if (code.isEmpty()) {
        return List.of();
      }
      List<Value> found = codes.get().find(code);
      if (!found.isEmpty()) {
        return found;
      }
      if (hasOtherwise) {
        String otherwise = CallArguments.of(arguments, CallArguments.OTHERWISE);
        return otherwise.isEmpty() ? List.of() : List.of(Value.text(otherwise));
      }
      String fault =
          "%s'%s' is not in the column '%s' of %s".formatted(origin, code, column, table);
      site.unmatched()
          .addError(
              call.at(),
              fault,
              "correct it, add it to that table, or set fn:otherwise",
              row.place(site.table()));
      throw ValueFault.listed(call.at(), fault);
    };
  }
}
