package org.techrace.table.parquet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.table.SourceTable;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formulation;
import org.techrace.table.format.FoundTable;

/// Parquet, whose library is optional.
public final class ParquetFormat implements FileFormat {
  @Override
  public String name() {
    return "Parquet";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(Formulation.COLUMNS);
  }

  @Override
  public List<String> endings() {
    return List.of("parquet");
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of("application/vnd.apache.parquet");
  }

  @Override
  public Set<Option> options() {
    return Set.of();
  }

  @Override
  public boolean isPackable() {
    return false;
  }

  @Override
  public boolean needsName() {
    return true;
  }

  @Override
  public SourceTable open(FileSource source) {
    return MissingLibrary.isMissing("dev.hardwood.InputFile")
        ? new MissingLibrary(source.name(), "Parquet", "dev.hardwood:hardwood-core")
        : new ParquetTable(source.name(), source.file().file());
  }

  @Override
  public Optional<Outliner> outliner() {
    return Optional.of(
        (file, _, report) -> {
          List<String> columns = open(file).columns(report);
          return columns.isEmpty()
              ? List.of()
              : List.of(
                  FoundTable.columns(
                      "",
                      open(file),
                      columns,
                      columns,
                      Optional.empty(),
                      Optional.empty(),
                      List.of()));
        });
  }
}
