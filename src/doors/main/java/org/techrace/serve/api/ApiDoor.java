package org.techrace.serve.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.techrace.serve.Door;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;
import org.techrace.serve.mcp.ToolRequests;
import org.techrace.serve.mcp.Tools;

/// `/api/v1`.
public final class ApiDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    ToolRequests tools =
        new ToolRequests(
            new Tools(parts.evaluator(), parts.sparql(), parts.search(), parts.questions()),
            Api.PATH);
    Api api =
        new Api(parts.questions(), parts.sparql(), parts.documents(), parts.templates(), tools);
    List<Route> routes = new ArrayList<>(tools.routes());
    Collections.addAll(
        routes,
        parts.page(Api.PATH + "/search", parts.search()::data),
        Route.get(Api.PATH, api::index),
        new Route(Api.PATH + "/batch", Set.of("POST"), api::batch),
        Route.get(Api.PATH + "/*", api::answer));
    return List.copyOf(routes);
  }

  @Override
  public List<String> firstAsked() {
    return List.of(Api.PATH.substring(1));
  }
}
