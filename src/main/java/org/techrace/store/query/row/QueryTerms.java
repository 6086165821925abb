package org.techrace.store.query.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.NodeFunctions;
import org.apache.jena.sparql.expr.nodevalue.NodeValueString;
import org.apache.jena.sparql.util.NodeCmp;
import org.apache.jena.sparql.util.NodeUtils;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.Numbers;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.Store;

/// The terms of one query by id. Ids above 0 are those of the store. Ids below 0 are terms that the
/// query made: small integers by themselves, all others by their place in a list. Equal terms made
/// by the query have equal ids, but the store may hold a made term under an id of its own: compare
/// for equality what [#canonical] returns.
public final class QueryTerms {
  private static final int CACHED = 1 << 12;

  /// Made terms have ids from here up to -1; integers have those below, so 0 has
  /// `Integer.MIN_VALUE`.
  private static final int FIRST_MADE = -(1 << 30);

  private final Store store;
  private final Dictionary dictionary;
  private final List<Node> made = new ArrayList<>();
  private final Map<Node, Integer> madeIds = new HashMap<>();
  private final Map<Integer, Integer> canonical = new HashMap<>();
  private final @Nullable Value[] values = new @Nullable Value[CACHED];

  /// The range of sorted texts that was met last.
  private Dictionary.IdRange texts = new Dictionary.IdRange(0, 0);

  private record Value(int id, NodeValue value) {}

  QueryTerms(Store store) {
    this.store = store;
    this.dictionary = store.dictionary();
  }

  public Node node(int id) {
    if (id > 0) {
      return dictionary.term(id);
    }
    if (id < FIRST_MADE) {
      return NodeFactory.createLiteralDT(
          Integer.toString(id - Integer.MIN_VALUE), XSDDatatype.XSDinteger);
    }
    return made.get(-id - 1);
  }

  /// The id of a term as one made by the query.
  public int id(Node term) {
    if (term.isLiteral() && XSDDatatype.XSDinteger.equals(term.getLiteralDatatype())) {
      int n = small(term.getLiteralLexicalForm());
      if (n >= 0) {
        return Integer.MIN_VALUE + n;
      }
    }
    Integer id = madeIds.get(term);
    if (id == null) {
      made.add(term);
      id = -made.size();
      madeIds.put(term, id);
    }
    return id;
  }

  /// The id of an integer that is not negative.
  public int id(long n) {
    return n < 1 << 30
        ? Integer.MIN_VALUE + (int) n
        : id(NodeFactory.createLiteralDT(Long.toString(n), XSDDatatype.XSDinteger));
  }

  /// The number that a text writes in the one way [#node] would, or -1.
  private static int small(String text) {
    int length = text.length();
    if (length == 0 || length > 9 || (text.charAt(0) == '0' && length > 1)) {
      return -1;
    }
    int n = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      n = 10 * n + (c - '0');
    }
    return n;
  }

  /// The store's id of a term if it holds it, else the id given.
  public int canonical(int id) {
    return id >= 0 ? id : canonical.computeIfAbsent(id, this::lookUp);
  }

  private Integer lookUp(int id) {
    int stored = store.id(node(id));
    return stored == 0 ? id : stored;
  }

  /// A column with canonical ids: the column itself if it holds no made term.
  public int[] canonical(int[] ids, int n) {
    for (int i = 0; i < n; i++) {
      if (ids[i] < 0) {
        int[] all = ids.clone();
        for (int k = i; k < n; k++) {
          all[k] = canonical(ids[k]);
        }
        return all;
      }
    }
    return ids;
  }

  NodeValue value(int id) {
    int at = id & (CACHED - 1);
    Value cached = values[at];
    if (cached == null || cached.id != id) {
      cached = new Value(id, value(Numbers.checked(node(id))));
      values[at] = cached;
    }
    return cached.value;
  }

  /// ARQ looks each term up in a cache of its own, which costs more than a string's value.
  private static NodeValue value(Node term) {
    return NodeUtils.isSimpleString(term)
        ? new NodeValueString(term.getLiteralLexicalForm(), term)
        : NodeValue.makeNode(term);
  }

  /// Compares as ORDER BY does; unbound comes first.
  public int compare(int a, int b) {
    if (a == b) {
      return 0;
    }
    if (a == Batch.UNBOUND || b == Batch.UNBOUND) {
      return a == Batch.UNBOUND ? -1 : 1;
    }
    if (a < FIRST_MADE && b < FIRST_MADE) {
      return Integer.compare(a, b);
    }
    if (a > 0 && b > 0) {
      Section section = dictionary.section(a);
      if (section == dictionary.section(b) && dictionary.valuesDiffer(section)) {
        return Integer.compare(a, b);
      }
    }
    return ValueOrder.compare(value(a), value(b));
  }

  /// Compares as ARQ does where ORDER BY leaves the order open: by kind and text of the terms.
  public int compareTerms(int a, int b) {
    if (a == b) {
      return 0;
    }
    if (a == Batch.UNBOUND || b == Batch.UNBOUND) {
      return a == Batch.UNBOUND ? -1 : 1;
    }
    return NodeCmp.compareRDFTerms(node(a), node(b));
  }

  /// Compares the texts of two terms (what `STR` gives), as ORDER BY does; unbound comes first.
  public int compareTexts(int a, int b) {
    if (a == b) {
      return 0;
    }
    if (a > 0 && b > 0) {
      if (!texts.has(a)) {
        texts = dictionary.textRange(a);
      }
      if (texts.has(b)) {
        return Integer.compare(a, b);
      }
    }
    String x = text(a);
    String y = text(b);
    if (x == null || y == null) {
      return x == null ? (y == null ? 0 : -1) : 1;
    }
    return x.compareTo(y);
  }

  /// Whether the store holds it and it is no blank node, so that the dictionary tells its text.
  public boolean hasText(int id) {
    return id > 0 && dictionary.section(id) != Section.BLANK;
  }

  private @Nullable String text(int id) {
    if (hasText(id)) {
      return dictionary.text(id);
    }
    return id == Batch.UNBOUND ? null : NodeFunctions.str(node(id));
  }
}
