package org.techrace.serve.catalogue;

import java.util.List;
import org.techrace.serve.Door;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;

/// `/np`.
public final class NanopublicationDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    Nanopublications nanopublications = new Nanopublications(parts.options().graph());
    return List.of(
        parts.page("/np", nanopublications::list), parts.page("/np/*", nanopublications::one));
  }

  @Override
  public List<String> firstAsked(String example) {
    return List.of("np");
  }
}
