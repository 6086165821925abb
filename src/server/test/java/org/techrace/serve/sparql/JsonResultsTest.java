package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReaderRegistry;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetStream;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.Test;

/// Reads the written results with Jena.
final class JsonResultsTest {
  private static final Var X = Var.alloc("x");
  private static final Var LONG = Var.alloc("länge");

  @Test
  void everyTermIsReadUnchanged() throws IOException {
    List<Binding> rows = new ArrayList<>(List.of(BindingFactory.empty()));
    for (String term :
        List.of(
            "<http://example.org/ä?a=b&c>",
            "'plain'",
            "'tab \\t line \\n quote \\\" back \\\\ nul \\u0001 del \\u007F'",
            "'ß 技术 \uD83D\uDE80'",
            "'colour'@en-GB",
            "'1'^^<http://www.w3.org/2001/XMLSchema#integer>",
            "''",
            "'z'^^<http://example.org/type>",
            "<<( <http://e/s> <http://e/p> 'o'@en )>>",
            "'" + "技x".repeat(20_000) + "'")) {
      rows.add(BindingFactory.binding(X, SSE.parseNode(term)));
      rows.add(BindingFactory.binding(X, SSE.parseNode("true"), LONG, SSE.parseNode(term)));
    }
    RowSet read = read(write(List.of(X, LONG), rows));
    assertThat(read.getResultVars()).containsExactly(X, LONG);
    List<Binding> again = new ArrayList<>();
    read.forEach(again::add);
    assertThat(again).isEqualTo(rows);
  }

  @Test
  void blankNodesKeepTheirIdentityWithinAnAnswer() throws IOException {
    var one = SSE.parseNode("_:a");
    var other = SSE.parseNode("_:b");
    RowSet read =
        read(
            write(
                List.of(X, LONG),
                List.of(
                    BindingFactory.binding(X, one, LONG, other),
                    BindingFactory.binding(X, other, LONG, one))));
    Binding first = read.next();
    Binding second = read.next();
    assertThat(first.get(X)).isEqualTo(second.get(LONG)).isNotEqualTo(second.get(X));
    assertThat(first.get(LONG)).isEqualTo(second.get(X));
  }

  @Test
  void writesAnEmptyAnswer() throws IOException {
    RowSet read = read(write(List.of(), List.of()));
    assertThat(read.getResultVars()).isEmpty();
    assertThat(read.hasNext()).isFalse();
  }

  /// SUBSTR may cut a surrogate pair; an unpaired surrogate has no UTF-8 form.
  @Test
  void writesAnUnpairedSurrogateAsAnEscape() throws IOException {
    Binding row = BindingFactory.binding(X, NodeFactory.createLiteralString("a\uD83Db"));
    assertThat(new String(write(List.of(X), List.of(row)), StandardCharsets.UTF_8))
        .contains("\"a\\uD83Db\"");
  }

  private static byte[] write(List<Var> variables, List<Binding> rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonResults.write(RowSetStream.create(variables, rows.iterator()), out);
    return out.toByteArray();
  }

  private static RowSet read(byte[] json) {
    return RowSetReaderRegistry.getFactory(ResultSetLang.RS_JSON)
        .create(ResultSetLang.RS_JSON)
        .read(new ByteArrayInputStream(json), ARQ.getContext());
  }
}
