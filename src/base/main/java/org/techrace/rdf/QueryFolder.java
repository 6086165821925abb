package org.techrace.rdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.techrace.access.Access;

/// The built-in queries. A file of the project with the same path replaces one of them. A file
/// without a word, but for comments, switches a query off.
///
/// In every file `${base}` is replaced with the base of the graph's IRIs and `${language}` for its
/// first language.
///
/// @param project the folder `queries` of the project; it need not be there
/// @param iris the IRI spaces of the graph
/// @param language its first language
public record QueryFolder(Path project, Iris iris, String language) {
  /// The list of the files that are built in: the class path cannot be listed.
  private static final String INDEX = "index.txt";

  private static final String BUILT_IN = "/queries/";
  private static final String ENDING = ".rq";

  /// Reads the files `*.rq` of a folder and below, by name.
  public List<QueryFile> read(String folder) throws IOException {
    Map<String, QueryFile> files = new TreeMap<>();
    for (String path : builtIn(INDEX).lines().toList()) {
      if (path.startsWith(folder + "/")) {
        put(files, folder, path, "built-in " + path, builtIn(path));
      }
    }
    Access access = Access.none().allowReading(project);
    for (Path file : files(project.resolve(folder))) {
      String path = project.relativize(file).toString().replace('\\', '/');
      put(files, folder, path, file.toString(), access.file(file).text());
    }
    return List.copyOf(files.values());
  }

  private void put(
      Map<String, QueryFile> files, String folder, String path, String place, String text) {
    String name = path.substring(folder.length() + 1, path.length() - ENDING.length());
    if (text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
      files.remove(name);
    } else {
      String filled = text.replace("${base}", iris.base()).replace("${language}", language);
      files.put(name, new QueryFile(name, place, filled));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  private static String builtIn(String path) throws IOException {
    try (InputStream file = QueryFolder.class.getResourceAsStream(BUILT_IN + path)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file queries/" + path);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
