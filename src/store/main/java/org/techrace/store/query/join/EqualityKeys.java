package org.techrace.store.query.join;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// Maps terms to keys, so that terms for which `=` is true have the same key or one of them has the
/// key [#ANY]. Terms with the same key are not always equal.
final class EqualityKeys {
  /// The key of terms whose equality with others is not known from their ids, such as `xsd:float`,
  /// which is equal to many decimals.
  static final int ANY = Batch.UNBOUND;

  private final QueryRun run;
  private final boolean sameTerm;
  private final IntMap known;

  /// The keys of numbers and booleans. They are above the ids of all terms.
  private final Map<Object, Integer> ofValues = new HashMap<>();

  /// Creates keys.
  ///
  /// @param sameTerm true for `sameTerm` instead of `=`
  EqualityKeys(QueryRun run, boolean sameTerm) {
    this.run = run;
    this.sameTerm = sameTerm;
    this.known = new IntMap(run);
  }

  /// Returns the key of a term.
  int of(int id) {
    int canonical = run.terms().canonical(id);
    if (sameTerm) {
      return canonical;
    }
    if (known.contains(canonical)) {
      return known.get(canonical, ANY);
    }
    int key = key(canonical);
    known.put(canonical, key);
    return key;
  }

  private int key(int id) {
    if (id > 0) {
      Dictionary dictionary = run.store().dictionary();
      Section section = dictionary.section(id);
      switch (section) {
        case BLANK, IRI, STRING, DATE_TIME_UTC, DATE_TIME, DATE, YEAR -> {
          return id;
        }
        case LANGUAGE -> {
          return dictionary.valuesDiffer(section) ? id : ANY;
        }
        default -> {}
      }
    }
    Node term = run.terms().node(id);
    if (!term.isLiteral()) {
      // Triple terms are equal if their parts are: <<( :a :b 1 )>> and <<( :a :b 01 )>>.
      return term.isTripleTerm() ? ANY : id;
    }
    Optional<Object> value = value(run.terms().value(id));
    if (value.isPresent()) {
      return ofValues.computeIfAbsent(value.get(), _ -> Integer.MAX_VALUE - ofValues.size());
    }
    String type = term.getLiteralDatatypeURI();
    // Literals of unknown datatypes are equal only to themselves.
    boolean onlyItself = type.equals(XSD.xstring.getURI()) || !isKnown(type);
    return onlyItself ? id : ANY;
  }

  private static boolean isKnown(String datatype) {
    return datatype.startsWith(XSD.NS) || datatype.startsWith(RDF.uri);
  }

  private static Optional<Object> value(NodeValue value) {
    if (value.isBoolean()) {
      return Optional.of(value.getBoolean());
    }
    return value.isInteger() || value.isDecimal() || (value.isDouble() && !value.isFloat())
        ? Optional.of(value.getDouble() + 0.0)
        : Optional.empty();
  }
}
