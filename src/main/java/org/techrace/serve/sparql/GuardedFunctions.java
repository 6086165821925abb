package org.techrace.serve.sparql;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_TripleFn;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.expr.nodevalue.NodeValueOps;
import org.apache.jena.sparql.function.library.Math_pow;
import org.jspecify.annotations.Nullable;
import org.techrace.regex.StoppableRegex;
import org.techrace.serve.http.Refusal;

/// SPARQL functions that stop on a signal, or refuse to make what is too large.
final class GuardedFunctions {
  /// For one number, in bits.
  private static final int NUMBER_BITS = 1 << 16;

  /// For one number, in digits.
  static final int DIGITS = 20_000;

  /// For one search in a text: its length times that of what is looked for.
  private static final long SEARCHED = 1 << 30;

  private GuardedFunctions() {}

  /// REGEX.
  static final class Regex extends E_Regex {
    private final AtomicBoolean stop;

    Regex(ExprList args, AtomicBoolean stop) {
      super(args.get(0), args.get(1), args.size() > 2 ? args.get(2) : null);
      this.stop = stop;
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
      String text =
          NodeValueOps.checkAndGetStringLiteral("REGEX", args.get(0)).getLiteralLexicalForm();
      Pattern pattern = pattern("REGEX", args.get(1), args.size() > 2 ? args.get(2) : null);
      return NodeValue.booleanReturn(stoppable(pattern, stop).isIn(text));
    }

    @Override
    public Expr copy(ExprList args) {
      return new Regex(args, stop);
    }
  }

  /// REPLACE.
  static final class Replace extends E_StrReplace {
    private final AtomicBoolean stop;

    Replace(ExprList args, AtomicBoolean stop) {
      super(args.get(0), args.get(1), args.get(2), args.size() > 3 ? args.get(3) : null);
      this.stop = stop;
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
      Node text = NodeValueOps.checkAndGetStringLiteral("REPLACE", args.get(0));
      String by =
          NodeValueOps.checkAndGetStringLiteral("REPLACE", args.get(2)).getLiteralLexicalForm();
      Pattern pattern = pattern("REPLACE", args.get(1), args.size() > 3 ? args.get(3) : null);
      try {
        return like(
            text,
            stoppable(pattern, stop)
                .replaceAll(
                    text.getLiteralLexicalForm(),
                    by,
                    (match, length) -> refuseLong(length + longest(match, by))));
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new ExprEvalException("REPLACE: the replacement names a group that is not there", e);
      }
    }

    /// How long a replacement can be: each `$` of it brings one of the groups.
    private static long longest(MatchResult match, String by) {
      long groups = by.chars().filter(c -> c == '$').count();
      int group = 0;
      for (int i = 0; groups > 0 && i <= match.groupCount(); i++) {
        group = Math.max(group, match.end(i) - match.start(i));
      }
      return by.length() + groups * group;
    }

    private static NodeValue like(Node text, String replaced) {
      return NodeValue.makeNode(
          text.getLiteralLanguage().isEmpty()
              ? NodeFactory.createLiteralDT(replaced, text.getLiteralDatatype())
              : NodeFactory.createLiteralLang(replaced, text.getLiteralLanguage()));
    }

    @Override
    public Expr copy(ExprList args) {
      return new Replace(args, stop);
    }
  }

  /// CONCAT.
  static final class Concat extends E_StrConcat {
    Concat(ExprList args) {
      super(args);
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
      refuseLong(args.stream().mapToLong(a -> a.asUnquotedString().length()).sum());
      return super.eval(args);
    }

    @Override
    public Expr copy(ExprList args) {
      return new Concat(args);
    }
  }

  /// Multiplication.
  static final class Multiply extends E_Multiply {
    Multiply(Expr left, Expr right) {
      super(left, right);
    }

    @Override
    public NodeValue eval(NodeValue left, NodeValue right) {
      if (bits(left) + bits(right) > NUMBER_BITS) {
        throw tooManyDigits();
      }
      return super.eval(left, right);
    }

    @Override
    public Expr copy(Expr left, Expr right) {
      return new Multiply(left, right);
    }
  }

  /// `math:pow`.
  static final class Power extends ExprFunction2 {
    Power(Expr base, Expr exponent) {
      super(base, exponent, "power");
    }

    @Override
    public NodeValue eval(NodeValue base, NodeValue exponent) {
      if (base.isInteger()
          && exponent.isInteger()
          && exponent.getDouble() * bits(base) > NUMBER_BITS) {
        throw tooManyDigits();
      }
      return new Math_pow().exec(base, exponent);
    }

