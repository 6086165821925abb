package org.techrace.table.json;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formulation;
import org.techrace.table.format.FoundTable;

/// JSON and JSON Lines.
public final class JsonFormat implements FileFormat {
  private static final Formulation JSON_PATH = new Formulation("JSONPath", true, true);

  @Override
  public String name() {
    return "JSON";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(JSON_PATH);
  }

  @Override
  public List<String> endings() {
    return List.of("json", "jsonl", "ndjson", "geojson");
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(
        "application/json", "application/x-ndjson", "application/jsonl", "application/geo+json");
  }

  @Override
  public Set<Option> options() {
    return Set.of();
  }

  @Override
  public SourceTable open(FileSource source) {
    return new JsonTable(source.name(), source.file(), source.iterator("$"), source.mayLack());
  }

  @Override
  public boolean isForTexts() {
    return true;
  }

  @Override
  public List<Item> items(String text, Optional<String> iterator) {
    return EmbeddedJson.items(text, iterator.orElse("$"));
  }

  @Override
  public Optional<Outliner> outliner() {
    return Optional.of(
        (file, _, report) ->
            JsonOutline.of(file.name(), file.file(), report).stream()
                .map(
                    outline ->
                        FoundTable.nested(
                            new JsonTable(
                                file.name(), file.file(), Reference.of(outline.iterator())),
                            JSON_PATH,
                            outline))
                .toList());
  }
}
