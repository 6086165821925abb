package org.techrace.table.json;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.table.Value;
import org.techrace.table.input.Bytes;
import org.techrace.table.input.RowBudget;

/// Finds the values of some paths in the elements of a chunk, without building trees.
///
/// All that it accepts is valid JSON without repeated names and unpaired surrogates. It does not
/// accept all of that: for other elements use [JsonReader], which also reports what is wrong. Not
/// thread-safe. Nor does it accept a text, number or truth value below which paths go on.
final class JsonScanner {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_MEMBERS = 64;
  private static final int MAX_NAME_BYTES = 1 << 10;
  private static final int MAX_NUMBER_CHARACTERS = 300;
  private static final int UNICODE_ESCAPE_DIGITS = 4;
  private static final int FIRST_SURROGATE = 0xD800;
  private static final int LAST_SURROGATE = 0xDFFF;

  /// The result of [#next].
  enum Found {
    ROW,
    /// There are no more elements.
    END,
    /// The next element is not accepted.
    OTHER
  }

  /// How a value is written.
  enum Form {
    TEXT,
    /// A text with escapes.
    ESCAPED,
    INTEGER,
    DOUBLE,
    BOOLEAN,
    STRUCTURE
  }

  static final Map<Form, Value.Kind> KINDS =
      new EnumMap<>(
          Map.of(
              Form.TEXT, Value.Kind.TEXT,
              Form.ESCAPED, Value.Kind.TEXT,
              Form.INTEGER, Value.Kind.INTEGER,
              Form.DOUBLE, Value.Kind.DOUBLE,
              Form.BOOLEAN, Value.Kind.BOOLEAN,
              Form.STRUCTURE, Value.Kind.STRUCTURE));

  private final byte[] bytes;
  private final int end;
  private final boolean lines;
  private final JsonPathTree tree;
  private final RowBudget budget;
  private int at;
  private int start;
  private int rows;
  private boolean isEscaped;

  /// For each path, the values found: their number, spans and forms.
  private final int[] counts;

  private final long[][] spans;
  private final Form[][] forms;

  /// For each path, whether it selects anything, including null.
  private final boolean[] selected;

  /// The hashes of the names in the open objects.
  private long[] names = new long[MAX_MEMBERS];

  private int nameCount;

  /// Creates a scanner.
  ///
  /// @param bytes an array of elements or, if `lines` is set, values
  /// @param end the length of the text in bytes
  /// @param paths the number of paths in the tree
  JsonScanner(
      byte[] bytes, int end, boolean lines, JsonPathTree tree, int paths, RowBudget budget) {
    this.bytes = bytes;
    this.end = end;
    this.lines = lines;
    this.tree = tree;
    this.budget = budget;
    this.at = lines ? 0 : 1;
    this.counts = new int[paths];
    this.spans = new long[paths][2];
    this.forms = new Form[paths][2];
    this.selected = new boolean[paths];
  }

  /// Reads the next element. After [Found#OTHER], this must not be called again.
  Found next() {
    skipSpace();
    if (lines) {
      if (at == end) {
        return Found.END;
      }
      // Whether two numbers are one depends on what is between them.
      if (peek() != '{' && peek() != '[') {
        return Found.OTHER;
      }
    } else {
      if (peek() == ']') {
        return at == end - 1 ? Found.END : Found.OTHER;
      }
      if (rows > 0) {
        if (peek() != ',') {
          return Found.OTHER;
        }
        at++;
        skipSpace();
      }
    }
    start = at;
    nameCount = 0;
    Arrays.fill(counts, 0);
    Arrays.fill(selected, false);
    budget.begin();
    try {
      if (!value(tree, 0)) {
        return Found.OTHER;
      }
    } catch (RowBudget.ExceededException _) {
      return Found.OTHER;
    }
    rows++;
    return Found.ROW;
  }

