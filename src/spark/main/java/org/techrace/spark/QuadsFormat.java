package org.techrace.spark;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.NQuadsOutput;
import org.techrace.engine.output.NQuadsWriter;

/// Writes the blocks of a partition to a file of N-Quads, each quad once. The committer of
/// [FileOutputFormat] moves the file into place when its task has succeeded.
public final class QuadsFormat extends FileOutputFormat<Integer, byte[]> {
  /// The property with the name of the compression.
  static final String COMPRESSION = "techrace.compression";

  /// The compression of files.
  enum Compression {
    ZSTD(".nq.zst"),
    GZIP(".nq.gz"),
    NONE(".nq");

    private final String suffix;

    Compression(String suffix) {
      this.suffix = suffix;
    }

    private OutputStream around(OutputStream out) throws IOException {
      return switch (this) {
        case ZSTD -> new ZstdOutputStream(out, 1);
        case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
        case NONE -> out;
      };
    }

    /// Returns the name in the options of the program.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public RecordWriter<Integer, byte[]> getRecordWriter(TaskAttemptContext context)
      throws IOException {
    Compression compression =
        Compression.valueOf(context.getConfiguration().get(COMPRESSION, Compression.ZSTD.name()));
    Path file = getDefaultWorkFile(context, compression.suffix);
    FileSystem files = file.getFileSystem(context.getConfiguration());
    return new Quads(() -> new QuadsFile(compression.around(files.create(file, false))));
  }

  /// Creates a file.
  private interface Creation {
    QuadsFile create() throws IOException;
  }

  /// A file without duplicates.
  private static final class QuadsFile {
    private final OutputStream out;
    private final NQuadsOutput output;
    private final NQuadsWriter writer;

    QuadsFile(OutputStream out) {
      this.out = out;
      this.output = new NQuadsOutput(out, Executor.duplicates());
      this.writer = new NQuadsWriter(output);
    }

    void write(byte[] block) throws IOException {
      writer.block(block);
    }

    void close() throws IOException {
      try (out;
          output) {
        writer.flush();
        output.finish();
      }
    }
  }

  /// Writes a file, which is created with its first quad.
  private static final class Quads extends RecordWriter<Integer, byte[]> {
    private final Creation creation;
    private @Nullable QuadsFile file;

    Quads(Creation creation) {
      this.creation = creation;
    }

    @Override
    public void write(Integer partition, byte[] block) throws IOException {
      QuadsFile open = file;
      if (open == null) {
        open = creation.create();
        file = open;
      }
      open.write(block);
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
