package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.exec.QueryExec;
import org.techrace.serve.Answer;
import org.techrace.serve.Format;
import org.techrace.serve.Lease;
import org.techrace.serve.Processor;
import org.techrace.serve.Request;

/// `/sparql`: the SPARQL 1.1 Protocol for queries. Without a query it describes itself.
public final class Endpoint implements Processor {
  private static final int BODY_LIMIT = 1 << 20;

  private final ServiceDescription description;
  private final QueryPage page;

  public Endpoint(ServiceDescription description, QueryPage page) {
    this.description = description;
    this.page = page;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Optional<SparqlRequest> asked = SparqlRequest.of(request, BODY_LIMIT);
    if (asked.isEmpty()) {
      Format format = request.choose(with(Format.HTML, Format.GRAPH));
      return format == Format.HTML ? page.empty(lease) : description.answer(request, lease, format);
    }
    ParsedQuery parsed = ParsedQuery.of(asked.get());
    Format format =
        request
            .withParameters(asked.get().parameters())
            .choose(with(Format.HTML, parsed.formats()));
    if (format == Format.HTML) {
      return page.answer(asked.get().query(), parsed, lease);
    }
    return Answer.ok(
        format,
        out -> {
          DatasetGraph dataset = lease.dataset();
          dataset.begin(ReadWrite.READ);
          try (QueryExec exec = QueryExec.dataset(dataset).query(parsed.query()).build()) {
            ResultWriter.write(parsed, exec, format, out);
          } finally {
            dataset.end();
          }
        });
  }

  /// HTML comes last: `*/*` means data.
  private static List<Format> with(Format html, List<Format> formats) {
    List<Format> offers = new ArrayList<>(formats);
    offers.add(html);
    return offers;
  }
}
