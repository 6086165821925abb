package org.techrace.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Node;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.expression.Values;
import org.techrace.engine.output.FreshNodes;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.TermFactory;
import org.techrace.mapping.Expression;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TermType;
import org.techrace.rdf.Characters;
import org.techrace.rdf.LanguageTags;
import org.techrace.rdf.LexicalForms;
import org.techrace.rdf.RdfVersion;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Schemes;
import org.techrace.rdf.WrongDecoding;
import org.techrace.table.Value;

/// Compiles the term maps of one triples map.
///
/// @param <T> the form of a term
final class TermCompiler<T> {
  private static final String DEFAULT_GRAPH = "http://w3id.org/rml/defaultGraph";

  private final TermFactory<T> terms;
  private final String base;
  private final boolean resolvesValues;
  private final FreshNodes fresh;
  private final String noun;
  private final TermMap subject;
  private final RdfVersion rdf;

  /// @param base the base IRI, which is prepended to relative IRIs
  /// @param resolvesValues true if also values of the table may be relative IRIs
  /// @param noun the word for a reference in messages: column, field or reference
  /// @param subject the map of the subjects, which may be relative to the base without a warning
  /// @param rdf the version of RDF of the output
  TermCompiler(
      TermFactory<T> terms,
      String base,
      boolean resolvesValues,
      FreshNodes fresh,
      String noun,
      TermMap subject,
      RdfVersion rdf) {
    this.subject = subject;
    this.rdf = rdf;
    this.terms = terms;
    this.fresh = fresh;
    this.noun = noun;
    this.base = base;
    this.resolvesValues = resolvesValues;
  }

  TermMaker<T> compile(TermMap map, References references) {
    TermMaker<T> maker = maker(map, references);
    if (!map.callsFunctions()) {
      return maker;
    }
    return (row, made) -> {
      try {
        return maker.of(row, made);
      } catch (ValueFault e) {
        made.fault(e.call(), e.text(), e.isListed());
        return List.of();
      }
    };
  }

  private TermMaker<T> maker(TermMap map, References references) {
    if (map.expression() instanceof Expression.Constant(Node term)) {
      return new ConstantMaker<>(constant(term));
    }
    if (map.expression()
        instanceof Expression.Conditional(var condition, Expression.Constant(Node term))) {
      Values tests = Values.compile(condition, references, UnaryOperator.identity());
      List<T> made = List.of(constant(term));
      return (row, _) ->
          tests.of(row).stream().anyMatch(test -> test.text().equals("true")) ? made : List.of();
    }
    if (map.expression() instanceof Expression.Fresh) {
      return (_, _) -> List.of(terms.blankNode(fresh.label()));
    }
    Values values = Values.compile(map.expression(), references, escape(map.type()));
    if (map.expression() instanceof Expression.Template template && isAlwaysIri(map, template)) {
      int[] slots = template.references().stream().mapToInt(references::slot).toArray();
      return new SafeIriMaker<>(
          terms.iriTemplate(template.texts(), map.type() == TermType.URI),
          slots,
          made ->
              made.doubt(
                  map.at(),
                  "%sa value of the IRI is empty; if such things have no IRI, add rml:null \"\" to the source"
                      .formatted(origin(template))),
          (row, made) -> each(values.of(row), value -> resource(map, value, made)));
    }
    if (map.type() == TermType.LITERAL) {
      return direct(map, literal(map, values, references), references);
    }
    return (row, made) -> each(values.of(row), value -> resource(map, value, made));
  }

  /// Returns true if a template generates a valid absolute IRI for all values: it begins with a
  /// scheme, its texts are valid in an IRI, and its values are percent-encoded.
  private static boolean isAlwaysIri(TermMap map, Expression.Template template) {
    return (map.type() == TermType.IRI || map.type() == TermType.URI)
        && SafeIris.isAbsolute(template.texts().getFirst())
        && template.texts().stream().allMatch(text -> SafeIris.characterFault(text) == null);
  }

  /// Creates a term from a value, or returns null if the value is invalid.
  private interface Making<T> {
    @Nullable T make(Value value);
  }

  private static <T> List<T> each(List<Value> values, Making<T> making) {
    if (values.size() == 1) {
      T term = making.make(values.getFirst());
      return term == null ? List.of() : List.of(term);
    }
    List<T> terms = new ArrayList<>(values.size());
    for (Value value : values) {
      T term = making.make(value);
      if (term != null) {
        terms.add(term);
      }
    }
    return terms;
  }

