package org.techrace.serve.reconcile;

import java.util.List;
import java.util.Set;
import org.techrace.serve.Door;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.DoorLink;

/// `/reconcile`.
public final class ReconciliationDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    Reconciliation reconciliation = new Reconciliation(parts.templates(), parts.evaluator());
    return List.of(
        new Route("/reconcile", Set.of("GET", "POST"), reconciliation),
        new Route("/reconcile/match", Set.of("POST"), reconciliation),
        new Route("/reconcile/extend", Set.of("POST"), reconciliation),
        new Route("/reconcile/*", Set.of("GET", "POST"), reconciliation));
  }

  @Override
  public List<DoorLink> links() {
    return List.of(new DoorLink("/reconcile", "foot.reconciliation"));
  }
}
