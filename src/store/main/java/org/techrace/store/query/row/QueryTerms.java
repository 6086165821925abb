package org.techrace.store.query.row;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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
import org.techrace.store.Lexical;
import org.techrace.store.Section;
import org.techrace.store.Store;

/// The terms of one query, by id. Positive ids are those of the store. Negative ids are terms that
/// the query created: an integer is encoded in its id, and any other term has a position in a list.
/// Equal terms created by the query have equal ids, but the store may contain the same term under
/// its own id, so compare the results of [#canonical].
///
/// Safe for use by the threads that evaluate the query.
public final class QueryTerms {
  private static final int CACHED_VALUES = 1 << 12;

  /// The ids of created terms start here and end at -1. Integers have the ids below: 0 has
  /// `Integer.MIN_VALUE`.
  private static final int FIRST_MADE = -(1 << 30);

  /// The result of [#millionths] for terms that are not stored as numbers.
  public static final long NO_NUMBER = Long.MIN_VALUE;

  private static final long MILLION = 1_000_000;

  private final Store store;
  private final Dictionary dictionary;

  /// The terms created by the query: the one with id -1, then -2. Replaced by a longer array when
  /// it is full.
  private volatile @Nullable Node[] made = new @Nullable Node[64];

  /// The values of the created terms as [#millionths] returns them.
  private volatile long[] madeNumbers = new long[64];

  private int count;
  private final Map<Node, Integer> madeIds = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> canonical = new ConcurrentHashMap<>();

  /// Recently used values, by the low bits of their ids.
  private final @Nullable Value[] values = new @Nullable Value[CACHED_VALUES];

  /// The last range of sorted texts that was used.
  private Dictionary.IdRange texts = new Dictionary.IdRange(0, 0);

  private record Value(int id, NodeValue value) {}

  QueryTerms(Store store) {
    this.store = store;
    this.dictionary = store.dictionary();
  }

  /// Returns the term with an id.
  public Node node(int id) {
    if (id > 0) {
      return dictionary.term(id);
    }
    if (id < FIRST_MADE) {
      return NodeFactory.createLiteralDT(
          Integer.toString(id - Integer.MIN_VALUE), XSDDatatype.XSDinteger);
    }
    return Objects.requireNonNull(made[-id - 1]);
  }

  /// Returns the term with an id.
  ///
  /// @param reader reads the terms of the store
  Node node(int id, Dictionary.TermReader reader) {
    return id > 0 ? reader.term(id) : node(id);
  }

  /// Returns the id of a term as one created by the query.
  public int id(Node term) {
    if (term.isLiteral() && XSDDatatype.XSDinteger.equals(term.getLiteralDatatype())) {
      int n = small(term.getLiteralLexicalForm());
      if (n >= 0) {
        return Integer.MIN_VALUE + n;
      }
    }
    Integer id = madeIds.get(term);
    return id != null ? id : make(term);
  }

  private synchronized int make(Node term) {
    Integer known = madeIds.get(term);
    if (known != null) {
      return known;
    }
    if (count == made.length) {
      made = Arrays.copyOf(made, 2 * count);
      madeNumbers = Arrays.copyOf(madeNumbers, 2 * count);
    }
    madeNumbers[count] = number(term);
    made[count++] = term;
    madeIds.put(term, -count);
    return -count;
  }

  private static long number(Node term) {
    if (!term.isLiteral()) {
      return NO_NUMBER;
    }
    boolean integer = term.getLiteralDatatype().equals(XSDDatatype.XSDinteger);
    return integer || term.getLiteralDatatype().equals(XSDDatatype.XSDdecimal)
        ? Lexical.millionths(term.getLiteralLexicalForm(), integer)
        : NO_NUMBER;
  }

  /// Returns the id of an integer.
  public int id(long n) {
    return n >= 0 && n < 1 << 30
        ? Integer.MIN_VALUE + (int) n
        : id(NodeFactory.createLiteralDT(Long.toString(n), XSDDatatype.XSDinteger));
  }

  /// Parses an integer in canonical form, as [#node] writes it. Returns -1 for any other text.
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

  /// Returns the store's id of a term, or the given id if the store does not contain the term.
  public int canonical(int id) {
    return id >= 0 ? id : canonical.computeIfAbsent(id, this::lookUp);
  }

  private Integer lookUp(int id) {
    int stored = store.id(node(id));
    return stored == 0 ? id : stored;
  }

  /// Returns the column with canonical ids; this is the column itself if it has no created term.
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

  /// Returns some columns of a batch with canonical ids, and zeros for a column that no row binds.
  public int[][] canonical(Batch batch, int[] columns) {
    int[][] all = new int[columns.length][];
    for (int i = 0; i < all.length; i++) {
      int[] ids = batch.column(columns[i]);
      all[i] = ids == null ? new int[batch.size] : canonical(ids, batch.size);
    }
    return all;
  }

  /// Returns the value in millionths of an integer or decimal, or [#NO_NUMBER] for other terms and
  /// for numbers with more than 12 digits before the point or 6 after it.
  public long millionths(int id) {
    if (id > 0) {
      return dictionary.section(id) == Section.NUMBER ? dictionary.millionths(id) : NO_NUMBER;
    }
    if (id < FIRST_MADE) {
      return MILLION * (id - Integer.MIN_VALUE);
    }
    return id == Batch.UNBOUND ? NO_NUMBER : madeNumbers[-id - 1];
  }

  /// Returns the value of an `xsd:double` of the store. Returns NaN for other terms, and for texts
  /// with white space around the number, which casts do not accept.
  public double doubleValue(int id) {
    return id > 0 && dictionary.section(id) == Section.DOUBLE
        ? dictionary.doubleValue(id)
        : Double.NaN;
  }

