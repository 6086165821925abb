package org.techrace.csvw;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.NodeValue;
import org.techrace.csvw.Cell.Literal;
import org.techrace.rdf.LexicalForms;

/// Parses the cells of a column ("Model for Tabular Data", section 6.4).
final class CellParser {
  private static final Pattern LINE_ENDS = Pattern.compile("[\\t\\n\\r]");
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final Set<String> LENGTHS = Set.of("length", "minLength", "maxLength");

  private final Column column;
  private final Datatype datatype;
  private final Optional<NumberPattern> numbers;
  private final Optional<DatePattern> dates;
  private final Optional<Pattern> regex;
  private final Optional<String[]> answers;

  /// The limits of length and value, in the form of XML Schema, by their names.
  private final Map<String, String> limits = new TreeMap<>();

  /// @param warn receives a format or a limit that is not supported and is ignored
  CellParser(Column column, Consumer<String> warn) {
    this.column = column;
    this.datatype = column.inherited().datatype();
    this.numbers = datatype.isNumeric() ? numbers(warn) : Optional.empty();
    this.dates =
        datatype.isDate()
            ? known(
                datatype.formatText(),
                datatype.formatText().flatMap(f -> DatePattern.of(f, datatype.base())),
                warn)
            : Optional.empty();
    this.answers =
        datatype.base().equals("boolean")
            ? known(
                datatype.format().isMissingNode()
                    ? Optional.empty()
                    : Optional.of(datatype.format().toString()),
                datatype.formatText().map(f -> f.split("\\|", -1)).filter(f -> f.length == 2),
                warn)
            : Optional.empty();
    boolean isOther =
        !datatype.isNumeric() && !datatype.isDate() && !datatype.base().equals("boolean");
    this.regex =
        isOther
            ? known(datatype.formatText(), datatype.formatText().flatMap(CellParser::regex), warn)
            : Optional.empty();
    datatype.facets().forEach((facet, limit) -> addLimit(facet, limit, warn));
  }

  /// Adds a limit, which has the format of the column or that of XML Schema.
  private void addLimit(String facet, String limit, Consumer<String> warn) {
    Predicate<String> isValid = LexicalForms.checkOf(Datatype.iri(datatype.base()));
    Optional<String> form =
        LENGTHS.contains(facet)
            ? Optional.of(limit)
            : form(limit).or(() -> Optional.of(limit).filter(isValid));
    form.ifPresentOrElse(
        value -> limits.put(facet, value),
        () ->
            warn.accept(
                "%s of the column '%s' is '%s', which is not a valid %s; it is ignored"
                    .formatted(facet, column.name(), limit, datatype.base())));
  }

  private <T> Optional<T> known(
      Optional<String> format, Optional<T> parsed, Consumer<String> warn) {
    if (format.isPresent() && parsed.isEmpty()) {
      warn.accept(
          "the format '%s' of the column '%s' is not one of the datatype %s; it is ignored"
              .formatted(format.get(), column.name(), datatype.base()));
    }
    return parsed;
  }

