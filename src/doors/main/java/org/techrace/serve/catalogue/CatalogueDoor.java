package org.techrace.serve.catalogue;

import java.util.List;
import org.techrace.serve.Door;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;

/// `/catalogue`, `/tables` and `/llms.txt`.
public final class CatalogueDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    Catalogue catalogue = new Catalogue(parts.options().graph(), parts.releases());
    return List.of(
        parts.page("/llms.txt", catalogue::llms),
        parts.page("/tables", catalogue::tables),
        parts.page("/tables/*", catalogue::table),
        parts.page("/catalogue/*", catalogue::description));
  }

  @Override
  public List<String> firstAsked(String example) {
    return List.of("tables", "catalogue/croissant.json", "llms.txt");
  }
}
