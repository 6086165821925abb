package org.techrace.serve.mcp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.guard.Scratch;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Retention;
import org.techrace.serve.Options;
import org.techrace.serve.current.Current;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Promotions;
import org.techrace.serve.current.Retirement;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.http.ClientBudgets;
import org.techrace.serve.http.EntityTags;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.Federation;
import org.techrace.serve.sparql.QueryPage;
import org.techrace.serve.sparql.ServiceDescription;
import org.techrace.serve.text.Languages;
import org.techrace.serve.work.Evaluator;
import org.techrace.serve.work.Limits;
import org.techrace.serve.work.MemoryGuard;
import org.techrace.serve.work.Watchdog;
import org.techrace.threads.Helpers;

/// Serves the tools for language models over standard input and output, without HTTP.
public final class ToolServer {
  private ToolServer() {}

  /// Answers messages about the current release until the input ends. Follows promotions.
  ///
  /// @throws IOException if no release is current, or if it, the queries or the input cannot be
  ///   read
  public static void run(Options options, Releases releases, InputStream in, OutputStream out)
      throws IOException {
    String id = releases.promoted();
    Release release = releases.open(id);
    Path files = options.queries();
    Limits limits = options.limits();
    PageQueries queries =
        PageQueries.read(files, options.graph().iris(), options.graph().languages());
    // Another process serves the releases and deletes old ones.
    Retirement retirement = new Retirement(releases, Retention.ALL);
    Helpers helpers = new Helpers(limits.threads());
    Scratch scratch = new Scratch(limits.scratch());
    Current current =
        new Current(
            Current.Open.of(release, retirement),
            data -> {
              helpers.lendTo(data.getContext());
              scratch.lendTo(data.getContext());
              return new Entities(data, queries, limits.pageBytes());
            });
    KeptReleases kept =
        new KeptReleases(
            Optional.of(releases),
            current,
            data -> {
              helpers.lendTo(data.getContext());
              scratch.lendTo(data.getContext());
              return new Entities(data, queries, options.earlierPageBytes());
            },
            options.openReleases(),
            options.citations());
    try (current;
        kept;
        Federation federation = new Federation(options.services());
        Promotions _ =
            Promotions.watch(
                releases,
                id,
                next -> Current.Open.of(next, retirement),
                current::promote,
                kept::look)) {
      current.openPages();
      SimpleMeterRegistry metrics = new SimpleMeterRegistry();
      MemoryGuard memory = new MemoryGuard(limits.memory(), helpers);
      Watchdog watchdog = new Watchdog(limits.stuck());
      ClientBudgets budgets = new ClientBudgets(options.budget());
      Templates templates =
          new Templates(options.graph(), options.address().publicUrl().orElse(""), List.of());
      Questions questions = Questions.read(files.resolve("questions"));
      Endpoint endpoint =
          new Endpoint(
              limits,
              Evaluator.ofQueries(limits, memory, watchdog, budgets, metrics),
              federation,
              kept,
              new ServiceDescription(limits, options.services(), false),
              new QueryPage(templates),
              new EntityTags("", options.address()));
      Evaluator pages = Evaluator.ofPages(limits, memory, watchdog, budgets, metrics);
      SearchPage search = new SearchPage(templates, questions, Languages.of(files));
      McpService service =
          new McpService(
              new Tools(pages, endpoint, search, questions),
              queries,
              pages,
              options.graph().name());
      new McpStdio(service, current::lease).run(in, out);
    }
  }
}
