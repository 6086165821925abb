package org.techrace.store.query.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.expr.E_MD5;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_SHA1;
import org.apache.jena.sparql.expr.E_SHA256;
import org.apache.jena.sparql.expr.E_SHA384;
import org.apache.jena.sparql.expr.E_SHA512;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrAfter;
import org.apache.jena.sparql.expr.E_StrBefore;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrLength;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.E_StrSubstring;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprDigest;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.util.NodeUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.Casing;
import org.techrace.guard.Guard;
import org.techrace.guard.StoppableRegex;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.Value.Exact;
import org.techrace.store.query.text.Value.Failure;
import org.techrace.store.query.text.Value.Text;
import org.techrace.store.query.text.Value.Truth;

/// Compiles functions on strings. ARQ evaluates them for other arguments.
final class TextEvaluators {
  private static final Text EMPTY = new Text("", "");

  private final QueryRun run;
  private final Values values;
  private final ArqFunctions arq;

  TextEvaluators(QueryRun run, Values values, ArqFunctions arq) {
    this.run = run;
    this.values = values;
    this.arq = arq;
  }

  /// Compiles a function, or returns empty for one that is not known here.
  ///
  /// @param operand compiles an argument
  Optional<Evaluator> compile(Expr expr, Function<Expr, Evaluator> operand) {
    return switch (expr) {
      case E_Str str -> Optional.of(str(str, operand.apply(str.getArg())));
      case E_StrLength length -> Optional.of(length(length, operand.apply(length.getArg())));
      case E_StrLowerCase lower ->
          Optional.of(ofText(lower, operand, t -> like(t, Casing.lower(t.text()))));
      case E_StrUpperCase upper ->
          Optional.of(ofText(upper, operand, t -> like(t, Casing.upper(t.text()))));
      case E_StrStartsWith e -> Optional.of(test(e, operand, String::startsWith));
      case E_StrEndsWith e -> Optional.of(test(e, operand, String::endsWith));
      case E_StrContains e -> Optional.of(test(e, operand, String::contains));
      case E_StrBefore e -> Optional.of(ofParts(e, operand, TextEvaluators::before));
      case E_StrAfter e -> Optional.of(ofParts(e, operand, TextEvaluators::after));
      case E_StrSubstring e -> Optional.of(substring(e, operands(e, operand)));
      case E_StrConcat e -> Optional.of(concat(e, operands(e, operand)));
      case E_Regex e ->
          regex(e)
              .map(
                  regex ->
                      ofDirect(
                          e.getArg(1),
                          text -> Truth.of(regex.test(text)),
                          matches(e, regex, operands(e, operand))));
      case ExprDigest e -> digest(e, operand);
      case E_StrReplace e -> replacement(e).map(change -> replace(e, change, operands(e, operand)));
      default -> Optional.empty();
    };
  }

  private static List<Evaluator> operands(
      ExprFunctionN function, Function<Expr, Evaluator> operand) {
    return function.getArgs().stream().map(operand).toList();
  }

  /// Returns a string with the language of another.
  private static Text like(Text text, String changed) {
    return new Text(changed, text.language());
  }

  /// Compiles STR. A term of the store has its text in the dictionary.
  private Evaluator str(E_Str function, Evaluator operand) {
    return operand.then(
        value -> {
          Section section = values.section(value);
          if (section != null && (section == Section.IRI || section.isLiteral())) {
            return new Text(values.reader().text(values.id(value)), "");
          }
          Text text = section == null ? values.text(value) : null;
          return text == null ? arq.apply(function, value) : new Text(text.text(), "");
        });
  }

  /// Reads the text of an operand without creating a value. Returns null if the operand must be
  /// evaluated.
  @FunctionalInterface
  private interface DirectText {
    @Nullable String read(Batch batch, int row);
  }

  private DirectText direct(Expr operand) {
    return switch (operand) {
      case E_Str str when str.getArg().isVariable() -> {
        int column = run.layout().column(str.getArg().asVar());
        yield (batch, row) -> {
          int id = batch.get(column, row);
          return run.terms().hasText(id) ? values.reader().text(id) : null;
        };
      }
      case E_StrLowerCase lower -> changed(lower.getArg(), Casing::lower);
      case E_StrUpperCase upper -> changed(upper.getArg(), Casing::upper);
      default -> {
        if (!operand.isVariable()) {
          yield (_, _) -> null;
        }
        int column = run.layout().column(operand.asVar());
        yield (batch, row) -> values.string(batch.get(column, row));
      }
    };
  }

  private DirectText changed(Expr operand, UnaryOperator<String> change) {
    DirectText original = direct(operand);
    return (batch, row) -> {
      String text = original.read(batch, row);
      return text == null ? null : change.apply(text);
    };
  }

  /// Returns an evaluator that computes a value from the text of an operand.
  ///
  /// @param otherwise evaluates the function for another operand
  private Evaluator ofDirect(Expr operand, Function<String, Value> compute, Evaluator otherwise) {
    DirectText direct = direct(operand);
    return (batch, row) -> {
      String text = direct.read(batch, row);
      return text == null ? otherwise.of(batch, row) : compute.apply(text);
    };
  }

