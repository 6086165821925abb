package org.techrace.table.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.saxon.s9api.ItemType;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XPathCompiler;
import net.sf.saxon.s9api.XPathExecutable;
import net.sf.saxon.s9api.XPathSelector;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmValue;
import org.techrace.table.UnreadableTextException;
import org.techrace.table.Value;

/// An XPath expression that Saxon evaluates, with the rules of XPath 1.0 for values: functions,
/// operators, unions, and all axes. Functions that read files or the environment are refused.
///
/// @param text the expression, for findings
/// @param executable the compiled expression
/// @param up see [XmlPath#up]
record FullXPath(String text, XPathExecutable executable, int up) implements XmlPath {
  /// The functions of XPath 1.0, those of XPath 3.1 on texts and sequences, `path` and `if`, and
  /// the tests of node types. None of them reads anything but the document.
  private static final Set<String> FUNCTIONS =
      Set.of(
          ("last position count local-name namespace-uri name string concat starts-with contains"
                  + " substring-before substring-after substring string-length normalize-space"
                  + " translate boolean not true false lang number sum floor ceiling round"
                  + " string-join upper-case lower-case ends-with min max avg abs distinct-values"
                  + " exists empty text node"
                  + " replace matches tokenize compare encode-for-uri iri-to-uri normalize-unicode"
                  + " string-to-codepoints codepoints-to-string round-half-to-even data head tail"
                  + " reverse subsequence index-of deep-equal path root if")
              .split(" ", -1));

  private static final Set<String> OPERATORS =
      Set.of("and", "or", "div", "mod", "union", "intersect", "except", "then", "else", "idiv");

  private static final Pattern LITERAL = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern CALL =
      Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.:-]*|[}#]\\w*)\\s*\\(|#|\\$");

  /// Steps to all elements above, or anywhere else in the document, and what names them all.
  private static final Pattern FAR =
      Pattern.compile(
          "\\b(?:ancestor|ancestor-or-self|preceding|following)\\s*::|\\b(?:path|root)\\s*\\(");

  /// A path that begins at the root. Some other paths match too, which costs memory only.
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(?:^|[^\\p{L}\\p{N}_\\])./*]|\\b(?:and|or|div|mod|union|intersect|except)|[^/:@\\s(\\[,|]\\s*\\*)\\s*/");

  private static final Pattern PARENT =
      Pattern.compile("\\.\\.|\\b(?:parent|preceding-sibling|following-sibling)\\s*::");

  /// Compiles an expression.
  ///
  /// @throws IllegalArgumentException if the expression is invalid; the message states the error
  static FullXPath parse(String text, Map<String, String> namespaces) {
    String bare = LITERAL.matcher(text).replaceAll("''");
    checkCalls(text, bare);
    XPathCompiler compiler = SaxonTree.PROCESSOR.newXPathCompiler();
    namespaces.forEach(compiler::declareNamespace);
    // Saxon would write its advice, such as that 'else' could be an element, to the console.
    compiler.setWarningHandler(_ -> {});
    try {
      checkArguments(text, compiler);
      compiler.setBackwardsCompatible(true);
      return new FullXPath(text, compiler.compile(text), up(bare));
    } catch (SaxonApiException e) {
      throw wrong(text, message(e));
    }
  }

  /// Reports calls with a wrong number of arguments. With the rules of XPath 1.0 for values, Saxon
  /// reports these for each row, and without them, also values that only the later rules refuse.
  private static void checkArguments(String text, XPathCompiler compiler) {
    try {
      compiler.compile(text);
    } catch (SaxonApiException e) {
      if (e.getErrorCode() != null && e.getErrorCode().getLocalName().equals("XPST0017")) {
        throw wrong(text, message(e));
      }
    }
  }

  private static void checkCalls(String text, String bare) {
    for (Matcher calls = CALL.matcher(bare); calls.find(); ) {
      String name = calls.group(1);
      if (name == null || name.startsWith("}") || name.startsWith("#")) {
        throw wrong(text, "variables and references to functions are not supported");
      }
      String local = name.substring(name.lastIndexOf("::") < 0 ? 0 : name.lastIndexOf("::") + 2);
      if (!FUNCTIONS.contains(local) && !(OPERATORS.contains(local) && calls.start() > 0)) {
        throw wrong(text, "the function %s() is unknown or not supported".formatted(local));
      }
    }
  }

  private static int up(String bare) {
    if (FAR.matcher(bare).find() || ABSOLUTE.matcher(bare.strip()).find()) {
      return Integer.MAX_VALUE;
    }
    return Math.toIntExact(PARENT.matcher(bare).results().count());
  }

  private static String message(SaxonApiException e) {
    String message = String.valueOf(e.getMessage());
    Matcher prefix = Pattern.compile("Namespace prefix '(.*)' has not.*").matcher(message);
    return prefix.matches()
        ? "the prefix '%s' is not declared; add an rml:namespace".formatted(prefix.group(1))
        : message.replace(". External function calls have been disabled", "");
  }

  private static IllegalArgumentException wrong(String text, String what) {
    return new IllegalArgumentException("the XPath '%s' is invalid: %s".formatted(text, what));
  }

  @Override
  public List<XPath.Step> streamed() {
    return List.of();
  }

  @Override
  public List<XmlNode> select(XmlNode from) {
    SaxonTree tree = SaxonTree.around(from);
    return nodes(evaluate(tree.node(from)), tree);
  }

  @Override
  public List<XmlNode> selectRows(XmlNode.Element element, int followed) {
    SaxonTree tree = SaxonTree.around(element);
    return nodes(evaluate(tree.document()), tree);
  }

  private static List<XmlNode> nodes(XdmValue found, SaxonTree tree) {
    List<XmlNode> nodes = new ArrayList<>();
    for (XdmItem item : found) {
      if (item instanceof XdmNode node) {
        tree.original(node).ifPresent(nodes::add);
      }
    }
    return nodes;
  }

  @Override
  public List<Value> values(XmlNode from) {
    List<Value> values = new ArrayList<>();
    SaxonTree tree = SaxonTree.around(from);
    for (XdmItem item : evaluate(tree.node(from))) {
      if (item instanceof XdmNode node && tree.original(node).filter(XmlNode::isNil).isPresent()) {
        continue;
      }
      values.add(
          item instanceof XdmAtomicValue atomic
              ? value(atomic)
              : Value.text(item.getStringValue()));
    }
    return values;
  }

  private Value value(XdmAtomicValue atomic) {
    String found = atomic.getStringValue();
    if (ItemType.BOOLEAN.matches(atomic)) {
      return new Value(found, Value.Kind.BOOLEAN);
    }
    if (ItemType.INTEGER.matches(atomic)) {
      return new Value(found, Value.Kind.INTEGER);
    }
    if (!ItemType.NUMERIC.matches(atomic)) {
      return Value.text(found);
    }
    if (found.equals("NaN")) {
      throw new UnreadableTextException(
          "the XPath '%s' calculates with what is not a number here; expected numbers, or a condition such as if (exists(price)) then 2 * price else ()"
              .formatted(text));
    }
    return new Value(found, Value.Kind.DOUBLE);
  }

  /// Evaluates the expression.
  ///
  /// @throws UnreadableTextException if it has no value, such as a division by zero
  private XdmValue evaluate(XdmNode context) {
    XPathSelector selector = executable.load();
    try {
      selector.setContextItem(context);
      return selector.evaluate();
    } catch (SaxonApiException e) {
      throw new UnreadableTextException(
          "the XPath '%s' cannot be evaluated here: %s".formatted(text, message(e)), e);
    }
  }
}
