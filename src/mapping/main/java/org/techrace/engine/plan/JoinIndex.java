package org.techrace.engine.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.LineBuffer.Appended;
import org.techrace.engine.output.PartitionBlocks;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.source.KeyedRows;
import org.techrace.engine.source.PackedRow;
import org.techrace.engine.source.RowIndex;
import org.techrace.mapping.Expression;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Utf8Row;

/// The parent side of a join: the values that the terms of the parent need, by join key. If they
/// need nothing but the key, only the keys are stored.
///
/// @param <T> the form of a term
final class JoinIndex<T> {
  private final ParentRows parents;
  private final ParentRows.Key parent;
  private final Place at;
  private final SourceTable table;
  private final References references;
  private final TermMaker<T> terms;
  private final boolean isOfKey;
  private final List<JoinIndex<T>> before;
  private final BiConsumer<Row, ValueFault> faults;
  private final ParentPacker<T> packer;
  private @Nullable RowIndex index;

  /// @param parents the parents that have been read
  /// @param parent identifies the parent among them
  /// @param at the place of a join with it in the mapping
  /// @param terms creates the terms of a row that a child joins with
  /// @param key the parent expressions of the join conditions
  /// @param isOfKey true if the key is the only reference of the parent
  /// @param before the parents of joins in the terms, which are read first
  /// @param faults receives the rows whose keys have an error
  JoinIndex(
      ParentRows parents,
      ParentRows.Key parent,
      Place at,
      SourceTable table,
      References references,
      TermMaker<T> terms,
      JoinKey key,
      boolean isOfKey,
      List<JoinIndex<T>> before,
      BiConsumer<Row, ValueFault> faults) {
    this.parents = parents;
    this.parent = parent;
    this.at = at;
    this.table = table;
    this.references = references;
    this.terms = terms;
    this.isOfKey = isOfKey;
    this.before = before;
    this.faults = faults;
    int[] slots = IntStream.range(0, references.size()).toArray();
    this.packer = new ParentPacker<>(table.name(), terms, key, slots, isOfKey, faults);
  }

  /// Returns true if this is the parent side of a referencing object map or star map.
  ///
  /// @param quoted true for a star map
  boolean isOf(RefObjectMap ref, boolean quoted) {
    return parent.equals(key(ref, quoted));
  }

  static ParentRows.Key key(RefObjectMap ref, boolean quoted) {
    return new ParentRows.Key(
        ref.parent(), ref.joins().stream().map(RefObjectMap.Join::parent).toList(), quoted);
  }

  SourceTable table() {
    return table;
  }

  /// Returns the parents that must be read before this one.
  List<JoinIndex<T>> before() {
    return before;
  }

  List<Reference> references() {
    return references.list();
  }

  /// Reports invalid references, before any row is read.
  void check(Report report) throws IOException {
    table.open(references.list(), report).close();
  }

  /// Reads the table of the parent, unless it has been read. Errors in its rows are not reported
  /// here, but when the parent itself is mapped.
  ///
  /// @param threads the number of threads that read rows, in addition to the one that adds them in
  ///   the order of the table
  void read(Memory memory, int threads) throws IOException {
    if (index == null) {
      index = parents.get(parent, () -> readRows(memory, threads));
    }
  }

  /// Returns the name of the parent triples map.
  String parent() {
    return parent.parent();
  }

  /// Returns true if its rows can be collected while they are read for other triples maps: its
  /// terms and keys are references and templates.
  ///
  /// @param subject the subject map of the parent
  boolean isCollectable(TermMap subject) {
    return !parent.quoted()
        && before.isEmpty()
        && subject.gather().isEmpty()
        && isPlain(subject.expression())
        && parent.expressions().stream().allMatch(JoinIndex::isPlain);
  }

  private static boolean isPlain(Expression expression) {
    return expression instanceof Expression.Reference || expression instanceof Expression.Template;
  }

  /// Returns a collector of its rows among those of other triples maps over its table, which can
  /// replace [#read].
  ///
  /// @param maker creates the terms of these rows
  /// @param more the references of these rows; those that are missing are added
  ParentCollector<T> collector(TermMaker<T> maker, References more) {
    int[] slots = references.list().stream().mapToInt(r -> more.slot(r.text())).toArray();
    JoinKey key = JoinKey.of(at, parent.expressions(), more);
    return new ParentCollector<>(
        this, new ParentPacker<>(table.name(), maker, key, slots, isOfKey, faults));
  }

  /// Sets the rows of the parent, which a collector has read.
  void set(RowIndex collected) throws IOException {
    index = parents.get(parent, () -> collected);
  }

