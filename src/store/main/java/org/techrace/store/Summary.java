package org.techrace.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The counts that are made once, when a store is sealed.
///
/// @param sections the range of each section of the dictionary, in the order of their codes
/// @param quads the number of quads (a triple in two graphs counts twice)
/// @param subjects the number of distinct subjects
/// @param objects the number of distinct objects
/// @param predicates the counts of each predicate, by its id
/// @param graphSets the distinct sets of graphs that triples occur in, each as the sorted ids of
///   the graph names, with 0 for the default graph; the graph set of a triple is an index in this
///   list
record Summary(
    List<Range> sections,
    long quads,
    int subjects,
    int objects,
    Map<Integer, Predicate> predicates,
    List<int[]> graphSets) {

  /// The number of sections of the first version of the format, which had no triple terms. The
  /// section of triple terms comes last in the file, and only if there are any.
  private static final int FIRST_SECTIONS = Section.TRIPLE.code;

  /// @param end the id after the last of the section
  /// @param distinct true if no two of its terms have the same value (as `1` and `01` have)
  record Range(int end, boolean distinct) {
    private Range and(Range other) {
      return new Range(Math.max(end, other.end), distinct && other.distinct);
    }
  }

  /// @param triples the number of triples with the predicate, at most 2^31 - 1
  /// @param subjects the number of distinct subjects of these triples
  /// @param objects the number of distinct objects of these triples
  record Predicate(int triples, int subjects, int objects) {
    private Predicate and(Predicate other) {
      return new Predicate(
          triples + other.triples, subjects + other.subjects, objects + other.objects);
    }
  }

  /// Counts nothing.
  static final Summary NONE =
      new Summary(
          Collections.nCopies(Section.values().length, new Range(0, true)),
          0,
          0,
          0,
          Map.of(),
          List.of());

  /// Returns the sum of this and what was counted elsewhere. Only one of the two has sections, and
  /// only one has graph sets.
  Summary and(Summary other) {
    List<Range> both = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      both.add(sections.get(i).and(other.sections.get(i)));
    }
    Map<Integer, Predicate> counts = new HashMap<>(predicates);
    other.predicates.forEach((p, count) -> counts.merge(p, count, Predicate::and));
    return new Summary(
        both,
        quads + other.quads,
        subjects + other.subjects,
        objects + other.objects,
        counts,
        Stream.of(graphSets, other.graphSets).flatMap(List::stream).toList());
  }

  void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Range section : sections.subList(0, FIRST_SECTIONS)) {
      out.writeInt(section.end);
      out.writeBoolean(section.distinct);
    }
    out.writeLong(quads);
    out.writeInt(subjects);
    out.writeInt(objects);
    out.writeInt(predicates.size());
    for (Map.Entry<Integer, Predicate> e : new TreeMap<>(predicates).entrySet()) {
      Predicate p = e.getValue();
      ints(out, e.getKey(), p.triples, p.subjects, p.objects);
    }
    out.writeInt(graphSets.size());
    for (int[] set : graphSets) {
      out.writeInt(set.length);
      ints(out, set);
    }
    Range triples = sections.get(FIRST_SECTIONS);
    if (triples.end > sections.get(FIRST_SECTIONS - 1).end) {
      out.writeInt(triples.end);
    }
    try (BlockFileWriter writer = new BlockFileWriter(file, 0)) {
      writer.block(bytes.toByteArray(), bytes.size());
      writer.finish(1);
    }
  }

  static Summary read(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = new BlockFile(file, arena).bytes(0);
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Summary read(DataInputStream in) throws IOException {
    List<Range> sections = new ArrayList<>();
    for (int n = FIRST_SECTIONS; n > 0; n--) {
      sections.add(new Range(in.readInt(), in.readBoolean()));
    }
    long quads = in.readLong();
    int subjects = in.readInt();
    int objects = in.readInt();
    Map<Integer, Predicate> predicates = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      int[] p = ints(in, 4);
      predicates.put(p[0], new Predicate(p[1], p[2], p[3]));
    }
    List<int[]> graphSets = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      graphSets.add(ints(in, in.readInt()));
    }
    int end = in.available() > 0 ? in.readInt() : sections.getLast().end;
    sections.add(new Range(end, true));
    return new Summary(
        List.copyOf(sections),
        quads,
        subjects,
        objects,
        Map.copyOf(predicates),
        List.copyOf(graphSets));
  }

  private static void ints(DataOutputStream out, int... values) throws IOException {
    for (int v : values) {
      out.writeInt(v);
    }
  }

  private static int[] ints(DataInputStream in, int n) throws IOException {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = in.readInt();
    }
    return values;
  }
}
