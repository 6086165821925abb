package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.Test;

final class StoppableDescriptionTest {
  @Test
  void endsBeforeTheNextResource() {
    DatasetGraph dataset = DatasetGraphFactory.create();
    Resource thing = ModelFactory.createDefaultModel().createResource("http://example.org/thing");
    ModelFactory.createModelForGraph(dataset.getDefaultGraph()).add(thing, RDFS.label, "a");
    AtomicBoolean stop = new AtomicBoolean();
    Context context = new Context();
    context.set(ARQConstants.symCancelQuery, stop);
    context.set(ARQConstants.sysCurrentDataset, dataset);
    Model result = ModelFactory.createDefaultModel();
    StoppableDescription description = new StoppableDescription();
    description.start(result, context);

    description.describe(thing);
    stop.set(true);

    assertThatThrownBy(() -> description.describe(thing))
        .isInstanceOf(QueryCancelledException.class);
    assertThat(result.size()).isEqualTo(1);
  }
}
