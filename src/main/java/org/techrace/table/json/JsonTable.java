package org.techrace.table.json;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Item;
import org.techrace.table.Outline;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.TablePart;
import org.techrace.table.Value;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Counter;
import org.techrace.table.input.RowBudget;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/// A JSON file with one value, or with several (JSON Lines). Its rows are the values that an
/// iterator selects. If the iterator consists of names, wildcards and indexes, only one row at a
/// time is in memory.
///
/// A file whose name ends with `.jsonl` or `.ndjson` may also be one array: its elements are the
/// values.
///
/// @param name the name in findings
/// @param input the file
/// @param iterator the JSONPath of the rows, applied to each value of the file
/// @param isReplacement whether the file is read in place of the one that the mapping was written
///   for: then a reference that finds nothing is a warning, as its publisher may have left out what
///   another edition has
public record JsonTable(String name, TableFile input, Reference iterator, boolean isReplacement)
    implements SourceTable {
  private static final Pattern LINES = Pattern.compile(".*\\.(jsonl|ndjson)(\\.\\w+)*");

  /// The step of the array around the values of a table of JSON Lines.
  private static final int AROUND = -1;

  /// A file that the mapping names itself.
  public JsonTable(String name, TableFile input, Reference iterator) {
    this(name, input, iterator, false);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    return open(references, TablePart.WHOLE, report);
  }

  private SourceRows open(List<Reference> references, TablePart part, Report report)
      throws IOException {
    try {
      JsonPath rows = iterator.parsed(JsonPath::parse);
      JsonPath[] paths =
          references.stream().map(r -> r.parsed(JsonPath::parse)).toArray(JsonPath[]::new);
      Counter counter = new Counter();
      JsonParser parser = JsonReader.open(input, counter, part);
      return new JsonRows(parser, counter, part, rows, paths, presence(references), report);
    } catch (IllegalArgumentException | BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    }
  }

  private Presence presence(List<Reference> references) {
    return new Presence(name, iterator, references, isReplacement ? Severity.WARN : Severity.ERROR);
  }

  /// Returns the structure of a new file. Reports a file without anything to map, and then returns
  /// empty.
  public static Optional<Outline> outline(String name, TableFile input, Report report)
      throws IOException {
    return JsonOutline.of(name, input, report);
  }

  @Override
  public long bytes() throws IOException {
    return input.bytes();
  }

  /// Divides a file of JSON Lines between its values.
  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    return LINES.matcher(name).matches() && bytes() > bytes
        ? JsonParts.of(input, bytes)
        : List.of(TablePart.WHOLE);
  }

  @Override
  public SourceTable part(TablePart part) {
    return part.isWhole() ? this : new PartOfFile(part);
  }

  private final class PartOfFile implements SourceTable {
    private final TablePart part;

    PartOfFile(TablePart part) {
      this.part = part;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public SourceRows open(List<Reference> references, Report report) throws IOException {
      return JsonTable.this.open(references, part, report);
    }
  }

  /// An open container: the step that selects in it, and the index of the current element of an
  /// array.
  private static final class Level {
    final int step;
    int index = -1;

    Level(int step) {
      this.step = step;
    }
  }

  private final class JsonRows implements SourceRows {
    private final JsonParser parser;
    private final Counter counter;
    private final TablePart part;
    private final List<JsonPath.Step> steps;

    /// The number of steps that the parser follows; the rest are applied to a value in memory.
    private final int streamed;

    private final JsonPath rest;
    private final JsonPath[] paths;
    private final Presence presence;
    private final Report report;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Map<String, JsonPath> nested = new HashMap<>();
    private final boolean lines = LINES.matcher(name).matches();

    /// Rows that were found and not yet returned, if a step cannot be streamed.
    private final Deque<JsonPath.Found> waiting = new ArrayDeque<>();

    private final RowBudget budget = input.rowBudget();

    /// The estimated heap of each row that was found with the last value.
    private long heapBytes;

    private TokenStreamLocation at = TokenStreamLocation.NA;
    private boolean isUnread = true;
    private boolean ended;

    /// True for a table of JSON Lines without a line, which is allowed.
    private boolean isEmptyLines;

    JsonRows(
        JsonParser parser,
        Counter counter,
        TablePart part,
        JsonPath iterator,
        JsonPath[] paths,
        Presence presence,
        Report report) {
      this.parser = parser;
      this.counter = counter;
      this.part = part;
      this.steps = iterator.steps();
      this.streamed = streamed(iterator);
      this.rest = iterator.after(streamed);
      this.paths = paths;
      this.presence = presence;
      this.report = report;
    }

    @Override
    public @Nullable Row next() throws IOException {
      try {
        while (!ended && waiting.isEmpty()) {
          advance();
        }
      } catch (JacksonException e) {
        ended = true;
        reportUnreadable(e);
      } catch (RowBudget.ExceededException e) {
        ended = true;
        report.error(place(at), String.valueOf(e.getMessage()));
      }
      JsonPath.Found found = waiting.poll();
      if (found == null) {
        return null;
      }
      Json row = found.value();
      presence.row(() -> row instanceof Json.Members(var members) ? members.keySet() : Set.of());
      return new JsonRow(place(at), found, paths, presence, nested, heapBytes);
    }

    /// Processes one token.
    private void advance() {
      JsonToken token = parser.nextToken();
      switch (token) {
        case null -> {
          ended = true;
          isEmptyLines = lines && isUnread;
          presence.end();
        }
        case END_ARRAY, END_OBJECT -> levels.pop();
        case PROPERTY_NAME -> {}
        case START_ARRAY,
            START_OBJECT,
            VALUE_STRING,
            VALUE_NUMBER_INT,
            VALUE_NUMBER_FLOAT,
            VALUE_TRUE,
            VALUE_FALSE,
            VALUE_NULL,
            VALUE_EMBEDDED_OBJECT,
            NOT_AVAILABLE ->
            value(token);
      }
    }

    private void value(JsonToken token) {
      isUnread = false;
      Level level = levels.peek();
      int below = 0;
      if (level == null && lines && token == JsonToken.START_ARRAY) {
        levels.push(new Level(AROUND));
        return;
      }
      if (level != null) {
        level.index++;
        if (level.step != AROUND && !selects(steps.get(level.step), level)) {
          presence.passed(level.step, String.valueOf(parser.currentName()));
          parser.skipChildren();
          return;
        }
        below = level.step + 1;
      }
      if (below == streamed) {
        at = parser.currentTokenLocation();
        Set<String> faults = new LinkedHashSet<>();
        budget.begin();
        Json member = nameOfValue(level);
        Json json = JsonReader.read(parser, faults, budget);
        if (faults.isEmpty()) {
          waiting.addAll(rest.find(json, member));
          heapBytes = budget.used() / Math.max(1, waiting.size());
        } else {
          Place place = place(at);
          presence.row(Set::of);
          faults.forEach(fault -> report.badRow(place, fault));
        }
      } else if (token.isStructStart()) {
        levels.push(new Level(below));
      }
    }

    /// Returns the name of the member or the index of the element that begins here, or null at the
    /// top level.
    private @Nullable Json nameOfValue(@Nullable Level level) {
      if (level == null || level.step == AROUND) {
        return null;
      }
      return isInArray()
          ? new Json.Digits(String.valueOf(level.index))
          : new Json.Text(parser.currentName());
    }

    /// Reports whether the current value is an element of an array.
    private boolean isInArray() {
      // At the start of a container, the parser's context is already that container.
      return parser.currentToken().isStructStart()
          ? parser.streamReadContext().getParent().inArray()
          : parser.streamReadContext().inArray();
    }

    private boolean selects(JsonPath.Step step, Level level) {
      boolean inArray = isInArray();
      return switch (step) {
        case JsonPath.Step.Wildcard _ -> true;
        case JsonPath.Step.Index(long index) -> inArray && index == level.index;
        case JsonPath.Step.Child(String name) -> !inArray && name.equals(parser.currentName());
        case JsonPath.Step.Slice _,
            JsonPath.Step.Union _,
            JsonPath.Step.Descendants _,
            JsonPath.Step.Filter _ ->
            false;
      };
    }

    /// Returns the number of steps at the beginning of a path that the parser can follow. None if a
    /// filter reads values from the root, because the whole value must be in memory then.
    private static int streamed(JsonPath path) {
      int steps = 0;
      while (!path.readsRoot()
          && steps < path.steps().size()
          && isStreamed(path.steps().get(steps))) {
        steps++;
      }
      return steps;
    }

    private static boolean isStreamed(JsonPath.Step step) {
      return switch (step) {
        case JsonPath.Step.Wildcard _, JsonPath.Step.Child _ -> true;
        case JsonPath.Step.Index(long index) -> index >= 0;
        case JsonPath.Step.Slice _,
            JsonPath.Step.Union _,
            JsonPath.Step.Descendants _,
            JsonPath.Step.Filter _ ->
            false;
      };
    }

    /// Returns the place in the whole file.
    private Place.InFile place(TokenStreamLocation in) {
      return new Place.InFile(name, part.before() + in.getLineNr(), Math.max(1, in.getColumnNr()));
    }

    private void reportUnreadable(JacksonException e) throws IOException {
      if (Texts.reportBadBytes(e, input, name, report)) {
        return;
      }
      TokenStreamLocation told = e.getLocation();
      TokenStreamLocation where =
          told == null || told.getLineNr() < 1 ? parser.currentLocation() : told;
      report.error(where.getLineNr() < 1 ? Place.file(name) : place(where), JsonReader.fault(e));
    }

    @Override
    public long bytesRead() {
      return counter.bytes();
    }

    @Override
    public void close() {
      if (!isEmptyLines && part.isWhole()) {
        presence.reportMissing(report);
      }
      parser.close();
    }

    @Override
    public Optional<Presence> presence() {
      return part.isWhole() ? Optional.empty() : Optional.of(presence);
    }
  }

  private static final class JsonRow implements Row {
    private final Place.InFile at;
    private final Json json;
    private final @Nullable Json name;
    private final JsonPath[] paths;
    private final Presence presence;
    private final Map<String, JsonPath> nested;
    private final long heapBytes;

    JsonRow(
        Place.InFile at,
        JsonPath.Found found,
        JsonPath[] paths,
        Presence presence,
        Map<String, JsonPath> nested,
        long heapBytes) {
      this.at = at;
      this.json = found.value();
      this.name = found.name();
      this.paths = paths;
      this.presence = presence;
      this.nested = nested;
      this.heapBytes = heapBytes;
    }

    @Override
    public long heapBytes() {
      return heapBytes;
    }

    @Override
    public long line() {
      return at.line();
    }

    @Override
    public Place place(String table) {
      return new Place.InFile(table, at.line(), at.column());
    }

    @Override
    public List<Value> values(int slot) {
      List<Value> values = JsonItem.values(json, name, paths[slot]);
      presence.asked(slot, !values.isEmpty() || !paths[slot].select(json, name).isEmpty());
      return values;
    }

    @Override
    public Item item() {
      return new JsonItem(json, name, nested);
    }
  }
}
