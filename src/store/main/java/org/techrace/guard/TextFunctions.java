package org.techrace.guard;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import org.apache.jena.cdt.CompositeDatatypeList;
import org.apache.jena.cdt.CompositeDatatypeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrDatatype;
import org.apache.jena.sparql.expr.E_StrLowerCase;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_StrUpperCase;
import org.apache.jena.sparql.expr.E_TripleFn;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.NodeValueOps;
import org.jspecify.annotations.Nullable;

/// Functions on texts and terms that stop on a signal or refuse large results.
final class TextFunctions {
  /// The maximum cost of one text search: the length of the text times the length of the part
  /// searched for.
  private static final long MAX_SEARCH_COST = 1 << 27;

  /// The maximum length of an IRI that is created from a string, in characters.
  static final int MAX_IRI_LENGTH = 1 << 16;

  /// The maximum length of a text that is percent-encoded, in characters: a character has up to 3
  /// bytes, each written as `%xx`.
  static final int MAX_ENCODED_LENGTH = Budget.MAX_STRING_LENGTH / 9;

  static final String UPPER_CASE = "http://www.w3.org/2005/xpath-functions#upper-case";
  static final String LOWER_CASE = "http://www.w3.org/2005/xpath-functions#lower-case";

  private static final Set<String> ARQ_COMPOSITES =
      Set.of(CompositeDatatypeList.uri, CompositeDatatypeMap.uri);

  private TextFunctions() {}

  static final class Regex extends E_Regex {
    private final AtomicBoolean stop;

    Regex(ExprList args, AtomicBoolean stop) {
      super(args.get(0), args.get(1), args.size() > 2 ? args.get(2) : null);
      this.stop = stop;
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
      String text = string("REGEX", args.get(0));
      NodeValue flags = args.size() > 2 ? args.get(2) : null;
      return NodeValue.booleanReturn(regex("REGEX", args.get(1), flags, stop).isIn(text));
    }

    @Override
    public Expr copy(ExprList args) {
      return new Regex(args, stop);
    }
  }

  /// Returns a string with the datatype and language of another.
  private static NodeValue like(Node text, String changed) {
    return NodeValue.makeNode(
        text.getLiteralLanguage().isEmpty()
            ? NodeFactory.createLiteralDT(changed, text.getLiteralDatatype())
            : NodeFactory.createLiteralLang(changed, text.getLiteralLanguage()));
  }

  static final class Replace extends E_StrReplace {
    private final AtomicBoolean stop;

    Replace(ExprList args, AtomicBoolean stop) {
      super(args.get(0), args.get(1), args.get(2), args.size() > 3 ? args.get(3) : null);
      this.stop = stop;
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
      Node text = NodeValueOps.checkAndGetStringLiteral("REPLACE", args.get(0));
      String by = string("REPLACE", args.get(2));
      NodeValue flags = args.size() > 3 ? args.get(3) : null;
      StoppableRegex regex = regex("REPLACE", args.get(1), flags, stop);
      try {
        return like(
            text,
            regex.replaceAll(
                text.getLiteralLexicalForm(),
                by,
                (match, length) -> Budget.check(length + longest(match, by))));
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new ExprEvalException("REPLACE: the replacement names a group that is not there", e);
      }
    }

    /// Returns the maximum length of a replacement: each `$` may insert the longest group.
    private static long longest(MatchResult match, String by) {
      long groups = by.chars().filter(c -> c == '$').count();
      int group = 0;
      for (int i = 0; groups > 0 && i <= match.groupCount(); i++) {
        group = Math.max(group, match.end(i) - match.start(i));
      }
      return by.length() + groups * group;
    }

    @Override
    public Expr copy(ExprList args) {
      return new Replace(args, stop);
    }
  }

  /// UCASE and fn:upper-case.
  static final class Upper extends E_StrUpperCase {
    Upper(Expr text) {
      super(text);
    }

    @Override
    public NodeValue eval(NodeValue text) {
      Node literal = NodeValueOps.checkAndGetStringLiteral("UCASE", text);
      return like(literal, Casing.upper(literal.getLiteralLexicalForm()));
    }

    @Override
    public Expr copy(Expr text) {
      return new Upper(text);
    }
  }

  /// LCASE and fn:lower-case.
  static final class Lower extends E_StrLowerCase {
    Lower(Expr text) {
      super(text);
    }