  private static Optional<Pattern> regex(String text) {
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  private Optional<NumberPattern> numbers(Consumer<String> warn) {
    if (datatype.format().isMissingNode()) {
      return Optional.empty();
    }
    boolean isText = datatype.format().isString();
    String pattern =
        isText ? datatype.format().asString() : datatype.format().path("pattern").asString("");
    String decimal = isText ? "." : datatype.format().path("decimalChar").asString(".");
    String group =
        isText
            ? ","
            : datatype.format().path("groupChar").asString(decimal.equals(",") ? "." : ",");
    NumberPattern numbers = new NumberPattern(pattern, decimal, group);
    return known(Optional.of(pattern), Optional.of(numbers).filter(NumberPattern::isKnown), warn);
  }

  /// Parses a cell.
  ///
  /// @param text the text of the cell
  /// @param invalid receives what is wrong with it
  Cell parse(String text, Consumer<String> invalid) {
    String cell = text;
    Inherited inherited = column.inherited();
    if (!datatype.keepsLineEnds()) {
      cell = LINE_ENDS.matcher(cell).replaceAll(" ");
    }
    if (!datatype.keepsSpaces()) {
      cell = SPACES.matcher(cell.strip()).replaceAll(" ");
    }
    if (cell.isEmpty()) {
      cell = inherited.defaultText();
    }
    List<Literal> values = new ArrayList<>();
    if (inherited.separator().isEmpty()) {
      value(cell, "the cell '%s'".formatted(cell), invalid).ifPresent(values::add);
    } else if (!cell.isEmpty() && !inherited.nulls().contains(cell)) {
      String separator = inherited.separator().get();
      boolean keeps = datatype.base().equals("string") || datatype.base().startsWith("any");
      for (String part : cell.split(Pattern.quote(separator), -1)) {
        String value = keeps ? part : part.strip();
        String what = "'%s' in the cell '%s' (separator '%s')".formatted(value, cell, separator);
        value(value, what, invalid).ifPresent(values::add);
      }
    }
    if (values.isEmpty() && inherited.required()) {
      invalid.accept(
          "the column '%s' is required, and its cell %s; fill it, or correct 'required' in the metadata"
              .formatted(
                  column.name(),
                  text.isEmpty()
                      ? "is empty"
                      : "'%s' means that there is no value".formatted(text)));
    }
    return new Cell(values, inherited.separator().isPresent());
  }

  /// @param what the value and its cell, for findings
  private Optional<Literal> value(String cell, String what, Consumer<String> invalid) {
    String text = cell.isEmpty() ? column.inherited().defaultText() : cell;
    if (column.inherited().nulls().contains(text)) {
      return Optional.empty();
    }
    Optional<String> form = form(text);
    Optional<Fault> fault =
        form.isEmpty() ? Optional.of(formFault(text)) : limitFault(form.get(), text);
    if (fault.isPresent()) {
      invalid.accept(
          "%s of the column '%s' %s; correct the cell, or '%s' in the metadata"
              .formatted(what, column.name(), fault.get().text, fault.get().property));
      return Optional.of(new Literal(text, "", column.inherited().language()));
    }
    boolean isText = datatype.base().equals("string") && datatype.id().isEmpty();
    return Optional.of(
        new Literal(
            form.get(), isText ? "" : datatype.iri(), isText ? column.inherited().language() : ""));
  }

  /// Returns the form of a text in XML Schema, or empty if it is not valid.
  private Optional<String> form(String text) {
    if (regex.isPresent() && !regex.get().matcher(text).matches()) {
      return Optional.empty();
    }
    if (answers.isPresent()) {
      return text.equals(answers.get()[0])
          ? Optional.of("true")
          : text.equals(answers.get()[1]) ? Optional.of("false") : Optional.empty();
    }
    if (datatype.base().equals("boolean")) {
      return switch (text) {
        case "true", "1" -> Optional.of("true");
        case "false", "0" -> Optional.of("false");
        default -> Optional.empty();
      };
    }
    boolean isInteger = Datatype.INTEGERS.contains(datatype.base());
    Optional<String> form = Optional.of(text);
    if (datatype.isNumeric()) {
      form = numbers.orElse(new NumberPattern("", ".", ",")).parse(text, isInteger);
    } else if (dates.isPresent()) {
      form = dates.get().parse(text);
    }
    return form.filter(LexicalForms.checkOf(Datatype.iri(datatype.base())));
  }

  /// What is wrong with a value.
  ///
  /// @param property the property of the metadata that says what is right
  private record Fault(String text, String property) {}

  /// Returns why a text has no form in XML Schema.
  private Fault formFault(String text) {
    if (regex.isPresent() && !regex.get().matcher(text).matches()) {
      return new Fault("does not match the format '%s'".formatted(regex.get()), "format");
    }
    if (answers.isPresent()) {
      return new Fault(
          "is neither '%s' nor '%s', which the format '%s' states"
              .formatted(answers.get()[0], answers.get()[1], String.join("|", answers.get())),
          "format");
    }
    String valid = "is not a valid " + datatype.base();
    if (dates.isPresent() || numbers.isPresent()) {
      return new Fault("%s in the format %s".formatted(valid, format()), "format");
    }
    return new Fault(
        valid
            + LexicalForms.example(Datatype.iri(datatype.base()))
                .map("; expected such as %s"::formatted)
                .orElse(""),
        "datatype");
  }

  /// Describes the format of numbers or dates.
  private String format() {
    return datatype.format().isString()
        ? "'%s'".formatted(datatype.format().asString())
        : datatype.format().toString();
  }

  /// Returns the first limit of length or value that a value does not keep.
  private Optional<Fault> limitFault(String form, String text) {
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    int length = datatype.isBinary() ? bytes(form) : text.codePointCount(0, text.length());
    return limits.entrySet().stream()
        .filter(limit -> !keeps(limit.getKey(), limit.getValue(), form, length))
        .map(limit -> limitFault(limit.getKey(), length))
        .findFirst();
  }

  private boolean keeps(String facet, String limit, String form, int length) {
    return switch (facet) {
      case "length" -> length == Integer.parseInt(limit);
      case "minLength" -> length >= Integer.parseInt(limit);
      case "maxLength" -> length <= Integer.parseInt(limit);
      case "minimum", "minInclusive" -> compare(datatype.base(), form, limit) >= 0;
      case "maximum", "maxInclusive" -> compare(datatype.base(), form, limit) <= 0;
      case "minExclusive" -> compare(datatype.base(), form, limit) > 0;
      default -> compare(datatype.base(), form, limit) < 0;
    };
  }

  private Fault limitFault(String facet, int length) {
    String found =
        switch (facet) {
          case "length", "minLength", "maxLength" ->
              "has %d %s".formatted(length, datatype.isBinary() ? "bytes" : "characters");
          case "minimum", "minInclusive" -> "is too small";
          case "maximum", "maxInclusive" -> "is too large";
          case "minExclusive" -> "is not large enough";
          default -> "is not small enough";
        };
    return new Fault("%s: %s is %s".formatted(found, facet, datatype.facets().get(facet)), facet);
  }

  private int bytes(String form) {
    return datatype.base().equals("hexBinary")
        ? form.length() / 2
        : Base64.getMimeDecoder().decode(form).length;
  }

  /// Compares two values of a datatype.
  static int compare(String base, String a, String b) {
    if (Datatype.INTEGERS.contains(base) || base.equals("decimal")) {
      return new BigDecimal(a).compareTo(new BigDecimal(b));
    }
    try {
      return NodeValue.compare(node(base, a), node(base, b));
    } catch (ExprException _) {
      return a.compareTo(b);
    }
  }

  private static NodeValue node(String base, String text) {
    return NodeValue.makeNode(
        NodeFactory.createLiteralDT(
            text, TypeMapper.getInstance().getSafeTypeByName(Datatype.iri(base))));
  }
}
