package org.techrace.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;
import org.techrace.table.Reference;

/// The references that the triples maps over one table read from it. Each has a slot in the rows of
/// the table.
public final class References implements FunctionDefinition.Site {
  private final List<Reference> references = new ArrayList<>();
  private final Scope scope;
  private final String table;
  private final Unmatched unmatched;
  private String origin = "";

  /// @param scope what function calls can use
  /// @param table the name of the table, for findings
  public References(Scope scope, String table) {
    this(scope, table, new Unmatched());
  }

  private References(Scope scope, String table, Unmatched unmatched) {
    this.scope = scope;
    this.table = table;
    this.unmatched = unmatched;
  }

  /// Returns new references to the items of the rows of the same table.
  References forItems() {
    return new References(scope, table, unmatched);
  }

  /// Returns new references to another table, with the same functions.
  public References to(String otherTable) {
    return new References(scope, otherTable);
  }

  Scope scope() {
    return scope;
  }

  @Override
  public CodeTables codes() {
    return scope.codes();
  }

  @Override
  public Optional<Linker> linker() {
    return scope.linker();
  }

  @Override
  public String table() {
    return table;
  }

  @Override
  public Unmatched unmatched() {
    return unmatched;
  }

  /// Sets the term map that reads the references requested from now on.
  ///
  /// @param triplesMap the name of its triples map
  public void readBy(Place termMap, String triplesMap) {
    origin = "%s of <%s>".formatted(termMap, triplesMap);
  }

  /// Returns the slot of a reference, and adds the reference on its first request.
  public int slot(String reference) {
    for (int slot = 0; slot < references.size(); slot++) {
      if (references.get(slot).text().equals(reference)) {
        return slot;
      }
    }
    references.add(new Reference(reference, origin));
    return references.size() - 1;
  }

  /// Returns the number of references.
  public int size() {
    return references.size();
  }

  /// Removes the references that were added last.
  ///
  /// @param size the number of references that stay
  public void keepFirst(int size) {
    references.subList(size, references.size()).clear();
  }

  public List<Reference> list() {
    return List.copyOf(references);
  }
}
