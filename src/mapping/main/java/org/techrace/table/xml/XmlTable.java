package org.techrace.table.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Item;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.UnreadableTextException;
import org.techrace.table.Value;
import org.techrace.table.input.BoundedXml;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Counter;
import org.techrace.table.input.RowBudget;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;
import org.techrace.table.input.XmlReaders;

/// An XML file, whose rows are the elements that an iterator selects. Only one part of the file at
/// a time is in memory: a row, or the ancestor of it that the references go up to.
///
/// @param name the name in findings
/// @param input the file; the encoding is that of its XML declaration, if it has one
/// @param iterator the XPath of the rows
/// @param namespaces the prefixes that paths may use; if there are none, those that the root
///   element of the file declares
/// @param mayLack see [org.techrace.table.format.FileSource#mayLack]
public record XmlTable(
    String name,
    TableFile input,
    Reference iterator,
    Map<String, String> namespaces,
    boolean mayLack)
    implements SourceTable {
  private static final Pattern DECLARATION =
      Pattern.compile("^<\\?xml[^>]*encoding=[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");

  private static final Pattern ATTRIBUTE_DEFAULT = Pattern.compile("<!ATTLIST\\s[^>\"']*[\"']");

  private static final Pattern PREFIX =
      Pattern.compile("(?<![:\\w.-])[A-Za-z_][\\w.-]*:(?!:)[A-Za-z_*]");

  public XmlTable {
    namespaces = Map.copyOf(namespaces);
  }

  /// A file that the mapping names itself.
  public XmlTable(
      String name, TableFile input, Reference iterator, Map<String, String> namespaces) {
    this(name, input, iterator, namespaces, false);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    try {
      Map<String, String> prefixes = prefixes(references, report);
      XmlPath rows = iterator.parsed(text -> XmlPath.parse(text, prefixes));
      XmlPath[] paths =
          references.stream()
              .map(r -> r.parsed(text -> XmlPath.parse(text, prefixes)))
              .toArray(XmlPath[]::new);
      // The paths of a view are not known yet and may go up to the root, so the file is read as a
      // whole.
      int up = references.isEmpty() ? Integer.MAX_VALUE : 0;
      for (XmlPath path : paths) {
        up = Math.max(up, path.up());
      }
      Presence presence =
          new Presence(name, iterator, references, mayLack ? Severity.WARN : Severity.ERROR);
      return new XmlRows(rows, paths, prefixes, up, presence, report);
    } catch (UnsupportedEncodingException e) {
      report.error(Place.line(name, 1), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    } catch (IllegalArgumentException | BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    } catch (XMLStreamException e) {
      reportUnreadable(e, new TableFile(input.file(), charset(), input.packing()), report);
      return SourceRows.NONE;
    }
  }

  @Override
  public Map<String, Long> paths() throws IOException {
    return XmlPaths.of(this);
  }

  @Override
  public Set<String> read(Set<List<String>> references, Set<String> paths) throws IOException {
    try {
      Map<String, String> prefixes = prefixes(List.of(), new Report());
      Set<String> read = new HashSet<>();
      for (List<String> reference : references) {
        List<XmlPath> expressions =
            Stream.concat(Stream.of(iterator.text()), reference.stream())
                .map(text -> XmlPath.parse(text, prefixes))
                .toList();
        paths.stream().filter(path -> XmlPaths.selects(expressions, path)).forEach(read::add);
      }
      return read;
    } catch (IllegalArgumentException | XMLStreamException | BrokenPackingException _) {
      // Reported when the rows are read.
      return paths;
    }
  }

  /// Returns the prefixes that paths may use. The first version of RML has no property for them, so
  /// its engines take those of the file. The empty prefix is for names of elements without one.
  private Map<String, String> prefixes(List<Reference> references, Report report)
      throws IOException, XMLStreamException {
    if (!namespaces.isEmpty()) {
      return namespaces;
    }
    Map<String, String> declared = new TreeMap<>();
    try (Reader text = text()) {
      XMLStreamReader reader = reader(text);
      while (!reader.isStartElement()) {
        reader.next();
      }
      for (int i = 0; i < reader.getNamespaceCount(); i++) {
        declared.put(
            Objects.requireNonNullElse(reader.getNamespacePrefix(i), ""),
            Objects.requireNonNullElse(reader.getNamespaceURI(i), ""));
      }
    }
    declared.remove("", "");
    boolean hasPrefix =
        Stream.concat(Stream.of(iterator), references.stream())
            .anyMatch(path -> PREFIX.matcher(path.text()).find());
    if (declared.containsKey("") || (hasPrefix && !declared.isEmpty())) {
      report.info(
          Place.file(name),
          "the prefixes %s are those of the root element; declare them with rml:namespace"
              .formatted(
                  declared.keySet().stream()
                      .map(prefix -> prefix.isEmpty() ? "'' (names without one)" : prefix)
                      .collect(Collectors.joining(", "))));
    }
    return declared;
  }

  @Override
  public long bytes() throws IOException {
    return input.bytes();
  }

  /// Creates a reader that does not resolve DTDs or external entities.
  static XMLStreamReader reader(Reader in) throws XMLStreamException {
    return XmlReaders.factory().createXMLStreamReader(in);
  }

  /// Opens the text of the file.
  Reader text() throws IOException {
    TableFile text = new TableFile(input.file(), charset(), input.packing());
    return new InputStreamReader(text.open(), Texts.strict(text.charset()));
  }

  /// Returns the encoding of the byte order mark or the XML declaration, or the encoding of the
  /// input.
  ///
  /// @throws UnsupportedEncodingException if the declared encoding is unknown
  private Charset charset() throws IOException {
    try (InputStream in = new TableFile(input.file(), ISO_8859_1, input.packing()).open()) {
      String start = new String(in.readNBytes(200), ISO_8859_1);
      if (start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe")) {
        return UTF_16;
      }
      Matcher declaration = DECLARATION.matcher(start);
      if (!declaration.find()) {
        return input.charset();
      }
      if (!Charset.isSupported(declaration.group(1))) {
        throw new UnsupportedEncodingException(
            "the XML declaration has the unknown encoding '%s'; correct it or save the file as UTF-8"
                .formatted(declaration.group(1)));
      }
      return Charset.forName(declaration.group(1));
    }
  }

  private void reportUnreadable(XMLStreamException e, TableFile text, Report report)
      throws IOException {
    if (Texts.reportBadBytes(e, text, name, report)) {
      return;
    }
    if (e.getNestedException() instanceof BoundedXml.TooLongException tooLong) {
      report.error(place(e.getLocation()), String.valueOf(tooLong.getMessage()));
      return;
    }
    String message =
        String.valueOf(e.getMessage())
            .replaceAll("(?s)^.*Message: |JAXP\\d+: ", "")
            .replaceAll(" set by \".*", "")
            .replaceAll(
                "( was referenced, but not declared)\\.",
                "$1; DTD declarations are not read: replace the entity with its text");
    report.error(place(e.getLocation()), "this is not XML: " + message);
  }

  private Place place(@Nullable Location at) {
    return at == null || at.getLineNumber() < 1
        ? Place.file(name)
        : new Place.InFile(name, at.getLineNumber(), Math.max(1, at.getColumnNumber()));
  }

  /// Returns the place at which the start tag of a row ends.
  private static Place place(XmlNode row, String table) {
    return row instanceof XmlNode.Element element && element.line > 0
        ? new Place.InFile(table, element.line, element.column)
        : Place.file(table);
  }

  private final class XmlRows implements SourceRows {
    private final TableFile text;
    private final Counter counter = new Counter();
    private final InputStream in;
    private final XMLStreamReader reader;
    private final XmlPath rows;
    private final XmlPath[] paths;
    private final Map<String, String> prefixes;
    private final Presence presence;
    private final Report report;
    private final Map<String, XmlPath> nested = new HashMap<>();
    private final Deque<XmlNode> waiting = new ArrayDeque<>();

    /// The number of steps to the element that is read as a whole.
    private final int unit;

    /// For each open element above it, the number of these steps that it satisfies, or -1 for none.
    private final Deque<Integer> matched = new ArrayDeque<>();

    private final RowBudget budget = input.rowBudget();

    /// The element that is read as a whole, or was last.
    private @Nullable Location rowAt;

    /// The estimated heap of each row that was found in that element.
    private long heapBytes;

    private boolean ended;

    XmlRows(
        XmlPath rows,
        XmlPath[] paths,
        Map<String, String> prefixes,
        int up,
        Presence presence,
        Report report)
        throws IOException, XMLStreamException {
      this.text = new TableFile(input.file(), charset(), input.packing());
      this.in = text.open(counter);
      this.reader =
          BoundedXml.open(
              in,
              text.textBytes(),
              bytes -> reader(new InputStreamReader(bytes, Texts.strict(text.charset()))));
      this.rows = rows;
      this.paths = paths;
      this.prefixes = prefixes;
      this.presence = presence;
      this.report = report;
      this.unit = unit(rows.streamed(), up);
    }

    /// Returns the number of steps that can be followed while streaming: steps to named children,
    /// minus the levels that the references go up.
    private static int unit(List<XPath.Step> steps, int up) {
      int plain = 0;
      while (plain < steps.size()
          && steps.get(plain).axis() == XPath.Axis.CHILD
          && steps.get(plain).predicates().isEmpty()) {
        plain++;
      }
      if (steps.isEmpty()) {
        return 0;
      }
      return up == Integer.MAX_VALUE || plain < steps.size()
          ? Math.min(plain, 1)
          : Math.max(1, plain - up);
    }

    @Override
    public @Nullable Row next() throws IOException {
      for (@Nullable XmlNode row = poll(); row != null; row = poll()) {
        XmlNode found = row;
        presence.row(() -> namesIn(found));
        try {
          return new XmlRow(
              row, paths, evaluated(row), presence, new XmlItem(row, prefixes, nested), heapBytes);
        } catch (UnreadableTextException e) {
          report.badRow(place(row, name), String.valueOf(e.getMessage()));
        }
      }
      return null;
    }

    private @Nullable XmlNode poll() throws IOException {
      try {
        while (!ended && waiting.isEmpty()) {
          advance();
        }
      } catch (XMLStreamException e) {
        ended = true;
        reportUnreadable(e, text, report);
      } catch (RowBudget.ExceededException e) {
        ended = true;
        report.error(place(rowAt), String.valueOf(e.getMessage()));
      }
      return waiting.poll();
    }

    /// Returns the values of the expressions that can fail, by their slots: a row in which one
    /// fails is a bad row.
    private Map<Integer, List<Value>> evaluated(XmlNode row) {
      Map<Integer, List<Value>> values = new HashMap<>();
      for (int slot = 0; slot < paths.length; slot++) {
        if (paths[slot] instanceof FullXPath) {
          values.put(slot, paths[slot].values(row));
        }
      }
      return values;
    }

    /// Returns the names of the attributes and child elements in a row, as references write them.
    private static Set<String> namesIn(XmlNode row) {
      Set<String> names = new TreeSet<>();
      if (row instanceof XmlNode.Element element) {
        element.attributes().forEach(attribute -> names.add("@" + attribute.name()));
        for (XmlNode child : element.children()) {
          if (child instanceof XmlNode.Element below) {
            names.add(below.name);
          }
        }
      }
      return names;
    }

    private void advance() throws IOException, XMLStreamException {
      if (!reader.hasNext()) {
        ended = true;
        presence.end();
        return;
      }
      switch (reader.next()) {
        case XMLStreamReader.START_ELEMENT -> start();
        case XMLStreamReader.END_ELEMENT -> matched.pop();
        case XMLStreamReader.DTD -> checkDefaults();
        default -> {}
      }
    }

    /// Warns of a DTD whose attributes have values in elements that do not state them. The parser
    /// skips the DTD, so its text is read again.
    private void checkDefaults() throws IOException {
      Location end = reader.getLocation();
      StringBuilder dtd = new StringBuilder();
      try (Reader again = new BufferedReader(text())) {
        for (int c = again.read(); c >= 0 && dtd.length() < end.getCharacterOffset(); ) {
          dtd.append((char) c);
          c = again.read();
        }
      }
      if (ATTRIBUTE_DEFAULT.matcher(COMMENT.matcher(dtd).replaceAll("")).find()) {
        report.warn(
            place(end),
            "the DTD has values of attributes that elements do not state, and they are not read;"
                + " write them into the elements");
      }
    }

    private void start() throws XMLStreamException {
      int above = matched.isEmpty() ? 0 : matched.peek();
      if (unit == 0 && matched.isEmpty()) {
        take(0);
        return;
      }
      boolean matches =
          above >= 0 && above < unit && rows.streamed().get(above).matches(namespace(), name());
      if (matches && above + 1 == unit) {
        take(unit);
      } else {
        if (!matches && above >= 0 && above < unit) {
          XPath.Step step = rows.streamed().get(above);
          presence.passed(
              above,
              step.name().equals(name())
                  ? "%s in the namespace <%s>".formatted(name(), namespace())
                  : name());
        }
        matched.push(matches ? above + 1 : -1);
      }
    }

    /// Reads the element that begins here and takes the rows in it.
    ///
    /// @param followed the number of steps of the iterator to this element
    private void take(int followed) throws XMLStreamException {
      rowAt = reader.getLocation();
      budget.begin();
      XmlNode.Element element = read(null);
      try {
        waiting.addAll(rows.selectRows(element, followed));
      } catch (UnreadableTextException e) {
        report.badRow(place(rowAt), String.valueOf(e.getMessage()));
      }
      heapBytes = budget.used() / Math.max(1, waiting.size());
    }

    private String namespace() {
      String namespace = reader.getNamespaceURI();
      return namespace == null ? "" : namespace;
    }

    private String name() {
      return reader.getLocalName();
    }

    /// Reads the element that begins here, with everything in it.
    private XmlNode.Element read(XmlNode.@Nullable Element parent) throws XMLStreamException {
      Location at = reader.getLocation();
      XmlNode.Element element =
          new XmlNode.Element(
              namespace(), name(), at.getLineNumber(), Math.max(0, at.getColumnNumber()), parent);
      budget.add(0);
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        budget.add(reader.getAttributeValue(i).length());
        String namespace = reader.getAttributeNamespace(i);
        element
            .attributes()
            .add(
                new XmlNode.Attribute(
                    element,
                    namespace == null ? "" : namespace,
                    reader.getAttributeLocalName(i),
                    reader.getAttributeValue(i)));
      }
      while (true) {
        switch (reader.next()) {
          case XMLStreamReader.START_ELEMENT -> element.children().add(read(element));
          case XMLStreamReader.END_ELEMENT -> {
            return element;
          }
          case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE -> {
            budget.add(reader.getTextLength());
            element.children().add(new XmlNode.Text(element, reader.getText()));
          }
          default -> {}
        }
      }
    }

    @Override
    public long bytesRead() {
      return counter.bytes();
    }

    @Override
    public void close() throws IOException {
      presence.reportMissing(report);
      in.close();
    }
  }

  private static final class XmlRow implements Row {
    private final XmlNode node;
    private final XmlPath[] paths;
    private final Map<Integer, List<Value>> evaluated;
    private final Presence presence;
    private final Item item;
    private final long heapBytes;

    /// The slots of the values that were passed over and counted.
    private final BitSet told = new BitSet(0);

    XmlRow(
        XmlNode node,
        XmlPath[] paths,
        Map<Integer, List<Value>> evaluated,
        Presence presence,
        Item item,
        long heapBytes) {
      this.node = node;
      this.paths = paths;
      this.evaluated = evaluated;
      this.presence = presence;
      this.item = item;
      this.heapBytes = heapBytes;
    }

    @Override
    public long heapBytes() {
      return heapBytes;
    }

    @Override
    public long line() {
      return node instanceof XmlNode.Element element ? element.line : 0;
    }

    @Override
    public Place place(String table) {
      return XmlTable.place(node, table);
    }

    @Override
    public List<Value> values(int slot) {
      List<Value> known = evaluated.get(slot);
      List<Value> found = known == null ? paths[slot].values(node) : known;
      presence.asked(slot, !found.isEmpty());
      if (found.isEmpty() && node instanceof XmlNode.Element element && !told.get(slot)) {
        passedOver(slot)
            .ifPresent(
                text -> {
                  told.set(slot);
                  int column = element.line == 0 ? 0 : Math.max(1, element.column);
                  presence.passedOver(slot, text, element.line, column);
                });
      }
      return found;
    }

    @Override
    public Optional<String> passedOver(int slot) {
      return paths[slot] instanceof XPath path
          ? Optional.ofNullable(path.passedOver(node, this::isRead))
          : Optional.empty();
    }

    /// Returns true if a path selects the nodes that some steps do, or their texts.
    private boolean isRead(List<XPath.Step> steps) {
      return Arrays.stream(paths)
          .anyMatch(
              path ->
                  path instanceof XPath other
                      && (other.steps().equals(steps)
                          || (other.steps().size() == steps.size() + 1
                              && other.steps().getLast().axis() == XPath.Axis.TEXT
                              && other.steps().subList(0, steps.size()).equals(steps))));
    }

    @Override
    public Item item() {
      return item;
    }
  }

  /// An XML node as an item.
  record XmlItem(XmlNode node, Map<String, String> namespaces, Map<String, XmlPath> paths)
      implements Item {
    @Override
    public List<Value> values(String reference) {
      return path(reference).values(node);
    }

    @Override
    public List<Item> items(String iterator) {
      return path(iterator).select(node).stream()
          .<Item>map(n -> new XmlItem(n, namespaces, paths))
          .toList();
    }

    private XmlPath path(String text) {
      return paths.computeIfAbsent(text, t -> XmlPath.parse(t, namespaces));
    }
  }
}
