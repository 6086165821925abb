package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Tool;
import org.techrace.rdf.Turtle;
import org.techrace.report.Nearest;

/// Translates the sources and targets of YARRRML.
final class YarrrmlSources {
  private static final Set<String> SOURCE =
      Set.of(
          "access",
          "type",
          "referenceFormulation",
          "iterator",
          "delimiter",
          "encoding",
          "query",
          "queryFormulation",
          "credentials",
          "compression",
          "table",
          "unpivot",
          "dialect",
          "nulls",
          "primaryKey",
          "namespaces");

  /// The keys of a dialect that are properties of CSV on the Web.
  private static final Set<String> CSVW_DIALECT =
      Set.of(
          "delimiter",
          "quoteChar",
          "doubleQuote",
          "commentPrefix",
          "trim",
          "skipRows",
          "headerRowCount");

  /// The keys of a dialect that are properties of the tool.
  private static final Set<String> TOOL_DIALECT = Set.of("footerRows", "lenient");

  private static final Set<String> TARGET =
      Set.of("access", "type", "serialization", "compression", "source", "id");
  private static final Set<String> DATABASES =
      Set.of(
          "mysql",
          "mariadb",
          "postgresql",
          "sqlserver",
          "mssqlserver",
          "oracle",
          "sqlite",
          "h2",
          "duckdb",
          "db2");
  private static final Map<String, String> FORMULATIONS =
      new TreeMap<>(Map.of("csv", "CSV", "jsonpath", "JSONPath", "xpath", "XPath"));
  private static final Map<String, String> SERIALIZATIONS =
      new TreeMap<>(
          Map.of(
              "turtle", "Turtle",
              "ntriples", "N-Triples",
              "nquads", "N-Quads",
              "trig", "TriG",
              "jsonld", "JSON-LD",
              "n3", "N3",
              "rdfxml", "RDF_XML",
              "rdfjson", "RDF_JSON"));
  private static final Map<String, String> COMPRESSIONS =
      new TreeMap<>(
          Map.of(
              "gzip", "gzip", "zip", "zip", "targz", "targz", "tarxz", "tarxz", "zstd", "zstd",
              "none", "none"));

  private static final String CSVW = "http://www.w3.org/ns/csvw#";

  private final YarrrmlNames names;
  private final TurtleText turtle;

  /// The declared sources, by name, as properties of a logical source.
  private final Map<String, String> sources = new LinkedHashMap<>();

  private final Map<String, YamlValue> targets = new LinkedHashMap<>();

  /// The values of external references.
  private final Map<String, String> external;

  YarrrmlSources(YarrrmlNames names, TurtleText turtle, Map<String, String> external) {
    this.names = names;
    this.turtle = turtle;
    this.external = Map.copyOf(external);
  }

  /// Reads the declared sources and targets of a document.
  void read(YamlValue document) {
    for (YamlValue.Entry entry :
        document.get("sources", "source").map(YamlValue::entries).orElse(List.of())) {
      source(entry.value()).ifPresent(made -> sources.put(entry.key(), made));
    }
    for (YamlValue.Entry entry :
        document.get("targets", "target").map(YamlValue::entries).orElse(List.of())) {
      targets.put(entry.key(), entry.value());
    }
  }

  /// Returns the logical sources of a mapping, as properties.
  List<String> of(YamlValue mapping) {
    Optional<YamlValue> value = mapping.get("sources", "source");
    if (value.isEmpty()) {
      mapping.error("the mapping has no source; add one such as sources: [['table.csv~csv']]");
      return List.of();
    }
    boolean isShort =
        value.get().isList()
            && value.get().items().stream().allMatch(item -> item.isText() || item.isNull())
            && value.get().items().getFirst().text().contains("~");
    List<YamlValue> all = isShort ? List.of(value.get()) : mapping.all("sources", "source");
    List<String> made = new ArrayList<>();
    for (YamlValue each : all) {
      if (each.isText() && !each.text().contains("~")) {
        String known = sources.get(each.text());
        if (known == null) {
          each.error(
              "there is no source '%s'; %s"
                  .formatted(each.text(), Nearest.suggest(each.text(), sources.keySet())));
        } else {
          made.add(known);
        }
      } else {
        source(each).ifPresent(made::add);
      }
    }
    return made;
  }