  private RowIndex readRows(Memory memory, int threads) throws IOException {
    RowIndex read = new RowIndex(memory);
    Deque<Future<KeyedRows>> waiting = new ArrayDeque<>();
    try (SourceRows rows = table.open(references.list(), new Report());
        ExecutorService readers = Executors.newFixedThreadPool(threads)) {
      try {
        for (@Nullable RowBatch batch = rows.nextBatch(); batch != null; batch = rows.nextBatch()) {
          RowBatch next = batch;
          waiting.add(readers.submit(() -> keyed(next, true)));
          if (waiting.size() > 2 * threads) {
            read.addAll(waiting.remove().get());
          }
        }
        while (!waiting.isEmpty()) {
          read.addAll(waiting.remove().get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } finally {
        readers.shutdownNow();
      }
    }
    return read;
  }

  /// Divides the rows that have terms by the fingerprints of their keys.
  ///
  /// @param part the table, or a part of it
  void divide(SourceTable part, PartitionBlocks to) throws IOException {
    try (SourceRows rows = part.open(references.list(), new Report())) {
      for (@Nullable RowBatch batch = rows.nextBatch(); batch != null; batch = rows.nextBatch()) {
        KeyedRows keyed = keyed(batch, false);
        byte[] bytes = keyed.bytes();
        for (int i = 0; i < keyed.size(); i++) {
          int from = Utf8Row.from(keyed.span(i));
          int length = Utf8Row.to(keyed.span(i)) - from;
          to.add(to.partition(keyed.high(i)), bytes, from, length);
        }
      }
    }
  }

  /// Reads the rows of a partition instead of the table.
  ///
  /// @param blocks packed rows, in the blocks of [PartitionBlocks]
  void read(Iterator<byte[]> blocks, Memory memory) throws IOException {
    RowIndex read = new RowIndex(memory);
    index = read;
    while (blocks.hasNext()) {
      ByteBuffer rows = ByteBuffer.wrap(blocks.next());
      while (rows.hasRemaining()) {
        PackedRow row = PackedRow.read(rows);
        for (Fingerprint fingerprint : packer.keys(row, read::addEmptyKey)) {
          read.add(fingerprint, row.array());
        }
      }
    }
  }

  /// Gives back the memory of the rows of a partition.
  void free() {
    if (index != null) {
      index.free();
      index = null;
    }
  }

  /// Returns the rows that have terms, with their keys.
  ///
  /// @param onlyKeys true to leave rows empty whose only value is the key
  private KeyedRows keyed(RowBatch batch, boolean onlyKeys) throws IOException {
    KeyedRows rows = packer.newRows();
    LineBuffer line = new LineBuffer(256);
    for (@Nullable Row row = batch.next(); row != null; row = batch.next()) {
      packer.add(row, onlyKeys, line, rows);
    }
    return rows;
  }

  /// Returns the terms of the parent that a row of the child joins with. [#read] must have been
  /// called.
  ///
  /// @param childKey the child expressions of the join conditions
  /// @param doubts receives a warning if the row joins by an empty key
  List<T> find(Row child, JoinKey childKey, Consumer<String> doubts) {
    RowIndex rows = Objects.requireNonNull(index);
    List<T> found = new ArrayList<>();
    // Errors in the parent are reported when the parent itself is mapped.
    RowQuads<T> ignored = new RowQuads<>();
    for (List<String> texts : childKey.texts(child)) {
      int before = found.size();
      for (long at = rows.first(Fingerprint.of(texts)); at != 0; at = rows.next(at)) {
        PackedRow row = rows.row(at);
        boolean isKey = isOfKey && row.isEmpty();
        found.addAll(terms.of(isKey ? KeyRow.of(texts.getFirst()) : row, ignored));
      }
      if (found.size() > before && JoinKey.isEmpty(texts)) {
        doubts.accept(
            "an empty key joins an empty key of %s; if it means that there is no value, add rml:null \"\" to the source"
                .formatted(
                    rows.emptyKeys().stream()
                        .map(Place::toString)
                        .collect(Collectors.joining(", "))));
      }
    }
    return found;
  }

  /// Appends the only term of the parent that a row of the child joins with to a line, if that is
  /// possible without creating a term. [#read] must have been called.
  Appended append(Row child, JoinKey childKey, LineBuffer to) {
    RowIndex rows = Objects.requireNonNull(index);
    @Nullable Fingerprint fingerprint = childKey.only(child);
    if (fingerprint == null) {
      return Appended.NOT_PLAIN;
    }
    long at = rows.first(fingerprint);
    if (at == 0) {
      return Appended.NONE;
    }
    if (rows.next(at) != 0) {
      return Appended.NOT_PLAIN;
    }
    PackedRow row = rows.row(at);
    boolean isKey = isOfKey && row.isEmpty();
    return terms.append(isKey ? childKey.row((Utf8Row) child) : row, to);
  }

  /// Loads the parents of some rows into the processor's cache. [#read] must have been called.
  ///
  /// @return any number, for a caller that must use the result
  long prefetch(@Nullable Row[] children, int count, JoinKey childKey) {
    long[] fingerprints = new long[2 * count];
    int pairs = 0;
    for (int i = 0; i < count; i++) {
      Row child = children[i];
      Fingerprint key = child == null ? null : childKey.only(child);
      if (key != null) {
        fingerprints[2 * pairs] = key.high();
        fingerprints[2 * pairs + 1] = key.low();
        pairs++;
      }
    }
    return Objects.requireNonNull(index).prefetch(fingerprints, pairs);
  }
}
