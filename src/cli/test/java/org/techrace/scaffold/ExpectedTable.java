package org.techrace.scaffold;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// What is right for a public table, from `src/bench/init/expected.txt`, whose head has the rules.
///
/// @param path the path below the folder of public tables
/// @param columns the columns that are described, as patterns of names
record ExpectedTable(String path, String publisher, List<Column> columns) {
  /// The number of tables that are held out: those whose paths have the smallest hashes.
  private static final int HELD_OUT = 30;

  /// The regular expressions of the wild cards.
  private static final Map<String, String> WILD = Map.of("*", ".*", "?", ".");

  /// An answer that counts if it is given, and also counts as missed if it is required.
  record Answer(Set<String> right, boolean isRequired) {
    static final Answer NONE = new Answer(Set.of(), false);

    boolean accepts(String given) {
      return right.contains(given);
    }
  }

  /// What is right for a column.
  ///
  /// @param types the datatypes that are right
  /// @param keys the letters of the keys that it is part of
  /// @param optionalKeys the letters of the keys that it may be part of
  record Column(
      Pattern name,
      Set<String> types,
      Set<String> keys,
      Set<String> optionalKeys,
      Answer unit,
      Answer link,
      Answer label,
      Answer language,
      Set<String> nulls,
      Set<String> optionalNulls) {
    static final Column TEXT =
        new Column(
            Pattern.compile(""),
            Set.of("string"),
            Set.of(),
            Set.of(),
            Answer.NONE,
            Answer.NONE,
            Answer.NONE,
            Answer.NONE,
            Set.of(),
            Set.of());

    private static Column of(String pattern, String words) {
      Map<String, Answer> answers = new HashMap<>();
      Set<String> types = Set.of("string");
      for (String word : words.strip().split(" +", -1)) {
        boolean isRequired = !word.endsWith("?");
        String plain = isRequired ? word : word.substring(0, word.length() - 1);
        String kind = plain.replaceFirst("=.*", "");
        String value = plain.contains("=") ? plain.substring(plain.indexOf('=') + 1) : "";
        switch (kind) {
          case "key" ->
              answers.put(kind, new Answer(letters(value.isEmpty() ? "a" : value), isRequired));
          case "unit" ->
              answers.put(
                  kind, new Answer(Set.of(value.replace('_', ' ').split("\\|", -1)), isRequired));
          case "link" -> answers.put(kind, links(value, isRequired));
          case "null" -> answers.put(kind, new Answer(Set.of(value.split(",", -1)), isRequired));
          case "label", "lang" -> answers.put(kind, new Answer(Set.of(value), isRequired));
          default -> types = Set.of(plain.split("\\|", -1));
        }
      }
      Answer key = answers.getOrDefault("key", Answer.NONE);
      Answer missing = answers.getOrDefault("null", Answer.NONE);
      return new Column(
          Pattern.compile(
              Stream.of(pattern.splitWithDelimiters("[*?]", -1))
                  .map(part -> WILD.getOrDefault(part, Pattern.quote(part)))
                  .collect(Collectors.joining())),
          types,
          key.isRequired ? key.right : Set.of(),
          key.isRequired ? Set.of() : key.right,
          answers.getOrDefault("unit", Answer.NONE),
          answers.getOrDefault("link", Answer.NONE),
          answers.getOrDefault("label", Answer.NONE),
          answers.getOrDefault("lang", Answer.NONE),
          missing.isRequired ? missing.right : Set.of(),
          missing.isRequired ? Set.of() : missing.right);
    }

    private static Set<String> letters(String text) {
      return text.codePoints().mapToObj(Character::toString).collect(Collectors.toSet());
    }

    private static Answer links(String value, boolean isRequired) {
      Set<String> kinds = new HashSet<>();
      boolean required = isRequired;
      for (String kind : value.split("/", -1)) {
        required &= !kind.endsWith("?");
        kinds.add(kind.replaceFirst("\\?$", "").replaceFirst("^iso[23]$", "area"));
      }
      // A thing of the graph is better than a concept of a list.
      if (kinds.contains("codes") || kinds.contains("org") || kinds.contains("area")) {
        kinds.add("thing");
      }
      if (kinds.contains("org")) {
        kinds.add("codes");
      }
      return new Answer(kinds, required);
    }

    /// Returns true if the column is part of the key with a letter.
    boolean isPartOf(String letter) {
      return keys.contains(letter);
    }
  }

  ExpectedTable {
    columns = List.copyOf(columns);
  }

  /// Returns the tables that are described.
  static List<ExpectedTable> read(Path file) throws IOException {
    List<ExpectedTable> tables = new ArrayList<>();
    String publisher = "";
    String path = "";
    List<Column> columns = new ArrayList<>();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    // The head has the rules.
    lines.removeAll(lines.stream().takeWhile(line -> !line.startsWith("@ ")).toList());
    lines.add("== ");
    for (String line : lines) {
      if (line.startsWith("@ ")) {
        // A new publisher is that of the next table.
        addTable(tables, path, publisher, columns);
        path = "";
        publisher = line.substring(2);
      } else if (line.startsWith("== ")) {
        addTable(tables, path, publisher, columns);
        path = line.substring(3);
        columns = new ArrayList<>();
      } else if (!line.isBlank()) {
        int colon = line.lastIndexOf(" : ");
        if (colon < 0) {
          throw new IOException("expected COLUMN : WORDS, found " + line);
        }
        columns.add(Column.of(line.substring(0, colon), line.substring(colon + 3)));
      }
    }
    return tables;
  }

  private static void addTable(
      List<ExpectedTable> tables, String path, String publisher, List<Column> columns) {
    if (!path.isEmpty()) {
      tables.add(new ExpectedTable(path, publisher, columns));
    }
  }

  /// Returns the tables that are held out, which no rule was tuned to: a random choice by hash.
  static Set<String> heldOut(List<ExpectedTable> tables) {
    return tables.stream()
        .map(ExpectedTable::path)
        .sorted(Comparator.comparing(ExpectedTable::hash))
        .limit(HELD_OUT)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String hash(String path) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(path.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns what is right for a column of the table.
  Column column(String name) {
    return columns.stream()
        .filter(c -> c.name.matcher(name).matches())
        .findFirst()
        .orElse(Column.TEXT);
  }

  /// Returns the names of the columns, in order.
  List<String> header(Path file) throws IOException {
    try (InputStream in = open(file)) {
      String text = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
      char delimiter = path.contains(".tsv") ? '\t' : ',';
      try (CsvReader<CsvRecord> rows =
          CsvReader.builder()
              .fieldSeparator(delimiter)
              .ofCsvRecord(text.replaceFirst("^\uFEFF", ""))) {
        Optional<CsvRecord> first = rows.stream().findFirst();
        return first.orElseThrow().getFields().stream().map(String::strip).toList();
      }
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