  /// Returns true if a number that has a value in millionths is an `xsd:decimal`, not an integer.
  public boolean isDecimal(int id) {
    return id > 0
        ? dictionary.isDecimal(id)
        : id >= FIRST_MADE && XSDDatatype.XSDdecimal.equals(node(id).getLiteralDatatype());
  }

  /// Returns the value of a term.
  public NodeValue value(int id) {
    int at = id & (CACHED_VALUES - 1);
    Value cached = values[at];
    if (cached == null || cached.id != id) {
      cached = new Value(id, value(Numbers.checked(node(id))));
      values[at] = cached;
    }
    return cached.value;
  }

  /// Creates the value of a term. For strings this bypasses ARQ's cache, because the lookup costs
  /// more than the value.
  private static NodeValue value(Node term) {
    return NodeUtils.isSimpleString(term)
        ? new NodeValueString(term.getLiteralLexicalForm(), term)
        : NodeValue.makeNode(term);
  }

  /// Compares terms as ORDER BY does. Unbound comes first.
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
      Section x = dictionary.section(a);
      Section y = dictionary.section(b);
      if (x == y ? dictionary.valuesDiffer(x) : isBeforeLiterals(x, y) || isBeforeLiterals(y, x)) {
        return Integer.compare(a, b);
      }
    }
    long x = millionths(a);
    long y = x == NO_NUMBER ? x : millionths(b);
    return y == NO_NUMBER || x == y ? ValueOrder.compare(value(a), value(b)) : Long.compare(x, y);
  }

  /// Returns true if the first section is that of blank nodes or IRIs, and the other is another one
  /// of these or of literals.
  private static boolean isBeforeLiterals(Section section, Section other) {
    return (section == Section.BLANK || section == Section.IRI) && other != Section.TRIPLE;
  }

  /// Returns a range of ids that [#compare] orders by their numbers, and that contains a given id.
  public Dictionary.IdRange sortedByValue(int id) {
    if (id < FIRST_MADE) {
      return new Dictionary.IdRange(Integer.MIN_VALUE, FIRST_MADE);
    }
    return id > 0 && dictionary.valuesDiffer(dictionary.section(id))
        ? dictionary.range(dictionary.section(id))
        : new Dictionary.IdRange(id, id + 1);
  }

  /// Returns a range of ids that [#compareTexts] and [#compareTerms] order by their numbers, and
  /// that contains a given id.
  public Dictionary.IdRange sortedByText(int id) {
    if (id <= 0) {
      return new Dictionary.IdRange(id, id + 1);
    }
    Dictionary.IdRange range = texts;
    if (!range.has(id)) {
      range = dictionary.textRange(id);
      texts = range;
    }
    return range;
  }

  /// Returns the place of a term among ids that [#compare] orders by their numbers, except those
  /// with the same value. These may be all ids of its section, or only its own.
  public Dictionary.Place place(int id) {
    Section section = id > 0 ? dictionary.section(id) : Section.OTHER;
    if (section == Section.NUMBER || section == Section.DOUBLE) {
      return dictionary.place(dictionary.term(id));
    }
    Dictionary.IdRange sorted = sortedByValue(id);
    return new Dictionary.Place(section, sorted, new Dictionary.IdRange(id, id + 1));
  }

  /// Compares terms by kind and text, as ARQ does where ORDER BY leaves the order open.
  public int compareTerms(int a, int b) {
    if (a == b) {
      return 0;
    }
    if (a == Batch.UNBOUND || b == Batch.UNBOUND) {
      return a == Batch.UNBOUND ? -1 : 1;
    }
    if (areSortedByText(a, b)) {
      return Integer.compare(a, b);
    }
    return NodeCmp.compareRDFTerms(node(a), node(b));
  }

  /// Compares the texts of two terms (the results of `STR`) as ORDER BY does. Unbound comes first.
  public int compareTexts(int a, int b) {
    if (a == b) {
      return 0;
    }
    if (areSortedByText(a, b)) {
      return Integer.compare(a, b);
    }
    String x = text(a);
    String y = text(b);
    if (x != null && y != null) {
      return x.compareTo(y);
    }
    return Boolean.compare(x != null, y != null);
  }

  /// Returns true if the order of the ids of two terms is that of their texts, and both are of one
  /// kind: IRIs, strings, or literals of one language.
  private boolean areSortedByText(int a, int b) {
    return a > 0 && b > 0 && sortedByText(a).has(b);
  }

  /// Returns the text of a term as GROUP_CONCAT joins it.
  ///
  /// @param reader reads the terms of the store
  public String joinedText(int id, Dictionary.TermReader reader) {
    // ARQ writes truth values, which are in this section, in their usual form.
    boolean asWritten = hasText(id) && dictionary.section(id) != Section.OTHER;
    return asWritten ? reader.text(id) : value(id).asString();
  }

  /// Returns true if a term is a blank node.
  public boolean isBlank(int id) {
    return id > 0
        ? dictionary.section(id) == Section.BLANK
        : id != Batch.UNBOUND && node(id).isBlank();
  }

  /// Returns true if the dictionary contains the text of the term: the store contains it, and it is
  /// an IRI or a literal.
  public boolean hasText(int id) {
    if (id <= 0) {
      return false;
    }
    Section section = dictionary.section(id);
    return section == Section.IRI || section.isLiteral();
  }

  private @Nullable String text(int id) {
    if (hasText(id)) {
      return dictionary.text(id);
    }
    if (id == Batch.UNBOUND || node(id).isTripleTerm()) {
      return null;
    }
    return NodeFunctions.str(node(id));
  }
}
