package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.Test;

/// Tests that the order of values is total.
final class ValueOrderTest {
  /// Values in ascending order. ARQ puts the year after the evening before it, and before the
  /// morning that is the same moment.
  private static final List<NodeValue> SORTED =
      List.of(
              "'b'",
              "'a'@en",
              "'-INF'^^xsd:double",
              "-3",
              "'-0.0'^^xsd:double",
              "0",
              "0.1",
              "'0.1'^^xsd:float",
              "01",
              "1",
              "1.0",
              "'1.0'^^xsd:double",
              "'9007199254740992'^^xsd:double",
              "9007199254740992",
              "9007199254740993",
              "'INF'^^xsd:double",
              "'NaN'^^xsd:double",
              "true",
              "'2020-01-01T00:00:00Z'^^xsd:dateTime",
              "'2019-12-31T23:00:00-05:00'^^xsd:dateTime",
              "'2020-01-01T05:00:00'^^xsd:dateTime",
              "'2021'^^xsd:gYear",
              "'2021-01-01T00:00:00Z'^^xsd:dateTime",
              "'2021-02'^^xsd:gYearMonth",
              "'P1M'^^xsd:duration",
              "'P30D'^^xsd:duration",
              "'P31D'^^xsd:duration",
              "'z'^^<http://e/type>")
          .stream()
          .map(text -> NodeValue.makeNode(SSE.parseNode(text)))
          .toList();

  @Test
  void comparesEveryPairInTheListedOrder() {
    for (int i = 0; i < SORTED.size(); i++) {
      for (int k = 0; k < SORTED.size(); k++) {
        assertThat(Integer.signum(ValueOrder.compare(SORTED.get(i), SORTED.get(k))))
            .as("%s compared with %s", SORTED.get(i), SORTED.get(k))
            .isEqualTo(Integer.compare(i, k));
      }
    }
  }
}