  private Evaluator length(E_StrLength function, Evaluator operand) {
    return ofDirect(
        function.getArg(),
        TextEvaluators::length,
        operand.then(
            value -> {
              Text text = values.text(value);
              return text == null ? arq.apply(function, value) : length(text.text());
            }));
  }

  private static Value length(String text) {
    return new Exact(text.codePointCount(0, text.length()) * Values.MILLION, false);
  }

  private Evaluator ofText(
      ExprFunction1 function, Function<Expr, Evaluator> operand, Function<Text, Value> compute) {
    return operand
        .apply(function.getArg())
        .then(
            value -> {
              Text text = values.text(value);
              return text == null ? arq.apply(function, value) : compute.apply(text);
            });
  }

  /// Compiles MD5, SHA1 and the like. ARQ evaluates them for anything but a string without a
  /// language.
  private Optional<Evaluator> digest(ExprDigest function, Function<Expr, Evaluator> operand) {
    return algorithm(function)
        .map(
            digest ->
                operand
                    .apply(function.getArg())
                    .then(
                        value -> {
                          Text text = values.text(value);
                          return text == null || !text.isSimple()
                              ? arq.apply(function, value)
                              : new Text(hash(digest, text.text()), "");
                        }));
  }

  private static String hash(MessageDigest digest, String text) {
    return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
  }