  private Optional<String> source(YamlValue value) {
    if (!value.isMap()) {
      List<YamlValue> parts = value.items();
      String[] access = parts.getFirst().text().split("~", 2);
      if (access.length < 2 || parts.size() > 2) {
        value.error(
            "the source '%s' is not complete; expected ['file~csv'], ['file~jsonpath', iterator] or ['file~xpath', iterator]"
                .formatted(parts.getFirst().text()));
        return Optional.empty();
      }
      return formulation(parts.getFirst(), access[1])
          .map(
              formulation ->
                  file(access[0], formulation, List.of(), usualNull(formulation))
                      + iterator(parts.size() == 2 ? parts.get(1).text() : ""));
    }
    value.allowOnly("a source", SOURCE);
    Optional<YamlValue> unpivot = value.get("unpivot");
    return unpivot.isPresent()
        ? fromMap(value).map(source -> unpivot(unpivot.get(), source))
        : fromMap(value);
  }

  /// Returns a source whose rows are the cells of some columns of another one.
  private String unpivot(YamlValue unpivot, String source) {
    unpivot.allowOnly("unpivot", Set.of("columns", "name", "value"));
    turtle.prefix("tool", "https://w3id.org/techrace/tool#");
    StringBuilder made = new StringBuilder("tool:unpivots [ ").append(source).append(" ]");
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("columns", "columnPattern");
    properties.put("name", "nameField");
    properties.put("value", "valueField");
    properties.forEach(
        (key, property) ->
            unpivot
                .get(key)
                .ifPresent(
                    text ->
                        made.append(" ; tool:%s ".formatted(property))
                            .append(Turtle.quoted(text.text()))));
    return made.toString();
  }

  private Optional<String> fromMap(YamlValue value) {
    String access = text(value, "access");
    String type = text(value, "type").toLowerCase(Locale.ROOT);
    Optional<YamlValue> query = value.get("query");
    Optional<YamlValue> table = value.get("table");
    if (table.isPresent() && access.isEmpty()) {
      turtle.prefix("rr", "http://www.w3.org/ns/r2rml#");
      return Optional.of("rr:tableName " + Turtle.quoted(table.get().text().strip()));
    }
    if (query.isPresent() && access.isEmpty()) {
      turtle.prefix("rr", "http://www.w3.org/ns/r2rml#");
      return Optional.of("rr:sqlQuery " + Turtle.quoted(query.get().text().strip()));
    }
    if (DATABASES.contains(type) || access.startsWith("jdbc:")) {
      return database(value, type, access, query, table);
    }
    if (!type.isEmpty() && !type.equals("localfile") && !type.equals("remotefile")) {
      value.error(
          "the type of source '%s' is not supported; expected localfile, remotefile or a database"
              .formatted(type));
      return Optional.empty();
    }
    Optional<YamlValue> given = value.get("referenceFormulation");
    if (given.isEmpty()) {
      value.error("the source has no referenceFormulation; add csv, jsonpath or xpath");
      return Optional.empty();
    }
    return formulation(given.get(), given.get().text())
        .map(
            formulation ->
                file(
                        access,
                        value
                            .get("namespaces")
                            .map(n -> namespaces(n, formulation))
                            .orElse(formulation),
                        options(value),
                        value
                            .get("nulls")
                            .map(YamlValue::items)
                            .map(YarrrmlSources::texts)
                            .orElseGet(() -> usualNull(formulation)))
                    + iterator(text(value, "iterator")));
  }

  private Optional<String> database(
      YamlValue value,
      String type,
      String access,
      Optional<YamlValue> query,
      Optional<YamlValue> table) {
    Optional<YamlValue> rows = query.or(() -> table);
    if (rows.isEmpty()) {
      value.error("the database has no query; add one");
      return Optional.empty();
    }
    turtle.prefix("d2rq", "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#");
    String url =
        access.startsWith("jdbc:")
            ? access
            : "jdbc:%s://%s".formatted(type, access.replaceFirst("^https?://", ""));
    StringBuilder source = new StringBuilder("rml:source [ a d2rq:Database ; d2rq:jdbcDSN ");
    source.append(Turtle.quoted(url));
    Optional<YamlValue> credentials = value.get("credentials");
    credentials.ifPresent(c -> c.allowOnly("credentials", Set.of("username", "password")));
    credentials
        .flatMap(c -> c.get("username"))
        .ifPresent(user -> source.append(" ; d2rq:username ").append(Turtle.quoted(user.text())));
    credentials
        .flatMap(c -> c.get("password"))
        .ifPresent(word -> source.append(" ; d2rq:password ").append(Turtle.quoted(word.text())));
    return Optional.of(
        source
            + " ] ; rml:referenceFormulation rml:SQL2008"
            + (query.isPresent() ? "Query" : "Table")
            + iterator(rows.get().text().strip()));
  }

