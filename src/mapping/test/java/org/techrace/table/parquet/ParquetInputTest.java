package org.techrace.table.parquet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.ReadableFile;

final class ParquetInputTest {
  @TempDir private Path folder = Path.of("");

  /// The library repeats a read without end if the pages of a column are damaged.
  @Test
  void endsAFileThatIsReadAgainAndAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("t.parquet"), "PAR1");
    try (ParquetInput input = new ParquetInput(ReadableFile.named(file))) {
      input.open();
      assertThatThrownBy(
              () -> {
                while (true) {
                  input.readRange(0, 1);
                }
              })
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("its pages are damaged");
    }
  }
}