  /// Returns the algorithm of a function, or empty if it is not known.
  private static Optional<MessageDigest> algorithm(ExprDigest function) {
    String name =
        switch (function) {
          case E_MD5 _ -> "MD5";
          case E_SHA1 _ -> "SHA-1";
          case E_SHA256 _ -> "SHA-256";
          case E_SHA384 _ -> "SHA-384";
          case E_SHA512 _ -> "SHA-512";
          default -> "";
        };
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(MessageDigest.getInstance(name));
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  /// Computes a value from a text and a part that is searched for.
  @FunctionalInterface
  private interface OfParts {
    Value compute(Text text, String part);
  }

  private Evaluator test(
      ExprFunction2 function,
      Function<Expr, Evaluator> operand,
      BiPredicate<String, String> passes) {
    Evaluator otherwise =
        ofParts(function, operand, (text, part) -> Truth.of(passes.test(text.text(), part)));
    Optional<String> constant = string(function.getArg2());
    return constant.isEmpty()
        ? otherwise
        : ofDirect(
            function.getArg1(), text -> Truth.of(passes.test(text, constant.get())), otherwise);
  }

  /// Compiles a function of a string and a part of it. A part with a language is left to ARQ, which
  /// compares the languages.
  private Evaluator ofParts(
      ExprFunction2 function, Function<Expr, Evaluator> operand, OfParts parts) {
    return operand
        .apply(function.getArg1())
        .then(
            operand.apply(function.getArg2()),
            (x, y) -> {
              Text text = values.text(x);
              Text part = text == null ? null : values.text(y);
              return text == null || part == null || !part.isSimple()
                  ? arq.apply(function, x, y)
                  : parts.compute(text, part.text());
            });
  }

  private static Value before(Text text, String part) {
    int at = text.text().indexOf(part);
    return at < 0 ? EMPTY : like(text, text.text().substring(0, at));
  }

  private static Value after(Text text, String part) {
    int at = text.text().indexOf(part);
    return at < 0 ? EMPTY : like(text, text.text().substring(at + part.length()));
  }

  private Evaluator substring(E_StrSubstring function, List<Evaluator> operands) {
    return (batch, row) -> {
      List<Value> arguments = all(operands, batch, row);
      if (arguments == null) {
        return Failure.ERROR;
      }
      Text text = values.text(arguments.getFirst());
      Long start = integer(arguments.get(1));
      if (text == null || text.text().isEmpty() || start == null) {
        return arq.apply(function, arguments);
      }
      int count = text.text().codePointCount(0, text.text().length());
      // As in ARQ, a missing length is that of the text, also for a start before the text.
      Long length = arguments.size() == 3 ? integer(arguments.get(2)) : Long.valueOf(count);
      return length == null
          ? arq.apply(function, arguments)
          : like(text, substring(text.text(), count, start, length));
    };
  }

  /// Returns a small integer, or null for other values.
  private @Nullable Long integer(Value value) {
    Exact number = values.number(value);
    return number == null
            || number.decimal()
            || Math.abs(number.millionths()) > (1L << 29) * Values.MILLION
        ? null
        : Long.valueOf(number.millionths() / Values.MILLION);
  }

  /// Returns a part of a text; characters are code points and the first has the number 1 (XPath
  /// Functions 3.1, section 5.4.3).
  ///
  /// @param count the number of code points
  private static String substring(String text, int count, long start, long length) {
    int from = Math.clamp(start - 1, 0, count);
    int to = Math.clamp(start + length - 1, from, count);
    int begin = text.offsetByCodePoints(0, from);
    return text.substring(begin, text.offsetByCodePoints(begin, to - from));
  }

  private Evaluator concat(E_StrConcat function, List<Evaluator> operands) {
    return (batch, row) -> {
      List<Value> arguments = all(operands, batch, row);
      if (arguments == null) {
        return Failure.ERROR;
      }
      List<Text> texts = new ArrayList<>();
      long length = 0;
      for (Value argument : arguments) {
        Text text = values.text(argument);
        if (text == null) {
          return arq.apply(function, arguments);
        }
        texts.add(text);
        length += text.text().length();
      }
      return texts.isEmpty() || length > Guard.MAX_STRING_LENGTH
          ? arq.apply(function, arguments)
          : concat(texts, (int) length);
    };
  }

  private static Value concat(List<Text> texts, int length) {
    StringBuilder all = new StringBuilder(length);
    String language = texts.getFirst().language();
    for (Text text : texts) {
      all.append(text.text());
      language = language.equals(text.language()) ? language : "";
    }
    return new Text(all.toString(), language);
  }

  private Optional<Predicate<String>> regex(E_Regex expr) {
    Optional<String> regex = string(expr.getArg(2));
    Optional<String> flags = expr.getArg(3) == null ? Optional.of("") : string(expr.getArg(3));
    if (regex.isEmpty() || flags.isEmpty()) {
      return Optional.empty();
    }
    try {
      StoppableRegex stoppable =
          StoppableRegex.compile("REGEX", regex.get(), flags.get(), run::check);
      return Optional.of(stoppable::isIn);
    } catch (ExprEvalException e) {
      return Optional.empty(); // not a regular expression
    }
  }

  private Evaluator matches(E_Regex function, Predicate<String> regex, List<Evaluator> operands) {
    return (batch, row) -> {
      Value value = operands.getFirst().of(batch, row);
      if (value == Failure.ERROR) {
        return value;
      }
      Text text = values.text(value);
      if (text != null) {
        return Truth.of(regex.test(text.text()));
      }
      List<Value> arguments = all(operands, batch, row);
      return arguments == null ? Failure.ERROR : arq.apply(function, arguments);
    };
  }

  /// A replacement in a text.
  ///
  /// @param apply computes the text after the replacement
  /// @param longest the length of the constant that takes the place of a match
  /// @param groups the number of groups in that constant
  private record Replacement(UnaryOperator<String> apply, int longest, int groups) {
    /// Returns true if no result can exceed the length that is allowed.
    boolean isShort(String text) {
      long each = longest + (long) groups * text.length();
      return text.length() + (text.length() + 1) * each <= Guard.MAX_STRING_LENGTH;
    }
  }

  /// Returns the value of a constant that is a string without a language, or empty for any other.
  static Optional<String> string(Expr expr) {
    return expr.isConstant() && NodeUtils.isSimpleString(expr.getConstant().asNode())
        ? Optional.of(expr.getConstant().getString())
        : Optional.empty();
  }

  /// Returns what replaces matches of a constant pattern by a constant, or empty for other
  /// arguments.
  private Optional<UnaryOperator<String>> replacedBy(E_StrReplace replace) {
    Optional<String> regex = string(replace.getArg(2));
    Optional<String> by = string(replace.getArg(3));
    if (regex.isEmpty() || by.isEmpty()) {
      return Optional.empty();
    }
    StoppableRegex stoppable = StoppableRegex.compile("REPLACE", regex.get(), "", run::check);
    String group = "\\$[0-" + Math.min(9, stoppable.groups()) + "]";
    // Replacements with escapes, or with groups that do not exist, are left to ARQ.
    return by.filter(b -> b.replaceAll(group, "").matches("[^$\\\\]*"))
        .map(b -> s -> stoppable.replaceAll(s, b, (match, length) -> {}));
  }

  private Optional<Replacement> replacement(E_StrReplace replace) {
    Optional<String> by =
        replace.getArgs().size() == 3 ? string(replace.getArg(3)) : Optional.empty();
    try {
      return by.flatMap(
          b ->
              replacedBy(replace)
                  .map(
                      apply ->
                          new Replacement(
                              apply, b.length(), (int) b.chars().filter(c -> c == '$').count())));
    } catch (ExprEvalException e) {
      return Optional.empty(); // not a regular expression
    }
  }

  private Evaluator replace(
      E_StrReplace function, Replacement replacement, List<Evaluator> operands) {
    return (batch, row) -> {
      List<Value> arguments = all(operands, batch, row);
      if (arguments == null) {
        return Failure.ERROR;
      }
      Text text = values.text(arguments.getFirst());
      return text == null || !replacement.isShort(text.text())
          ? arq.apply(function, arguments)
          : like(text, replacement.apply.apply(text.text()));
    };
  }

  /// Returns the values of all arguments, or null if one of them fails.
  private static @Nullable List<Value> all(List<Evaluator> operands, Batch batch, int row) {
    List<Value> all = new ArrayList<>(operands.size());
    for (Evaluator operand : operands) {
      Value value = operand.of(batch, row);
      if (value == Failure.ERROR) {
        return null;
      }
      all.add(value);
    }
    return all;
  }
}