  private static String text(YamlValue map, String key) {
    return map.get(key).map(YamlValue::text).orElse("");
  }

  private static String iterator(String iterator) {
    return iterator.isEmpty() ? "" : " ; rml:iterator " + Turtle.quoted(iterator);
  }

  private static Optional<String> formulation(YamlValue at, String name) {
    String known = FORMULATIONS.get(name.toLowerCase(Locale.ROOT));
    if (known == null) {
      at.error(
          "the reference formulation '%s' is not supported; %s"
              .formatted(name, Nearest.suggest(name, FORMULATIONS.keySet())));
    }
    return Optional.ofNullable(known);
  }

  private static Optional<String> known(YamlValue at, String kind, Map<String, String> names) {
    String known = names.get(at.text().toLowerCase(Locale.ROOT));
    if (known == null) {
      at.error(
          "the %s '%s' is not supported; %s"
              .formatted(kind, at.text(), Nearest.suggest(at.text(), names.keySet())));
    }
    return Optional.ofNullable(known);
  }

  /// Returns the properties of a file.
  private List<String> options(YamlValue source) {
    List<String> options = new ArrayList<>();
    source
        .get("encoding")
        .ifPresent(
            encoding ->
                options.add(
                    "rml:encoding <http://w3id.org/rml/%s>"
                        .formatted(encoding.text().toUpperCase(Locale.ROOT))));
    source
        .get("compression")
        .flatMap(c -> known(c, "compression", COMPRESSIONS))
        .ifPresent(compression -> options.add("rml:compression rml:" + compression));
    List<String> dialect = new ArrayList<>();
    source
        .get("delimiter")
        .ifPresent(
            delimiter ->
                dialect.add(
                    "csvw:delimiter " + Turtle.quoted(delimiter.text().replace("\\t", "\t"))));
    source.get("dialect").ifPresent(keys -> dialect.addAll(dialect(keys)));
    if (!dialect.isEmpty()) {
      turtle.prefix("csvw", CSVW);
      options.add("csvw:dialect [ %s ]".formatted(String.join(" ; ", dialect)));
    }
    source
        .get("primaryKey")
        .ifPresent(
            key -> {
              turtle.prefix("csvw", CSVW);
              options.add(
                  "csvw:tableSchema [ csvw:primaryKey %s ]"
                      .formatted(String.join(" , ", texts(key.items()))));
            });
    return options;
  }

  private List<String> dialect(YamlValue keys) {
    Set<String> known = new TreeSet<>(CSVW_DIALECT);
    known.addAll(TOOL_DIALECT);
    keys.allowOnly("a dialect", known);
    if (keys.present().stream().anyMatch(entry -> TOOL_DIALECT.contains(entry.key()))) {
      turtle.prefix("tool", "https://w3id.org/techrace/tool#");
    }
    return keys.present().stream()
        .map(
            entry ->
                "%s:%s %s"
                    .formatted(
                        TOOL_DIALECT.contains(entry.key()) ? "tool" : "csvw",
                        entry.key(),
                        Turtle.quoted(entry.value().text())))
        .toList();
  }

  /// Returns the reference formulation of XML with prefixes, after `rml:referenceFormulation`.
  private String namespaces(YamlValue prefixes, String formulation) {
    if (!formulation.equals("XPath")) {
      prefixes.error("only xpath has namespaces; remove the key");
      return formulation;
    }
    StringBuilder made = new StringBuilder("[ a rml:XPathReferenceFormulation");
    for (YamlValue.Entry entry : prefixes.present()) {
      made.append(
          " ; rml:namespace [ rml:namespacePrefix %s ; rml:namespaceURL %s ]"
              .formatted(Turtle.quoted(entry.key()), Turtle.quoted(entry.value().text())));
    }
    return made.append(" ]").toString();
  }

  private static List<String> texts(List<YamlValue> values) {
    return values.stream()
        .filter(value -> !value.isNull())
        .map(value -> Turtle.quoted(value.text()))
        .toList();
  }

