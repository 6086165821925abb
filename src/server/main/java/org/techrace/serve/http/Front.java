package org.techrace.serve.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.current.StillOpeningException;
import org.techrace.serve.current.WarmUp;

/// The front controller, a servlet: handles what all requests share and leaves the rest to the
/// [Processor] of a [Route]. A request passes through it in one direction: find the route, let the
/// processor finish an answer, deliver it. It adds the common headers, turns failures into answers
/// and writes the access log.
public final class Front extends HttpServlet {
  /// The page on which load balancers check that the server is ready. The warm-up does not pause
  /// for requests to it.
  public static final String HEALTH = "/health";

  private static final String STILL_OPENING =
      "The release is still being opened; try again in a few seconds.";

  private final transient List<Route> queries;
  private final transient CompletableFuture<List<Route>> pages;
  private final transient Current current;
  private final transient KeptReleases kept;
  private final transient Memento memento;
  private final transient Errors errors;
  private final transient Bodies.Space space;
  private final transient ClientBudgets budgets;
  private final transient Delivery delivery;
  private final transient Traffic traffic;
  private final transient SiteAddress address;
  private final transient CrossOrigin origins;
  private final transient ForReaders readers;

  /// A front controller for all routes.
  ///
  /// @param queries routes that are answered at once
  /// @param pages further routes, answered as soon as they are known
  /// @param kept the releases that a request can name
  public Front(
      List<Route> queries,
      CompletableFuture<List<Route>> pages,
      Current current,
      KeptReleases kept,
      Errors errors,
      Bodies.Space space,
      ClientBudgets budgets,
      Delivery delivery,
      Traffic traffic,
      SiteAddress address,
      CrossOrigin origins,
      ForReaders readers) {
    this.queries = List.copyOf(queries);
    this.pages = pages;
    this.current = current;
    this.kept = kept;
    this.memento = new Memento(kept);
    this.errors = errors;
    this.space = space;
    this.budgets = budgets;
    this.delivery = delivery;
    this.traffic = traffic;
    this.address = address;
    this.origins = origins;
    this.readers = readers;
  }

  @Override
  protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
    long start = System.nanoTime();
    String from = address.client(http);
    Neighbour client = Neighbour.of(from);
    boolean ofClient = !WarmUp.asks(http) && !http.getRequestURI().equals(HEALTH);
    traffic.enter(ofClient);
    try (Lease lease = current.lease();
        Bodies bodies = new Bodies(space, client)) {
      Headers.common(response, lease, origins);
      answer(http, bodies, lease, response);
    } finally {
      long nanos = System.nanoTime() - start;
      long bytes = response.getOutputStream() instanceof HttpOutput out ? out.getWritten() : 0;
      AccessLog.write(http, from, response.getStatus(), bytes, nanos);
      traffic.leave(ofClient, response.getStatus(), nanos);
      budgets.answered(client, response.getStatus());
    }
  }

  /// Answers a request. Failures become answers too, unless the client has left or has received the
  /// first bytes.
  ///
  /// @param served a lease on the current release
  private void answer(
      HttpServletRequest http, Bodies bodies, Lease served, HttpServletResponse response)
      throws IOException {
    Request request = null;
    Lease lease = served;
    try {
      if (traffic.draining()) {
        response.setHeader("Connection", "close");
        throw new Refusal(503, "The server is shutting down.");
      }
      request = Request.of(http, bodies, address);
      budgets.checkErrors(request.client());
      Optional<NamedRelease> named = NamedRelease.of(request, kept::has);
      if (named.isPresent()) {
        lease = NamedLease.of(kept, named.get().id(), 404);
        served.close();
        Headers.common(response, lease, origins);
        request = named.get().in(request);
      }
      Answer answer = answer(request, lease, response);
      delivery.send(answer, bodies, lease, http, response);
    } catch (Refusal refusal) {
      refuse(refusal, http, request, bodies, lease, response);
    } catch (StillOpeningException e) {
      refuse(Refusal.busy(503, STILL_OPENING), http, request, bodies, lease, response);
    } catch (IOException | RuntimeException | Error e) {
      if (response.isCommitted() || ClientPresence.of(http).gone()) {
        // If the client is still connected, it must see a broken connection, not a short answer
        // that looks complete.
        http.setAttribute(AccessLog.CUT, "yes");
        throw e;
      }
      delivery.send(failed(e, http, request, lease), bodies, lease, http, response);
    } finally {
      lease.close();
    }
  }

  private void refuse(
      Refusal refusal,
      HttpServletRequest http,
      @Nullable Request request,
      Bodies bodies,
      Lease lease,
      HttpServletResponse response)
      throws IOException {
    http.setAttribute(AccessLog.CUT, refusal.status() == 503 ? "yes" : "no");
    RequestBody.hearOut(http, refusal);
    delivery.send(refused(refusal, http, request, lease), bodies, lease, http, response);
  }

  private Answer refused(
      Refusal refusal, HttpServletRequest http, @Nullable Request request, Lease lease) {
    return within(
        readers.reader(http).during(() -> errors.answer(refusal, request, lease.release())),
        request);
  }

  private Answer failed(
      Throwable e, HttpServletRequest http, @Nullable Request request, Lease lease) {
    return within(
        readers
            .reader(http)
            .during(() -> errors.unexpected(e, http.getRequestURI(), request, lease.release())),
        request);
  }

  private Answer answer(Request request, Lease lease, HttpServletResponse response) {
    Optional<Answer> redirected = memento.gate(request);
    if (redirected.isPresent()) {
      return redirected.get();
    }
    Answer answer = ReleaseLinks.within(route(request, lease, response), request);
    return memento.described(answer, request);
  }

  private static Answer within(Answer error, @Nullable Request request) {
    return request == null ? error : ReleaseLinks.within(error, request);
  }

  private Answer route(Request request, Lease lease, HttpServletResponse response) {
    Optional<Route> found =
        find(queries, request).or(() -> find(StillOpeningException.await(pages), request));
    if (request.method().equals("OPTIONS")) {
      // Answered for unknown paths too: only then may a script of another site read the 404.
      origins.preflight().forEach(response::setHeader);
      return Answer.text(204, Format.TEXT, "")
          .withHeader("Allow", found.map(Route::allow).orElse(Route.READ));
    }
    Route route = found.orElseThrow(() -> nothing(request.path()));
    if (!route.methods().contains(request.method())) {
      throw Errors.methodNotAllowed(route.allow());
    }
    return route.processor().answer(request, lease);
  }

  /// Returns the refusal of an address without a route, with the nearest that has one: the same end
  /// elsewhere, or a similar beginning.
  private Refusal nothing(String path) {
    List<String> known =
        Stream.concat(queries.stream(), StillOpeningException.await(pages).stream())
            .map(route -> route.pattern().replaceFirst("/?\\*$", ""))
            .filter(one -> one.length() > 1)
            .toList();
    String end = path.substring(Math.max(0, path.lastIndexOf('/')));
    List<String> similar =
        known.stream()
            .filter(one -> path.length() > 1 && one.startsWith(path.substring(0, 2)))
            .toList();
    return new Refusal(
        404,
        known.stream()
            .filter(one -> end.length() > 1 && one.endsWith(end))
            .findFirst()
            .or(() -> Nearest.of(path, similar))
            .map("There is nothing at this address; did you mean %s?"::formatted)
            .orElse("There is nothing at this address."));
  }

  private static Optional<Route> find(List<Route> routes, Request request) {
    return routes.stream()
        .filter(r -> r.matches(request.path()))
        .findFirst()
        .filter(r -> r.matches(request.route()));
  }
}
