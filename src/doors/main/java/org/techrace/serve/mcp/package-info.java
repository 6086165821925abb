/// The Model Context Protocol (MCP), for programs that use language models.
///
/// [McpService] answers messages with the [Tools], [McpEndpoint] receives them over HTTP at `/mcp`,
/// and [McpStdio] from standard input. Every fact in an answer names its [Evidence]; [QueryTool]
/// refuses queries about things that do not exist.
@NullMarked
package org.techrace.serve.mcp;

import org.jspecify.annotations.NullMarked;
