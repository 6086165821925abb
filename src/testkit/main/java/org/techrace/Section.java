package org.techrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A part of a test that is a text file. The file begins with what it tests; each part starts with
/// a line `==== NAME TITLE`.
///
/// @param name the name; empty for the beginning of the file
/// @param title the text after the name
/// @param lines the lines below
public record Section(String name, String title, List<String> lines) {
  private static final String START = "==== ";

  /// Returns the lines as a text.
  public String text() {
    return String.join("\n", lines);
  }

  /// Replaces the lines.
  public void replace(List<String> others) {
    lines.clear();
    lines.addAll(others);
  }

  private Stream<String> source() {
    return name.isEmpty()
        ? lines.stream()
        : Stream.concat(Stream.of((START + name + " " + title).strip()), lines.stream());
  }

  /// Reads the sections of a file.
  public static List<Section> read(Path file) throws IOException {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("", "", new ArrayList<>()));
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(START)) {
        String[] name = line.substring(START.length()).split(" ", 2);
        sections.add(new Section(name[0], name.length > 1 ? name[1] : "", new ArrayList<>()));
      } else {
        sections.getLast().lines.add(line);
      }
    }
    return sections;
  }

  /// Writes the sections to a file.
  public static void write(Path file, List<Section> sections) throws IOException {
    Files.write(file, sections.stream().flatMap(Section::source).toList());
  }
}
