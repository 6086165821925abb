package org.techrace.engine.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.techrace.engine.expression.References;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TermType;
import org.techrace.mapping.TriplesMap;
import org.techrace.memory.Fingerprint;
import org.techrace.rdf.Iris;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellKind;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// Warns of rows that make the same subject as an earlier row and give a property another value,
/// although things have one value of it: a name, a number or a date. Two properties with other
/// values are wrong too, because they cannot be paired afterwards. A text that differs alone may be
/// one of several.
///
/// Only the first 65,536 subjects of a triples map are compared, with fingerprints of their values.
/// They take at most 6 MB, and the time for a table of three million rows is the same without them.
/// Safe for use by several threads.
public final class RepeatedSubjects {
  /// The most subjects that are remembered. A table with more is not examined any further.
  private static final int MAX_SUBJECTS = 1 << 16;

  /// The most properties that are compared.
  private static final int MAX_PROPERTIES = 8;

  /// The most rows of a triples map that are named.
  private static final int SHOWN = 3;

  /// The most rows that are remembered to be named.
  private static final int MAX_FOUND = 1_000;

  private static final int FIRST_SLOTS = 1 << 8;

  private static final Pattern NAME =
      Pattern.compile(
          "(?!.*(alt|alias|other|former|nick|hidden|variant|keyword)).*(name|label|title)");

  private static final Pattern IDENTIFIER =
      Pattern.compile("(.*[^a-z])?(id|nr|no)|.*(Id|ID|[Cc]ode|[Kk]ey|[Nn]umber|[Ii]dentifier)");

  /// A property with literals from columns.
  private static final class Property {
    final String name;

    /// The slots of the references.
    final int[] slots;

    /// @param name its local name
    Property(String name, int[] slots) {
      this.name = name;
      this.slots = slots;
    }

    boolean isName() {
      return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    boolean isIdentifier() {
      return IDENTIFIER.matcher(name).matches();
    }
  }

  /// A row with other values than an earlier one.
  ///
  /// @param first the line of the earlier row; 0 if the table has no lines
  /// @param subject the values of the key, in parentheses
  /// @param values the properties with their values
  private record Found(long line, long first, Place place, String subject, String values) {
    String message() {
      return "the row makes the same subject%s as %s, but another value of %s"
          .formatted(subject, first == 0 ? "an earlier one" : "line " + first, values);
    }
  }

  private final TriplesMap map;
  private final String table;
  private final List<String> keyNames;
  private final int[] key;
  private final List<Property> properties;
  private final Fingerprint fingerprint = new Fingerprint();

  /// The subjects as a hash table with open addressing; 0 is an empty slot.
  private long[] subjects = new long[FIRST_SLOTS];

  private long[] lines = new long[FIRST_SLOTS];

  /// The fingerprints of the values of each subject; 0 for no value.
  private int[] values;

  private int size;
  private final List<Found> found = new ArrayList<>();
  private long more;
  private volatile boolean ended;

  private RepeatedSubjects(
      TriplesMap map, String table, List<String> keyNames, int[] key, List<Property> properties) {
    this.map = map;
    this.table = table;
    this.keyNames = List.copyOf(keyNames);
    this.key = key;
    this.properties = List.copyOf(properties);
    this.values = new int[FIRST_SLOTS * properties.size()];
  }

  /// Returns what watches the rows of a triples map, or empty if its subjects are not made straight
  /// from columns, if the rows are those of a query, if a key makes them unique, or if it has no
  /// literals.
  static Optional<RepeatedSubjects> of(TriplesMapPlan<?> plan) {
    TriplesMap map = plan.map();
    Expression subject = map.subject().term().expression();
    boolean isPlain =
        subject instanceof Expression.Template || subject instanceof Expression.Reference;
    if (!isPlain
        || !map.asserted()
        || !(map.source() instanceof LogicalSource source)
        || source.formulation().isQuery()
        || isUnique(source, subject.references())
        || map.subject().graphs().stream().anyMatch(graph -> !isConstant(graph))) {
      return Optional.empty();
    }
    References references = plan.references();
    List<Property> properties =
        map.predicateObjects().stream()
            .filter(part -> part.predicates().size() == 1 && part.graphs().isEmpty())
            .filter(part -> isConstant(part.predicates().getFirst()))
            .flatMap(
                part ->
                    part.objects().stream()
                        .flatMap(object -> literal(object).stream())
                        .map(
                            expression ->
                                new Property(
                                    localName(part.predicates().getFirst()),
                                    slots(expression.references(), references))))
            .filter(property -> property.slots.length > 0)
            .limit(MAX_PROPERTIES)
            .toList();
    return properties.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RepeatedSubjects(
                map,
                plan.table().name(),
                subject.references(),
                slots(subject.references(), references),
                properties));
  }

  private static boolean isUnique(LogicalSource source, List<String> references) {
    return source.source() instanceof LogicalSource.File file
        && !file.key().isEmpty()
        && new HashSet<>(references).containsAll(file.key());
  }

  private static boolean isConstant(TermMap term) {
    return term.expression() instanceof Expression.Constant;
  }

  /// Returns the expression of a literal in one language. Those in the languages that rows name are
  /// several values.
  private static Optional<Expression> literal(ObjectMap object) {
    return object instanceof TermMap term
            && term.type() == TermType.LITERAL
            && term.gather().isEmpty()
            && term.language().filter(tag -> !(tag instanceof Expression.Constant)).isEmpty()
            && !(term.expression() instanceof Expression.Conditional)
        ? Optional.of(term.expression())
        : Optional.empty();
  }

  private static String localName(TermMap predicate) {
    return predicate.expression() instanceof Expression.Constant(var term) && term.isURI()
        ? Iris.localName(term.getURI())
        : "";
  }