  private T constant(Node term) {
    return term.isURI() && term.getURI().equals(DEFAULT_GRAPH)
        ? terms.defaultGraph()
        : terms.constant(term);
  }

  static UnaryOperator<String> escape(TermType type) {
    return switch (type) {
      case IRI -> SafeIris::safe;
      case URI -> SafeIris::asciiSafe;
      case UNSAFE_IRI, UNSAFE_URI, BLANK_NODE, LITERAL, TRIPLE_TERM -> UnaryOperator.identity();
    };
  }

  /// Creates an IRI or a blank node, or returns null if the value is invalid.
  private @Nullable T resource(TermMap map, Value found, RowQuads<T> made) {
    if (isStructure(map, found, made)) {
      return null;
    }
    String value = found.text();
    if (map.type() == TermType.BLANK_NODE) {
      return terms.blankNode(value);
    }
    boolean isAbsolute = SafeIris.isAbsolute(value);
    String iri = isAbsolute ? value : base + value;
    String fault =
        value.isEmpty() ? "it is empty" : isUnsafe(map.type()) ? null : SafeIris.fault(iri);
    if (fault != null) {
      made.fault(
          map.at(),
          "%s'%s' is not an IRI: %s; correct the value, or use a template, which encodes it"
              .formatted(origin(map.expression()), value, fault));
      return null;
    }
    String scheme = Schemes.fault(iri);
    if (scheme != null) {
      made.fault(map.at(), "%s'%s': %s".formatted(origin(map.expression()), value, scheme));
      return null;
    }
    boolean isRelativeValue = !isAbsolute && map.expression() instanceof Expression.Reference;
    if (isRelativeValue && !resolvesValues) {
      made.fault(
          map.at(),
          "%s'%s' is not an absolute IRI; write a template that makes one of it, such as \"http://example.org/{…}\", or state with --base or rml:baseIRI what it is relative to"
              .formatted(origin(map.expression()), value));
      return null;
    }
    if (isRelativeValue && !map.equals(subject)) {
      made.doubt(
          map.at(),
          "%s'%s' is not an absolute IRI and becomes <%s>; if that is meant, use a template"
              .formatted(origin(map.expression()), value, iri));
    }
    if (!isAbsolute || Schemes.isUsual(iri)) {
      return terms.iri(iri);
    }
    made.doubt(
        map.at(),
        "%s'%s' has a scheme that is neither a web address nor an identifier; expected http or https"
            .formatted(origin(map.expression()), value));
    return terms.iri(iri);
  }

  /// Returns true if the mapping declares that the values are valid IRIs.
  private static boolean isUnsafe(TermType type) {
    return type == TermType.UNSAFE_IRI || type == TermType.UNSAFE_URI;
  }

  private TermMaker<T> literal(TermMap map, Values values, References references) {
    if (map.language().isPresent()) {
      Values tags = Values.compile(map.language().get(), references, UnaryOperator.identity());
      return (row, made) ->
          pairs(values.of(row), tags.of(row), (v, tag) -> tagged(map, v, tag, made));
    }
    if (map.datatype().isPresent()
        && map.datatype().get() instanceof Expression.Constant(Node datatype)
        && datatype.isURI()) {
      Datatype fixed = Datatype.of(datatype.getURI());
      return (row, made) -> each(values.of(row), v -> typed(map, v, fixed, made));
    }
    if (map.datatype().isPresent()) {
      Values types = Values.compile(map.datatype().get(), references, SafeIris::safe);
      return (row, made) ->
          pairs(values.of(row), types.of(row), (v, type) -> typed(map, v, type, made));
    }
    return (row, made) -> each(values.of(row), value -> natural(map, value, made));
  }

