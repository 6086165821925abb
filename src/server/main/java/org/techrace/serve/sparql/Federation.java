package org.techrace.serve.sparql;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReaderRegistry;
import org.apache.jena.shared.JenaException;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpAsQuery;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.Rename;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.iterator.QueryIter;
import org.apache.jena.sparql.engine.iterator.QueryIterCommonParent;
import org.apache.jena.sparql.engine.iterator.QueryIterPlainWrapper;
import org.apache.jena.sparql.engine.iterator.QueryIterSingleton;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.service.ServiceExecutorRegistry;
import org.apache.jena.sparql.util.Context;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.FormRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.access.PublicAddresses;
import org.techrace.serve.http.Refusal;

/// Evaluates `SERVICE` (SPARQL 1.1 Federated Query). Only endpoints on a list and at public
/// addresses are called. Time, response size and the number of calls are limited. Safe for use by
/// several threads.
public final class Federation implements AutoCloseable {
  private static final long STOP_CHECK_MILLIS = 50;

  private final Services services;
  private final PublicAddresses addresses;
  private final HttpClient client = new HttpClient();

  public Federation(Services services) {
    this(services, new PublicAddresses());
  }

  Federation(Services services, PublicAddresses addresses) {
    this.services = services;
    this.addresses = addresses;
    client.setSocketAddressResolver(addresses);
    client.setConnectTimeout(services.time().toMillis());
    // Do not follow redirects: they could lead to any address.
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, Access.USER_AGENT));
  }

  /// Checks an endpoint before the query runs. The message is the same for each endpoint, so it
  /// does not reveal which addresses exist.
  ///
  /// @throws Refusal 403 if the endpoint must not be called
  void check(Node service) {
    if (!service.isURI()
        || !services.endpoints().contains(service.getURI())
        || !isPublic(service)) {
      String list =
          services.endpoints().isEmpty()
              ? ", which is empty"
              : ": <%s>"
                  .formatted(
                      services.endpoints().stream().sorted().collect(Collectors.joining(">, <")));
      throw new Refusal(
          403,
          "SERVICE may only ask endpoints on this server's list%s. It is set by services.endpoints in techrace.toml."
              .formatted(list));
    }
  }

  private boolean isPublic(Node service) {
    try {
      URI url = URI.create(service.getURI());
      return url.getHost() != null && addresses.has(url.getHost(), url.getPort());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Returns the executor for one query, which counts the query's calls.
  ServiceExecutorRegistry ofOneQuery() {
    AtomicInteger asked = new AtomicInteger();
    return new ServiceExecutorRegistry()
        .add((service, original, binding, execution) -> ask(service, binding, execution, asked));
  }

  private QueryIterator ask(
      OpService service, Binding binding, ExecutionContext execution, AtomicInteger asked) {
    try {
      check(service.getService());
      if (asked.incrementAndGet() > services.requests()) {
        throw new Refusal(
            400,
            "The query calls other endpoints more than %d times; reduce the number of solutions before SERVICE."
                .formatted(services.requests()));
      }
      // ARQ renames the variables of subqueries. Send the names of the query to the other endpoint.
      Op pattern = Rename.reverseVarRename(service.getSubOp(), true);
      Map<Var, Var> names =
          OpVars.visibleVars(service).stream()
              .collect(Collectors.toMap(Federation::plain, Function.identity(), (a, b) -> a));
      String query = OpAsQuery.asQuery(pattern).toString();
      RowSet rows = rows(service.getService().getURI(), query, execution.getCancelSignal());
      QueryIterator solutions = QueryIterPlainWrapper.create(rows, execution);
      return new QueryIterCommonParent(QueryIter.map(solutions, names), binding, execution);
    } catch (Refusal refusal) {
      if (service.getSilent()) {
        return QueryIterSingleton.create(binding, execution);
      }
      throw refusal;
    }
  }

  private static Var plain(Var variable) {
    String name = variable.getVarName();
    return Var.alloc(name.substring(name.lastIndexOf('/') + 1));
  }

  private RowSet rows(String endpoint, String query, AtomicBoolean stop) {
    LifeCycle.start(client); // has no effect if it is started already
    Fields form = new Fields();
    form.put("query", query);
    Request request =
        client
            .POST(endpoint)
            .accept("application/sparql-results+json", "application/sparql-results+xml;q=0.9")
            .timeout(services.time().toMillis(), TimeUnit.MILLISECONDS)
            .body(new FormRequestContent(form));
    CompletableFuture<ContentResponse> answer =
        new CompletableResponseListener(request, services.bytes()).send();
    return read(endpoint, await(endpoint, request, answer, stop));
  }

  /// Waits for a response until the query is cancelled.
  private ContentResponse await(
      String endpoint,
      Request request,
      CompletableFuture<ContentResponse> answer,
      AtomicBoolean stop) {
    while (true) {
      try {
        return answer.get(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (stop.get()) {
          var _ = request.abort(e);
          throw new QueryCancelledException();
        }
      } catch (ExecutionException e) {
        throw failed(endpoint, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new QueryCancelledException();
      }
    }
  }

  private Refusal failed(String endpoint, @Nullable Throwable cause) {
    return switch (cause) {
      case TimeoutException late ->
          new Refusal(
              504,
              "<%s> took longer than the %.1f seconds it has."
                  .formatted(endpoint, services.time().toMillis() / 1e3));
      case IllegalArgumentException tooLong ->
          new Refusal(
              502,
              "<%s> sent more than the %d bytes allowed; ask it for less."
                  .formatted(endpoint, services.bytes()));
      case null, default -> new Refusal(502, "<%s> cannot be reached.".formatted(endpoint));
    };
  }

  private static RowSet read(String endpoint, ContentResponse response) {
    if (response.getStatus() != 200) {
      throw new Refusal(
          502, "<%s> answered with status %d.".formatted(endpoint, response.getStatus()));
    }
    Lang lang = RDFLanguages.contentTypeToLang(String.valueOf(response.getMediaType()));
    try {
      if (ResultSetLang.RS_JSON.equals(lang) || ResultSetLang.RS_XML.equals(lang)) {
        return RowSetReaderRegistry.getFactory(lang)
            .create(lang)
            .read(new ByteArrayInputStream(response.getContent()), new Context())
            .materialize();
      }
    } catch (JenaException e) {
      // Reported below.
    }
    throw new Refusal(502, "<%s> sent no SPARQL results in JSON or XML.".formatted(endpoint));
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }
}
