package org.techrace.search;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.text.TextIndexException;
import org.apache.jena.query.text.TextQueryPF;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.pfunction.PropFuncArg;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.techrace.guard.QueryRefusedException;

/// `text:query` of jena-text, which ends when its query is cancelled. Jena-text reads all results
/// at once, and Lucene knows no signal, so the files of the index check it while they are read.
final class StoppableTextQuery extends TextQueryPF {
  /// The greatest estimate of the states of a regular expression.
  private static final int MAX_STATES = 100_000;

  /// The greater bound of a repetition such as `{2,5}`, `{5}` or `{5,}`.
  private static final Pattern COUNT = Pattern.compile("\\{(?:\\d*,)?(\\d+),?\\}");

  /// The stop signal of the query that the current thread searches for.
  private static final ScopedValue<AtomicBoolean> SIGNAL = ScopedValue.newInstance();

  @Override
  public QueryIterator exec(
      Binding binding,
      PropFuncArg subject,
      Node predicate,
      PropFuncArg object,
      ExecutionContext context) {
    AtomicBoolean signal = context.getCancelSignal();
    if (signal == null) {
      return search(binding, subject, predicate, object, context);
    }
    try {
      return ScopedValue.where(SIGNAL, signal)
          .call(() -> search(binding, subject, predicate, object, context));
    } catch (TextIndexException e) {
      if (signal.get()) {
        throw new QueryCancelledException();
      }
      throw e;
    }
  }

  private QueryIterator search(
      Binding binding,
      PropFuncArg subject,
      Node predicate,
      PropFuncArg object,
      ExecutionContext context) {
    for (Node argument : object.isList() ? object.getArgList() : List.of(object.getArg())) {
      Node value = Var.isVar(argument) ? binding.get(Var.alloc(argument)) : argument;
      if (value != null && value.isLiteral()) {
        checkExpressions(value.getLiteralLexicalForm());
      }
    }
    return super.exec(binding, subject, predicate, object, context);
  }

  /// Returns the files of an index as this function reads them.
  static Directory files(Directory index) {
    return new Files(index);
  }

  /// Refuses a search whose regular expressions may have many states: Lucene makes a state for each
  /// repetition of `{n,m}`, and reads no file meanwhile. All repetitions of the search count, as if
  /// they were within each other.
  private static void checkExpressions(String search) {
    if (search.indexOf('/') < 0) {
      return;
    }
    double states = search.length();
    for (MatchResult repeated : COUNT.matcher(search).results().toList()) {
      states *= Math.max(1, Double.parseDouble(repeated.group(1)));
    }
    if (states > MAX_STATES) {
      throw new QueryRefusedException(
          "The regular expression of text:query repeats too much: its length times its repetitions is %,.0f; at most %,d are allowed."
              .formatted(states, MAX_STATES));
    }
  }

  private static void check() {
    if (SIGNAL.isBound() && SIGNAL.get().get()) {
      throw new QueryCancelledException();
    }
  }

  private static final class Files extends FilterDirectory {
    Files(Directory index) {
      super(index);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      return new Input(in.openInput(name, context));
    }
  }

  /// A file, or a part of one.
  private static final class Input extends FilterIndexInput {
    private static final int READS_BETWEEN_CHECKS = 1024;

    private int reads;

    Input(IndexInput file) {
      super(file.toString(), file);
    }

    private void read() {
      if (++reads == READS_BETWEEN_CHECKS) {
        reads = 0;
        check();
      }
    }

    @Override
    public byte readByte() throws IOException {
      read();
      return in.readByte();
    }

    @Override
    public void readBytes(byte[] bytes, int offset, int length) throws IOException {
      read();
      in.readBytes(bytes, offset, length);
    }

    @Override
    public short readShort() throws IOException {
      read();
      return in.readShort();
    }

    @Override
    public int readInt() throws IOException {
      read();
      return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
      read();
      return in.readLong();
    }

    @Override
    public IndexInput clone() {
      check();
      return new Input(in.clone());
    }

    @Override
    public IndexInput slice(String description, long offset, long length) throws IOException {
      check();
      return new Input(in.slice(description, offset, length));
    }
  }
}