  /// Returns a maker that appends the values of a reference to lines, or the general maker.
  private TermMaker<T> direct(TermMap map, TermMaker<T> general, References references) {
    if (!(map.expression() instanceof Expression.Reference(String reference))) {
      return general;
    }
    Predicate<String> check = null;
    boolean isNatural = false;
    boolean isDouble = false;
    T example;
    if (map.language().isPresent()) {
      if (!(map.language().get() instanceof Expression.Constant(Node tag))
          || !tag.isLiteral()
          || !LanguageTags.isValid(tag.getLiteralLexicalForm(), rdf.hasBaseDirections())) {
        return general;
      }
      example = terms.tagged("", tag.getLiteralLexicalForm());
    } else if (map.datatype().isPresent()) {
      if (!(map.datatype().get() instanceof Expression.Constant(Node datatype))
          || !datatype.isURI()) {
        return general;
      }
      String iri = datatype.getURI();
      boolean isString = iri.equals(XSD.xstring.getURI());
      isDouble = iri.equals(XSD.xdouble.getURI());
      check = isString ? null : Datatype.of(iri).plain();
      example = isString ? terms.literal("") : terms.typed("", iri);
    } else {
      isNatural = true;
      example = terms.literal("");
    }
    byte[] ending = ending(example);
    if (ending == null) {
      return general;
    }
    LiteralMaker.Endings endings =
        isNatural ? naturalEndings(ending) : LiteralMaker.Endings.all(ending, isDouble);
    return new LiteralMaker<>(references.slot(reference), endings, check, general);
  }

  private LiteralMaker.Endings naturalEndings(byte[] ofText) {
    return new LiteralMaker.Endings(
        ofText,
        naturalEnding(Value.Kind.INTEGER),
        naturalEnding(Value.Kind.DOUBLE),
        naturalEnding(Value.Kind.BOOLEAN),
        false,
        true);
  }

  private byte[] naturalEnding(Value.Kind kind) {
    byte[] ending = ending(terms.typed("", NaturalDatatypes.of(kind).orElseThrow()));
    if (ending == null) {
      throw new IllegalStateException("terms change their form");
    }
    return ending;
  }

  /// Returns what follows the text of a literal without a text, from the closing quote, or null if
  /// terms have another form than bytes of N-Quads.
  private byte @Nullable [] ending(T literal) {
    byte[] line = terms.inNQuads(literal);
    return line == null ? null : Arrays.copyOfRange(line, 1, line.length);
  }

  /// Creates a term from a value and its language or datatype.
  private interface Pairing<T> {
    @Nullable T make(Value value, String other);
  }

  private static <T> List<T> pairs(List<Value> values, List<Value> others, Pairing<T> pairing) {
    if (others.size() == 1) {
      String other = others.getFirst().text();
      return each(values, value -> pairing.make(value, other));
    }
    List<T> terms = new ArrayList<>();
    for (Value other : others) {
      terms.addAll(each(values, value -> pairing.make(value, other.text())));
    }
    return terms;
  }

  /// Reports a value that is an array or object, and then returns true.
  private boolean isStructure(TermMap map, Value value, RowQuads<T> made) {
    boolean structure = value.kind() == Value.Kind.STRUCTURE;
    if (structure) {
      made.fault(
          map.at(),
          "%sthe value is an array or object; expected single values: select them, for example with [*]"
              .formatted(origin(map.expression())));
    }
    return structure;
  }

  /// Returns true if all formats can write a text. Reports a text that they cannot write, and warns
  /// about one that looks different from its content.
  private boolean isWritable(TermMap map, Value value, RowQuads<T> made) {
    String text = value.text();
    if (isTooLong(map, text, XSD.xstring.getURI(), made)) {
      return false;
    }
    if (Characters.isPlain(text)) {
      return true;
    }
    String fault = Characters.fault(text);
    if (fault != null) {
      made.fault(map.at(), "%s%s; remove it".formatted(origin(map.expression()), fault));
      return false;
    }
    String deception = Characters.deception(text);
    if (deception != null) {
      made.doubt(map.at(), "%s%s; remove it".formatted(origin(map.expression()), deception));
    }
    String decoding = WrongDecoding.fault(text);
    if (decoding != null) {
      made.doubt(map.at(), origin(map.expression()) + decoding);
    }
    return true;
  }

  private boolean isTooLong(TermMap map, String text, String datatype, RowQuads<T> made) {
    String fault = LexicalForms.lengthFault(text, datatype);
    if (fault != null) {
      made.fault(map.at(), origin(map.expression()) + fault);
    }
    return fault != null;
  }

  private @Nullable T tagged(TermMap map, Value value, String tag, RowQuads<T> made) {
    if (isStructure(map, value, made)) {
      return null;
    }
    if (!LanguageTags.isValid(tag, rdf.hasBaseDirections())) {
      String origin = origin(map.language().orElse(map.expression()));
      made.fault(
          map.at(),
          LanguageTags.isValid(tag, true)
              ? origin + RdfVersion.directionNeeded(tag)
              : "%s'%s' is not a language tag; expected one such as 'en'".formatted(origin, tag));
      return null;
    }
    return isWritable(map, value, made) ? terms.tagged(value.text(), tag) : null;
  }

