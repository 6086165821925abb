package org.techrace.csvw;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  private final Column column;
  private final Datatype datatype;
  private final Optional<NumberPattern> numbers;
  private final Optional<DatePattern> dates;
  private final Optional<Pattern> regex;
  private final Optional<String[]> answers;

  /// @param warn receives a format that is not supported and is ignored
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
    if (inherited.separator().isEmpty()) {
      Optional<Literal> value = value(cell, invalid);
      if (value.isEmpty() && inherited.required()) {
        invalid.accept(
            "the column '%s' is required; its cell has no value".formatted(column.name()));
      }
      return new Cell(value.stream().toList(), false);
    }
    List<Literal> values = new ArrayList<>();
    if (!cell.isEmpty() && !inherited.nulls().contains(cell)) {
      for (String part : cell.split(Pattern.quote(inherited.separator().get()), -1)) {
        boolean keeps = datatype.base().equals("string") || datatype.base().startsWith("any");
        value(keeps ? part : part.strip(), invalid).ifPresent(values::add);
      }
    }
    if (values.isEmpty() && inherited.required()) {
      invalid.accept("the column '%s' is required; its cell has no value".formatted(column.name()));
    }
    return new Cell(values, true);
  }

  private Optional<Literal> value(String cell, Consumer<String> invalid) {
    String text = cell.isEmpty() ? column.inherited().defaultText() : cell;
    if (column.inherited().nulls().contains(text)) {
      return Optional.empty();
    }
    Optional<String> form = form(text);
    if (form.isEmpty() || !isInRange(form.get(), text)) {
      invalid.accept(
          "the cell '%s' of the column '%s' is not a valid %s%s"
              .formatted(
                  text,
                  column.name(),
                  datatype.base(),
                  datatype.formatText().map(f -> " in the format '" + f + "'").orElse("")));
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

  private boolean isInRange(String form, String text) {
    if (datatype.facets().isEmpty()) {
      return true;
    }
    int length = datatype.isBinary() ? bytes(form) : text.codePointCount(0, text.length());
    for (String facet : datatype.facets().keySet()) {
      String limit = datatype.facets().get(facet);
      boolean fits =
          switch (facet) {
            case "length" -> length == Integer.parseInt(limit);
            case "minLength" -> length >= Integer.parseInt(limit);
            case "maxLength" -> length <= Integer.parseInt(limit);
            case "minimum", "minInclusive" -> compare(form, limit) >= 0;
            case "maximum", "maxInclusive" -> compare(form, limit) <= 0;
            case "minExclusive" -> compare(form, limit) > 0;
            case "maxExclusive" -> compare(form, limit) < 0;
            default -> true;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private int bytes(String form) {
    return datatype.base().equals("hexBinary")
        ? form.length() / 2
        : Base64.getMimeDecoder().decode(form).length;
  }

  /// Compares a value with a limit, which has the format of the column or that of XML Schema.
  private int compare(String form, String limit) {
    return compare(datatype.base(), form, form(limit).orElse(limit));
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
