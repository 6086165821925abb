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
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// Writes SPARQL 1.1 Query Results JSON with one solution per line. Jena's writer would take most
/// of the time of an export. Triple terms and text directions are written as in SPARQL 1.2.
final class JsonResults {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  private final JsonGenerator json;
  private final Map<String, Integer> blankNodes = new HashMap<>();

  private JsonResults(JsonGenerator json) {
    this.json = json;
  }

  /// Writes the solutions of a SELECT query. Does not close the stream.
  ///
  /// @return the number of solutions
  /// @throws IOException if the stream fails
  static long write(RowSet rows, OutputStream out) throws IOException {
    try (JsonGenerator json =
        FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      return new JsonResults(json).all(rows);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  /// Writes the answer of an ASK query.
  static void write(boolean holds, OutputStream out) throws IOException {
    String text = "{\"head\":{},\"boolean\":" + holds + "}\n";
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private long all(RowSet rows) {
    json.writeStartObject();
    head(rows.getResultVars());
    json.writeObjectPropertyStart("results");
    json.writeArrayPropertyStart("bindings");
    long count = 0;
    while (rows.hasNext()) {
      json.writeRaw('\n');
      solution(rows.next(), rows.getResultVars());
      count++;
    }
    json.writeRaw('\n');
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    return count;
  }

  private void head(List<Var> variables) {
    json.writeObjectPropertyStart("head");
    json.writeArrayPropertyStart("vars");
    for (Var variable : variables) {
      json.writeString(variable.getName());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void solution(Binding row, List<Var> variables) {
    json.writeStartObject();
    for (Var variable : variables) {
      Node value = row.get(variable);
      if (value != null) {
        term(variable.getName(), value);
      }
    }
    json.writeEndObject();
  }

  private void term(String name, Node term) {
    json.writeObjectPropertyStart(name);
    if (term.isURI()) {
      json.writeStringProperty("type", "uri");
      json.writeStringProperty("value", term.getURI());
    } else if (term.isLiteral()) {
      json.writeStringProperty("type", "literal");
      json.writeStringProperty("value", term.getLiteralLexicalForm());
      kind(term);
    } else if (term.isBlank()) {
      json.writeStringProperty("type", "bnode");
      int number = blankNodes.size();
      Integer known = blankNodes.putIfAbsent(term.getBlankNodeLabel(), number);
      json.writeStringProperty("value", "b" + (known == null ? number : known));
    } else {
      json.writeStringProperty("type", "triple");
      triple(term.getTriple());
    }
    json.writeEndObject();
  }

  /// Writes the language or the datatype.
  private void kind(Node literal) {
    if (!literal.getLiteralLanguage().isEmpty()) {
      json.writeStringProperty("xml:lang", literal.getLiteralLanguage());
      if (literal.getLiteralBaseDirection() != null) {
        json.writeStringProperty("its:dir", literal.getLiteralBaseDirection().direction());
      }
    } else if (!XSDDatatype.XSDstring.equals(literal.getLiteralDatatype())) {
      json.writeStringProperty("datatype", literal.getLiteralDatatypeURI());
    }
  }

  private void triple(Triple triple) {
    json.writeObjectPropertyStart("value");
    term("subject", triple.getSubject());
    term("predicate", triple.getPredicate());
    term("object", triple.getObject());
    json.writeEndObject();
  }
}