  private @Nullable T typed(TermMap map, Value value, String datatype, RowQuads<T> made) {
    if (isStructure(map, value, made)) {
      return null;
    }
    String iri = SafeIris.isAbsolute(datatype) ? datatype : base + datatype;
    String fault = SafeIris.fault(iri);
    if (fault != null) {
      made.fault(
          map.at(),
          "%sthe datatype '%s' is not an IRI: %s"
              .formatted(origin(map.expression()), datatype, fault));
      return null;
    }
    return typed(map, value, Datatype.of(iri), made);
  }

  /// A datatype.
  ///
  /// @param check accepts its lexical forms
  /// @param isAscii true if these consist of visible ASCII characters
  private record Datatype(String iri, Predicate<String> check, boolean isAscii) {
    /// Returns a check that also refuses forms that may need a warning.
    Predicate<String> plain() {
      return iri.equals(XSD.xdouble.getURI()) || iri.equals(XSD.xfloat.getURI())
          ? check.and(text -> LexicalForms.rangeDoubt(text, iri) == null)
          : check;
    }

    static Datatype of(String iri) {
      return new Datatype(iri, LexicalForms.checkOf(iri), LexicalForms.isAscii(iri));
    }
  }

  private @Nullable T typed(TermMap map, Value value, Datatype datatype, RowQuads<T> made) {
    String iri = datatype.iri;
    if (isStructure(map, value, made) || isTooLong(map, value.text(), iri, made)) {
      return null;
    }
    if (!isValid(map, value, datatype, made)) {
      return null;
    }
    if (!datatype.isAscii && !isWritable(map, value, made)) {
      return null;
    }
    checkRange(map, value, iri, made);
    if (iri.equals(XSD.xstring.getURI())) {
      return terms.literal(value.text());
    }
    boolean number = value.kind() != Value.Kind.TEXT && iri.equals(XSD.xdouble.getURI());
    return terms.typed(number ? NaturalDatatypes.canonicalDouble(value.text()) : value.text(), iri);
  }

  /// Reports a value that is not a lexical form of its datatype, and then returns false.
  private boolean isValid(TermMap map, Value value, Datatype datatype, RowQuads<T> made) {
    boolean isValid = datatype.check.test(value.text());
    if (!isValid) {
      made.fault(
          map.at(),
          "%s'%s' is not a valid %s%s"
              .formatted(
                  origin(map.expression()),
                  value.text(),
                  datatype.iri.replace(XSD.getURI(), "xsd:"),
                  LexicalForms.example(datatype.iri)
                      .map("; expected such as %s"::formatted)
                      .orElse("")));
    }
    return isValid;
  }

  /// Returns the columns that a value comes from, as the beginning of a message, or an empty text
  /// if there are none.
  private String origin(Expression expression) {
    List<String> names =
        expression.references().stream().distinct().map("'%s'"::formatted).toList();
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> "%s %s: ".formatted(noun, names.getFirst());
      default -> "%ss %s: ".formatted(noun, String.join(", ", names));
    };
  }

  private @Nullable T natural(TermMap map, Value value, RowQuads<T> made) {
    if (value.kind() == Value.Kind.TEXT) {
      return isWritable(map, value, made) ? terms.literal(value.text()) : null;
    }
    if (isStructure(map, value, made)) {
      return null;
    }
    String datatype = NaturalDatatypes.of(value.kind()).orElseThrow();
    if (isTooLong(map, value.text(), datatype, made)
        || (value.kind() != Value.Kind.DOUBLE
            && !isValid(map, value, Datatype.of(datatype), made))) {
      return null;
    }
    checkRange(map, value, datatype, made);
    return terms.typed(NaturalDatatypes.canonical(value), datatype);
  }

  /// Warns of a number that its datatype cannot hold.
  private void checkRange(TermMap map, Value value, String datatype, RowQuads<T> made) {
    String doubt = LexicalForms.rangeDoubt(value.text(), datatype);
    if (doubt != null) {
      made.doubt(map.at(), origin(map.expression()) + doubt);
    }
  }
}
