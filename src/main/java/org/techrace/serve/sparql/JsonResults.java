package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.RowSet;

/// Writes solutions in SPARQL 1.1 Query Results JSON Format, straight as bytes: with Jena's writer
/// an export spends most of its time there. Triple terms and directions are written as SPARQL 1.2
/// has them.
final class JsonResults {
  private final Utf8Output out;
  private final Map<String, Integer> blankNodes = new HashMap<>();

  private JsonResults(OutputStream out) {
    this.out = new Utf8Output(out);
  }

  /// Writes the solutions of a SELECT.
  ///
  /// @return how many there are
  static long write(RowSet rows, OutputStream out) throws IOException {
    JsonResults json = new JsonResults(out);
    json.head(rows.getResultVars());
    long count = json.solutions(rows);
    json.out.flush();
    return count;
  }

  /// Writes the answer of an ASK.
  static void write(boolean holds, OutputStream out) throws IOException {
    String text = "{\"head\":{},\"boolean\":" + holds + "}\n";
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void head(List<Var> variables) throws IOException {
    String before = "{\"head\":{\"vars\":[";
    for (Var variable : variables) {
      out.plain(before);
      string(variable.getName());
      before = ",";
    }
    out.plain(variables.isEmpty() ? before : "");
    out.plain("]},\n\"results\":{\"bindings\":[");
  }

  private long solutions(RowSet rows) throws IOException {
    List<Var> variables = rows.getResultVars();
    String separator = "\n{";
    long count = 0;
    while (rows.hasNext()) {
      Binding row = rows.next();
      out.plain(separator);
      boolean first = true;
      for (Var variable : variables) {
        Node value = row.get(variable);
        if (value != null) {
          out.plain(first ? "" : ",");
          string(variable.getName());
          out.plain(":");
          term(value);
          first = false;
        }
      }
      out.plain("}");
      separator = ",\n{";
      count++;
    }
    out.plain("\n]}}\n");
    return count;
  }

  private void term(Node term) throws IOException {
    if (term.isURI()) {
      out.plain("{\"type\":\"uri\",\"value\":");
      string(term.getURI());
    } else if (term.isLiteral()) {
      out.plain("{\"type\":\"literal\",\"value\":");
      string(term.getLiteralLexicalForm());
      kind(term);
    } else if (term.isBlank()) {
      out.plain("{\"type\":\"bnode\",\"value\":");
      int number = blankNodes.size();
      Integer known = blankNodes.putIfAbsent(term.getBlankNodeLabel(), number);
      string("b" + (known == null ? number : known));
    } else {
      triple(term.getTriple());
    }
    out.plain("}");
  }

  /// Language or datatype.
  private void kind(Node literal) throws IOException {
    if (!literal.getLiteralLanguage().isEmpty()) {
      out.plain(",\"xml:lang\":");
      string(literal.getLiteralLanguage());
      if (literal.getLiteralBaseDirection() != null) {
        out.plain(",\"its:dir\":");
        string(literal.getLiteralBaseDirection().direction());
      }
    } else if (!XSDDatatype.XSDstring.equals(literal.getLiteralDatatype())) {
      out.plain(",\"datatype\":");
      string(literal.getLiteralDatatypeURI());
    }
  }

  private void triple(Triple triple) throws IOException {
    out.plain("{\"type\":\"triple\",\"value\":{\"subject\":");
    term(triple.getSubject());
    out.plain(",\"predicate\":");
    term(triple.getPredicate());
    out.plain(",\"object\":");
    term(triple.getObject());
    out.plain("}");
  }

  private void string(String text) throws IOException {
    out.plain("\"");
    out.escaped(text);
    out.plain("\"");
  }
}
