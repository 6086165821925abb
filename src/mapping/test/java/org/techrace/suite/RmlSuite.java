package org.techrace.suite;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A test suite: a folder of case folders with a `metadata.csv`.
record RmlSuite(String name, Path folder, Path scratch) {

  /// Returns the cases by name, copied to the scratch folder.
  Map<String, RmlCase> cases() throws IOException {
    Map<String, RmlCase> cases = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("metadata.csv"))) {
      for (NamedCsvRecord row : rows) {
        Map<String, String> cells = new LinkedHashMap<>(row.getFieldsAsMap());
        String id = cells.get("ID");
        Path from = folder.resolve(id);
        cases.put(
            id,
            RmlCase.copy(
                from,
                scratch.resolve(name).resolve(id),
                cells.getOrDefault("base_iri", "http://example.com/base/"),
                outputs(cells, from)));
      }
    }
    return cases;
  }

  /// Returns the output files that the metadata lists, or those in the folder if it lists none. The
  /// metadata has room for three; if it lists so many, other N-Quads in the folder are outputs,
  /// too.
  private static List<String> outputs(Map<String, String> cells, Path from) throws IOException {
    List<String> outputs = new ArrayList<>();
    for (String column : List.of("output1", "output2", "output3")) {
      String file = cells.getOrDefault(column, "");
      if (!file.isEmpty()) {
        outputs.add(file);
      }
    }
    if (outputs.size() == 3) {
      try (Stream<Path> files = Files.list(from)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(file -> file.endsWith(".nq") && !cells.containsValue(file))
            .sorted()
            .forEach(outputs::add);
      }
    }
    if (outputs.isEmpty() && Files.exists(from.resolve("output.nq"))) {
      outputs.add("output.nq");
    }
    return outputs;
  }
}
