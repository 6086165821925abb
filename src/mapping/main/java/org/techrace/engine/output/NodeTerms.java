package org.techrace.engine.output;

import java.util.List;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.techrace.rdf.Characters;
import org.techrace.rdf.LanguageTags;
import org.techrace.rdf.SafeIris;

/// Creates terms as Jena nodes.
public final class NodeTerms implements TermFactory<Node> {
  private final TypeMapper types = TypeMapper.getInstance();
  private final NQuadsTerms inNQuads = new NQuadsTerms();

  @Override
  public Node iri(String iri) {
    return NodeFactory.createURI(iri);
  }

  @Override
  public IriTemplate<Node> iriTemplate(List<String> texts, boolean asciiOnly) {
    return values -> {
      if (!Characters.arePlain(values)) {
        return null;
      }
      StringBuilder iri = new StringBuilder(texts.getFirst());
      for (int i = 0; i < values.length; i++) {
        iri.append(asciiOnly ? SafeIris.asciiSafe(values[i]) : SafeIris.safe(values[i]));
        iri.append(texts.get(i + 1));
      }
      return iri(iri.toString());
    };
  }

  @Override
  public Node blankNode(String label) {
    return NodeFactory.createBlankNode(label);
  }

  @Override
  public Node literal(String text) {
    return NodeFactory.createLiteralString(text);
  }

  @Override
  public Node tagged(String text, String language) {
    LanguageTags.Directed directed = LanguageTags.split(language);
    return directed.direction() == null
        ? NodeFactory.createLiteralLang(text, language)
        : NodeFactory.createLiteralDirLang(text, directed.tag(), directed.direction());
  }

  @Override
  public Node typed(String text, String datatype) {
    return NodeFactory.createLiteralDT(text, types.getSafeTypeByName(datatype));
  }

  @Override
  public Node tripleTerm(Node subject, Node predicate, Node object) {
    return NodeFactory.createTripleTerm(subject, predicate, object);
  }

  @Override
  public Node reifier(Node tripleTerm) {
    return blankNode(TermFactory.reifierLabel(inNQuads.constant(tripleTerm)));
  }

  @Override
  public Node constant(Node term) {
    return term;
  }

  @Override
  public Node defaultGraph() {
    return Quad.defaultGraphIRI;
  }

  @Override
  public Object key(Node term) {
    return term;
  }

  @Override
  public int bytes(Node term) {
    return 100 + 2 * term.toString().length();
  }
}
