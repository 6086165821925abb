package org.techrace.serve.http;

import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.shared.JenaException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.techrace.rdf.Rdf12Terms;

/// Writes graphs and checks that a format can carry the terms of an answer. XML has no way to write
/// some characters (XML 1.0, section 2.2), and no encoding has one for half of a surrogate pair.
public final class GraphWriter {
  private static final Set<Format> XML =
      EnumSet.of(Format.RESULTS_XML, Format.RDF_XML, Format.XLSX);

  private GraphWriter() {}

  /// Writes a graph.
  ///
  /// @throws Refusal 406 if the format cannot carry it
  public static void write(Graph graph, Format format, OutputStream out) {
    ExtendedIterator<Triple> triples = graph.find();
    try {
      while (triples.hasNext()) {
        Triple triple = triples.next();
        check(triple.getSubject(), format);
        check(triple.getPredicate(), format);
        check(triple.getObject(), format);
      }
    } finally {
      triples.close();
    }
    try {
      RDFWriter.source(graph).format(format.rdf()).output(out);
    } catch (QueryCancelledException e) {
      throw e;
    } catch (JenaException e) {
      if (format != Format.RDF_XML) {
        throw e;
      }
      throw new Refusal(
          406, "RDF/XML cannot carry a property or a term of this answer; ask for Turtle.");
    }
  }

  /// Writes named graphs.
  ///
  /// @param format a format of quads
  /// @throws Refusal 406 if the format cannot carry it
  public static void write(DatasetGraph graphs, Format format, OutputStream out) {
    graphs.stream()
        .flatMap(
            quad ->
                Stream.of(
                    quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject()))
        .forEach(term -> check(term, format));
    RDFWriter.source(graphs).format(format.rdf()).output(out);
  }

  /// Checks one term of an answer.
  ///
  /// @throws Refusal 406 if the format cannot carry it
  public static void check(Node term, Format format) {
    if (format == Format.JSON_LD) {
      Rdf12Terms.in(term)
          .ifPresent(
              what -> {
                throw new Refusal(
                    406,
                    "JSON-LD cannot carry %s of this answer (RDF 1.2); ask for Turtle."
                        .formatted(what));
              });
    }
    if (term.isTripleTerm()) {
      check(term.getTriple().getSubject(), format);
      check(term.getTriple().getPredicate(), format);
      check(term.getTriple().getObject(), format);
    } else if (term.isLiteral()) {
      check(term.getLiteralLexicalForm(), format);
    } else if (term.isURI()) {
      check(term.getURI(), format);
    }
  }

  private static void check(String text, Format format) {
    boolean xml = XML.contains(format);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0xD800) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      boolean forbidden = c < ' ' ? c != '\t' && c != '\n' && c != '\r' : c >= 0xFFFE;
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c) || (xml && forbidden)) {
        throw new Refusal(
            406,
            "%s cannot carry the character U+%04X of this answer; %s."
                .formatted(format.mediaType(), (int) c, other(format, xml && forbidden)));
      }
    }
  }

  private static String other(Format format, boolean inTurtle) {
    if (Format.SOLUTIONS.contains(format)) {
      return "ask for " + Format.RESULTS_JSON.mediaType();
    }
    return inTurtle
        ? "ask for " + Format.TURTLE.mediaType()
        : "no format for graphs can, but SELECT with " + Format.RESULTS_JSON.mediaType() + " can";
  }
}
