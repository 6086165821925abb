package org.techrace.csvw;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.csvw.TableDescription.ForeignKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Reads and checks metadata ("Metadata Vocabulary for Tabular Data", 17 December 2015). What is
/// wrong and must be ignored is a warning, what must not be used is an error.
final class MetadataParser {
  private static final String CONTEXT = "http://www.w3.org/ns/csvw";
  private static final Pattern LANGUAGE =
      Pattern.compile("([A-Za-z]{2,8}|[xi])(-[A-Za-z0-9]{1,8})*");
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9]|%[0-9A-Fa-f]{2})([A-Za-z0-9_.]|%[0-9A-Fa-f]{2})*");
  private static final Set<String> DIRECTIONS = Set.of("rtl", "ltr", "auto");

  private static final Set<String> INHERITED =
      Set.of(
          "aboutUrl",
          "datatype",
          "default",
          "lang",
          "null",
          "ordered",
          "propertyUrl",
          "required",
          "separator",
          "textDirection",
          "valueUrl");
  private static final Set<String> GROUP =
      Set.of("tables", "dialect", "notes", "tableDirection", "tableSchema", "transformations");
  private static final Set<String> TABLE =
      Set.of(
          "url",
          "dialect",
          "notes",
          "suppressOutput",
          "tableDirection",
          "tableSchema",
          "transformations");
  private static final Set<String> SCHEMA =
      Set.of("columns", "foreignKeys", "primaryKey", "rowTitles");
  private static final Set<String> COLUMN = Set.of("name", "suppressOutput", "titles", "virtual");
  private static final Set<String> TEMPLATE =
      Set.of("url", "scriptFormat", "targetFormat", "source", "titles");
  private static final Set<String> DATATYPE =
      Set.of(
          "base",
          "format",
          "length",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minInclusive",
          "maxInclusive",
          "minExclusive",
          "maxExclusive");
  private static final Set<String> DIALECT =
      Set.of(
          "commentPrefix",
          "delimiter",
          "doubleQuote",
          "encoding",
          "header",
          "headerRowCount",
          "lineTerminators",
          "quoteChar",
          "skipBlankRows",
          "skipColumns",
          "skipInitialSpace",
          "skipRows",
          "trim");

  private final Documents documents;
  private final Problems problems;
  private final String url;
  private String base;
  private String language = "";

  /// @param url the URL of the metadata
  MetadataParser(Documents documents, Problems problems, String url) {
    this.documents = documents;
    this.problems = problems;
    this.url = url;
    this.base = url;
  }

  static boolean isLanguage(String tag) {
    return LANGUAGE.matcher(tag).matches();
  }

  private void error(String message) {
    problems.error(url, message);
  }

  private void warn(String message) {
    problems.warn(url, message);
  }

  /// Parses JSON. Reports text that is not JSON, and then returns empty.
  static Optional<JsonNode> json(byte[] bytes, String url, Problems problems) {
    try {
      return Optional.of(JsonMapper.shared().readTree(bytes));
    } catch (JacksonException e) {
      problems.error(url, "this is not JSON: " + e.getOriginalMessage());
      return Optional.empty();
    }
  }

  /// Parses metadata. Reports errors, and then returns empty.
  ///
  /// @param table the URL of the table that the metadata overrides, if it may name none
  Optional<GroupDescription> parse(byte[] bytes, Optional<String> table) throws IOException {
    Optional<JsonNode> parsed = json(bytes, url, problems);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    JsonNode root = parsed.get();
    if (!root.isObject()) {
      error("the metadata is not an object; expected a table or a group of tables");
      return Optional.empty();
    }
    context(root.path("@context"));
    List<TableDescription> tables = new ArrayList<>();
    boolean isGroup = root.has("tables") || type(root).equals("TableGroup");
    if (isGroup) {
      checkObject(root, GROUP, "TableGroup", "a group of tables");
      Inherited inherited = inherited(root, Inherited.NONE, "the group of tables");
      if (!root.has("tables")) {
        error("the group of tables has no tables; add them");
      } else {
        for (JsonNode one : array(root, "tables")) {
          if (one.isObject()) {
            table(one, root, inherited, Optional.empty()).ifPresent(tables::add);
          } else {
            warn("a table is %s; expected an object; it is ignored".formatted(one));
          }
        }
        if (tables.isEmpty()) {
          error("the group has no table; expected one or more in tables");
        }
      }
    } else {
      table(root, MissingNode.getInstance(), Inherited.NONE, table).ifPresent(tables::add);
    }
    checkForeignKeys(tables);
    return problems.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new GroupDescription(
                isGroup ? id(root) : "",
                tables,
                isGroup ? root : MissingNode.getInstance(),
                base,
                language));
  }

  private void context(JsonNode context) {
    JsonNode first = context.isArray() ? context.path(0) : context;
    if (!first.asString("").equals(CONTEXT)) {
      error(
          "@context is %s; expected \"%s\" or an array that begins with it"
              .formatted(context, CONTEXT));
      return;
    }
    JsonNode local = context.isArray() ? context.path(1) : MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> property : local.properties()) {
      JsonNode value = property.getValue();
      switch (property.getKey()) {
        case "@base" -> base = Urls.resolve(url, value.asString(""));
        case "@language" -> {
          if (value.isString() && isLanguage(value.asString())) {
            language = value.asString();
          } else {
            warn("@language is %s; expected the tag of a language; it is ignored".formatted(value));
          }
        }
        default ->
            error("@context has '%s'; expected @base and @language".formatted(property.getKey()));
      }
    }
  }

  private static String type(JsonNode object) {
    return object.path("@type").asString("");
  }

  private static String id(JsonNode object, String base) {
    // A link that is not a text counts as empty.
    return object.has("@id")
        ? Urls.resolve(base, object.get("@id").isString() ? object.get("@id").asString() : "")
        : "";
  }

  private String id(JsonNode object) {
    return id(object, base);
  }

  /// Checks the names of the properties of an object, its `@id` and `@type`, notes and common
  /// properties.
  private void checkObject(JsonNode object, Set<String> known, String type, String what) {
    boolean inherits = Set.of("TableGroup", "Table", "Schema", "Column").contains(type);
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      if (name.equals("@id")) {
        if (!value.isString()) {
          warn("@id of %s is %s; expected a URL; it is ignored".formatted(what, value));
        } else if (value.asString().startsWith("_:")) {
          error("@id of %s is %s; expected a URL, not a blank node".formatted(what, value));
        }
      } else if (name.equals("@type")) {
        if (!value.asString("").equals(type)) {
          error("@type of %s is %s; expected \"%s\"".formatted(what, value, type));
        }
      } else if (CommonProperties.isCommon(name)) {
        CommonProperties.check(value, message -> error("%s: %s".formatted(name, message)));
      } else if (name.startsWith("@") && !name.equals("@context")) {
        error("%s has '%s', which is not a property of metadata".formatted(what, name));
      } else if (!name.equals("@context")
          && !known.contains(name)
          && !(inherits && INHERITED.contains(name))) {
        warn(
            "%s has '%s', which is not one of its properties; it is ignored".formatted(what, name));
      }
    }
    if (object.has("notes")) {
      array(object, "notes")
          .forEach(note -> CommonProperties.check(note, message -> error("notes: " + message)));
    }
    direction(object, "tableDirection");
    for (JsonNode template : array(object, "transformations")) {
      template(template);
    }
  }

  private void template(JsonNode template) {
    if (!template.isObject()) {
      warn("a transformation is %s; expected an object; it is ignored".formatted(template));
      return;
    }
    checkObject(template, TEMPLATE, "Template", "a transformation");
    for (String link : List.of("url", "scriptFormat", "targetFormat")) {
      if (!template.path(link).isString()) {
        warn("a transformation has no %s; expected a URL".formatted(link));
      }
    }
    if (template.has("source")
        && !template.get("source").isNull()
        && !Set.of("json", "rdf").contains(template.get("source").asString(""))) {
      warn(
          "source of a transformation is %s; expected json or rdf"
              .formatted(template.get("source")));
    }
    titles(template);
  }

  private void direction(JsonNode object, String name) {
    if (object.has(name)
        && !DIRECTIONS.contains(object.get(name).asString(""))
        && !(name.equals("textDirection") && object.get(name).asString("").equals("inherit"))) {
      warn("%s is %s; expected rtl, ltr or auto; it is ignored".formatted(name, object.get(name)));
    }
  }

  /// Returns the elements of an array property. Warns of another value, and then returns none.
  private List<JsonNode> array(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isArray()) {
      if (!value.isMissingNode()) {
        warn("%s is %s; expected an array; it is ignored".formatted(name, value));
      }
      return List.of();
    }
    List<JsonNode> elements = new ArrayList<>();
    value.forEach(elements::add);
    return elements;
  }

  private Optional<TableDescription> table(
      JsonNode table, JsonNode group, Inherited around, Optional<String> overridden)
      throws IOException {
    checkObject(table, TABLE, "Table", "a table");
    JsonNode link = table.path("url");
    if (link.isMissingNode() && overridden.isEmpty()) {
      error("a table has no url; add one");
      return Optional.empty();
    }
    if (!link.isMissingNode() && !link.isString()) {
      error("url is %s; expected the URL of a table".formatted(link));
      return Optional.empty();
    }
    String of = link.isString() ? Urls.resolve(base, link.asString()) : overridden.orElseThrow();
    Inherited inherited = inherited(table, around, "a table");
    boolean suppressed = bool(table, "suppressOutput", false);
    FileDialect dialect =
        dialect(table.has("dialect") ? table.get("dialect") : group.path("dialect"));
    JsonNode given =
        table.has("tableSchema") ? table.get("tableSchema") : group.path("tableSchema");
    boolean isDescribed =
        given.has("columns") || (!given.isMissingNode() && !given.isObject() && !given.isString());
    String schemaBase = base;
    String schemaId = "";
    if (given.isString()) {
      schemaId = Urls.resolve(base, given.asString());
      schemaBase = schemaId;
      Optional<byte[]> bytes = documents.read(schemaId);
      Optional<JsonNode> read =
          bytes.isEmpty() ? Optional.empty() : json(bytes.get(), schemaId, problems);
      if (read.isEmpty()) {
        error("the schema <%s> cannot be read".formatted(schemaId));
        return Optional.empty();
      }
      given = read.get();
      isDescribed = given.has("columns");
    } else if (!given.isMissingNode() && !given.isObject()) {
      warn("tableSchema is %s; expected an object or a URL; it is ignored".formatted(given));
      given = MissingNode.getInstance();
    }
    checkObject(given, SCHEMA, "Schema", "a schema");
    schemaId = given.path("@id").isString() ? id(given, schemaBase) : schemaId;
    Inherited ofSchema = inherited(given, inherited, "a schema");
    List<Column> columns = columns(given, ofSchema);
    List<String> names = columns.stream().filter(Column::isNamed).map(Column::name).toList();
    List<String> primaryKey = known(references(given, "primaryKey"), names, "primaryKey");
    List<String> rowTitles = known(references(given, "rowTitles"), names, "rowTitles");
    return Optional.of(
        new TableDescription(
            of,
            id(table),
            suppressed,
            schemaId,
            isDescribed,
            columns,
            primaryKey,
            foreignKeys(given, names, schemaBase),
            rowTitles,
            dialect,
            ofSchema,
            table,
            base,
            language));
  }

  /// Returns the names if all of them are columns; warns otherwise, and returns none.
  private List<String> known(List<String> references, List<String> names, String property) {
    for (String reference : references) {
      if (!names.contains(reference)) {
        warn("%s names '%s', which is not a column; it is ignored".formatted(property, reference));
        return List.of();
      }
    }
    return references;
  }

  /// Returns the names of columns in a property: a text or an array of texts.
  private List<String> references(JsonNode object, String property) {
    JsonNode value = object.path(property);
    if (value.isMissingNode()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isString()) {
        warn("%s is %s; expected names of columns; it is ignored".formatted(property, value));
        return List.of();
      }
      names.add(one.asString());
    }
    return names;
  }

  private List<Column> columns(JsonNode schema, Inherited inherited) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean hasVirtual = false;
    for (JsonNode one : array(schema, "columns")) {
      if (!one.isObject()) {
        warn("a column is %s; expected an object; it is ignored".formatted(one));
        continue;
      }
      checkObject(one, COLUMN, "Column", "a column");
      Map<String, List<String>> titles = titles(one);
      boolean isVirtual = bool(one, "virtual", false);
      if (hasVirtual && !isVirtual) {
        error("a column follows a virtual one; virtual columns must be the last");
      }
      hasVirtual = hasVirtual || isVirtual;
      JsonNode given = one.path("name");
      boolean isNamed = given.isString() && NAME.matcher(given.asString()).matches();
      if (!isNamed && !given.isMissingNode()) {
        warn("name is %s; expected letters, digits, _ and .; it is ignored".formatted(given));
      }
      String name = isNamed ? given.asString() : nameOf(titles, columns.size() + 1);
      if (!names.add(name)) {
        error("two columns have the name '%s'; names are unique".formatted(name));
      }
      columns.add(
          new Column(
              name,
              isNamed,
              titles,
              isVirtual,
              bool(one, "suppressOutput", false),
              inherited(one, inherited, "the column '%s'".formatted(name))));
    }
    return columns;
  }

  private String nameOf(Map<String, List<String>> titles, int position) {
    List<String> first = titles.getOrDefault(language.isEmpty() ? "und" : language, List.of());
    return first.isEmpty() ? "_col." + position : UriTemplate.encoded(first.getFirst());
  }

  private Map<String, List<String>> titles(JsonNode object) {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    JsonNode value = object.path("titles");
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> of : value.properties()) {
        if (isLanguage(of.getKey())) {
          texts(of.getValue())
              .forEach(t -> titles.computeIfAbsent(of.getKey(), _ -> new ArrayList<>()).add(t));
        } else {
          warn(
              "titles have '%s', which is not the tag of a language; it is ignored"
                  .formatted(of.getKey()));
        }
      }
    } else if (!value.isMissingNode()) {
      List<String> texts = texts(value);
      if (!texts.isEmpty()) {
        titles.put(language.isEmpty() ? "und" : language, texts);
      }
    }
    return titles;
  }

  private List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (one.isString()) {
        texts.add(one.asString());
      } else {
        warn("a title is %s; expected a text; it is ignored".formatted(one));
      }
    }
    return texts;
  }

  private List<ForeignKey> foreignKeys(JsonNode schema, List<String> names, String schemaBase) {
    List<ForeignKey> keys = new ArrayList<>();
    for (JsonNode key : array(schema, "foreignKeys")) {
      if (!key.isObject()) {
        warn("a foreign key is %s; expected an object; it is ignored".formatted(key));
        continue;
      }
      only(key, Set.of("columnReference", "reference"), "a foreign key");
      JsonNode reference = key.path("reference");
      if (!reference.isObject()) {
        error("reference of a foreign key is %s; expected an object".formatted(reference));
        continue;
      }
      only(reference, Set.of("resource", "schemaReference", "columnReference"), "a reference");
      List<String> columns = references(key, "columnReference");
      List<String> others = references(reference, "columnReference");
      if (reference.has("resource") == reference.has("schemaReference")) {
        error("a reference needs either resource or schemaReference");
      }
      if (columns.isEmpty() || others.isEmpty() || !names.containsAll(columns)) {
        error(
            "columnReference %s of a foreign key names no column of the table".formatted(columns));
        continue;
      }
      keys.add(
          new ForeignKey(
              columns,
              reference.has("resource")
                  ? Urls.resolve(base, reference.get("resource").asString(""))
                  : "",
              reference.has("schemaReference")
                  ? Urls.resolve(schemaBase, reference.get("schemaReference").asString(""))
                  : "",
              others));
    }
    return keys;
  }

  private void only(JsonNode object, Set<String> names, String what) {
    for (String name : object.propertyNames()) {
      if (!names.contains(name)) {
        error("%s has '%s'; expected only %s".formatted(what, name, names));
      }
    }
  }

  private void checkForeignKeys(List<TableDescription> tables) {
    for (TableDescription table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        Optional<TableDescription> other = referenced(key, tables);
        if (other.isEmpty()) {
          error(
              "a foreign key of <%s> refers to a table that is not in the group"
                  .formatted(table.url()));
        } else if (!other.get().columns().stream()
            .map(Column::name)
            .toList()
            .containsAll(key.others())) {
          error(
              "a foreign key refers to the columns %s, which <%s> does not have"
                  .formatted(key.others(), other.get().url()));
        }
      }
    }
  }

  /// Returns the table that a foreign key refers to.
  static Optional<TableDescription> referenced(ForeignKey key, List<TableDescription> tables) {
    return tables.stream()
        .filter(
            table ->
                key.resource().isEmpty()
                    ? table.schemaId().equals(key.schema())
                    : table.url().equals(key.resource()))
        .findFirst();
  }

  private boolean bool(JsonNode object, String name, boolean otherwise) {
    return atomic(object, name, JsonNode::isBoolean, "true or false")
        .map(JsonNode::asBoolean)
        .orElse(otherwise);
  }

  /// Returns a property if its value is as expected. Warns otherwise.
  private Optional<JsonNode> atomic(
      JsonNode object, String name, Predicate<JsonNode> fits, String expected) {
    JsonNode value = object.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!fits.test(value)) {
      warn("%s is %s; expected %s; it is ignored".formatted(name, value, expected));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private Optional<String> text(JsonNode object, String name) {
    return atomic(object, name, JsonNode::isString, "a text").map(JsonNode::asString);
  }

  /// Returns a URI template. One that is not a text counts as empty, with a warning.
  private Optional<String> template(JsonNode object, String name) {
    return object.has(name) ? Optional.of(text(object, name).orElse("")) : Optional.empty();
  }

  private Inherited inherited(JsonNode object, Inherited around, String what) {
    direction(object, "textDirection");
    Optional<JsonNode> separator =
        atomic(object, "separator", v -> v.isString() || v.isNull(), "a text");
    return new Inherited(
        template(object, "aboutUrl").or(around::aboutUrl),
        template(object, "propertyUrl").or(around::propertyUrl),
        template(object, "valueUrl").or(around::valueUrl),
        object.has("datatype") ? datatype(object.get("datatype"), what) : around.datatype(),
        text(object, "default").orElse(around.defaultText()),
        atomic(
                object,
                "lang",
                v -> v.isString() && isLanguage(v.asString()),
                "the tag of a language")
            .map(JsonNode::asString)
            .orElse(around.language()),
        object.has("null") ? nulls(object.get("null"), around.nulls()) : around.nulls(),
        bool(object, "ordered", around.ordered()),
        bool(object, "required", around.required()),
        separator.isPresent()
            ? separator.filter(JsonNode::isString).map(JsonNode::asString)
            : around.separator());
  }

  private List<String> nulls(JsonNode value, List<String> otherwise) {
    List<String> nulls = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (one.isString()) {
        nulls.add(one.asString());
      } else {
        warn("null is %s; expected a text or an array of texts".formatted(value));
        if (!value.isArray()) {
          return otherwise;
        }
      }
    }
    return nulls;
  }

  private Datatype datatype(JsonNode value, String what) {
    if (value.isString()) {
      if (Datatype.isBuiltIn(value.asString())) {
        return new Datatype(value.asString(), "", MissingNode.getInstance(), Map.of());
      }
      warn("the datatype of %s is %s, which is not known; it is ignored".formatted(what, value));
      return Datatype.STRING;
    }
    if (!value.isObject()) {
      warn(
          "the datatype of %s is %s; expected a name or an object; it is ignored"
              .formatted(what, value));
      return Datatype.STRING;
    }
    String base = value.path("base").asString("string");
    if (!Datatype.isBuiltIn(base)) {
      warn(
          "the base %s of the datatype of %s is not known; it is ignored"
              .formatted(value.path("base"), what));
      base = "string";
    }
    String id = "";
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String name = property.getKey();
      if (name.equals("@id")) {
        String iri = property.getValue().asString("");
        boolean isBuiltIn =
            iri.startsWith(Datatype.XSD)
                && Datatype.isBuiltIn(iri.substring(Datatype.XSD.length()));
        if (iri.isEmpty() || iri.startsWith("_:") || isBuiltIn) {
          error(
              "@id of the datatype of %s is %s; expected a URL of its own"
                  .formatted(what, property.getValue()));
        }
        id = Urls.resolve(base(), Urls.expand(iri));
      } else if (!DATATYPE.contains(name)
          && !name.equals("@type")
          && !CommonProperties.isCommon(name)) {
        warn(
            "the datatype of %s has '%s', which is not one of its properties"
                .formatted(what, name));
      }
    }
    Map<String, String> facets = facets(value, base, what);
    JsonNode format = value.path("format");
    return new Datatype(
        base,
        id,
        format.isObject() || format.isString() ? format : MissingNode.getInstance(),
        facets);
  }

  private String base() {
    return base;
  }

  private Map<String, String> facets(JsonNode datatype, String base, String what) {
    Map<String, String> facets = new LinkedHashMap<>();
    for (String name : List.of("length", "minLength", "maxLength")) {
      atomic(datatype, name, v -> v.asString("").matches("\\d{1,9}"), "a number from 0")
          .ifPresent(v -> facets.put(name, v.asString()));
    }
    if (!facets.isEmpty() && !Datatype.hasLength(base)) {
      error("the datatype %s of %s has no length".formatted(base, what));
    }
    int count = facets.size();
    for (String name :
        List.of(
            "minimum", "maximum", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive")) {
      if (datatype.has(name)) {
        facets.put(name, datatype.get(name).asString(""));
      }
    }
    if (facets.size() > count && !Datatype.isOrdered(base)) {
      error(
          "the datatype %s of %s has no order, so that it has no smallest and largest value"
              .formatted(base, what));
      return Map.of();
    }
    checkLimits(facets, base, what);
    return facets;
  }

  private void checkLimits(Map<String, String> facets, String base, String what) {
    @Nullable String length = facets.get("length");
    @Nullable String minLength = facets.get("minLength");
    @Nullable String maxLength = facets.get("maxLength");
    boolean isWrong =
        (length != null
                && minLength != null
                && Integer.parseInt(length) < Integer.parseInt(minLength))
            || (length != null
                && maxLength != null
                && Integer.parseInt(length) > Integer.parseInt(maxLength))
            || (minLength != null
                && maxLength != null
                && Integer.parseInt(minLength) > Integer.parseInt(maxLength));
    @Nullable String least = facet(facets, "minInclusive", "minimum");
    @Nullable String most = facet(facets, "maxInclusive", "maximum");
    @Nullable String above = facets.get("minExclusive");
    @Nullable String below = facets.get("maxExclusive");
    isWrong =
        isWrong
            || (least != null && above != null)
            || (most != null && below != null)
            || isNot(base, least, most, 0)
            || isNot(base, least, below, 1)
            || isNot(base, above, below, 0)
            || isNot(base, above, most, 1);
    if (isWrong) {
      error("the limits of the datatype of %s exclude each other: %s".formatted(what, facets));
    }
  }

  private static @Nullable String facet(Map<String, String> facets, String name, String other) {
    @Nullable String value = facets.get(name);
    return value == null ? facets.get(other) : value;
  }

  /// Returns true if both limits exist and the upper one is not larger than the lower one by as
  /// much as required.
  private static boolean isNot(
      String base, @Nullable String lower, @Nullable String upper, int larger) {
    if (lower == null || upper == null) {
      return false;
    }
    try {
      return CellParser.compare(base, upper, lower) < larger;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private FileDialect dialect(JsonNode given) throws IOException {
    JsonNode object = given;
    if (given.isString()) {
      String at = Urls.resolve(base, given.asString());
      Optional<byte[]> bytes = documents.read(at);
      Optional<JsonNode> read =
          bytes.isEmpty() ? Optional.empty() : json(bytes.get(), at, problems);
      if (read.isEmpty()) {
        error("the dialect <%s> cannot be read".formatted(at));
        return FileDialect.USUAL;
      }
      object = read.get();
    }
    if (!object.isObject()) {
      if (!object.isMissingNode()) {
        warn("dialect is %s; expected an object or a URL; it is ignored".formatted(given));
      }
      return FileDialect.USUAL;
    }
    checkObject(object, DIALECT, "Dialect", "a dialect");
    FileDialect usual = FileDialect.USUAL;
    atomic(object, "lineTerminators", MetadataParser::areTexts, "a text or an array of texts");
    boolean hasHeader = bool(object, "header", true);
    boolean skipsSpace = bool(object, "skipInitialSpace", false);
    String trim =
        atomic(
                object,
                "trim",
                v ->
                    v.isBoolean()
                        || Set.of("true", "false", "start", "end").contains(v.asString("")),
                "true, false, start or end")
            .map(JsonNode::asString)
            .orElse(skipsSpace ? "start" : "false");
    return new FileDialect(
        charset(object),
        character(object, "delimiter", usual.delimiter()),
        character(object, "quoteChar", usual.quote()),
        bool(object, "doubleQuote", true),
        character(object, "commentPrefix", usual.comment()),
        trim.equals("true") || trim.equals("start"),
        trim.equals("true") || trim.equals("end"),
        number(object, "headerRowCount", hasHeader ? 1 : 0),
        number(object, "skipRows", 0),
        number(object, "skipColumns", 0),
        bool(object, "skipBlankRows", false));
  }

  private static boolean areTexts(JsonNode value) {
    return value.isString()
        || (value.isArray() && value.valueStream().allMatch(JsonNode::isString));
  }

  private Charset charset(JsonNode dialect) {
    String name = text(dialect, "encoding").orElse("utf-8");
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      warn("encoding is '%s', which is not known; it is ignored".formatted(name));
      return FileDialect.USUAL.charset();
    }
  }

  private char character(JsonNode dialect, String name, char otherwise) {
    Optional<JsonNode> value =
        atomic(
            dialect,
            name,
            v -> v.isNull() || (v.isString() && v.asString().length() == 1),
            "a character");
    return value.map(v -> v.isNull() ? '\0' : v.asString().charAt(0)).orElse(otherwise);
  }

  private int number(JsonNode dialect, String name, int otherwise) {
    return atomic(dialect, name, v -> v.isIntegralNumber() && v.asInt() >= 0, "a number from 0")
        .map(JsonNode::asInt)
        .orElse(otherwise);
  }
}
