package org.techrace.engine.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;

/// Writes a stream of Jena quads with an [NQuadsWriter].
public final class NodesToBytes extends StreamRDFBase {
  private final NQuadsTerms terms = new NQuadsTerms();
  private final RowQuads<byte[]> one = new RowQuads<>();
  private final NQuadsWriter writer;

  public NodesToBytes(NQuadsWriter writer) {
    this.writer = writer;
  }

  @Override
  public void triple(Triple triple) {
    quad(Quad.create(Quad.defaultGraphIRI, triple));
  }

  @Override
  public void quad(Quad quad) {
    one.add(
        terms.constant(quad.getSubject()),
        terms.constant(quad.getPredicate()),
        terms.constant(quad.getObject()),
        quad.isDefaultGraph() ? terms.defaultGraph() : terms.constant(quad.getGraph()),
        List.of());
    try {
      writer.row(one);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    one.clear();
  }
}
