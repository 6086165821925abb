package org.techrace.serve.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.techrace.serve.Door;
import org.techrace.serve.Options;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;
import org.techrace.serve.mcp.McpEndpoint;
import org.techrace.serve.mcp.McpService;
import org.techrace.serve.mcp.ToolRequests;
import org.techrace.serve.mcp.Tools;

/// `/api/v1` and `/mcp`, which have the same tools.
public final class ApiDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    Tools tools = new Tools(parts.evaluator(), parts.sparql(), parts.search(), parts.questions());
    List<Route> routes = new ArrayList<>(rest(tools, parts));
    routes.add(new Route("/mcp", Set.of("POST"), mcp(tools, parts)));
    return List.copyOf(routes);
  }

  private static McpEndpoint mcp(Tools tools, ServedParts parts) {
    Options options = parts.options();
    return new McpEndpoint(
        new McpService(tools, parts.queries(), parts.evaluator(), options.graph().name()),
        options.address(),
        options.crossOrigin(),
        parts.sparql().bodyBytes());
  }

  private static List<Route> rest(Tools all, ServedParts parts) {
    ToolRequests tools = new ToolRequests(all, Api.PATH);
    ThingClasses classes = new ThingClasses(parts.releases());
    Api api =
        new Api(
            parts.questions(),
            parts.sparql(),
            parts.documents(),
            parts.templates(),
            tools,
            classes);
    ThingList things = new ThingList(classes, parts.sparql(), parts.releases().isPresent());
    List<Route> routes = new ArrayList<>(tools.routes());
    Collections.addAll(
        routes,
        parts.page(Api.PATH + "/search", parts.search()::data),
        parts.page(Api.ENTITIES, api::entity),
        parts.page(Api.ENTITIES + "/*", api::entity),
        parts.page(ThingList.PATH, things::classes),
        parts.page(ThingList.PATH + "/*", things::things),
        Route.get(Api.PATH, api::index),
        Route.get(Api.PATH + "/openapi.json", api::openApi),
        new Route(Api.PATH + "/batch", Set.of("POST"), api::batch));
    List<String> addresses = addresses(routes);
    routes.add(
        Route.get(Api.PATH + "/*", (request, lease) -> api.answer(request, lease, addresses)));
    return routes;
  }

  /// Returns the first steps of the paths of routes below that of the interface.
  private static List<String> addresses(List<Route> routes) {
    return routes.stream()
        .map(Route::pattern)
        .filter(path -> path.startsWith(Api.PATH + "/"))
        .map(path -> path.substring(Api.PATH.length() + 1).replaceFirst("/.*", ""))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<String> firstAsked(String example) {
    String path = Api.PATH.substring(1);
    String thing = "?iri=" + URLEncoder.encode(example, StandardCharsets.UTF_8);
    // The classes are also in the text of the schema, and a number in rows has the most limits.
    return List.of(
        path,
        path + "/find?text=university",
        path + "/classes",
        path + "/query?query=SELECT+?c+(COUNT(?s)+AS+?n)+%7B+?s+a+?c+%7D+GROUP+BY+?c+LIMIT+1",
        path + "/coverage" + thing,
        path + "/explain" + thing);
  }
}
