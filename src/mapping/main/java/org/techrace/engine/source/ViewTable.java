package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.Combinations;
import org.techrace.engine.expression.ItemValues;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Scope;
import org.techrace.engine.expression.ValueFault;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.LogicalView.ExpressionField;
import org.techrace.mapping.LogicalView.Field;
import org.techrace.mapping.LogicalView.IterableField;
import org.techrace.memory.Memory;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.UnreadableTextException;
import org.techrace.table.Value;
import org.techrace.table.format.Formats;
import org.techrace.table.format.Formulation;

/// A logical view as a table (RML-LV). Each row of the source becomes one row for every combination
/// of the values of the fields, joined with rows of other views.
///
/// @param view the view
/// @param source the table that the view reads
/// @param joins the joined views, in order
/// @param formulation the reference formulation of the fields
/// @param columns the names that can be referenced: fields and their index keys
/// @param memory the budget for the rows of joined views
/// @param scope what function calls can use
record ViewTable(
    LogicalView view,
    SourceTable source,
    List<ViewJoins.Joined> joins,
    Formulation formulation,
    Set<String> columns,
    Memory memory,
    Scope scope)
    implements SourceTable {

  /// Opens the tables of a view.
  ///
  /// @return the view, or empty if a joined view cannot be opened, which is reported
  static Optional<SourceTable> of(
      LogicalView view, SourceTable source, SourceTables tables, Memory memory, Report report) {
    Set<String> columns = new LinkedHashSet<>(Set.of("#"));
    view.fields().forEach(field -> addColumns(field, "", columns));
    List<ViewJoins.Joined> joins = new ArrayList<>();
    for (LogicalView.ViewJoin join : view.joins()) {
      join.fields().forEach(field -> addColumns(field, "", columns));
      Optional<SourceTable> parent = tables.of(join.parent());
      if (parent.isEmpty()) {
        return Optional.empty();
      }
      joins.add(new ViewJoins.Joined(join, parent.get()));
    }
    Formulation formulation =
        view.on() instanceof LogicalSource logical ? logical.formulation() : Formulation.COLUMNS;
    return Optional.of(
        new ViewTable(view, source, joins, formulation, columns, memory, tables.scope()));
  }

  private boolean hasPaths() {
    return formulation.hasPaths();
  }

  private static void addColumns(Field field, String above, Set<String> columns) {
    String name = above + field.name();
    if (field instanceof ExpressionField) {
      columns.add(name);
    }
    columns.add(name + ".#");
    field.fields().forEach(below -> addColumns(below, name + ".", columns));
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String nameOfCells() {
    return source.nameOfCells();
  }

  @Override
  public List<String> columns(Report report) {
    return columns.stream().filter(column -> !column.endsWith("#")).toList();
  }

  @Override
  public long bytes() throws IOException {
    return source.bytes();
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    boolean good = true;
    for (Reference reference : references) {
      if (!columns.contains(reference.text())) {
        good = false;
        report.error(
            view.at(),
            reference.withOrigin(
                "the logical view has no field '%s'; %s"
                    .formatted(reference.text(), Nearest.suggest(reference.text(), columns))));
      }
    }
    if (!good) {
      return SourceRows.NONE;
    }
    try {
      ViewJoins.check(joins, scope, report);
      return new ViewRows(
          source.open(read(), report), references.stream().map(Reference::text).toList(), report);
    } catch (IllegalArgumentException e) {
      report.error(view.at(), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    }
  }

  /// Returns the columns that the fields read. Paths are evaluated in each row instead.
  private List<Reference> read() {
    References references = new References(scope, name());
    if (!hasPaths()) {
      for (Field field : view.fields()) {
        if (field instanceof ExpressionField(Place at, _, Expression expression, _)) {
          references.readBy(at, view.name());
          expression.references().forEach(references::slot);
        }
      }
    }
    return references.list();
  }

  private final class ViewRows implements SourceRows {
    private final SourceRows rows;
    private final List<String> references;
    private final Report report;
    private final Deque<ViewRow> waiting = new ArrayDeque<>();
    private @Nullable ViewJoins parents;
    private long index;

    /// The references of functions to the table, which read its rows as items instead.
    private final References outer = new References(scope, name());

    /// The compiled expressions of the fields.
    private final IdentityHashMap<ExpressionField, ItemValues> expressions =
        new IdentityHashMap<>();

    /// The fields that have not found a value yet.
    private final Map<String, Field> silent = new TreeMap<>();

    ViewRows(SourceRows rows, List<String> references, Report report) {
      this.rows = rows;
      this.references = references;
      this.report = report;
      view.fields().stream()
          // Columns have already been checked.
          .filter(field -> hasPaths() || field instanceof IterableField)
          .forEach(field -> silent.put(field.name(), field));
    }

    @Override
    public @Nullable Row next() throws IOException {
      ViewJoins joined = parents == null ? ViewJoins.read(joins, outer, memory, report) : parents;
      parents = joined;
      while (waiting.isEmpty()) {
        Row row = rows.next();
        if (row == null) {
          reportSilent();
          outer.unmatched().report(report);
          return null;
        }
        try {
          Cells start = new Cells(null, "#", index(index++));
          for (Cells cells : expand(view.fields(), row.item(), row, "", formulation, start)) {
            silent.keySet().removeIf(name -> cells.has(name + ".#"));
            for (Cells whole : joined.join(cells, row)) {
              waiting.add(new ViewRow(row, whole, references));
            }
          }
        } catch (ValueFault e) {
          report.badRow(row.place(name()), e.located(), e.isListed());
        } catch (UnreadableTextException e) {
          report.badRow(row.place(name()), "%s (%s)".formatted(e.getMessage(), view.at()));
        } catch (IllegalArgumentException e) {
          report.error(row.place(name()), "%s (%s)".formatted(e.getMessage(), view.at()));
          return null;
        }
      }
      return waiting.poll();
    }

    /// Warns about fields without any value, because without a header a misspelt field is found in
    /// no other way.
    private void reportSilent() {
      if (index > 0) {
        silent.forEach(
            (name, field) ->
                report.warn(
                    field.at(),
                    "the field '%s' finds nothing in any of the %d rows of %s; correct it or leave it out"
                        .formatted(name, index, name())));
      }
    }

    @Override
    public long bytesRead() {
      return rows.bytesRead();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }

    /// Extends a row with every combination of the values of some fields below an item.
    private List<Cells> expand(
        List<Field> fields,
        Item item,
        Row row,
        String above,
        Formulation formulation,
        Cells start) {
      return Combinations.extend(
          start,
          fields,
          (cells, field) -> expand(field, item, row, above + field.name(), formulation, cells));
    }

    /// Extends a row with the values of a field. The columns of a field without values are empty.
    private List<Cells> expand(
        Field field, Item item, Row row, String name, Formulation formulation, Cells start) {
      List<Cells> expanded = new ArrayList<>();
      switch (field) {
        case ExpressionField expression -> {
          List<Value> values =
              expressions
                  .computeIfAbsent(expression, e -> ItemValues.compile(e.expression(), outer))
                  .of(item, row);
          for (int i = 0; i < values.size(); i++) {
            Cells cells = start.with(name, values.get(i)).with(name + ".#", index(i));
            Item text = new TextItem(values.get(i).text());
            expanded.addAll(expand(expression.fields(), text, row, name + ".", formulation, cells));
          }
        }
        case IterableField iterable -> {
          Formulation inner = iterable.formulation().orElse(formulation);
          List<Item> items = items(iterable, item, inner);
          for (int i = 0; i < items.size(); i++) {
            Cells cells = start.with(name + ".#", index(i));
            expanded.addAll(expand(iterable.fields(), items.get(i), row, name + ".", inner, cells));
          }
        }
      }
      return expanded.isEmpty() ? List.of(start) : expanded;
    }
  }

  static Value index(long index) {
    return new Value(String.valueOf(index), Value.Kind.INTEGER);
  }

  private static List<Item> items(IterableField field, Item item, Formulation formulation) {
    if (!(item instanceof TextItem(String text))) {
      return item.items(field.iterator().orElse(""));
    }
    return Formats.ofTexts(formulation)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a text in a cell can be parsed as %s; use one of these reference formulations"
                        .formatted(Formats.namesForTexts())))
        .items(text, field.iterator());
  }

  /// The text of a value, which the fields below it parse with their own reference formulation.
  private record TextItem(String text) implements Item {
    @Override
    public List<Value> values(String reference) {
      throw new IllegalArgumentException(
          "the field '%s' is below a text; expected an rml:IterableField there"
              .formatted(reference));
    }

    @Override
    public List<Item> items(String iterator) {
      throw new IllegalArgumentException("a text without a reference formulation has no parts");
    }
  }

  /// The values of a row of a view, by field: the last one added, and those before it. Rows that
  /// differ in their last fields share the others.
  record Cells(@Nullable Cells before, String name, Value value) implements Item {
    Cells with(String next, Value added) {
      return new Cells(this, next, added);
    }

    boolean has(String field) {
      return !values(field).isEmpty();
    }

    @Override
    public List<Value> values(String field) {
      for (Cells cells = this; cells != null; cells = cells.before) {
        if (cells.name.equals(field)) {
          return List.of(cells.value);
        }
      }
      return List.of();
    }

    @Override
    public List<Item> items(String iterator) {
      throw new IllegalArgumentException("a row of a view has no nested parts to iterate over");
    }
  }

  /// @param of the row of the source
  record ViewRow(Row of, Cells cells, List<String> references) implements Row {
    @Override
    public long heapBytes() {
      return of.heapBytes();
    }

    @Override
    public long line() {
      return of.line();
    }

    @Override
    public Place place(String table) {
      return of.place(table);
    }

    @Override
    public List<Value> values(int slot) {
      return cells.values(references.get(slot));
    }

    @Override
    public Item item() {
      return cells;
    }
  }
}