  /// Returns the number of elements read.
  int rows() {
    return rows;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Returns the index of the first byte of the current element.
  int start() {
    return start;
  }

  /// Returns the index after the last byte of the current element.
  int end() {
    return at;
  }

  /// Returns true if a path selects anything, which may be null.
  boolean selects(int path) {
    return selected[path];
  }

  /// Returns the number of values of a path.
  int count(int path) {
    return counts[path];
  }

  /// Returns the part of the array with a value of a path: the text between the quotes, or the
  /// whole value.
  long span(int path, int index) {
    return spans[path][index];
  }

  Form form(int path, int index) {
    return forms[path][index];
  }

  private int peek() {
    return at < end ? bytes[at] : 0;
  }

  private void skipSpace() {
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private boolean value(@Nullable JsonPathTree node, int depth) {
    budget.add(0);
    int from = at;
    return switch (peek()) {
      case '"' -> {
        if (!text()) {
          yield false;
        }
        budget.add(at - from);
        add(node, from + 1, at - 1, isEscaped ? Form.ESCAPED : Form.TEXT);
        yield !passesOver(node) || at - from == 2;
      }
      case '{', '[' -> {
        if (depth == MAX_DEPTH) {
          yield false;
        }
        add(node, from, from, Form.STRUCTURE);
        if (peek() == '{' ? !object(node, depth) : !array(node, depth)) {
          yield false;
        }
        endStructure(node, from);
        yield true;
      }
      case 't' -> {
        add(node, from, from + 4, Form.BOOLEAN);
        yield literal("true") && !passesOver(node);
      }
      case 'f' -> {
        add(node, from, from + 5, Form.BOOLEAN);
        yield literal("false") && !passesOver(node);
      }
      case 'n' -> {
        select(node);
        yield literal("null");
      }
      default -> number(node) && !passesOver(node);
    };
  }

  private static boolean passesOver(@Nullable JsonPathTree node) {
    return node != null && node.onlyGoesOn();
  }

  private void select(@Nullable JsonPathTree node) {
    if (node != null) {
      for (int path : node.slots()) {
        selected[path] = true;
      }
      for (int path : node.scalarSlots()) {
        selected[path] = true;
      }
    }
  }

  private void add(@Nullable JsonPathTree node, int from, int to, Form form) {
    if (node == null) {
      return;
    }
    for (int path : node.slots()) {
      add(path, from, to, form);
    }
    if (form != Form.STRUCTURE) {
      for (int path : node.scalarSlots()) {
        add(path, from, to, form);
      }
    }
  }

  private void add(int path, int from, int to, Form form) {
    int index = counts[path]++;
    if (index == spans[path].length) {
      spans[path] = Arrays.copyOf(spans[path], 2 * index);
      forms[path] = Arrays.copyOf(forms[path], 2 * index);
    }
    spans[path][index] = ((long) from << Integer.SIZE) | to;
    forms[path][index] = form;
    selected[path] = true;
  }

  private void endStructure(@Nullable JsonPathTree node, int from) {
    if (node != null) {
      for (int path : node.slots()) {
        spans[path][counts[path] - 1] = ((long) from << Integer.SIZE) | at;
      }
    }
  }

  private boolean object(@Nullable JsonPathTree node, int depth) {
    int outerNames = nameCount;
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return true;
    }
    while (true) {
      int from = at + 1;
      if (peek() != '"' || !text() || isEscaped || at - from > MAX_NAME_BYTES) {
        return false;
      }
      int to = at - 1;
      long hash = JsonPathTree.hash(bytes, from, to);
      skipSpace();
      if (isRepeated(hash, outerNames) || peek() != ':') {
        return false;
      }
      at++;
      skipSpace();
      if (!value(node == null ? null : node.member(bytes, from, to, hash), depth + 1)) {
        return false;
      }
      skipSpace();
      int after = peek();
      at++;
      if (after == '}') {
        nameCount = outerNames;
        return true;
      }
      if (after != ',') {
        return false;
      }
      skipSpace();
    }
  }

  /// Adds a name of an object. Returns true if another may be equal, or there are too many.
  private boolean isRepeated(long hash, int outerNames) {
    for (int i = outerNames; i < nameCount; i++) {
      if (names[i] == hash) {
        return true;
      }
    }
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = hash;
    return nameCount - outerNames > MAX_MEMBERS;
  }

  private boolean array(@Nullable JsonPathTree node, int depth) {
    JsonPathTree element = node == null ? null : node.element();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return true;
    }
    while (true) {
      if (!value(element, depth + 1)) {
        return false;
      }
      skipSpace();
      int after = peek();
      at++;
      if (after == ']') {
        return true;
      }
      if (after != ',') {
        return false;
      }
      skipSpace();
    }
  }

  /// Reads a text with its quotes, and whether it has escapes.
  private boolean text() {
    isEscaped = false;
    int i = Bytes.endOfPlainText(bytes, at + 1, end);
    while (i < end && bytes[i] == '\\') {
      isEscaped = true;
      int length = escape(i + 1);
      if (length == 0) {
        return false;
      }
      i = Bytes.endOfPlainText(bytes, i + 1 + length, end);
    }
    at = i + 1;
    return i < end && bytes[i] == '"';
  }

  /// Returns the length of an escape after its backslash, or 0 if it is invalid or a surrogate.
  private int escape(int from) {
    if (from >= end) {
      return 0;
    }
    return switch (bytes[from]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 1;
      case 'u' -> isCharacter(from + 1) ? 1 + UNICODE_ESCAPE_DIGITS : 0;
      default -> 0;
    };
  }

  private boolean isCharacter(int from) {
    if (from + UNICODE_ESCAPE_DIGITS > end) {
      return false;
    }
    int code = 0;
    for (int i = from; i < from + UNICODE_ESCAPE_DIGITS; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return false;
      }
      code = 16 * code + digit;
    }
    return code < FIRST_SURROGATE || code > LAST_SURROGATE;
  }

  private boolean literal(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      if (peek() != literal.charAt(i)) {
        return false;
      }
      at++;
    }
    return isEndOfToken();
  }

  private boolean number(@Nullable JsonPathTree node) {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else if (!digits()) {
      return false;
    }
    Form form = Form.INTEGER;
    if (peek() == '.') {
      form = Form.DOUBLE;
      at++;
      if (!digits()) {
        return false;
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      form = Form.DOUBLE;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      if (!digits()) {
        return false;
      }
    }
    add(node, from, at, form);
    return isEndOfToken() && at - from <= MAX_NUMBER_CHARACTERS;
  }

  private boolean digits() {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at > from;
  }

  private boolean isEndOfToken() {
    return at < end
        && (isSpace(bytes[at]) || bytes[at] == ',' || bytes[at] == ']' || bytes[at] == '}');
  }
}
