package org.techrace.serve.api;

import java.util.List;
import java.util.Set;
import org.techrace.serve.Door;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;

/// `/api/v1`.
public final class ApiDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    Api api = new Api(parts.questions(), parts.sparql(), parts.documents(), parts.templates());
    return List.of(
        parts.page(Api.PATH + "/search", parts.search()::data),
        Route.get(Api.PATH, api::index),
        new Route(Api.PATH + "/batch", Set.of("POST"), api::batch),
        Route.get(Api.PATH + "/*", api::answer));
  }

  @Override
  public List<String> firstAsked() {
    return List.of(Api.PATH.substring(1));
  }
}
