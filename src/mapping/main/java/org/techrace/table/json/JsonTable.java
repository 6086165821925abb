package org.techrace.table.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.DivisibleTable;
import org.techrace.table.Item;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.Value;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Bytes;
import org.techrace.table.input.Counter;
import org.techrace.table.input.RowBudget;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// A JSON file with one value, or with several (JSON Lines). Its rows are the values that an
/// iterator selects. If the iterator consists of names, wildcards and indexes, only one row at a
/// time is in memory.
///
/// A file whose name ends with `.jsonl` or `.ndjson` may also be one array: its elements are the
/// values. An array on each of several lines is a value.
///
/// @param name the name in findings
/// @param input the file
/// @param iterator the JSONPath of the rows, applied to each value of the file
/// @param mayLack see [org.techrace.table.format.FileSource#mayLack]: then a reference that finds
///   nothing is a warning, as the publisher may have left out what another edition has
public record JsonTable(String name, TableFile input, Reference iterator, boolean mayLack)
    implements DivisibleTable {
  /// The step of the array around the values of a table of JSON Lines.
  private static final int AROUND = -1;

  /// The most bytes before an array that is read in parts.
  private static final int MOST_BEFORE_ELEMENTS = 1 << 20;

  /// The heap that a byte of a part may take as values, at most: an empty object takes 200 bytes.
  private static final int HEAP_PER_BYTE = 64;

  /// A file that the mapping names itself.
  public JsonTable(String name, TableFile input, Reference iterator) {
    this(name, input, iterator, false);
  }

  @Override
  public SourceRows open(List<Reference> references, TablePart part, Report report)
      throws IOException {
    try {
      JsonPath rows = iterator.parsed(JsonPath::parse);
      JsonPath[] paths =
          references.stream().map(r -> r.parsed(JsonPath::parse)).toArray(JsonPath[]::new);
      Counter counter = new Counter();
      return new JsonRows(
          JsonReader.factory(input), counter, part, rows, paths, presence(references), report);
    } catch (IllegalArgumentException | BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    }
  }

  private Presence presence(List<Reference> references) {
    return new Presence(name, iterator, references, mayLack ? Severity.WARN : Severity.ERROR);
  }

  @Override
  public Map<String, Long> paths() throws IOException {
    return JsonPaths.of(name, input);
  }

  @Override
  public Set<String> read(Set<List<String>> references, Set<String> paths) {
    Set<String> read = new HashSet<>();
    for (List<String> reference : references) {
      List<JsonPath.Step> steps =
          Stream.concat(Stream.of(iterator.text()), reference.stream())
              .flatMap(part -> JsonPath.parse(part).steps().stream())
              .toList();
      paths.stream().filter(path -> JsonPaths.selects(steps, path)).forEach(read::add);
    }
    return read;
  }

  @Override
  public long bytes() throws IOException {
    return input.bytes();
  }

  /// Divides a file of JSON Lines between its values.
  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    return JsonLines.isName(name)
            && bytes() > bytes
            && input.isPlainAscii()
            && !JsonLines.isOneArray(input)
        ? JsonSplitter.parts(input, bytes)
        : List.of(TablePart.WHOLE);
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
    private final JsonFactory factory;
    private JsonParser parser;
    private final Counter counter;
    private final TablePart part;
    private final JsonPath whole;
    private final List<JsonPath.Step> steps;

    /// The number of steps that the parser follows; the rest are applied to a value in memory.
    private final int streamed;

    private final JsonPath rest;
    private final JsonPath[] paths;
    private final Presence presence;
    private final Report report;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Map<String, JsonPath> nested = new ConcurrentHashMap<>();
    private final boolean lines = JsonLines.isName(name);

    /// True if the file is one array although its name is that of JSON Lines.
    private final boolean isOneArray;

    /// The paths as a tree, if rows can be read without building trees of values.
    private final @Nullable JsonPathTree tree;

    /// Rows that were found and not yet returned, if a step cannot be streamed.
    private final Deque<JsonPath.Found> waiting = new ArrayDeque<>();

    private final RowBudget budget = input.rowBudget();

    /// The estimated heap of each row that was found with the last value.
    private long heapBytes;

    private JsonPlace at = new JsonPlace(1, 1);
    private boolean isUnread = true;
    private boolean ended;

    /// True for a table of JSON Lines without a line, which is allowed.
    private boolean isEmptyLines;

    private boolean hasBatches;

    /// The parts of the file, if it is read in parts; then the parser reads the rest.
    private @Nullable JsonSplitter splitter;

    private boolean isRest;
    private boolean isUnreadable;

    JsonRows(
        JsonFactory factory,
        Counter counter,
        TablePart part,
        JsonPath iterator,
        JsonPath[] paths,
        Presence presence,
        Report report)
        throws IOException {
      this.factory = factory;
      // A file that is one array has no parts.
      this.isOneArray = lines && part.isWhole() && JsonLines.isOneArray(input);
      this.parser = JsonReader.open(factory, input, input.open(counter, part));
      this.counter = counter;
      this.part = part;
      this.whole = iterator;
      this.steps = iterator.steps();
      this.streamed = streamed(iterator);
      this.rest = iterator.after(streamed);
      this.paths = paths;
      this.tree = rest.steps().isEmpty() ? JsonPathTree.of(List.of(paths)).orElse(null) : null;
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
        report.error(
            new Place.InFile(name, at.line(), at.column()), String.valueOf(e.getMessage()));
      }
      JsonPath.Found found = waiting.poll();
      if (found == null) {
        return null;
      }
      presence.row(() -> names(found.value()));
      return new JsonRow(at, found, paths, presence, nested, heapBytes);
    }

    private static Set<String> names(Json row) {
      return row instanceof Json.Members(var members) ? members.keySet() : Set.of();
    }

    @Override
    public @Nullable RowBatch nextBatch() throws IOException {
      boolean isFirst = !hasBatches;
      if (isFirst) {
        hasBatches = true;
        splitter = split().orElse(null);
      }
      JsonSplitter parts = splitter;
      if (parts != null && !isRest) {
        JsonSplitter.Chunk chunk;
        try {
          chunk = parts.next();
        } catch (BrokenPackingException e) {
          report.error(Place.file(name), String.valueOf(e.getMessage()));
          return null;
        }
        if (chunk != null) {
          isUnread = false;
          return new JsonBatch(chunk, isFirst);
        }
        isRest = true;
        parser.close();
        parser = JsonReader.open(factory, input, parts.rest());
      }
      synchronized (this) {
        if (isUnreadable) {
          return null;
        }
      }
      return SourceRows.super.nextBatch();
    }

    /// Opens a large file again to read it in parts, which several threads can parse. Returns empty
    /// if the rows are not the elements of one array, or the values of JSON Lines.
    private Optional<JsonSplitter> split() throws IOException {
      if (!part.isWhole()
          || bytes() < JsonSplitter.SMALLEST_FILE_BYTES
          || !input.charset().equals(StandardCharsets.UTF_8)
          || whole.selectsNames()
          || Arrays.stream(paths).anyMatch(JsonPath::selectsNames)) {
        return Optional.empty();
      }
      int before = lines ? 0 : textBeforeElements();
      if (before < 0 || (lines && (!steps.isEmpty() || isOneArray))) {
        return Optional.empty();
      }
      InputStream text = input.open(counter);
      return Optional.of(new JsonSplitter(text, text.readNBytes(before)));
    }

    /// Returns the number of bytes up to the first element that is a row, or -1 if the rows are not
    /// the elements of an array near the beginning of the file.
    private int textBeforeElements() throws IOException {
      if (streamed == 0 || !(steps.get(streamed - 1) instanceof JsonPath.Step.Wildcard)) {
        return -1;
      }
      Deque<String> names = new ArrayDeque<>();
      for (JsonPath.Step step : steps.subList(0, streamed - 1)) {
        if (!(step instanceof JsonPath.Step.Child(String member))) {
          return -1;
        }
        names.add(member);
      }
      try (InputStream text = input.packing().bounded(input.open(), MOST_BEFORE_ELEMENTS);
          JsonParser start = factory.createParser(ObjectReadContext.empty(), text)) {
        JsonToken token = start.nextToken();
        while (!names.isEmpty() && token == JsonToken.START_OBJECT) {
          token = memberNamed(names.remove(), start);
        }
        long offset = start.currentTokenLocation().getByteOffset();
        return names.isEmpty()
                && token == JsonToken.START_ARRAY
                && offset >= 0
                && offset < MOST_BEFORE_ELEMENTS
            ? (int) offset + 1
            : -1;
      } catch (JacksonException _) {
        // The other reader reports it.
        return -1;
      }
    }

    /// Reads up to the value of a member of an object. Returns its first token, or null if there is
    /// no such member.
    private static @Nullable JsonToken memberNamed(String member, JsonParser object) {
      while (object.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean found = object.currentName().equals(member);
        JsonToken token = object.nextToken();
        if (found) {
          return token;
        }
        object.skipChildren();
      }
      return null;
    }

    /// Reads the file again from its start, to report why it cannot be read.
    private synchronized void reportUnreadable() throws IOException {
      Objects.requireNonNull(splitter).stop();
      if (isUnreadable) {
        return;
      }
      isUnreadable = true;
      Report found = new Report((_, _) -> {});
      JsonRows again =
          new JsonRows(
              factory,
              new Counter(),
              part,
              whole,
              paths,
              JsonTable.this.presence(List.of()),
              found);
      while (again.next() != null) {
        // only read
      }
      again.parser.close();
      if (!found.hasErrors()) {
        throw new IOException(name + " can be read in one part, but not in several");
      }
      report.addAll(found, finding -> finding);
    }

    private synchronized void reportTooLarge(JsonPlace row, RowBudget.ExceededException e) {
      Objects.requireNonNull(splitter).stop();
      isUnreadable = true;
      report.error(
          new Place.InFile(name, row.line(), row.column()), String.valueOf(e.getMessage()));
    }

    /// The rows of a part of the file.
    private final class JsonBatch implements RowBatch {
      private final JsonSplitter.Chunk chunk;
      private final Deque<JsonPath.Found> found = new ArrayDeque<>();
      private final RowBudget rowBudget = input.rowBudget();
      private final boolean isFirst;
      private boolean isOpen;
      private @Nullable JsonScanner scanner;
      private @Nullable ScannedRow scanned;
      private @Nullable JsonParser elements;
      private JsonPlace row = new JsonPlace(1, 1);
      private long rows;

      JsonBatch(JsonSplitter.Chunk chunk, boolean isFirst) {
        this.chunk = chunk;
        this.isFirst = isFirst;
      }

      /// Returns the heap that the values of a part may take, if it is large.
      @Override
      public long heapBytes() {
        return chunk.isLarge() ? HEAP_PER_BYTE * (long) chunk.length() : 0;
      }

      @Override
      public @Nullable Row next() throws IOException {
        try {
          if (!isOpen) {
            isOpen = true;
            scan();
          }
          JsonScanner scanning = scanner;
          ScannedRow current = scanned;
          if (scanning != null && current != null) {
            switch (scanning.next()) {
              case ROW -> {
                count(() -> names(current.json()));
                return current;
              }
              case END -> {
                presence.rows(rows);
                rows = 0;
                return null;
              }
              case OTHER -> scanned = null;
            }
          }
          JsonParser opened = elements == null ? open() : elements;
          elements = opened;
          while (found.isEmpty()) {
            JsonToken token = opened.nextToken();
            if (token == null || token == JsonToken.END_ARRAY) {
              opened.close();
              presence.rows(rows);
              rows = 0;
              return null;
            }
            read(opened);
          }
        } catch (JacksonException | CharacterCodingException e) {
          reportUnreadable();
          return null;
        } catch (RowBudget.ExceededException e) {
          reportTooLarge(row, e);
          return null;
        }
        JsonPath.Found next = found.remove();
        count(() -> names(next.value()));
        return new JsonRow(row, next, paths, presence, nested, rowBudget.used());
      }

      private void count(Supplier<Set<String>> namesInIt) {
        if (isFirst) {
          presence.row(namesInIt);
        } else {
          rows++;
        }
      }

      /// Begins to read the elements without building trees, if that is possible.
      private void scan() throws CharacterCodingException {
        if (tree != null && !chunk.isLarge()) {
          Bytes.checkUtf8(chunk.bytes(), 0, chunk.length());
          JsonScanner opened =
              new JsonScanner(chunk.bytes(), chunk.length(), lines, tree, paths.length, rowBudget);
          scanner = opened;
          scanned = new ScannedRow(opened, chunk.place(), presence, nested);
        }
      }

      /// Opens the elements that the scanner has not read.
      private JsonParser open() throws CharacterCodingException {
        JsonParser opened = JsonReader.open(factory, chunk.bytes(), chunk.length());
        if (!lines) {
          opened.nextToken();
        }
        int read = scanner == null ? 0 : scanner.rows();
        for (int i = 0; i < read; i++) {
          opened.nextToken();
          opened.skipChildren();
        }
        return opened;
      }

      private void read(JsonParser opened) {
        TokenStreamLocation location = opened.currentTokenLocation();
        row =
            new JsonPlace(location.getLineNr(), location.getColumnNr())
                .moved(new JsonPlace(1, 2), chunk.place());
        Set<String> faults = new LinkedHashSet<>();
        rowBudget.begin();
        Json json = JsonReader.read(opened, faults, rowBudget);
        if (faults.isEmpty()) {
          found.addAll(rest.find(json, null));
        } else {
          Place place = new Place.InFile(name, row.line(), row.column());
          presence.row(Set::of);
          faults.forEach(fault -> report.badRow(place, fault));
        }
      }
    }

    /// Returns the place in the whole file.
    private JsonPlace place(TokenStreamLocation location) {
      JsonPlace place =
          new JsonPlace(part.before() + location.getLineNr(), Math.max(1, location.getColumnNr()));
      return splitter == null ? place : splitter.placeOfRest(place);
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
      if (level == null && isOneArray && token == JsonToken.START_ARRAY) {
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
        at = place(parser.currentTokenLocation());
        Set<String> faults = new LinkedHashSet<>();
        budget.begin();
        Json member = nameOfValue(level);
        Json json = JsonReader.read(parser, faults, budget);
        if (faults.isEmpty()) {
          waiting.addAll(rest.find(json, member));
          heapBytes = budget.used() / Math.max(1, waiting.size());
        } else {
          Place place = new Place.InFile(name, at.line(), at.column());
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
            JsonPath.Step.Scalar _,
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
            JsonPath.Step.Scalar _,
            JsonPath.Step.Filter _ ->
            false;
      };
    }

    private void reportUnreadable(JacksonException e) throws IOException {
      if (Texts.reportBadBytes(e, input, name, report)) {
        return;
      }
      TokenStreamLocation told = e.getLocation();
      TokenStreamLocation where =
          told == null || told.getLineNr() < 1 ? parser.currentLocation() : told;
      JsonPlace place = place(where);
      report.error(
          where.getLineNr() < 1
              ? Place.file(name)
              : new Place.InFile(name, place.line(), Math.max(1, place.column())),
          JsonReader.fault(e));
    }

    @Override
    public long bytesRead() {
      return counter.bytes();
    }

    @Override
    public void close() throws IOException {
      if (!isEmptyLines && part.isWhole()) {
        presence.reportMissing(report);
      }
      parser.close();
      if (splitter != null) {
        splitter.close();
      }
    }

    @Override
    public Optional<Presence> presence() {
      return part.isWhole() ? Optional.empty() : Optional.of(presence);
    }
  }

  private static final class JsonRow implements Row {
    private final JsonPlace at;
    private final Json json;
    private final @Nullable Json name;
    private final JsonPath[] paths;
    private final Presence presence;
    private final Map<String, JsonPath> nested;
    private final long heapBytes;

    /// The values that have been read, which several triples maps may need. A row is used by one
    /// thread at a time.
    private final @Nullable List<Value>[] read;

    JsonRow(
        JsonPlace at,
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
      this.read = newArray(paths.length);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<Value>[] newArray(int length) {
      return new List[length];
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
      List<Value> values = read[slot];
      if (values == null) {
        values = JsonItem.values(json, name, paths[slot]);
        presence.asked(slot, !values.isEmpty() || !paths[slot].select(json, name).isEmpty());
        Json passed = paths[slot].passedOver(json, this::isRead);
        if (passed != null) {
          presence.passedOver(slot, JsonItem.value(passed).text(), at.line(), at.column());
        }
        read[slot] = values;
      }
      return values;
    }

    @Override
    public Optional<String> passedOver(int slot) {
      return Optional.ofNullable(paths[slot].passedOver(json, this::isRead))
          .map(passed -> JsonItem.value(passed).text());
    }

    private boolean isRead(List<JsonPath.Step> steps) {
      return Arrays.stream(paths).anyMatch(path -> path.selectsScalar(steps));
    }

    @Override
    public Item item() {
      return new JsonItem(json, name, nested);
    }
  }
}
