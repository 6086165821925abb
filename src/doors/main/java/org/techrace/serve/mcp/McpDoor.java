package org.techrace.serve.mcp;

import java.util.List;
import java.util.Set;
import org.techrace.serve.Door;
import org.techrace.serve.Options;
import org.techrace.serve.ServedParts;
import org.techrace.serve.http.Route;

/// `/mcp`.
public final class McpDoor implements Door {
  @Override
  public List<Route> routes(ServedParts parts) {
    Options options = parts.options();
    Tools tools = new Tools(parts.evaluator(), parts.sparql(), parts.search(), parts.questions());
    McpEndpoint mcp =
        new McpEndpoint(
            new McpService(tools, parts.queries(), parts.evaluator(), options.graph().name()),
            options.address(),
            options.crossOrigin(),
            parts.sparql().bodyBytes());
    return List.of(new Route("/mcp", Set.of("POST"), mcp));
  }
}
