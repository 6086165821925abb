package org.techrace.serve.cite;

import java.util.List;
import java.util.Set;
import org.techrace.serve.Door;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;

/// `/cite` and `/answer`.
public final class CiteDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    CitePage cite =
        new CitePage(parts.questions(), parts.sparql(), parts.templates(), parts.kept());
    AnswerPage answers =
        new AnswerPage(parts.questions(), parts.sparql(), parts.templates(), parts.kept());
    return List.of(
        new Route("/cite", Set.of("GET", "POST"), cite::answer),
        Route.get("/answer", answers::answer));
  }
}
