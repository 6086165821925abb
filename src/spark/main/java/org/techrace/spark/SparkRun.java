package org.techrace.spark;

import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.techrace.engine.MappingTask;
import org.techrace.engine.ShuffledJoin;
import org.techrace.engine.TaskResult;
import org.techrace.engine.TaskResults;
import org.techrace.engine.output.QuadBlocks;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Runs a job on Spark.
///
/// A task that fails, or whose executor is lost, runs again and generates the same quads. Its
/// findings are counted once, and the committer of Hadoop keeps the files of one attempt only.
final class SparkRun {
  private final JavaSparkContext spark;
  private final Job job;
  private final int partitions;

  /// @param partitions the number of files to write, at most
  SparkRun(JavaSparkContext spark, Job job, int partitions) {
    this.spark = spark;
    this.job = job;
    this.partitions = partitions;
  }

  /// Maps all rows and writes the quads, each once. Writes nothing if a finding has severity ERROR.
  ///
  /// @param output a folder that does not exist, as a URI of Hadoop's file systems or a path
  /// @return the number of quads generated, including duplicates
  /// @throws IOException if the output cannot be written
  long write(String output, QuadsFormat.Compression compression, Report report) throws IOException {
    Path folder = new Path(output);
    FileSystem files = folder.getFileSystem(spark.hadoopConfiguration());
    if (files.exists(folder)) {
      report.error(
          Place.file(output), "the output exists already; name a folder that does not exist");
      return 0;
    }
    CollectionAccumulator<TaskResult> found = spark.sc().collectionAccumulator("findings");
    JavaPairRDD<Integer, byte[]> quads = map(found);
    for (ShuffledJoin join : job.division().joins()) {
      quads = quads.union(joined(join, found));
    }
    quads = quads.partitionBy(new ByNumber(partitions));
    // Maps all rows, since each partition needs the blocks of all tasks, but reads no block. The
    // blocks stay for the next job.
    quads
        .mapPartitions(blocks -> Collections.<Integer>emptyIterator())
        .collectPartitions(new int[] {0});
    TaskResults results = new TaskResults();
    found.value().forEach(results::add);
    results.report(report);
    if (report.hasErrors()) {
      return results.quads();
    }
    org.apache.hadoop.mapreduce.Job write =
        org.apache.hadoop.mapreduce.Job.getInstance(spark.hadoopConfiguration());
    write.setOutputKeyClass(Integer.class);
    write.setOutputValueClass(byte[].class);
    write.setOutputFormatClass(QuadsFormat.class);
    FileOutputFormat.setOutputPath(write, folder);
    write.getConfiguration().set(QuadsFormat.COMPRESSION, compression.name());
    quads.saveAsNewAPIHadoopDataset(write.getConfiguration());
    return results.quads();
  }

  private JavaPairRDD<Integer, byte[]> map(CollectionAccumulator<TaskResult> found) {
    Job shipped = job;
    int count = partitions;
    return numbers(job.division().tasks().size())
        .flatMapToPair(
            i -> {
              MappingTask task = shipped.division().tasks().get(i);
              return new TaskBlocks(
                  "task " + task.number(),
                  shipped,
                  (tasks, to) -> Optional.of(tasks.run(task, new QuadBlocks(count, to))),
                  found);
            });
  }

  /// Divides the rows of both tables of a join, and joins each partition.
  private JavaPairRDD<Integer, byte[]> joined(
      ShuffledJoin join, CollectionAccumulator<TaskResult> found) {
    Job shipped = job;
    int count = partitions;
    ByNumber partitioner = new ByNumber(join.partitions());
    JavaPairRDD<Integer, byte[]> children =
        numbers(join.children().size())
            .flatMapToPair(
                i ->
                    new TaskBlocks(
                        "child " + i,
                        shipped,
                        (tasks, to) -> Optional.of(tasks.divideChild(join, i, to)),
                        found))
            .partitionBy(partitioner);
    JavaPairRDD<Integer, byte[]> parents =
        numbers(join.parents().size())
            .flatMapToPair(
                i ->
                    new TaskBlocks(
                        "parent " + i,
                        shipped,
                        (tasks, to) -> {
                          tasks.divideParent(join, i, to);
                          return Optional.empty();
                        },
                        found))
            .partitionBy(partitioner);
    return JavaPairRDD.fromJavaRDD(
        parents.zipPartitions(
            children, (p, c) -> new JoinBlocks(shipped, join, p, c, count, found)));
  }

  private JavaRDD<Integer> numbers(int count) {
    return spark.parallelize(IntStream.range(0, count).boxed().toList(), Math.max(1, count));
  }

  /// Takes the number of a partition as a key.
  private static final class ByNumber extends Partitioner {
    private final int partitions;

    ByNumber(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