    @Override
    public NodeValue eval(NodeValue text) {
      Node literal = NodeValueOps.checkAndGetStringLiteral("LCASE", text);
      return like(literal, Casing.lower(literal.getLiteralLexicalForm()));
    }

    @Override
    public Expr copy(Expr text) {
      return new Lower(text);
    }
  }

  static final class Concat extends E_StrConcat {
    Concat(ExprList args) {
      super(args);
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
      Budget.check(args.stream().mapToLong(a -> a.asUnquotedString().length()).sum());
      return super.eval(args);
    }

    @Override
    public Expr copy(ExprList args) {
      return new Concat(args);
    }
  }

  /// STRDT. Refuses an ill-formed list or map of ARQ's composite datatypes: ARQ fails, not only in
  /// the expression, when it compares one with a well-formed list or map.
  static final class TypedLiteral extends E_StrDatatype {
    TypedLiteral(Expr text, Expr datatype) {
      super(text, datatype);
    }

    @Override
    public NodeValue eval(NodeValue text, NodeValue datatype) {
      NodeValue literal = super.eval(text, datatype);
      if (ARQ_COMPOSITES.contains(literal.asNode().getLiteralDatatypeURI())
          && !literal.asNode().getLiteral().isWellFormed()) {
        throw new ExprEvalException("STRDT: not a list or map: " + text);
      }
      return literal;
    }

    @Override
    public Expr copy(Expr text, Expr datatype) {
      return new TypedLiteral(text, datatype);
    }
  }

  /// The argument of a function that is slow for each character, or creates several characters from
  /// one. Returns it unchanged, or refuses one that is too long.
  static final class Limited extends ExprFunction1 {
    private final String function;
    private final int most;

    /// Creates the check.
    ///
    /// @param argument the argument
    /// @param function the function's name, for messages
    /// @param most the maximum length in characters
    Limited(Expr argument, String function, int most) {
      super(argument, "limited");
      this.function = function;
      this.most = most;
    }

    @Override
    public NodeValue eval(NodeValue value) {
      if (value.asUnquotedString().length() > most) {
        throw new QueryRefusedException(
            "%s takes a string of at most %,d characters.".formatted(function, most));
      }
      return value;
    }

    @Override
    public Expr copy(Expr argument) {
      return new Limited(argument, function, most);
    }
  }

  /// CONTAINS, STRBEFORE or STRAFTER. In the worst case they compare each character of the text
  /// with each character of the part.
  static final class Search extends ExprFunction2 {
    private final ExprFunction2 search;

    private Search(ExprFunction2 search) {
      super(search.getArg1(), search.getArg2(), search.getFunctionSymbol().getSymbol());
      this.search = search;
    }

    /// Returns the function, with a check unless the part is constant and so short that no text is
    /// too long.
    static Expr guarded(ExprFunction2 search) {
      Expr part = search.getArg2();
      boolean harmless =
          part.isConstant()
              && part.getConstant().asUnquotedString().length()
                  <= MAX_SEARCH_COST / Budget.MAX_STRING_LENGTH;
      return harmless ? search : new Search(search);
    }

    @Override
    public NodeValue eval(NodeValue text, NodeValue part) {
      long compared = (long) text.asUnquotedString().length() * part.asUnquotedString().length();
      if (compared > MAX_SEARCH_COST) {
        throw new QueryRefusedException(
            "The query searches for a long text in a text that is too long.");
      }
      return search.eval(text, part);
    }

    @Override
    public Expr copy(Expr text, Expr part) {
      return new Search((ExprFunction2) search.copy(text, part));
    }
  }

  /// TRIPLE. Refuses a triple term as subject (RDF 1.2 Concepts, section 3.1): terms could double
  /// in size.
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

  private static StoppableRegex regex(
      String function, NodeValue pattern, @Nullable NodeValue flags, AtomicBoolean stop) {
    return StoppableRegex.compile(
        function,
        string(function, pattern),
        flags == null ? "" : string(function, flags),
        () -> {
          if (stop.get()) {
            throw new QueryCancelledException();
          }
        });
  }

  private static String string(String function, NodeValue value) {
    return NodeValueOps.checkAndGetStringLiteral(function, value).getLiteralLexicalForm();
  }
}
