package org.techrace.serve.work;

/// An evaluation, from its start to its end.
interface Running {
  /// The word for it in messages, such as `query`.
  String name();

  /// Reports whether it has ended and has closed what it reads.
  boolean hasEnded();

  /// The number of bytes that it has allocated so far, with those that helpers have allocated for
  /// it. Meaningless once it has ended, because its thread may run another evaluation.
  long allocatedBytes();
}