  private static int[] slots(List<String> names, References references) {
    List<String> all = references.list().stream().map(Reference::text).toList();
    return names.stream().distinct().mapToInt(all::indexOf).filter(slot -> slot >= 0).toArray();
  }

  /// Compares a row with the earlier ones.
  public void add(Row row) {
    if (!ended) {
      compare(row);
    }
  }

  private synchronized void compare(Row row) {
    if (ended) {
      return;
    }
    fingerprint.reset();
    for (int slot : key) {
      if (add(row, slot) != 1) {
        return;
      }
    }
    long subject = fingerprint.high() == 0 ? 1 : fingerprint.high();
    int at = slot(subject);
    if (subjects[at] == 0) {
      subjects[at] = subject;
      lines[at] = row.line();
      for (int i = 0; i < properties.size(); i++) {
        values[at * properties.size() + i] = value(row, properties.get(i));
      }
      size++;
      if (size == MAX_SUBJECTS) {
        end();
      } else if (size * 4 >= subjects.length * 3) {
        grow();
      }
      return;
    }
    List<Property> different = new ArrayList<>();
    for (int i = 0; i < properties.size(); i++) {
      int value = value(row, properties.get(i));
      int known = at * properties.size() + i;
      if (values[known] == 0) {
        values[known] = value;
      } else if (value != 0 && value != values[known]) {
        different.add(properties.get(i));
      }
    }
    if (isWrong(different, row) && hasKey(row)) {
      if (found.size() == MAX_FOUND) {
        more++;
      } else {
        found.add(
            new Found(
                row.line(), lines[at], row.place(table), subject(row), shown(different, row)));
      }
    }
  }

  private int slot(long subject) {
    int mask = subjects.length - 1;
    int i = (int) subject & mask;
    while (subjects[i] != 0 && subjects[i] != subject) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldSubjects = subjects;
    long[] oldLines = lines;
    int[] oldValues = values;
    int width = properties.size();
    subjects = new long[2 * oldSubjects.length];
    lines = new long[subjects.length];
    values = new int[subjects.length * width];
    for (int i = 0; i < oldSubjects.length; i++) {
      if (oldSubjects[i] != 0) {
        int to = slot(oldSubjects[i]);
        subjects[to] = oldSubjects[i];
        lines[to] = oldLines[i];
        System.arraycopy(oldValues, i * width, values, to * width, width);
      }
    }
  }

  private void end() {
    ended = true;
    subjects = new long[0];
    lines = new long[0];
    values = new int[0];
  }

  /// Returns a fingerprint of the values of a property, or 0 if it has none.
  private int value(Row row, Property property) {
    fingerprint.reset();
    boolean isEmpty = true;
    for (int slot : property.slots) {
      isEmpty &= add(row, slot) == 0;
    }
    int number = Long.hashCode(fingerprint.high());
    return isEmpty ? 0 : number == 0 ? 1 : number;
  }

  /// Adds the values of a reference to the fingerprint, and returns their number.
  private int add(Row row, int slot) {
    long span = row instanceof Utf8Row utf8 ? utf8.span(slot) : Utf8Row.NOT_PLAIN;
    if (row instanceof Utf8Row utf8 && span >= 0) {
      fingerprint.add(utf8.array(), Utf8Row.from(span), Utf8Row.to(span));
      return 1;
    }
    if (span == Utf8Row.NO_VALUE) {
      return 0;
    }
    List<Value> all = row.values(slot);
    all.forEach(value -> fingerprint.add(value.text().getBytes(StandardCharsets.UTF_8)));
    return all.size();
  }

  /// Returns true if the properties have one value only: there are two of them, or it is a name, a
  /// number or a date.
  private static boolean isWrong(List<Property> different, Row row) {
    return different.size() > 1
        || different.stream()
            .anyMatch(
                property ->
                    property.isName()
                        || (!property.isIdentifier()
                            && IntStream.of(property.slots)
                                .mapToObj(row::values)
                                .flatMap(List::stream)
                                .map(value -> CellKind.of(value.text()))
                                .anyMatch(k -> k == CellKind.NUMBER || k == CellKind.DATE)));
  }

  /// Returns false if a column of the key is empty, which is reported elsewhere.
  private boolean hasKey(Row row) {
    return IntStream.of(key).noneMatch(slot -> row.values(slot).getFirst().text().isBlank());
  }

  private String subject(Row row) {
    return key.length == 0
        ? ""
        : IntStream.range(0, key.length)
            .mapToObj(
                i -> "%s '%s'".formatted(keyNames.get(i), row.values(key[i]).getFirst().text()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String shown(List<Property> different, Row row) {
    return different.stream()
        .limit(SHOWN)
        .map(property -> "%s (%s)".formatted(property.name, texts(property, row)))
        .collect(Collectors.joining(", "));
  }

  private static String texts(Property property, Row row) {
    return Arrays.stream(property.slots)
        .mapToObj(row::values)
        .flatMap(List::stream)
        .map(value -> "'%s'".formatted(value.text()))
        .collect(Collectors.joining(", "));
  }

  /// Reports the rows, after the last one.
  public synchronized void tell(Report report) {
    String advice =
        "; if they are different things, put the column that tells them apart into the subject (%s of <%s>)"
            .formatted(map.subject().term().at(), map.shortName());
    found.stream()
        .sorted(Comparator.comparingLong(Found::line))
        .limit(SHOWN)
        .forEach(one -> report.warn(one.place, one.message() + advice));
    long others = found.size() + more - SHOWN;
    if (others > 0) {
      report.warn(
          Place.file(table),
          "%,d more rows of <%s> make the subject of another row with other values"
              .formatted(others, map.shortName()));
    }
    found.clear();
  }
}