  /// Returns the texts that mean "no value" if the document does not state them.
  private static List<String> usualNull(String formulation) {
    return formulation.equals("CSV") ? List.of(Turtle.quoted("")) : List.of();
  }

  /// Returns the properties of a logical source that is a file.
  ///
  /// @param formulation a local name, or a node in brackets
  /// @param options the properties of the file
  /// @param nulls the texts that mean "no value", in Turtle
  private String file(String access, String formulation, List<String> options, List<String> nulls) {
    StringBuilder source = new StringBuilder("rml:source [ ");
    if (access.matches("(?i)https?://.+")) {
      turtle.prefix("dcat", "http://www.w3.org/ns/dcat#");
      source.append("dcat:downloadURL <").append(access).append(">");
    } else {
      source
          .append("a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path ")
          .append(Turtle.quoted(access));
    }
    if (!nulls.isEmpty()) {
      source.append(" ; rml:null ").append(String.join(" , ", nulls));
    }
    options.forEach(option -> source.append(" ; ").append(option));
    return source
        + " ] ; rml:referenceFormulation "
        + (formulation.startsWith("[") ? formulation : "rml:" + formulation);
  }

  /// Returns the logical targets of a term map, as properties.
  List<String> targets(List<YamlValue> values) {
    boolean isShort =
        values.size() > 1
            && values.stream().allMatch(YamlValue::isText)
            && values.getFirst().text().contains("~");
    if (isShort) {
      return target(values.getFirst(), values).stream().toList();
    }
    List<String> made = new ArrayList<>();
    for (YamlValue value : values) {
      YamlValue target = value;
      if (value.isText() && !value.text().contains("~")) {
        YamlValue named = named(value.text());
        if (named == null) {
          value.error(
              "there is no target '%s'; %s"
                  .formatted(value.text(), Nearest.suggest(value.text(), targets.keySet())));
          continue;
        }
        target = named;
      }
      (target.isMap() ? targetOfMap(target) : target(target, target.items())).ifPresent(made::add);
    }
    return made;
  }

  /// Returns the target with a name or with an identifier, or null.
  private @Nullable YamlValue named(String name) {
    YamlValue named = targets.get(name);
    return named != null
        ? named
        : targets.values().stream()
            .filter(target -> target.isMap() && text(target, "id").equals(name))
            .findFirst()
            .orElse(null);
  }

  private Optional<String> targetOfMap(YamlValue target) {
    target.allowOnly("a target", TARGET);
    return target(
        target,
        text(target, "access"),
        text(target, "type"),
        target.get("serialization"),
        target.get("compression"));
  }

  private Optional<String> target(YamlValue at, List<YamlValue> parts) {
    String[] access = parts.getFirst().text().split("~", 2);
    return target(
        at, access[0], access.length > 1 ? access[1] : "", part(parts, 1), part(parts, 2));
  }

  private static Optional<YamlValue> part(List<YamlValue> parts, int index) {
    return parts.stream().skip(index).findFirst().filter(part -> !part.isNull());
  }

  private Optional<String> target(
      YamlValue at,
      String access,
      String type,
      Optional<YamlValue> serialization,
      Optional<YamlValue> compression) {
    if (!Set.of("", "void", "dcat", "localfile").contains(type) || access.isEmpty()) {
      at.error(
          "the target '%s' is not supported; expected a file (void, dcat or localfile)"
              .formatted(access));
      return Optional.empty();
    }
    String format =
        serialization.flatMap(s -> known(s, "serialization", SERIALIZATIONS)).orElse("N-Quads");
    turtle.prefix("formats", "http://www.w3.org/ns/formats/");
    String packing =
        compression
            .flatMap(c -> known(c, "compression", COMPRESSIONS))
            .map(" ; rml:compression rml:"::concat)
            .orElse("");
    YarrrmlTemplate path = YarrrmlTemplate.parse(access, external);
    String file =
        "rml:target [ a rml:FilePath ; rml:root rml:MappingDirectory ; %s ]"
            .formatted(
                path.isConstant()
                    ? "rml:path " + Turtle.quoted(path.constant())
                    : "<%s> %s".formatted(Tool.PATH_TEMPLATE, Turtle.quoted(path.template())));
    return Optional.of(
        "rml:logicalTarget [ a rml:LogicalTarget ; %s ; rml:serialization %s%s ]"
            .formatted(file, names.iri("http://www.w3.org/ns/formats/" + format, at), packing));
  }
}
