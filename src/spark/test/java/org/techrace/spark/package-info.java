/// Tests of the runs on Spark.
@NullMarked
package org.techrace.spark;

import org.jspecify.annotations.NullMarked;