    @Override
    public Expr copy(Expr base, Expr exponent) {
      return new Power(base, exponent);
    }
  }

  /// How many digits a function is to make: the same number, if it is not too large.
  static final class Digits extends ExprFunction1 {
    Digits(Expr expression) {
      super(expression, "digits");
    }

    @Override
    public NodeValue eval(NodeValue value) {
      if (value.isNumber() && Math.abs(value.getDouble()) > DIGITS) {
        throw tooManyDigits();
      }
      return value;
    }

    @Override
    public Expr copy(Expr expression) {
      return new Digits(expression);
    }
  }

  /// What a cast or STRDT is to read: the same text, if it is not too long for a number.
  static final class ShortText extends ExprFunction1 {
    ShortText(Expr expression) {
      super(expression, "short text");
    }

    @Override
    public NodeValue eval(NodeValue value) {
      if (value.asUnquotedString().length() > DIGITS) {
        throw tooManyDigits();
      }
      return value;
    }

    @Override
    public Expr copy(Expr expression) {
      return new ShortText(expression);
    }
  }

  /// CONTAINS, STRBEFORE or STRAFTER: compares each character of the text with each of the part, in
  /// the worst case.
  static final class Search extends ExprFunction2 {
    private final ExprFunction2 search;

    private Search(ExprFunction2 search) {
      super(search.getArg1(), search.getArg2(), search.getFunctionSymbol().getSymbol());
      this.search = search;
    }

    /// Of a short part no text that a query can make is too long.
    static Expr guarded(ExprFunction2 search) {
      Expr part = search.getArg2();
      boolean harmless =
          part.isConstant()
              && part.getConstant().asUnquotedString().length() <= SEARCHED / Budget.STRING;
      return harmless ? search : new Search(search);
    }

    @Override
    public NodeValue eval(NodeValue text, NodeValue part) {
      long compared = (long) text.asUnquotedString().length() * part.asUnquotedString().length();
      if (compared > SEARCHED) {
        throw new Refusal(400, "The query looks for too long a text in one that is too long.");
      }
      return search.eval(text, part);
    }

    @Override
    public Expr copy(Expr text, Expr part) {
      return new Search((ExprFunction2) search.copy(text, part));
    }
  }

  /// TRIPLE: the subject is no triple term (RDF 1.2 Concepts, section 3.1), else terms could
  /// double.
  static final class TripleTerm extends E_TripleFn {
    TripleTerm(Expr subject, Expr predicate, Expr object) {
      super(subject, predicate, object);
    }

    @Override
    public NodeValue eval(NodeValue subject, NodeValue predicate, NodeValue object) {
      if (subject.asNode().isTripleTerm()) {
        throw new ExprEvalException("TRIPLE: the subject is a triple term");
      }
      return super.eval(subject, predicate, object);
    }

    @Override
    public Expr copy(Expr subject, Expr predicate, Expr object) {
      return new TripleTerm(subject, predicate, object);
    }
  }

  /// What GROUP_CONCAT puts together: the same value; its length and the separator's are counted.
  static final class Counted extends ExprFunction1 {
    private final Budget budget;
    private final int separator;

    /// @param separator how long it is
    Counted(Expr expression, Budget budget, int separator) {
      super(expression, "counted");
      this.budget = budget;
      this.separator = separator;
    }

    @Override
    public NodeValue eval(NodeValue value) {
      budget.spend((long) value.asUnquotedString().length() + separator);
      return value;
    }

    @Override
    public Expr copy(Expr expression) {
      return new Counted(expression, budget, separator);
    }
  }

  private static int bits(NodeValue number) {
    return number.isInteger()
        ? number.getInteger().bitLength()
        : number.isDecimal() ? number.getDecimal().unscaledValue().bitLength() : 0;
  }

  private static Refusal tooManyDigits() {
    return new Refusal(400, "The query makes a number of more than the 20,000 digits allowed.");
  }

  private static Pattern pattern(String function, NodeValue pattern, @Nullable NodeValue flags) {
    return RegexEngine.makePattern(
        function,
        NodeValueOps.checkAndGetStringLiteral(function, pattern).getLiteralLexicalForm(),
        flags == null
            ? null
            : NodeValueOps.checkAndGetStringLiteral(function, flags).getLiteralLexicalForm());
  }

  private static void refuseLong(long characters) {
    if (characters > Budget.STRING) {
      throw Budget.tooLong(Budget.STRING);
    }
  }

  private static StoppableRegex stoppable(Pattern pattern, AtomicBoolean stop) {
    return new StoppableRegex(
        pattern,
        () -> {
          if (stop.get()) {
            throw new QueryCancelledException();
          }
        });
  }
}
