package org.techrace.serve.sparql;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.expr.nodevalue.NodeValueOps;
import org.jspecify.annotations.Nullable;
import org.techrace.serve.Refusal;

/// SPARQL functions that stop on a signal, or refuse to make what is too large.
final class GuardedFunctions {
  /// For one number, in bits.
  private static final int NUMBER_BITS = 1 << 16;

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
      return NodeValue.booleanReturn(pattern.matcher(new Stoppable(text, stop)).find());
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
      return like(text, replaceAll(pattern, text.getLiteralLexicalForm(), by));
    }

    /// As XPath does it: of the matches of nothing, only one at the very beginning counts.
    private String replaceAll(Pattern pattern, String text, String by) {
      Matcher matcher = pattern.matcher(new Stoppable(text, stop));
      StringBuilder replaced = new StringBuilder();
      boolean first = true;
      try {
        while (matcher.find()) {
          if (first || matcher.start() != matcher.end()) {
            matcher.appendReplacement(replaced, by);
            refuseLong(replaced.length());
          }
          first = false;
        }
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new ExprEvalException("REPLACE: the replacement names a group that is not there", e);
      }
      return matcher.appendTail(replaced).toString();
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
        throw new Refusal(400, "The query makes a number of more than the 20,000 digits allowed.");
      }
      return super.eval(left, right);
    }

    private static int bits(NodeValue number) {
      return number.isInteger()
          ? number.getInteger().bitLength()
          : number.isDecimal() ? number.getDecimal().unscaledValue().bitLength() : 0;
    }

    @Override
    public Expr copy(Expr left, Expr right) {
      return new Multiply(left, right);
    }
  }

  /// What GROUP_CONCAT puts together: the same value, its length counted.
  static final class Counted extends ExprFunction1 {
    private final Budget budget;

    Counted(Expr expression, Budget budget) {
      super(expression, "counted");
      this.budget = budget;
    }

    @Override
    public NodeValue eval(NodeValue value) {
      budget.spend(value.asUnquotedString().length());
      return value;
    }

    @Override
    public Expr copy(Expr expression) {
      return new Counted(expression, budget);
    }
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

  /// Text that a regular expression reads until the signal comes: backtracking reads on and on.
  private record Stoppable(CharSequence text, AtomicBoolean stop) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (stop.get()) {
        throw new QueryCancelledException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Stoppable(text.subSequence(start, end), stop);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
